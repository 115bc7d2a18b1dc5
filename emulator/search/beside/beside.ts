/**
 * Rows of which a search shows several because of what it asks for: a kit once for each member, an item once for each location, an
 * order's line once for each line that applies to it, a transaction once for each system note. Nobody documents when; published searches
 * add up what they find.
 */

import type { World } from '../../account/account-context.ts';
import type { StoredRecord, Values } from '../../account/store.ts';
import { linkOf, orderLineOf } from '../../orders/transforms/links.ts';
import { linesOfType } from '../../platform/inferred/other-types.ts';
import { findReferenced } from '../../records/references.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { mainRow, type Row } from '../rows.ts';

/** A name that a search asks for, as itself or as a join. */
export type Asked = { name: string; join: string | undefined };

export type Kind = 'member' | 'place' | 'itemplace' | 'applying' | 'fulfilling' | 'billing' | 'note';

type Family = 'item' | 'entity' | 'transaction' | undefined;

type Expansion = {
  family: Family;
  names: readonly string[];
  joins: readonly string[];
  /** What stands beside a row; nothing where there is none, undefined where the data cannot tell. */
  of(world: World, row: Row): readonly Row[] | undefined;
};

/** Columns of an item's stock, by the field of its line for a location. */
export const PLACE_COLUMNS: Readonly<Record<string, string>> = {
  inventorylocation: 'location',
  locationquantityonhand: 'quantityonhand',
  locationquantitycommitted: 'quantitycommitted',
  locationquantityavailable: 'quantityavailable',
};

/** Columns of a kit's members. */
export const MEMBER_COLUMNS: Readonly<Record<string, string>> = {
  memberitem: 'item',
  memberquantity: 'quantity',
};

const EXPANSIONS: Readonly<Record<Kind, Expansion>> = {
  member: {
    family: 'item',
    names: Object.keys(MEMBER_COLUMNS),
    joins: ['memberitem'],
    of: (_, row) => linesOf(row, 'member'),
  },
  place: {
    family: 'item',
    names: Object.keys(PLACE_COLUMNS),
    joins: ['inventorylocation'],
    of: (_, row) => {
      const lines = linesOf(row, 'locations');
      return lines.length === 0 ? undefined : lines;
    },
  },
  itemplace: {
    family: 'transaction',
    names: [],
    joins: [],
    of: (world, { line }) => {
      const item = findReferenced(world, 'item', String(line?.item ?? ''));
      return item ? EXPANSIONS.place.of(world, mainRow(item)) : [];
    },
  },
  applying: {
    family: 'transaction',
    names: ['applyingtransaction'],
    joins: ['applyingtransaction'],
    of: (world, row) => applyingTo(world, row, () => true),
  },
  fulfilling: {
    family: 'transaction',
    names: ['fulfillingtransaction'],
    joins: ['fulfillingtransaction'],
    of: (world, row) => applyingTo(world, row, ({ type }) => type === 'itemfulfillment'),
  },
  billing: {
    family: 'transaction',
    names: ['billingtransaction'],
    joins: ['billingtransaction'],
    of: (world, row) => applyingTo(world, row, ({ type }) => BILLS.includes(type)),
  },
  note: {
    family: 'transaction',
    names: [],
    joins: ['systemnotes'],
    of: (_, { record }) => notesOf(record),
  },
};

/** How system notes call the status of a transaction (published searches). */
export const STATUS_NOTE = 'TRANDOC.KSTATUS';

/** Of system notes those of the status alone are kept here. */
function notesOf(record: Readonly<StoredRecord>): Row[] {
  const notes = record.statusNotes ?? [];
  return notes.map(({ created, ...note }) => ({
    record,
    line: { ...note, field: STATUS_NOTE, type: created },
    kind: 'line',
  }));
}

const BILLS = ['invoice', 'cashsale', 'vendorbill'];

export const kindOfJoin = (join: string, family: Family): Kind | undefined =>
  kindsOf(family).find((kind) => EXPANSIONS[kind].joins.includes(join));

