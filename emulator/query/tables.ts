/**
 * The tables SuiteQL sees and their columns, under Oracle's names (Records Catalog; what is not certain is left out). Whatever is not
 * here is refused by name when a query asks for it.
 */

import type { World } from '../account/account-context.ts';
import { ITEM_TYPES } from '../platform/record-types.ts';
import {
  bare,
  type Column,
  columnOf,
  customFields,
  fieldColumn,
  ID,
  recordsOf,
  type Table,
  timesOf,
} from './columns.ts';
import { transactionLines, transactions } from './transaction-tables.ts';

/** The table of that name in any letter case; undefined where there is none. */
export function tableNamed(world: World, name: string): Table | undefined {
  const id = name.toLowerCase();
  if (id === 'transaction') return transactions(world);
  if (id === 'transactionline') return transactionLines(world);
  const fields = RECORD_COLUMNS[id];
  const types = world.schema.membersOf(id);
  const isCustom = /^custom(record|list)/.test(id);
  if (types.length === 0 || (!fields && !isCustom)) return undefined;
  return {
    name: id,
    columns: [
      ID,
      ...(fields ?? CUSTOM_COLUMNS).flatMap((field) => columnOf(world, types, field)),
      ...(id === 'item' ? [itemType] : []),
      ...(isCustom ? timesOf(world) : []),
      ...customFields(types).map((field) => fieldColumn(world, field, field.id)),
    ],
    rows: () => recordsOf(world, types).map((record) => ({ record, line: null })),
  };
}

/** Fields by table: `<field>` or `<field>=<column>`. */
const RECORD_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  item: ['itemid', 'displayname', 'upccode', 'externalid', 'isinactive', 'isfulfillable'],
  location: ['name', 'externalid', 'isinactive', 'subsidiary'],
  subsidiary: ['name', 'externalid', 'isinactive'],
  customer: ['entityid', 'companyname', 'email', 'externalid', 'isinactive'],
  employee: ['entityid', 'email', 'externalid', 'isinactive'],
  entity: ['entityid', 'email', 'externalid', 'isinactive'],
  shipitem: ['itemid', 'displayname', 'externalid', 'isinactive'],
};

const CUSTOM_COLUMNS = ['name', 'externalid', 'isinactive'];

const itemType: Column = {
  name: 'itemtype',
  type: 'TEXT',
  read: ({ record }) => bare(ITEM_TYPES[record.type]?.code ?? null),
};
