/** Stand-ins of HotWax Commerce's own scripts, as an account has them besides ours: scripts, saved searches and an import map. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountOptions } from '../../../emulator/account.ts';

const file = (name: string): string => join(import.meta.dirname, name);

/** The searches have what theirs have that tells apart anything in the bench's account. */
export const hotwaxStandIns: Pick<AccountOptions, 'scripts' | 'savedSearches'> = {
  scripts: ['update_orders.js', 'fulfill_tagged.js', 'export_shipped.js'].map(file),
  savedSearches: {
    customsearch_hotwax_tagged: {
      type: 'salesorder',
      filters: [
        ['status', 'anyof', ['SalesOrd:B', 'SalesOrd:D', 'SalesOrd:E']],
        'and',
        ['custcol_hc_item_tag', 'contains', 'hotwax-fulfilled'],
        'and',
        ['quantityshiprecv', 'equalto', 0],
      ],
      columns: ['internalid', 'line', 'quantity', 'location'],
    },
    customsearch_hotwax_shipped: {
      type: 'itemfulfillment',
      filters: [
        ['status', 'anyof', ['ItemShip:C']],
        'and',
        ['custbody_hc_fulfillment_exported', 'is', 'F'],
        'and',
        ['custcol_hc_order_line_id', 'isnotempty', ''],
        'and',
        ['cogs', 'is', 'F'],
      ],
      columns: [
        'custbody_hc_order_id',
        'custcol_hc_order_line_id',
        'location',
        'quantity',
        'trackingnumbers',
      ],
    },
  },
};

/** Into the folder of a project's objects. */
export const addImportMap = (objects: string): void =>
  copyFileSync(file('custimport_hotwax_orders.xml'), join(objects, 'custimport_hotwax_orders.xml'));
