/** The rows a search goes through: one per record, and for transactions one more per line. */

import type { World } from '../account/account-context.ts';
import type { Field } from '../account/schema.ts';
import type { StoredRecord, Value, Values } from '../account/store.ts';
import { readItem } from '../orders/items.ts';
import { linesOfType } from '../platform/inferred/other-types.ts';

export type Cell = {
  field: Field;
  /** What filters compare. */
  value: Value;
  /** What `getValue` gives, where it differs from the value. */
  shown?: string;
  /** What `getText` gives, where it is not the name of a reference. */
  text?: string;
};

export type CellReader = (row: Row) => Cell;

export type Row = {
  record: Readonly<StoredRecord>;
  /** The line of a transaction; null on its main row and on every other record. */
  line: Readonly<Values> | null;
  kind: 'main' | 'line' | 'cogs';
  /** What a search that asks for it shows beside the row, by its kind (joins/beside.ts); null for nothing. */
  beside?: Readonly<Record<string, Row | null>>;
};

/**
 * The rows of a record. An item fulfillment also posts cost of goods sold: such a row per stocked item, which `cogs is F`
 * leaves out. Custom line fields are blank on it: a production search that only asks for a non-empty one sees no doubles.
 */
export function rowsOf(world: World, record: Readonly<StoredRecord>): Row[] {
  const main: Row = { record, line: null, kind: 'main' };
  if (world.schema.find(record.type)?.class !== 'transaction') return [main];
  const lines = linesOf(record).map((line): Row => ({ record, line, kind: 'line' }));
  if (record.type !== 'itemfulfillment') return [main, ...lines];
  return [main, ...lines, ...costRows(world, record)];
}

/** The lines of a transaction: of an adjustment those of `inventory`, of all others those of `item`. */
function linesOf(record: Readonly<StoredRecord>): readonly Values[] {
  const { type, sublists } = record;
  const own = sublists[linesOfType(type)] ?? [];
  if (own.length === 0) return sublists.item ?? [];
  return type === 'inventorytransfer' ? own.flatMap((line) => bothSides(record, line)) : own;
}

/** What is transferred leaves one location and arrives at another: searches show a row for each (production scripts). */
function bothSides({ fields }: Readonly<StoredRecord>, line: Readonly<Values>): Values[] {
  const quantity = Number(line.quantity ?? line.adjustqtyby ?? 0);
  return [
    { ...line, location: fields.location ?? null, quantity: 0 - quantity },
    { ...line, location: fields.transferlocation ?? null, quantity },
  ];
}

export const mainRow = (record: Readonly<StoredRecord>): Row => ({ record, line: null, kind: 'main' });

function costRows(world: World, record: Readonly<StoredRecord>): Row[] {
  const lines = record.sublists.item ?? [];
  return lines
    .filter((line) => readItem(world, line.item).stocked)
    .map((line, index) => {
      const cost = costLine(line, lines.length + index + 1);
      return { record, line: world.doubts.fieldsOnCostLines ? { ...line, ...cost } : cost, kind: 'cogs' };
    });
}

function costLine(line: Readonly<Values>, number: number): Values {
  return {
    item: line.item ?? null,
    quantity: line.quantity ?? null,
    location: line.location ?? null,
    line: String(number),
    lineuniquekey: `${String(line.lineuniquekey)}${number}`,
  };
}
