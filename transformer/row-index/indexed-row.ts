/** A row as the index has it, and the blocks that many of them are written in: ids alone, with a number for each to find them by. */
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { RowIds } from '#feeds/rows/row-ids.ts';

/**
 * What became of a row: `applied`, `skipped` or `refused` with a code, or `unknown` where it was judged again under another
 * configuration than the one it was decided by.
 */
export type RowOutcome = {
  kind: 'applied' | 'skipped' | 'refused' | 'unknown';
  code: string;
};

/** Code of a row that is applied as far as its own feed goes, and handed on to another for the rest: in the file's output. */
export const HANDED_ON = 'HANDED_ON';

/** @property record what NetSuite made of it, such as the internal id of an item fulfillment; `''` when it does not say */
export type IndexedRow = RowIds & {
  row: number;
  outcome: RowOutcome;
  orderId: string;
  orderItemSeqId: string;
  record: string;
};

/** What is longer is no id, and finds nothing. */
const LONGEST_ID = 120;

/** However a person writes it: HotWax calls an order `#1234`, and people leave the mark out. */
export function plainId(id: string): string {
  const text = id.trim().slice(0, LONGEST_ID).toLowerCase();
  return text.startsWith('#') ? text.slice(1) : text;
}

/**
 * FNV-1a over UTF-16 code units of the plain id; what only collides is looked at in vain. Small letters are made of capitals
 * on the way, as a text of its own for each id would take longer than all the rest.
 */
export function idNumber(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = id.charCodeAt(0) === MARK ? 1 : 0; index < id.length; index += 1) {
    const code = id.charCodeAt(index);
    if (code > LAST_PLAIN || index === LONGEST_ID) return plainNumber(id);
    hash = Math.imul(hash ^ (code >= CAPITAL_A && code <= CAPITAL_Z ? code | SMALL : code), 0x01000193);
  }
  return hash >>> 0;
}

const [MARK, CAPITAL_A, CAPITAL_Z, SMALL, LAST_PLAIN] = [0x23, 0x41, 0x5a, 0x20, 0x7e];

/** Letters whose small ones only `toLowerCase` knows, and what is cut. */
function plainNumber(id: string): number {
  const plain = plainId(id);
  let hash = 0x811c9dc5;
  for (let index = 0; index < plain.length; index += 1) {
    hash = Math.imul(hash ^ plain.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Every id by which the row is found. */
export const idsIn = (row: IndexedRow): string[] =>
  [
    row.orderId,
    ...row.names,
    row.salesOrder,
    row.shipment,
    ...trackingNumbers(row.tracking),
    row.fulfillment,
    row.record,
  ].filter((id) => id !== '');

export const hasId = (row: IndexedRow, plain: string): boolean =>
  idsIn(row).some((id) => plainId(id) === plain);

/** @property numbers of ids, four bytes each; @property rows as JSON */
export type Block = { first: number; last: number; numbers: Uint8Array; rows: string };

export type BlockBuilder = { add(row: IndexedRow): void; size(): number; take(): Block };

/** Most rows have one tracking number, which need not be looked for in a list. */
const MAY_BE_SEVERAL = /[<|\s]/;

/** What waits is kept as it is written: objects that live for long are copied by the collector. */
export function makeBlockBuilder(): BlockBuilder {
  let rows: (readonly unknown[])[] = [];
  let numbers: number[] = [];
  let [order, names, salesOrder] = ['', NONE, ''];
  const note = (id: string): void => {
    if (id !== '') numbers.push(idNumber(id));
  };
  return {
    add: (row) => {
      if (row.orderId !== order) note(row.orderId);
      if (row.names !== names) for (const name of row.names) note(name);
      if (row.salesOrder !== salesOrder && !row.names.includes(row.salesOrder)) note(row.salesOrder);
      [order, names, salesOrder] = [row.orderId, row.names, row.salesOrder];
      note(row.shipment);
      note(row.fulfillment);
      note(row.record);
      if (!MAY_BE_SEVERAL.test(row.tracking)) note(row.tracking);
      else for (const number of trackingNumbers(row.tracking)) note(number);
      rows.push(cellsOf(row));
    },
    size: () => rows.length,
    take: () => {
      const block = {
        first: Number(rows[0]?.[0] ?? 0),
        last: Number(rows.at(-1)?.[0] ?? 0),
        numbers: new Uint8Array(Uint32Array.from(numbers).buffer),
        rows: JSON.stringify(rows),
      };
      [rows, numbers] = [[], []];
      [order, names, salesOrder] = ['', NONE, ''];
      return block;
    },
  };
}

export const cellsOf = (row: IndexedRow): unknown[] => [
  row.row,
  row.outcome.kind,
  row.outcome.code,
  cut(row.orderId),
  cut(row.orderItemSeqId),
  row.names.length === 0 ? NONE : row.names.map(cut),
  cut(row.salesOrder),
  cut(row.line),
  cut(row.shipment),
  cut(row.shipmentItem),
  row.tracking.length > LONGEST_TRACKING ? row.tracking.slice(0, LONGEST_TRACKING) : row.tracking,
  cut(row.fulfillment),
  cut(row.fulfillmentLine),
  cut(row.record),
  cut(row.location),
  cut(row.quantity),
  cut(row.facility),
];

const NONE: readonly string[] = [];
const LONGEST_TRACKING = 1000;

const cut = (id: string): string => (id.length > LONGEST_ID ? id.slice(0, LONGEST_ID) : id);

/** What `take` has made. */
export const rowsIn = (text: string): IndexedRow[] => (JSON.parse(text) as unknown[][]).map(rowOf);

/** @param cells as `cellsOf` writes them */
export function rowOf(cells: readonly unknown[]): IndexedRow {
  const text = (at: number): string => String(cells[at]);
  return {
    row: Number(cells[0]),
    outcome: { kind: cells[1] as RowOutcome['kind'], code: text(2) },
    orderId: text(3),
    orderItemSeqId: text(4),
    names: cells[5] as string[],
    salesOrder: text(6),
    line: text(7),
    shipment: text(8),
    shipmentItem: text(9),
    tracking: text(10),
    fulfillment: text(11),
    fulfillmentLine: text(12),
    record: text(13),
    location: text(14),
    quantity: text(15),
    facility: text(16),
  };
}

/** Whether numbers, as `take` has made them, have one of these; they are in no order, as sorting takes longer than looking. */
export function hasNumber(numbers: Uint8Array, wanted: ReadonlySet<number>): boolean {
  const found = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.byteLength / 4);
  if (wanted.size > MOST_IN_TURN) return found.some((one) => wanted.has(one));
  for (const one of wanted) if (found.includes(one)) return true;
  return false;
}

/** Looking for one after the other is done by the machine itself, which is faster than a set for so many. */
const MOST_IN_TURN = 8;
