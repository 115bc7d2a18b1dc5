/** Reads error files, of the transformer and of the scripts, back into the refusals they report. */
import { parseCsv } from '#feeds/format/csv.ts';
import { withoutMark as unmarked, wholeFile } from '#feeds/rows/reject.ts';
import { TransformerError } from '../errors.ts';
import type { Refusal } from '../row-index/note-rows.ts';
import type { FileStore } from '../store/file-store.ts';
import { readIfThere } from '../store/if-there.ts';
import { quoteName, storePath } from '../store/store-path.ts';

/** @property original the row as it came, where the error file has it */
export type ReportedRow = Refusal & {
  row: number;
  orderId: string;
  orderItemSeqId: string;
  original: string;
};

/** @returns undefined when there is none; row 0 is the file as a whole */
export async function readErrorFile(store: FileStore, path: string): Promise<ReportedRow[] | undefined> {
  const bytes = await readIfThere(store, path);
  if (!bytes) return undefined;
  try {
    return reportedRows(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new TransformerError(
      'UNREADABLE_FILE',
      `${quoteName(path)} is no error file any more: somebody has changed it. Restore it, or remove it.`,
      { cause },
    );
  }
}

export function reportedRows(text: string): ReportedRow[] {
  const { header, rows } = parseCsv(text);
  const cell = (cells: readonly string[], column: string): string =>
    unmarked(cells[header.indexOf(column)] ?? '');
  return rows.map((cells) => ({
    row: Number(cell(cells, 'row')),
    field: cell(cells, 'field'),
    code: cell(cells, 'code'),
    message: cell(cells, 'message'),
    orderId: cell(cells, 'orderId'),
    orderItemSeqId: cell(cells, 'orderItemSeqId'),
    original: cell(cells, 'original'),
  }));
}

export const isWholeFile = ({ row }: ReportedRow): boolean => row === wholeFile;

/** The scripts put what does not fit into one file into further ones. */
export async function readErrorFiles(
  store: FileStore,
  folder: string,
  name: string,
  present: ReadonlySet<string>,
): Promise<ReportedRow[]> {
  const found: ReportedRow[] = [];
  for (let number = 1; ; number += 1) {
    const file = `${name}.errors${number === 1 ? '' : `-${number}`}.csv`;
    if (!present.has(file)) return found;
    for (const row of (await readErrorFile(store, storePath(folder, 'error', file))) ?? []) found.push(row);
  }
}
