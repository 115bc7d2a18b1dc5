/** Has the keys settled that several rows share, and removes the rows that do not apply. */
import type { DatabaseSync } from 'node:sqlite';
import type { CandidateRow, KeyedRows, WaitingRow } from '#feeds/conversion/row-store.ts';
import { rowsOf, type StoredPart, storedPart } from './parts.ts';
import { stored } from './stored-text.ts';

/**
 * @param settleKeys, applies as of `Candidates`; the rows of the table `shared` are looked at, by their marks
 * @param betweenRows what parts have between their rows
 */
export function* resolveRepeats(
  database: DatabaseSync,
  betweenRows: string,
  settleKeys: (rows: KeyedRows) => void,
  applies: (row: number) => boolean,
): Generator<undefined> {
  database.exec('CREATE TABLE headless (first INTEGER PRIMARY KEY)');
  const marks = database.prepare('SELECT mark FROM shared GROUP BY mark HAVING count(*) > 1');
  const rowsOfMark = makeKeyedRows(database, betweenRows);
  const drop = makeDropping(database, betweenRows, applies);
  for (const { mark } of marks.iterate()) {
    settleKeys(rowsOfMark(Number(mark)));
    drop(Number(mark));
    yield undefined;
  }
  yield* moveHeadless(database, betweenRows);
}

type SharedRow = { row: number; first: number };
type Placed = StoredPart & { first: number; begin: number };

/** Of the parts of a group the row is in the last that does not begin after it. */
const PART_OF_ROW = `SELECT place >> 32 AS first, place & 0xffffffff AS begin, flag, head, text, rows FROM parts
  WHERE place BETWEEN ?1 << 32 AND (?1 << 32) | ?2 ORDER BY place DESC LIMIT 1`;
const ROWS_OF_MARK = 'SELECT row, first FROM shared WHERE mark = ? ORDER BY row';

function makeKeyedRows(database: DatabaseSync, betweenRows: string): (mark: number) => KeyedRows {
  const rows = database.prepare(ROWS_OF_MARK);
  const partOf = database.prepare(PART_OF_ROW);
  return (mark) => ({
    *[Symbol.iterator]() {
      for (const { row, first } of rows.iterate(mark) as Iterable<SharedRow>) {
        const found = rowsOf(partOf.get(first, row) as Placed, betweenRows);
        yield* found.filter(({ owner }) => owner.row === row).map(waitingRow);
      }
    },
  });
}

const waitingRow = ({ owner, key, group, flag, text }: CandidateRow): WaitingRow => ({
  owner,
  key,
  group,
  flag,
  text,
});

/** Notes the groups that lose their first row. */
function makeDropping(
  database: DatabaseSync,
  betweenRows: string,
  applies: (row: number) => boolean,
): (mark: number) => void {
  const rows = database.prepare(ROWS_OF_MARK);
  const partOf = database.prepare(PART_OF_ROW);
  const rewrite = makeRewriting(database, betweenRows);
  const behead = database.prepare('INSERT INTO headless VALUES (?)');
  return (mark) => {
    for (const { row, first } of rows.iterate(mark) as Iterable<SharedRow>) {
      if (applies(row)) continue;
      const part = partOf.get(first, row) as Placed;
      rewrite(
        part,
        rowsOf(part, betweenRows).filter(({ owner }) => owner.row !== row),
      );
      if (row === first) behead.run(first);
    }
  };
}

/** It keeps its place. */
function makeRewriting(database: DatabaseSync, betweenRows: string) {
  const remove = database.prepare('DELETE FROM parts WHERE place = (? << 32) | ?');
  const update = database.prepare(
    'UPDATE parts SET flag = ?, head = ?, text = ?, rows = ? WHERE place = (? << 32) | ?',
  );
  return ({ first, begin, head }: Placed, kept: readonly CandidateRow[]): void => {
    const part = storedPart(kept, head !== null, betweenRows);
    if (kept.length === 0) remove.run(first, begin);
    else update.run(part.flag, part.head, part.text, part.rows, first, begin);
  };
}

const OF_GROUP = 'place BETWEEN ?1 << 32 AND (?1 << 32) | 0xffffffff';
const BEGINNING = `SELECT place >> 32 AS first, place & 0xffffffff AS begin, flag, head, text, rows FROM parts
  WHERE ${OF_GROUP} ORDER BY place LIMIT 1`;
const HEAD = 'UPDATE parts SET place = (?1 << 32) | ?2, head = ?3 WHERE place = (?1 << 32) | ?4';
const MOVE = `UPDATE parts SET place = (?2 << 32) | (place & 0xffffffff) WHERE ${OF_GROUP}`;

/** To where the rows stand that are now their first ones, if there are any. */
function* moveHeadless(database: DatabaseSync, betweenRows: string): Generator<undefined> {
  const beginningOf = database.prepare(BEGINNING);
  const [setHead, move] = [database.prepare(HEAD), database.prepare(MOVE)];
  for (const { first } of database.prepare('SELECT first FROM headless').iterate()) {
    const part = beginningOf.get(Number(first)) as Placed | undefined;
    const [row] = part ? rowsOf(part, betweenRows) : [];
    if (part && row) {
      setHead.run(part.first, row.owner.row, stored(row.head), part.begin);
      move.run(part.first, row.owner.row);
    }
    yield undefined;
  }
}
