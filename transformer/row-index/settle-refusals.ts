/**
 * Which refusals stand: each is looked for in files that are later than its own, and is settled once one of them applies the
 * same piece of goods. What was looked at is remembered, so that an answer reads what came since and no more.
 */
import type { DatabaseSync } from 'node:sqlite';
import { isSentAfter } from '../folders/resent-names.ts';
import { counter, filesWhere, type KnownFile, setCounter } from './files-table.ts';
import { hasNumber, type IndexedRow, idNumber, rowOf } from './indexed-row.ts';
import type { Refusal } from './note-rows.ts';
import type { RowIndex } from './open-index.ts';
import { aligned, changesIn } from './read-index.ts';
import { identityOf } from './row-identity.ts';

/** @property identity what makes two rows the same piece of goods */
export type RefusedRow = Refusal & {
  file: KnownFile;
  row: number;
  identity: string;
  orderId: string;
  orderItemSeqId: string;
  salesOrder: string;
  line: string;
  fulfillment: string;
};

/** @property since when it was refused first, epoch ms @property refusals how often it was */
export type OpenRefusal = RefusedRow & { since: number; refusals: number };

/** Of each piece of goods the last refusal, unless it was applied later, or cancelled. */
export function openRefusals(index: RowIndex): OpenRefusal[] {
  const files = filesById(index);
  const found = index.change((database) => {
    settle(database, files);
    return database.prepare('SELECT * FROM refusals WHERE settled = 0 AND identity IS NOT NULL').all();
  });
  const open = found.flatMap((row) => refusedRow(row, files)).sort(byAge);
  return [...Map.groupBy(open, ({ identity }) => identity).values()].map(lastOf);
}

function lastOf(refused: readonly RefusedRow[]): OpenRefusal {
  const last = refused.at(-1) as RefusedRow;
  if (refused.length === 1) return Object.assign(last, { since: last.file.at, refusals: 1 });
  return { ...last, since: Math.min(...refused.map(({ file }) => file.at)), refusals: refused.length };
}

const filesById = (index: RowIndex): Map<number, KnownFile> =>
  new Map(filesWhere(index, '1 = 1').map((file) => [file.id, file]));

function refusedRow(found: Record<string, unknown>, files: ReadonlyMap<number, KnownFile>): RefusedRow[] {
  const file = files.get(Number(found.file));
  return file ? [Object.assign(found as unknown as RefusedRow, { file })] : [];
}

const byAge = (one: RefusedRow, other: RefusedRow): number =>
  one.file.made - other.file.made ||
  (one.file === other.file ? 0 : bySending(one.file, other.file)) ||
  one.row - other.row;

const bySending = (one: KnownFile, other: KnownFile): number =>
  Number(isSentAfter(one.name, other.name)) - Number(isSentAfter(other.name, one.name)) || one.id - other.id;

/** What is sent again keeps the time in its name, and comes later all the same. */
const isLater = (file: KnownFile, than: KnownFile): boolean =>
  file.made > than.made || (file.made === than.made && isSentAfter(file.name, than.name));

type Settled = (row: RefusedRow, made: number) => void;

function settle(database: DatabaseSync, files: ReadonlyMap<number, KnownFile>): void {
  const [done, last] = [counter(database, 'settled'), counter(database, 'completed')];
  if (done === last) return;
  const isNew = ({ seq }: KnownFile): boolean => seq > done;
  for (const file of files.values()) if (isNew(file)) nameRefusals(database, file);
  const open = database
    .prepare('SELECT * FROM refusals WHERE settled = 0 AND identity IS NOT NULL')
    .all()
    .flatMap((row) => refusedRow(row, files));
  const update = database.prepare('UPDATE refusals SET settled = 1 WHERE file = ? AND row = ?');
  const onSaid: Settled = ({ file, row }) => void update.run(file.id, row);
  const fresh = open.filter(({ file }) => isNew(file));
  lookThrough(database, open, [...files.values()].filter(isNew), isSettled, onSaid);
  lookThrough(
    database,
    fresh,
    [...files.values()].filter((file) => !isNew(file)),
    isSettled,
    onSaid,
  );
  setCounter(database, 'settled', last);
}

const isSettled = ({ kind, code }: IndexedRow['outcome']): boolean =>
  kind === 'applied' || (kind === 'skipped' && ['CANCELLED', 'ALREADY_APPLIED'].includes(code));

