/**
 * Rows that may apply, in the order of the target file: the place of a row is the first row of its group and then itself.
 * Rows that stand near those of their group are so written and read from end to end, and nothing needs sorting.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { CandidateRow, Candidates } from '#feeds/conversion/row-store.ts';
import type { TargetLayout } from '#feeds/rows/row-reader.ts';
import { inBlocks } from '../store/byte-stream.ts';
import { resolveRepeats } from './repeated-rows.ts';
import { makeRowMarks } from './row-marks.ts';
import { type Stored, stored, textOf } from './stored-text.ts';

export function makeCandidates(
  database: DatabaseSync,
  layout: TargetLayout,
  marks: number,
): Candidates<Uint8Array> {
  const firstOf = makeGroups(database);
  const rowMarks = makeRowMarks(database, marks);
  const rows = makeWaitingRows(database);
  let size = 0;
  return {
    add: (row) => {
      const first = firstOf(row.group, row.owner.row);
      rowMarks.add(row.key, row.owner.row, first);
      rows.add(first, row);
      size += row.text.length;
    },
    resolveDuplicates: function* (settleKeys, applies) {
      rows.end();
      if (yield* rowMarks.gather()) yield* resolveRepeats(database, settleKeys, applies);
    },
    size: () => size,
    file: () => inBlocks(formatFile(layout, database)),
  };
}

/** Most rows stand near others of their group. */
const MOST_REMEMBERED = 1000;

/** @returns what finds the first row of a group */
function makeGroups(database: DatabaseSync): (group: string, row: number) => number {
  database.exec('CREATE TABLE groups (name PRIMARY KEY, first) WITHOUT ROWID');
  const begin = database.prepare('INSERT INTO groups VALUES (?, ?) ON CONFLICT DO NOTHING');
  const find = database.prepare('SELECT first FROM groups WHERE name = ?');
  const recent = new Map<string, number>();
  return (group, row) => {
    const known = recent.get(group);
    if (known !== undefined) return known;
    const name = stored(group);
    const first = begin.run(name, row).changes === 1 ? row : Number(find.get(name)?.first);
    if (recent.size === MOST_REMEMBERED) recent.clear();
    recent.set(group, first);
    return first;
  };
}

/** A statement for each row would take half as long again. */
const ROWS_AT_ONCE = 16;
const PARAMETERS = 9;
const ROW = '((? << 32) | ?, ?, ?, ?, ?, ?, ?, ?)';

function makeWaitingRows(database: DatabaseSync) {
  database.exec(`CREATE TABLE waiting
    (place INTEGER PRIMARY KEY, flag, head, text, key, name, orderId, orderItemSeqId)`);
  const insert = (rows: number) =>
    database.prepare(`INSERT INTO waiting VALUES ${Array(rows).fill(ROW).join()}`);
  const [insertMany, insertOne] = [insert(ROWS_AT_ONCE), insert(1)];
  const held: (Stored | number | null)[] = [];
  return {
    add: (first: number, { owner, key, group, head, flag, text }: CandidateRow): void => {
      held.push(first, owner.row, flag === '' ? null : flag, stored(head), stored(text));
      held.push(stored(key), stored(group), stored(owner.orderId), stored(owner.orderItemSeqId));
      if (held.length < ROWS_AT_ONCE * PARAMETERS) return;
      insertMany.run(...held);
      held.length = 0;
    },
    end: (): void => {
      while (held.length > 0) insertOne.run(...held.splice(0, PARAMETERS));
    },
  };
}

/** Only the first row of a group has a flag, which is that of the group, and a head. */
const IN_ORDER = `SELECT
  CASE WHEN place >> 32 = place & 0xffffffff THEN
    coalesce((SELECT min(flag) FROM waiting WHERE place BETWEEN each.place AND each.place | 0xffffffff), '')
  END,
  CASE WHEN place >> 32 = place & 0xffffffff THEN head END,
  text
  FROM waiting AS each ORDER BY place`;

type InOrder = [flag: string | null, head: Stored, text: Stored];

function* formatFile(
  { file, openGroup, betweenRows, closeGroup }: TargetLayout,
  database: DatabaseSync,
): Generator<string> {
  const rows = database.prepare(IN_ORDER);
  rows.setReturnArrays(true);
  let before = file.open;
  let isEmpty = true;
  for (const [flag, head, text] of rows.iterate() as unknown as Iterable<InOrder>) {
    if (flag === null) yield `${betweenRows}${textOf(text)}`;
    else yield `${before}${openGroup(textOf(head), flag)}${textOf(text)}`;
    before = `${closeGroup}${file.between}`;
    isEmpty = false;
  }
  yield isEmpty ? file.empty : `${closeGroup}${file.close}`;
}
