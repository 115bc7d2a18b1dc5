/** What the people of the demo's NetSuite account do in it: they ship what is allocated to their warehouses. */
import type { Account } from '../emulator/account.ts';
import type { NetSuiteSide } from '../testbed/netsuite-orders.ts';
import { sideOf } from '../testbed/hotwax.ts';
import type { OrderBook } from '../testbed/order-book.ts';
import type { Random } from '../testbed/random.ts';
import { shipOrder } from '../testbed/ship-order.ts';

/** Some in two packages, some in two parts. @returns ids of the item fulfillments */
export function shipAllocated(
  { account, ids }: NetSuiteSide,
  locations: readonly string[],
  random: Random,
): number[] {
  const shipped: number[] = [];
  for (const { salesOrderId } of ids.values()) {
    for (const locationId of locations) {
      const again = random.chance(0.15);
      const first = shipFrom(account, salesOrderId, locationId, again, random);
      if (first === undefined) continue;
      const second = again ? shipFrom(account, salesOrderId, locationId, false, random) : undefined;
      shipped.push(first, ...(second === undefined ? [] : [second]));
    }
  }
  return shipped;
}

function shipFrom(
  account: Account,
  salesOrderId: number,
  locationId: string,
  inPart: boolean,
  random: Random,
): number | undefined {
  const order = account.getRecord('salesorder', salesOrderId);
  const here = (order.sublists.item ?? []).filter((line) => isOpenAt(line, locationId));
  if (here.length === 0) return undefined;
  const lines = here.map((line) => String(line.line));
  const packages = random.chance(0.2) ? 2 : 1;
  const trackingNumbers = Array.from({ length: packages }, () =>
    String(788_000_000_000 + random.below(999_999_999)),
  );
  return shipOrder(account, salesOrderId, { lines, inPart, trackingNumbers });
}

const isOpenAt = (line: Readonly<Record<string, unknown>>, locationId: string): boolean =>
  String(line.location ?? '') === locationId &&
  line.isclosed !== true &&
  Number(line.quantityfulfilled ?? 0) < Number(line.quantity ?? 0);

const HELD = 'Fraud check';

/** A user event script of the account, as many have one, which nobody has told of HotWax. */
export const fraudCheck = {
  record: 'salesorder',
  event: 'beforeSubmit',
  when: ['edit'],
  contexts: ['SCHEDULED', 'MAPREDUCE'],
  condition: { field: 'memo', is: HELD },
  throws: {
    name: 'FRAUD_CHECK',
    message: 'This order is held for a fraud check: ask the credit team before it is changed.',
  },
} as const;

/** @returns the HotWax id of an order of warehouses that somebody has held, if there is one */
export function holdForFraudCheck({ account, ids }: NetSuiteSide, book: OrderBook): string | undefined {
  const held = book.orders.find(
    ({ items, exportedBefore }) =>
      !exportedBefore &&
      items.length > 1 &&
      items.every(
        ({ facilityId, trouble, kit }) => !trouble && !kit && sideOf(book, facilityId) === 'netsuite',
      ),
  );
  const id = held && ids.get(held.orderId)?.salesOrderId;
  if (id === undefined) return undefined;
  account.asUser(({ record }) => {
    const order = record.load({ type: 'salesorder', id });
    order.setValue({ fieldId: 'memo', value: HELD });
    order.save();
  });
  return held?.orderId;
}

/** Orders that were shipped and exported long ago, by the script this project replaces. */
export function enterExportedBefore({ account, ids }: NetSuiteSide, book: OrderBook): void {
  for (const { orderId, items, exportedBefore } of book.orders) {
    const salesOrderId = ids.get(orderId)?.salesOrderId;
    if (!exportedBefore || salesOrderId === undefined) continue;
    account.asUser(({ record }) => {
      const order = record.load({ type: 'salesorder', id: salesOrderId });
      const value = items[0]?.facilityId ?? '';
      order.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value });
      order.save();
    });
    shipOrder(account, salesOrderId, { fields: { custbody_hc_fulfillment_exported: true } });
  }
}
