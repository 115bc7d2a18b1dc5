/** Finds what a name stands for on the records that a search goes through; undefined for a name that nobody knows. */

import type { World } from '../../account/account-context.ts';
import { STANDARD_FOLDERS } from '../../account/cabinet.ts';
import type { Field, RecordType } from '../../account/schema.ts';
import { linesOfType } from '../../platform/inferred/other-types.ts';
import { referenceName } from '../../records/references.ts';
import { besideOf, type Kind, kindOfName, MEMBER_COLUMNS, PLACE_COLUMNS } from '../beside/beside.ts';
import { FILE_TYPE, FILE_TYPE_NAMES } from '../cabinet/file-type.ts';
import type { CellReader } from '../rows.ts';
import { BALANCE_TYPE } from '../stock/inventory-balance.ts';
import {
  bodyReader,
  IDENTITY_COLUMNS,
  ITEM_COLUMNS,
  isFree,
  OTHER_COLUMNS,
  pseudo,
} from './record-columns.ts';
import { baseUnits, TRANSACTION_COLUMNS } from './transaction-columns.ts';

/** The types of record a search goes through: one, the members of a family, files or balances. */
export function searchTypes(world: World, searchType: string): RecordType[] {
  const listed = [FILE_TYPE, BALANCE_TYPE].find(({ id }) => id === searchType);
  return listed ? [listed] : world.schema.membersOf(searchType);
}

export function findReader(world: World, types: RecordType[], name: string): CellReader | undefined {
  if (types[0] === FILE_TYPE) return fileReader(world, name);
  if (types[0]?.class === 'transaction') return transactionReader(world, types, name);
  const isOfItem = types[0]?.family === 'item' && kindOfName(name, 'item') !== undefined;
  if (isOfItem && !isFree(types, name)) return itemLineReader(name);
  if (types[0]?.family === 'item' && ITEM_COLUMNS[name]) return ITEM_COLUMNS[name];
  return OTHER_COLUMNS[name] ?? aliasReader(types, name) ?? bodyReader(types, name);
}

/** A column of a kit's members, or of an item's stock by location. */
export function itemLineReader(name: string, place: Kind = 'place'): CellReader | undefined {
  const [kind, field] =
    MEMBER_COLUMNS[name] === undefined
      ? ([place, PLACE_COLUMNS[name]] as const)
      : (['member', MEMBER_COLUMNS[name]] as const);
  if (field === undefined) return undefined;
  const type = field === 'item' || field === 'location' ? 'select' : 'float';
  const shown = { ...pseudo(name, type), target: type === 'select' ? field : '' };
  return (row) => ({ field: shown, value: besideOf(row, kind)?.line?.[field] ?? null });
}

/** True for data of that name that no table describes. */
export const isPlain = (world: World, searchType: string, name: string): boolean =>
  isFree(searchTypes(world, searchType), name);

function fileReader(world: World, name: string): CellReader | undefined {
  const reader = IDENTITY_COLUMNS[name] ?? bodyReader([FILE_TYPE], name);
  const textOf = FILE_TEXTS[name];
  return reader && textOf
    ? (row) => {
        const cell = reader(row);
        return { ...cell, text: cell.value === null ? '' : textOf(world, String(cell.value)) };
      }
    : reader;
}

const FILE_TEXTS: Readonly<Record<string, (world: World, value: string) => string>> = {
  folder: (world, id) => STANDARD_FOLDERS[Number(id)] ?? referenceName(world, 'folder', id),
  filetype: (_, type) => FILE_TYPE_NAMES[type] ?? type,
};

function transactionReader(world: World, types: RecordType[], name: string): CellReader | undefined {
  const special = TRANSACTION_COLUMNS[name];
  if (special) return (row) => special(row, world);
  const kind = kindOfName(name, 'transaction');
  if (kind && !isFree(types, name)) return besideIdReader(name, kind);
  const lineField = types
    .map((type) => type.sublists.get(linesOfType(type.id))?.get(name))
    .find((field) => field !== undefined);
  if (lineField && (lineField.free || LINE_COLUMNS.includes(name) || name.startsWith('custcol')))
    return QUANTITY_COLUMNS.includes(name) ? inBaseUnits(world, lineField) : lineReader(lineField);
  const searchable = BODY_COLUMNS.includes(name) || name.startsWith('custbody') || isFree(types, name);
  return searchable ? bodyReader(types, name) : undefined;
}

/** The transaction beside a row, as a column. */
function besideIdReader(name: string, kind: Kind): CellReader {
  const field = { ...pseudo(name, 'select'), target: 'transaction' };
  return (row) => {
    const beside = besideOf(row, kind);
    return { field, value: beside ? String(beside.record.id) : null };
  };
}

/** Searches count in base units whatever unit the line has; `quantityuom` is in the line's own (published searches). */
const QUANTITY_COLUMNS = [
  'quantity',
  'quantitycommitted',
  'quantitybilled',
  'quantitypicked',
  'quantitypacked',
];

/** Columns read from the line; a line field without one is blank on the main row. */
const LINE_COLUMNS = [
  ...QUANTITY_COLUMNS,
  'item',
  'inventorylocation',
  'inventorysubsidiary',
  'shipgroup',
  'rate',
  'amount',
];

const BODY_COLUMNS = [
  'tranid',
  'trandate',
  'entity',
  'subsidiary',
  'shipmethod',
  'shipcarrier',
  'shipdate',
  'createdfrom',
  'salesrep',
  'otherrefnum',
  'email',
  'postingperiod',
  'shipcomplete',
  'ismultishipto',
];

function inBaseUnits(world: World, field: Field): CellReader {
  const other = field.id === 'quantity' ? 'adjustqtyby' : field.id;
  return ({ line }) => ({ field, value: baseUnits(world, line, line?.[field.id] ?? line?.[other]) });
}

const lineReader =
  (field: Field): CellReader =>
  ({ line }) => ({
    field,
    value: line?.[field.id] ?? null,
  });

/** `name` in an item search is the item's own number. */
const aliasReader = (types: RecordType[], name: string): CellReader | undefined =>
  name === 'name' && types[0]?.family === 'item' ? bodyReader(types, 'itemid') : undefined;
