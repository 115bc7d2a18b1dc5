/** The past of an account on HotWax's own bundle: store shipments whose lines it tagged, and which it never marked as exported. */
import type { Account } from '../../emulator/account.ts';
import type { Content } from './named-account.ts';

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
        item: [
          {
            item: String(item.id),
            quantity: 1,
            location: String(store.id),
            custcol_hc_item_tag: 'hotwax-fulfilled',
            custcol_hc_order_line_id: '00101',
          },
        ],
      },
    });
    account.asUser(({ record }) =>
      record
        .transform({ fromType: 'salesorder', fromId: order, toType: 'itemfulfillment' })
        .setValue({ fieldId: 'shipstatus', value: 'C' })
        .save(),
    );
  }
}
