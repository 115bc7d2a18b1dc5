/** The past of an account on HotWax's own bundle: store shipments whose lines it tagged, and which it never marked as exported. */
import type { Account } from '../../emulator/account.ts';
import { shipOrder } from '../ship-order.ts';
import type { Content } from './named-account.ts';

/** What HotWax's own scripts write on a line that a store has shipped. */
export const SHIPPED = 'hotwax-fulfilled';

/** Enough that an export which takes them for new ones shows. */
const SHIPMENTS = 3;

export function shipBefore(account: Account, { items, locations }: Content): void {
  const [item] = items;
  const store = locations.find(({ isStore }) => isStore) ?? locations[0];
  if (!item || !store) return;
  for (let index = 1; index <= SHIPMENTS; index += 1) {
    const order = account.addRecord('salesorder', {
      entity: '900',
      custbody_hc_order_id: `OLD${index}`,
      sublists: {
        item: [{ item: String(item.id), quantity: 1, custcol_hc_order_line_id: '00101' }],
      },
    });
    shipLine(account, { order, line: 1, quantity: 1, tag: SHIPPED, location: store.id });
  }
}

/**
 * A line as it is when somebody has shipped it, with a tag where that was a script of HotWax's.
 * @property location where it moves before, internal id
 */
export type ShippedLine = { order: number; line: number; quantity: number; tag?: string; location?: number };

/** @returns internal id of the item fulfillment */
export function shipLine(account: Account, { order, line, quantity, tag, location }: ShippedLine): number {
  account.asUser(({ record }) => {
    if (tag === undefined && location === undefined) return;
    const loaded = record.load({ type: 'salesorder', id: order });
    const set = (fieldId: string, value: string) =>
      loaded.setSublistValue({ sublistId: 'item', fieldId, line: line - 1, value });
    if (location !== undefined) set('location', String(location));
    if (tag !== undefined) set('custcol_hc_item_tag', tag);
    loaded.save();
  });
  return shipOrder(account, order, { lines: [String(line)], quantities: { [line]: quantity } });
}