/** True for the stock of the item of a transaction's line. */
export const isStockOfItem = (join: string, name: string, family: Family): boolean =>
  family === 'transaction' && join === 'item' && PLACE_COLUMNS[name] !== undefined;

export const kindOfName = (name: string, family: Family): Kind | undefined =>
  kindsOf(family).find((kind) => EXPANSIONS[kind].names.includes(name));

const kindsOf = (family: Family): Kind[] =>
  (Object.keys(EXPANSIONS) as Kind[]).filter((kind) => EXPANSIONS[kind].family === family);

/** The row once for each thing that stands beside it, of all kinds the search asks for. */
export function expand(world: World, row: Row, asked: readonly Kind[]): Row[] {
  return asked.reduce<Row[]>(
    (rows, kind) =>
      rows.flatMap((each) => {
        const found = EXPANSIONS[kind].of(world, each);
        if (found === undefined) return [each];
        const others = found.length === 0 ? [null] : found;
        return others.map((other) => ({ ...each, beside: { ...each.beside, [kind]: other } }));
      }),
    [row],
  );
}

/** What stands beside a row; a refusal where nobody can tell. */
export function besideOf({ record, kind: rowKind, beside = {} }: Row, kind: Kind): Row | null {
  const found = beside[kind];
  if (found !== undefined) return found;
  const what = EXPANSIONS[kind].names[0] ?? EXPANSIONS[kind].joins[0] ?? "the item's stock by location";
  throw new NotEmulated(
    `${what} of ${rowKind === 'line' ? 'a line of ' : ''}${record.type} ${record.id}, which the data does not tell; it`,
  );
}

const linesOf = ({ record }: Row, sublist: string): Row[] =>
  (record.sublists[sublist] ?? []).map((line) => ({ record, line, kind: 'line' }));

/** Transactions whose lines are made from those of an order. */
const ORDERS = ['salesorder', 'transferorder', 'purchaseorder', 'returnauthorization', 'estimate'];

/**
 * What is made of an order applies to its lines; only deposits apply to the order as a whole, which a published search for orders
 * without one relies on. What applies to an invoice is told by payments, of which no data is known here.
 */
function applyingTo(
  world: World,
  { record, line, kind }: Row,
  counts: (record: Readonly<StoredRecord>) => boolean,
): readonly Row[] | undefined {
  if (kind === 'cogs') return [];
  if (!line && record.type === 'salesorder')
    return depositsFor(world, record).filter((row) => counts(row.record));
  if (!line || !ORDERS.includes(record.type)) return undefined;
  const others = world.schema
    .membersOf('transaction')
    .flatMap((type) => world.store.lookBy(type.id, 'createdfrom', String(record.id)));
  return others.filter(counts).flatMap((other) => linesApplying(record, line, other));
}

const depositsFor = (world: World, { id }: Readonly<StoredRecord>): Row[] =>
  world.store
    .lookBy('customerdeposit', 'salesorder', String(id))
    .map((record) => ({ record, line: null, kind: 'main' }));

function linesApplying(
  order: Readonly<StoredRecord>,
  line: Readonly<Values>,
  record: Readonly<StoredRecord>,
): Row[] {
  const lines = record.sublists[linesOfType(record.type)] ?? [];
  const orderLines = order.sublists.item ?? [];
  return lines
    .filter((applying) => lineOf(order, orderLines, record, applying) === line)
    .map((applying) => ({ record, line: applying, kind: 'line' }));
}

/** A kit's components come along without a line of the order. */
function lineOf(
  order: Readonly<StoredRecord>,
  lines: readonly Readonly<Values>[],
  record: Readonly<StoredRecord>,
  applying: Readonly<Values>,
): Readonly<Values> | undefined {
  const { orderline, kitmemberof } = applying;
  const link = linkOf(order.type, record.type);
  if (orderline !== undefined && orderline !== null)
    return link ? orderLineOf(link, lines, applying) : lines.find((line) => line.line === orderline);
  if (kitmemberof) return undefined;
  throw new NotEmulated(
    `which lines of ${order.type} ${order.id} ${record.type} ${record.id} applies to (give its lines orderline); that`,
  );
}
