/** Has the keys settled that several rows share, and removes the rows that do not apply. */
import type { DatabaseSync } from 'node:sqlite';
import type { KeyedRows, WaitingRow } from '#feeds/conversion/row-store.ts';
import { type Stored, textOf } from './stored-text.ts';

/** @param settleKeys, applies as of `Candidates`; the rows of the table `shared` are looked at, by their marks */
export function* resolveRepeats(
  database: DatabaseSync,
  settleKeys: (rows: KeyedRows) => void,
  applies: (row: number) => boolean,
): Generator<undefined> {
  database.exec('CREATE TABLE headless (first INTEGER PRIMARY KEY)');
  const marks = database.prepare('SELECT mark FROM shared GROUP BY mark HAVING count(*) > 1');
  const rowsOf = makeKeyedRows(database);
  const drop = makeDropping(database, applies);
  for (const { mark } of marks.iterate()) {
    settleKeys(rowsOf(Number(mark)));
    drop(Number(mark));
    yield undefined;
  }
  yield* moveHeadless(database);
}

type Row = {
  row: number;
  flag: string | null;
  text: Stored;
  key: Stored;
  name: Stored;
  orderId: Stored;
  orderItemSeqId: Stored;
};

function makeKeyedRows(database: DatabaseSync): (mark: number) => KeyedRows {
  const rows = database.prepare(`SELECT row, flag, text, key, name, orderId, orderItemSeqId
    FROM shared CROSS JOIN waiting ON place = (first << 32) | row WHERE mark = ? ORDER BY row`);
  return (mark) => ({
    *[Symbol.iterator]() {
      for (const row of rows.iterate(mark)) yield waitingRow(row as Row);
    },
  });
}

const waitingRow = ({ row, flag, text, key, name, orderId, orderItemSeqId }: Row): WaitingRow => ({
  owner: { row, orderId: textOf(orderId), orderItemSeqId: textOf(orderItemSeqId) },
  key: textOf(key),
  group: textOf(name),
  flag: flag ?? '',
  text: textOf(text),
});

/** Notes the groups that lose their first row. */
function makeDropping(database: DatabaseSync, applies: (row: number) => boolean): (mark: number) => void {
  const rows = database.prepare('SELECT row, first FROM shared WHERE mark = ? ORDER BY row');
  const drop = database.prepare('DELETE FROM waiting WHERE place = (? << 32) | ?');
  const behead = database.prepare('INSERT INTO headless VALUES (?)');
  return (mark) => {
    for (const { row, first } of rows.iterate(mark) as Iterable<{ row: number; first: number }>) {
      if (applies(row)) continue;
      drop.run(first, row);
      if (row === first) behead.run(first);
    }
  };
}

const MOVE = `UPDATE waiting
  SET place = (SELECT min(place) & 0xffffffff FROM waiting WHERE place BETWEEN ?1 << 32 AND ?1 << 32 | 0xffffffff) << 32
    | (place & 0xffffffff)
  WHERE place BETWEEN ?1 << 32 AND ?1 << 32 | 0xffffffff`;

/** To where the rows stand that are now their first ones, if there are any. */
function* moveHeadless(database: DatabaseSync): Generator<undefined> {
  const move = database.prepare(MOVE);
  for (const { first } of database.prepare('SELECT first FROM headless').iterate()) {
    move.run(Number(first));
    yield undefined;
  }
}
