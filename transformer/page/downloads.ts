/** Files to take away: refused rows as they came, safe to open in a spreadsheet. */
import { rejectLines } from '#feeds/rows/reject.ts';
import { problemOfRow } from '../answers/problems.ts';
import { readErrorFile } from '../catch-up/error-files.ts';
import { TransformerError } from '../errors.ts';
import { openRefusals, type RefusedRow } from '../row-index/settle-refusals.ts';
import type { FileStore } from '../store/file-store.ts';
import { type Seat, withStoreOf } from './desk.ts';

/** In the columns of an error file. @throws TransformerError NOT_FOUND */
export async function refusedRowsCsv(seat: Seat, problem: string): Promise<string> {
  const rows = openRefusals(seat.index).filter((row) => problemOfRow(row) === problem);
  if (rows.length === 0) throw new TransformerError('NOT_FOUND', 'This problem is not open any more.');
  const lines = await withStoreOf(seat, (store) => csvLines(store, rows));
  return lines.join('');
}

async function csvLines(store: FileStore, rows: readonly RefusedRow[]): Promise<string[]> {
  const lines: string[] = [];
  for (const ofFile of Map.groupBy(rows, ({ file }) => file.id).values()) {
    const [first] = ofFile;
    if (!first) continue;
    const originals = await originalsOf(store, first.file.errors);
    const all = [...rejectLines(first.file.name, ofFile, (row) => originals.get(row) ?? '')];
    lines.push(...(lines.length === 0 ? all : all.slice(1)));
  }
  return lines;
}

/** An error file that is not there any more costs the cells, not the rows. */
async function originalsOf(store: FileStore, errors: string): Promise<Map<number, string>> {
  if (errors === '') return new Map();
  const reported = (await readErrorFile(store, errors)) ?? [];
  return new Map(reported.map(({ row, original }) => [row, original]));
}
