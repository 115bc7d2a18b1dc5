/** Which files have error files in a folder of NetSuite, and what these say of their rows. */
import { isTemporary } from '#feeds/rows/temporary.ts';
import { isWholeFile, type ReportedRow, readErrorFile } from '../catch-up/error-files.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { isSafeName, storePath } from '../store/store-path.ts';

/**
 * @property parts its error files, from the first on
 * @property written when the last of them was, epoch ms; 0 when the store does not say
 */
export type ReportedFile = { name: string; parts: readonly string[]; written: number };

const ERROR_FILE = /^(.+)\.errors(?:-([2-9]|[1-9]\d+))?\.csv$/;

/** Parts after a gap are of an earlier run, which had more to report. */
export function reportedFiles(entries: readonly StoreEntry[]): ReportedFile[] {
  const parts = new Map<string, Map<number, StoreEntry>>();
  for (const entry of entries) {
    const [, name = '', number = '1'] = ERROR_FILE.exec(entry.name) ?? [];
    if (entry.kind !== 'file' || entry.name.startsWith('.') || !isSafeName(name)) continue;
    parts.set(name, (parts.get(name) ?? new Map()).set(Number(number), entry));
  }
  return [...parts].flatMap(([name, own]) => {
    const whole: StoreEntry[] = [];
    for (let next = own.get(1); next; next = own.get(whole.length + 1)) whole.push(next);
    if (whole.length === 0) return [];
    const dated = whole.map(({ modified }) => modified);
    const written = dated.includes(0) ? 0 : Math.max(...dated);
    return [{ name, parts: whole.map((entry) => entry.name), written }];
  });
}

/** The rows that are worth another try; none where the file as a whole was refused. */
export async function temporaryRows(
  store: FileStore,
  folder: string,
  { parts }: ReportedFile,
): Promise<ReportedRow[]> {
  const rows: ReportedRow[] = [];
  for (const part of parts)
    for (const row of (await readErrorFile(store, storePath(folder, 'error', part))) ?? []) rows.push(row);
  if (rows.some(isWholeFile)) return [];
  const lasting = new Set(rows.filter(({ code }) => !isTemporary(code)).map(({ row }) => row));
  return rows.filter(({ row }) => Number.isSafeInteger(row) && row > 0 && !lasting.has(row));
}
