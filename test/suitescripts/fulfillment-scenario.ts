/** What the tests of HC_SC_CreateItemFulfillment start from: shipments are sent, run and looked at. */
import { expect } from '@jest/globals';
import { scenario } from './each-scenario.ts';
import { STORE } from './scenario.ts';

export { reopen, scenario, usuallyOpen } from './each-scenario.ts';

export const SCRIPT = 'customdeploy_create_itemfulfillment';
export const ON_DEMAND = 'customdeploy_create_itemfulfillment_rest';
export const BACKLOG = 'customdeploy_hc_create_backlog';
export const FOLDER = 'fulfilledsalesorder/export';

export type Item = Record<string, unknown>;

/** The least that a row needs. */
export const item = (lineId: number, fields: Item = {}): Item => ({
  line_id: String(lineId),
  location_id: String(STORE),
  quantity: '1',
  shipment_id: 'S1',
  ...fields,
});

/** A row that also says which order item it is, and how its line is to be tagged. */
export const taggedItem = (lineId: number, fields: Item = {}): Item =>
  item(lineId, { tags: 'hotwax-fulfilled', order_item_seq_id: `0010${lineId}`, ...fields });

export const send = (name: string, ...orders: { id: number | string; items: Item[]; maySplit?: string }[]) =>
  scenario.put(
    `${FOLDER}/${name}`,
    JSON.stringify(orders.map(({ id, items, ...rest }) => ({ order_id: String(id), ...rest, items }))),
  );

/** Has the rows of one order fulfilled. @returns what the error file says */
export function ship(order: number | string, ...items: Item[]): string[] {
  send('a.json', { id: order, items });
  expect(scenario.run(SCRIPT).ended).toBe('normally');
  return scenario.errors(FOLDER, 'a.json');
}

/** Those of orders that tests have entered; an account may have had others before. */
export const fulfillments = () =>
  scenario.account
    .listRecords('itemfulfillment')
    .filter(({ fields }) => scenario.entered.includes(Number(fields.createdfrom)));

export const linesOf = (order: number) => scenario.lines(order);

/** What an order's lines have been fulfilled of, in order. */
export const fulfilled = (order: number): number[] =>
  linesOf(order).map((line) => Number(line.quantityfulfilled ?? 0));
