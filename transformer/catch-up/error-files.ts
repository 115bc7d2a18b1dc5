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
export const readErrorFile = (store: FileStore, path: string): Promise<ReportedRow[] | undefined> =>
  readReport(store, path, 'error', reportedRows);

/** @throws TransformerError UNREADABLE_FILE */
export async function readReport<Row>(
  store: FileStore,
  path: string,
  kind: 'error' | 'outcome',
  parse: (text: string) => Row[],
): Promise<Row[] | undefined> {
  const bytes = await readIfThere(store, path);
  if (!bytes) return undefined;
  try {
    return parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new TransformerError(
      'UNREADABLE_FILE',
      `${quoteName(path)} is no ${kind} file any more: somebody has changed it. Restore it, or remove it.`,
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
export function partsOf(start: string, present: ReadonlySet<string>): string[] {
  const parts: string[] = [];
  for (let number = 1; ; number += 1) {
    const part = `${start}${number === 1 ? '' : `-${number}`}.csv`;
    if (!present.has(part)) return parts;
    parts.push(part);
  }
}

export async function readErrorFiles(
  store: FileStore,
  folder: string,
  name: string,
  present: ReadonlySet<string>,
): Promise<ReportedRow[]> {
  const found: ReportedRow[] = [];
  for (const part of partsOf(`${name}.errors`, present))
    for (const row of (await readErrorFile(store, storePath(folder, 'error', part))) ?? []) found.push(row);
  return found;
}