/** Most refusals have the ids of their rows from the start; those that only the end of their file has shown get them here. */
function nameRefusals(database: DatabaseSync, file: KnownFile): void {
  const blocks = database
    .prepare(
      'SELECT * FROM blocks WHERE file = ?1 AND EXISTS (SELECT 1 FROM refusals WHERE file = ?1 AND row BETWEEN first AND last AND identity IS NULL)',
    )
    .all(file.id);
  const name = database.prepare(
    'UPDATE refusals SET identity = ?, orderId = ?, orderItemSeqId = ?, salesOrder = ?, line = ?, fulfillment = ? WHERE file = ? AND row = ?',
  );
  const select = database.prepare(
    'SELECT row FROM refusals WHERE file = ? AND row BETWEEN ? AND ? AND identity IS NULL',
  );
  for (const { rows, first, last } of blocks) {
    const refused = new Set(select.all(file.id, Number(first), Number(last)).map(({ row }) => Number(row)));
    for (const cells of JSON.parse(String(rows)) as unknown[][]) {
      if (!refused.has(Number(cells[0]))) continue;
      const row = rowOf(cells);
      const { orderId, orderItemSeqId, salesOrder, line, fulfillment } = row;
      name.run(
        identityOf(file, row),
        orderId,
        orderItemSeqId,
        salesOrder,
        line,
        fulfillment,
        file.id,
        row.row,
      );
    }
  }
}

/** Of the rows those of which a later file says anything else, if only that the other side ships them: to send them again would undo that. */
export function rowsOvertaken(index: RowIndex, refused: readonly RefusedRow[]): Set<RefusedRow> {
  const overtaken = new Set<RefusedRow>();
  const files = [...filesById(index).values()];
  const counts = ({ kind }: IndexedRow['outcome']): boolean => kind === 'applied' || kind === 'skipped';
  index.use((database) => lookThrough(database, refused, files, counts, (row) => void overtaken.add(row)));
  return overtaken;
}

/**
 * Only files of the same feed and side are looked at, and each only for what was refused before it: a file of a thousand rows
 * is read for nothing else than the numbers of its ids.
 * @param onSaid is told of each refusal that a later one of the files says something else of
 */
function lookThrough(
  database: DatabaseSync,
  refused: readonly RefusedRow[],
  files: readonly KnownFile[],
  counts: (outcome: IndexedRow['outcome']) => boolean,
  onSaid: Settled,
): void {
  const feedOf = ({ side, feed }: KnownFile): string => `${side} ${feed}`;
  const filesOf = Map.groupBy(files, feedOf);
  for (const [feed, ofFeed] of Map.groupBy(refused, ({ file }) => feedOf(file))) {
    const waiting = ofFeed.sort(byAge);
    const wanted = Map.groupBy(waiting, ({ identity }) => identity);
    const sought: Sought = { ids: new Set(), numbers: new Set() };
    let next = 0;
    for (const file of (filesOf.get(feed) ?? []).sort((one, other) => one.made - other.made)) {
      for (; (waiting[next]?.file.made ?? file.made) < file.made; next += 1) seek(sought, waiting[next]);
      for (const one of ofSameTime(waiting, next, file)) if (isLater(file, one.file)) seek(sought, one);
      if (sought.ids.size === 0) continue;
      for (const row of rowsSought(database, file, sought)) {
        if (!counts(row.outcome)) continue;
        for (const one of wanted.get(identityOf(file, row)) ?? [])
          if (isLater(file, one.file)) onSaid(one, file.made);
      }
    }
  }
}

function ofSameTime(waiting: readonly RefusedRow[], from: number, { made }: KnownFile): RefusedRow[] {
  let end = from;
  while (waiting[end]?.file.made === made) end += 1;
  return waiting.slice(from, end);
}

type Sought = { ids: Set<string>; numbers: Set<number> };

function seek({ ids, numbers }: Sought, row: RefusedRow | undefined): void {
  for (const id of [row?.orderId, row?.salesOrder, row?.fulfillment]) {
    if (!id || ids.has(id)) continue;
    ids.add(id);
    numbers.add(idNumber(id));
  }
}

function* rowsSought(
  database: DatabaseSync,
  { id }: KnownFile,
  { ids, numbers }: Sought,
): Generator<IndexedRow> {
  const blocks = database.prepare('SELECT id, first, last, numbers FROM blocks WHERE file = ?').iterate(id);
  const rowsOf = database.prepare('SELECT rows FROM blocks WHERE id = ?');
  for (const block of blocks) {
    if (!hasNumber(aligned(block.numbers as Uint8Array), numbers)) continue;
    const changes = changesIn(database, id, Number(block.first), Number(block.last));
    for (const cells of JSON.parse(String(rowsOf.get(Number(block.id))?.rows ?? '[]')) as unknown[][])
      if (mayBeWanted(cells, ids)) yield { ...rowOf(cells), ...changes.get(Number(cells[0])) };
  }
}

/** Before a row is made of the cells, which takes longer: they are as `cellsOf` writes them. */
const mayBeWanted = (cells: readonly unknown[], ids: ReadonlySet<string>): boolean =>
  ids.has(cells[3] as string) || ids.has(cells[6] as string) || ids.has(cells[11] as string);
