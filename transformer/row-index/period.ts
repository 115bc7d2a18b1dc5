/** What was decided about in a span of time: counts of each file by facility and outcome, and the rows behind a count. */
import { filesWhere, type KnownFile } from './files-table.ts';
import { type IndexedRow, type RowOutcome, rowsIn } from './indexed-row.ts';
import type { Refusal } from './note-rows.ts';
import type { RowIndex } from './open-index.ts';
import { changesIn } from './read-index.ts';
import type { RowTally } from './tally-rows.ts';

/** @property from inclusive, epoch ms; @property to exclusive */
export type Span = { from: number; to: number };

/** By the time at which they were decided. */
export const filesIn = (index: RowIndex, { from, to }: Span): KnownFile[] =>
  filesWhere(index, 'at >= ? AND at < ?', from, to);

export type FileTally = Omit<RowTally, 'code'> & { file: number };

/** Whatever the reason. */
export const talliesIn = (index: RowIndex, { from, to }: Span): FileTally[] =>
  index.use(
    (database) =>
      database
        .prepare(
          `SELECT file, facility, location, kind, sum(count) AS count FROM tallies
            WHERE file IN (SELECT id FROM files WHERE complete = 1 AND at >= ? AND at < ?)
            GROUP BY file, facility, location, kind`,
        )
        .all(from, to) as FileTally[],
  );

/** The same without facilities, for sums over many days. */
export const countsIn = (index: RowIndex, { from, to }: Span): Pick<FileTally, 'file' | 'kind' | 'count'>[] =>
  index.use(
    (database) =>
      database
        .prepare(
          `SELECT file, kind, sum(count) AS count FROM tallies
            WHERE file IN (SELECT id FROM files WHERE complete = 1 AND at >= ? AND at < ?) GROUP BY file, kind`,
        )
        .all(from, to) as FileTally[],
  );

export const talliesOf = (index: RowIndex, { id }: KnownFile): RowTally[] =>
  index.use(
    (database) =>
      database
        .prepare(
          'SELECT facility, location, kind, code, count FROM tallies WHERE file = ? ORDER BY count DESC',
        )
        .all(id) as RowTally[],
  );

/** @property location with `facility` where they are; undefined for any; @property kind undefined for any */
export type RowFilter = {
  isAt?: ((row: Pick<IndexedRow, 'facility' | 'location'>) => boolean) | undefined;
  kind?: RowOutcome['kind'] | undefined;
};

/** Where a list goes on: behind this row of this file. */
export type RowPlace = { file: number; row: number };

export type ListedRow = IndexedRow & { file: KnownFile; refusal: Refusal | undefined };

/** In the order of the files and of their rows; of a block without a row of the kind nothing is made. */
export function* listRows(
  index: RowIndex,
  files: readonly KnownFile[],
  { isAt = () => true, kind }: RowFilter,
  after?: RowPlace,
): Generator<ListedRow> {
  const begin = after === undefined ? 0 : files.findIndex(({ id }) => id === after.file);
  for (const file of begin === -1 ? [] : files.slice(begin)) {
    const behind = file.id === after?.file ? after.row : 0;
    for (const block of blocksOf(index, file, behind)) {
      const changes = index.use((database) => changesIn(database, file.id, block.first, block.last));
      if (kind !== undefined && !mayHave(block.rows, kind, changes)) continue;
      for (const bare of rowsIn(block.rows)) {
        const row = { ...bare, ...changes.get(bare.row) };
        if (row.row <= behind || (kind !== undefined && row.outcome.kind !== kind) || !isAt(row)) continue;
        yield { ...row, file, refusal: refusalOf(index, file, row) };
      }
    }
  }
}

export function firstOf<Item>(items: Iterable<Item>, most: number): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length === most) break;
  }
  return first;
}

type BlockText = { first: number; last: number; rows: string };

/** One after the other, as all rows of a file are too many to have at once. */
function* blocksOf(index: RowIndex, { id }: KnownFile, behind: number): Generator<BlockText> {
  let last = behind;
  for (;;) {
    const found = index.use((database) =>
      database
        .prepare(
          'SELECT id, first, last, rows FROM blocks WHERE file = ? AND last > ? ORDER BY first LIMIT 1',
        )
        .get(id, last),
    ) as BlockText | undefined;
    if (!found) return;
    yield found;
    last = found.last;
  }
}

/** As `cellsOf` writes it. */
const mayHave = (rows: string, kind: RowOutcome['kind'], changes: ReadonlyMap<number, unknown>): boolean =>
  changes.size > 0 || rows.includes(`,"${kind}",`);

const refusalOf = (index: RowIndex, { id }: KnownFile, { row, outcome }: IndexedRow): Refusal | undefined =>
  outcome.kind === 'refused'
    ? (index.use((database) =>
        database.prepare('SELECT code, field, message FROM refusals WHERE file = ? AND row = ?').get(id, row),
      ) as Refusal | undefined)
    : undefined;
