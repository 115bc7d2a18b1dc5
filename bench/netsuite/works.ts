/** Backlogs for the three scripts: what waits, when it is drained, and that it was done right. */
import { enterSalesOrder, withShipMethod } from '../../testbed/netsuite-account.ts';
import { shipOrder } from '../../testbed/ship-order.ts';
import { ITEM, LOCATION, type TimedAccount } from './timed-account.ts';

/**
 * @property deployment the one that is started every quarter of an hour
 * @property prepare makes the backlog
 * @property isDrained nothing waits, and all of it was applied
 */
export type NetSuiteWork = {
  name: 'allocation' | 'fulfillment' | 'export';
  deployment: string;
  unit: string;
  prepare: (account: TimedAccount, count: number) => void;
  isDrained: (account: TimedAccount, count: number) => boolean;
};

export const LINES_PER_ORDER = 2;
/** N/file holds 10 MB. */
const ORDERS_PER_FILE = 10_000;

export const TAG = 'hotwax-fulfilled';

export const UPDATE = 'salesorder/update';
export const CREATE = 'fulfilledsalesorder/export';
const EXPORT = 'salesorder/import/fulfillment-nifi';

export const netsuiteWorks: readonly NetSuiteWork[] = [
  {
    name: 'allocation',
    deployment: 'customdeploy_update_salesorder',
    unit: 'order',
    prepare: prepareAllocation,
    isDrained: ({ account, files }, orders) =>
      isSettled(files, UPDATE, Math.ceil(orders / ORDERS_PER_FILE)) &&
      account
        .listRecords('salesorder')
        .flatMap(({ sublists }) => sublists.item ?? [])
        .filter(({ location }) => location === String(LOCATION)).length ===
        orders * LINES_PER_ORDER,
  },
  {
    name: 'fulfillment',
    deployment: 'customdeploy_create_itemfulfillment',
    unit: 'order',
    prepare: prepareFulfillment,
    isDrained: ({ account, files }, orders) =>
      isSettled(files, CREATE, Math.ceil(orders / ORDERS_PER_FILE)) &&
      account.listRecords('itemfulfillment').length === orders,
  },
  {
    name: 'export',
    deployment: 'customdeploy_export_so_fulfillment',
    unit: 'fulfillment',
    prepare: prepareExport,
    isDrained: ({ files, read }, fulfillments) => {
      const rows = files(EXPORT).flatMap((name) => read(`${EXPORT}/${name}`).trimEnd().split('\n').slice(1));
      return rows.length === fulfillments * LINES_PER_ORDER;
    },
  },
];

const isSettled = (files: TimedAccount['files'], folder: string, count: number): boolean =>
  files(folder).length === 0 &&
  files(`${folder}/processing`).length === 0 &&
  files(`${folder}/error`).length === 0 &&
  files(`${folder}/archive`).length === count;

/** Orders whose lines have the locations already, as when a file is sent again. */
export const prepareAllocationInPlace = (account: TimedAccount, orders: number): void =>
  prepareAllocation(account, orders, true);

/** Orders whose lines have already what the script would note on them: location and tag. */
export const prepareNotedFulfillment = (account: TimedAccount, orders: number): void =>
  prepareFulfillment(account, orders, true);

export function addOrder(
  { account }: TimedAccount,
  index: number,
  count: number,
  located = false,
  tag?: string,
): number {
  const lines = Array.from({ length: count }, (_, line) => ({
    item: ITEM,
    ...(located && { location: LOCATION }),
    ...(tag !== undefined && { tag }),
    seqId: String(101 + line).padStart(5, '0'),
  }));
  return enterSalesOrder(account, lines, { ...withShipMethod, custbody_hc_order_id: `HC${index}` });
}

function prepareAllocation(account: TimedAccount, orders: number, isInPlace = false): void {
  const ids = Array.from({ length: orders }, (_, order) =>
    addOrder(account, order, LINES_PER_ORDER, isInPlace),
  );
  const header = 'internalId,lineId,item,location,quantity,closed,rejected';
  inFiles(ids, ORDERS_PER_FILE, (part, number) =>
    account.put(`${UPDATE}/allocation-${number}.csv`, [header, ...part.flatMap(rowsOfOrder), ''].join('\n')),
  );
}

const rowsOfOrder = (id: number): string[] =>
  Array.from({ length: LINES_PER_ORDER }, (_, line) => `${id},${line + 1},${ITEM},${LOCATION},1,,F`);

function prepareFulfillment(account: TimedAccount, orders: number, isNoted = false): void {
  const tag = isNoted ? TAG : undefined;
  const elements = Array.from({ length: orders }, (_, order) => ({
    order_id: String(addOrder(account, order, LINES_PER_ORDER, isNoted, tag)),
    hotwax_order_id: `HC${order}`,
    items: Array.from({ length: LINES_PER_ORDER }, (_line, line) => ({
      line_id: String(line + 1),
      location_id: String(LOCATION),
      quantity: '1',
      tags: TAG,
      shipment_id: `S${order}`,
      tracking_number: `1Z999AA1${order}`,
    })),
  }));
  inFiles(elements, ORDERS_PER_FILE, (part, number) =>
    account.put(`${CREATE}/shipped-${number}.json`, JSON.stringify(part)),
  );
}

function prepareExport(account: TimedAccount, fulfillments: number): void {
  for (let order = 0; order < fulfillments; order += 1)
    shipOrder(account.account, addOrder(account, order, LINES_PER_ORDER, true));
}

function inFiles<Value>(
  values: readonly Value[],
  size: number,
  put: (part: Value[], number: number) => void,
): void {
  for (let start = 0; start < values.length; start += size)
    put(values.slice(start, start + size), start / size);
}
