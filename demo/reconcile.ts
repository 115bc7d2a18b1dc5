/** Whether the two sides agree, line by line, seen from outside: records, order items, and the error files in between. */
import type { FeedName } from '#feeds/feed.ts';
import type { Account } from '../emulator/account.ts';
import { type RefusedRow, unfinishedFiles } from '../testbed/error-files.ts';
import { type ItemState, sideOf } from '../testbed/hotwax.ts';
import type { NetSuiteSide } from '../testbed/netsuite-orders.ts';
import type { HotWaxSide } from './hotwax-side.ts';

type Line = Readonly<Record<string, unknown>>;

/** @property differences sentences, none when the sides agree */
export type Reconciliation = { orderItems: number; explained: number; differences: string[] };

export function reconcile(
  netsuite: NetSuiteSide,
  hotwax: HotWaxSide,
  refused: readonly RefusedRow[],
  home: string,
): Reconciliation {
  const result: Reconciliation = { orderItems: 0, explained: 0, differences: [] };
  for (const state of hotwax.states.values()) {
    if (state.item.kit !== undefined) continue;
    result.orderItems += 1;
    const found = differencesOf(netsuite, hotwax, state);
    const about = refused.filter((row) => isAbout(row, state, netsuite)).map(({ feed }) => feed);
    const unexplained = found.filter(({ excusedBy }) => !excusedBy.some((feed) => about.includes(feed)));
    if (found.length > 0 && unexplained.length === 0) result.explained += 1;
    result.differences.push(...unexplained.map(({ text }) => text));
  }
  result.differences.push(
    ...unfinishedFiles(home).map((path) => `${path} is still waiting.`),
    ...openLedgerEntries(netsuite.account),
    ...doubleFulfillments(netsuite.account),
    ...unexported(netsuite.account),
  );
  return result;
}

/** @property excusedBy the feeds whose error files may explain it; nothing explains that something was done twice */
type Difference = { text: string; excusedBy: readonly FeedName[] };

const when = (holds: boolean, text: string, ...excusedBy: FeedName[]): Difference[] =>
  holds ? [{ text, excusedBy }] : [];

function differencesOf(netsuite: NetSuiteSide, hotwax: HotWaxSide, state: ItemState): Difference[] {
  const line = salesOrderLine(netsuite, state);
  const what = `${state.item.orderId} item ${state.item.seqId}`;
  const ofStore = sideOf(hotwax.knowledge.book, state.item.facilityId) === 'oms';
  const feed = ofStore ? 'fulfilled-order-items' : 'brokered-order-items';
  if (!line) return when(true, `${what} has no sales order line.`, feed);
  return ofStore ? storeDifferences(line, state, what) : warehouseDifferences(line, state, what);
}

function storeDifferences(
  line: Line,
  { item, shipped: reported, completed }: ItemState,
  what: string,
): Difference[] {
  const shipped = Number(line.quantityfulfilled ?? 0);
  const location = String(line.location ?? '');
  const text = `HotWax shipped ${reported} of ${what}, NetSuite has ${shipped}.`;
  return [
    ...when(completed > 0, `NetSuite reported the shipment of ${what} back to HotWax, which had made it.`),
    ...when(shipped > reported, text),
    ...when(shipped < reported, text, 'fulfilled-order-items'),
    ...when(
      shipped > 0 && location !== item.facilityId,
      `${item.facilityId} shipped ${what}, NetSuite has ${location}.`,
    ),
  ];
}

function warehouseDifferences(line: Line, { item, completed }: ItemState, what: string): Difference[] {
  const shipped = Number(line.quantityfulfilled ?? 0);
  const location = String(line.location ?? '');
  const text = `NetSuite shipped ${shipped} of ${what}, HotWax has ${completed}.`;
  const allocated = `${what} is allocated to ${item.facilityId}, NetSuite has "${location}".`;
  return [
    ...when(location !== item.facilityId, allocated, 'brokered-order-items'),
    ...when(shipped < item.quantity, `${what} was not shipped.`, 'brokered-order-items'),
    ...when(shipped > item.quantity || completed > shipped, text),
    ...when(completed < shipped, text, 'item-fulfillments'),
  ];
}

function salesOrderLine({ account, ids }: NetSuiteSide, { item }: ItemState): Line | undefined {
  const known = ids.get(item.orderId);
  if (!known) return undefined;
  const lines = account.getRecord('salesorder', known.salesOrderId).sublists.item ?? [];
  return (
    lines.find((line) => String(line.line) === known.lineIds.get(item.seqId)) ??
    lines.find((line) => line.custcol_hc_order_line_id === item.seqId)
  );
}

/** NetSuite's error files name an order by its own ids, and one without a HotWax id by nothing but its line. */
function isAbout(row: RefusedRow, { item }: ItemState, { ids }: NetSuiteSide): boolean {
  const known = ids.get(item.orderId);
  if (row.orderId === item.orderId) return row.orderItemSeqId === item.seqId || row.orderItemSeqId === '';
  if (row.orderId === '' && item.trouble === 'HotWax order id lost') return row.orderItemSeqId === item.seqId;
  return row.orderId === String(known?.salesOrderId) && row.orderItemSeqId === known?.lineIds.get(item.seqId);
}

const openLedgerEntries = (account: Account): string[] =>
  account
    .listRecords('customrecord_hc_feed_file')
    .filter(
      ({ fields }) =>
        !['Done', 'Done with errors', 'Failed', 'Idle'].includes(String(fields.custrecord_hc_ff_status)),
    )
    .map(
      ({ fields }) =>
        `The ledger has ${String(fields.custrecord_hc_ff_file)} as ${String(fields.custrecord_hc_ff_status)}.`,
    );

/** A shipment that NetSuite holds twice would show as two fulfillments of one HotWax shipment, order and location. */
function doubleFulfillments(account: Account): string[] {
  const seen = new Set<string>();
  return account.listRecords('itemfulfillment').flatMap(({ id, fields }) => {
    const key = String(fields.externalid ?? `own:${id}`);
    if (seen.has(key)) return [`Item fulfillment ${id} repeats ${key}.`];
    seen.add(key);
    return [];
  });
}

const unexported = (account: Account): string[] =>
  account
    .listRecords('itemfulfillment')
    .filter(({ fields }) => fields.custbody_hc_fulfillment_exported !== true)
    .map(({ id }) => `Item fulfillment ${id} was not exported.`);
