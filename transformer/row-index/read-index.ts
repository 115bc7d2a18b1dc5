/** Looks rows up in the index: by any of their ids, or all of one file. */
import type { DatabaseSync } from 'node:sqlite';
import { makeYielder } from '../convert/event-loop.ts';
import { filesWhere, type KnownFile } from './files-table.ts';
import { hasId, hasNumber, type IndexedRow, idNumber, plainId, rowsIn } from './indexed-row.ts';
import type { Refusal } from './note-rows.ts';
import type { RowIndex } from './open-index.ts';

/** @property refusal where the row was refused */
export type FoundRow = IndexedRow & { file: KnownFile; refusal: Refusal | undefined };

/** More rows of one order would not be read by anybody. */
const MOST_FOUND = 5000;

/** Rows that have any of the ids, by the age of their files. */
export function rowsWithIds(index: RowIndex, ids: readonly string[]): FoundRow[] {
  const wanted = [...new Set(ids.map(plainId))].filter((id) => id !== '');
  if (wanted.length === 0) return [];
  const numbers = new Set(wanted.map(idNumber));
  const found = blocksWith(index, numbers).flatMap((block) =>
    rowsOf(index, block).filter((row) => wanted.some((id) => hasId(row, id))),
  );
  return withFiles(index, found.slice(0, MOST_FOUND));
}

/** Without a file, which is added once it is known which rows are wanted. */
type BareRow = IndexedRow & { fileId: number };

type BlockPlace = { id: number; file: number; first: number; last: number };

function blocksWith(index: RowIndex, numbers: ReadonlySet<number>): BlockPlace[] {
  return index.use((database) => {
    const blocks = database.prepare('SELECT id, file, first, last, numbers FROM blocks');
    const found: BlockPlace[] = [];
    for (const { numbers: sorted, ...place } of blocks.iterate()) {
      if (hasNumber(aligned(sorted as Uint8Array), numbers)) found.push(place as BlockPlace);
    }
    return found;
  });
}

/** Four bytes of an array can be read as a number only where they begin at a multiple of four. */
export const aligned = (bytes: Uint8Array): Uint8Array =>
  bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);

function rowsOf(index: RowIndex, { id, file, first, last }: BlockPlace): BareRow[] {
  return index.use((database) => {
    const found = database.prepare('SELECT rows FROM blocks WHERE id = ?').get(id);
    if (!found) return [];
    const changes = changesIn(database, file, first, last);
    return rowsIn(String(found.rows)).map((row) => ({ ...row, ...changes.get(row.row), fileId: file }));
  });
}

export function changesIn(
  database: DatabaseSync,
  file: number,
  first: number,
  last: number,
): Map<number, Pick<IndexedRow, 'outcome'>> {
  const changes = database
    .prepare('SELECT row, kind, code FROM changes WHERE file = ? AND row BETWEEN ? AND ?')
    .all(file, first, last);
  return new Map(
    changes.map(({ row, kind, code }) => [
      Number(row),
      { outcome: { kind, code: String(code) } as IndexedRow['outcome'] },
    ]),
  );
}

function withFiles(index: RowIndex, rows: readonly BareRow[]): FoundRow[] {
  const files = new Map<number, KnownFile>();
  for (const id of new Set(rows.map(({ fileId }) => fileId)))
    for (const file of filesWhere(index, 'id = ?', id)) files.set(id, file);
  const found = rows.flatMap(({ fileId, ...row }) => {
    const file = files.get(fileId);
    return file ? [{ ...row, file, refusal: refusalOf(index, fileId, row) }] : [];
  });
  return found.sort(
    (one, other) => one.file.made - other.file.made || one.file.id - other.file.id || one.row - other.row,
  );
}

function refusalOf(index: RowIndex, file: number, { row, outcome }: IndexedRow): Refusal | undefined {
  if (outcome.kind !== 'refused') return undefined;
  const found = index.use((database) =>
    database.prepare('SELECT code, field, message FROM refusals WHERE file = ? AND row = ?').get(file, row),
  );
  return (found as Refusal | undefined) ?? { code: outcome.code, field: '', message: '' };
}

/** All rows of a file, or those of it that were refused. */
export function rowsOfFile(index: RowIndex, file: KnownFile): FoundRow[] {
  const blocks = index.use((database) =>
    database.prepare('SELECT id, file, first, last FROM blocks WHERE file = ? ORDER BY id').all(file.id),
  );
  return withFiles(
    index,
    blocks.flatMap((block) => rowsOf(index, block as BlockPlace)),
  );
}

/** Every row of every file, block by block, with what became of it in the end. */
export async function eachBlock(
  index: RowIndex,
  visit: (file: number, rows: readonly IndexedRow[]) => void,
): Promise<void> {
  const breathe = makeYielder();
  const blocks = index.use((database) =>
    database
      .prepare(
        'SELECT id FROM blocks WHERE file IN (SELECT id FROM files WHERE complete = 1) ORDER BY file, id',
      )
      .all(),
  );
  for (const { id } of blocks) {
    const found = index.use((database) => blockAt(database, Number(id)));
    if (found) visit(found.file, found.rows);
    await breathe();
  }
}

/** @returns undefined when its file has gone meanwhile */
function blockAt(database: DatabaseSync, id: number): { file: number; rows: IndexedRow[] } | undefined {
  const found = database.prepare('SELECT file, first, last, rows FROM blocks WHERE id = ?').get(id);
  if (!found) return undefined;
  const file = Number(found.file);
  const changes = changesIn(database, file, Number(found.first), Number(found.last));
  return {
    file,
    rows: rowsIn(String(found.rows)).map((row) => ({ ...row, ...changes.get(row.row) })),
  };
}

/** What a row was refused with. */
export const refusalAt = (index: RowIndex, file: number, row: IndexedRow): Refusal | undefined =>
  refusalOf(index, file, row);

/** How much the index has, and since when. @property since epoch ms; undefined when it has nothing */
export type Extent = { files: number; rows: number; since: number | undefined };

export const extentOf = (index: RowIndex): Extent =>
  index.use((database) => {
    const { files, rows, since } = database
      .prepare(
        `SELECT count(*) AS files, min(at) AS since,
          (SELECT coalesce(sum(last - first + 1), 0) FROM blocks) AS rows FROM files WHERE complete = 1`,
      )
      .get() as { files: number; rows: number; since: number | null };
    return { files, rows, since: since ?? undefined };
  });
