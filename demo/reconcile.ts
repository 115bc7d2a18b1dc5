/** Whether the two sides agree, line by line, seen from outside: records, order items, and the error files in between. */
import type { Account } from '../emulator/account.ts';
import { type RefusedRow, unfinishedFiles } from './error-files.ts';
import { type HotWaxSide, type ItemState, sideOf } from './hotwax-side.ts';
import type { NetSuiteSide } from './netsuite-side.ts';

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
    const excuse = found.length > 0 ? refused.find((row) => isAbout(row, state, netsuite)) : undefined;
    if (excuse) result.explained += 1;
    else result.differences.push(...found);
  }
  result.differences.push(
    ...unfinishedFiles(home).map((path) => `${path} is still waiting.`),
    ...openLedgerEntries(netsuite.account),
    ...doubleFulfillments(netsuite.account),
    ...unexported(netsuite.account),
  );
  return result;
}

function differencesOf(netsuite: NetSuiteSide, hotwax: HotWaxSide, state: ItemState): string[] {
  const { item } = state;
  const line = salesOrderLine(netsuite, state);
  const what = `${item.orderId} item ${item.seqId}`;
  if (!line) return [`${what} has no sales order line.`];
  const shipped = Number(line.quantityfulfilled ?? 0);
  const location = String(line.location ?? '');
  if (sideOf(hotwax.knowledge.book, item) === 'oms') {
    if (shipped !== state.shipped)
      return [`HotWax shipped ${state.shipped} of ${what}, NetSuite has ${shipped}.`];
    return location === item.facilityId
      ? []
      : [`${what} was shipped by ${item.facilityId}, NetSuite has ${location}.`];
  }
  return [
    ...(location === item.facilityId
      ? []
      : [`${what} is allocated to ${item.facilityId}, NetSuite has "${location}".`]),
    ...(shipped === state.completed
      ? []
      : [`NetSuite shipped ${shipped} of ${what}, HotWax has ${state.completed}.`]),
    ...(shipped === item.quantity ? [] : [`${what} was not shipped.`]),
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
        !['Done', 'Done with errors', 'Failed'].includes(String(fields.custrecord_hc_ff_status)),
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
