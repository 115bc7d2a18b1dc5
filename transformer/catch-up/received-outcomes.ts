/** What NetSuite says of the rows of a file: in its outcome file, or by leaving them out of the error file. */
import { parseCsv } from '#feeds/format/csv.ts';
import { withoutMark } from '#feeds/rows/reject.ts';
import type { RowOutcome } from '../row-index/indexed-row.ts';
import type { Refusal } from '../row-index/note-rows.ts';
import type { FileStore } from '../store/file-store.ts';
import { readIfThere } from '../store/if-there.ts';
import type { ReportedRow } from './error-files.ts';

export type OutcomeOf = (row: number) => { outcome: RowOutcome; refusal?: Refusal; record: string };

const APPLIED: RowOutcome = { kind: 'applied', code: '' };

/** What is in the archive and in no error file was applied, or was in place already. */
export function concluded(reported: readonly ReportedRow[], isWhole: boolean): OutcomeOf {
  const refusals = new Map(reported.map((row) => [row.row, row]));
  return (row) => {
    const refusal = refusals.get(row);
    if (refusal) return { outcome: { kind: 'refused', code: refusal.code }, refusal, record: '' };
    return { outcome: isWhole ? { kind: 'unknown', code: '' } : APPLIED, record: '' };
  };
}

/** `row,outcome,code,field,message,record`, of which outcome is applied, refused or skipped. */
export async function readOutcomes(store: FileStore, path: string): Promise<OutcomeOf | undefined> {
  const bytes = await readIfThere(store, path);
  if (!bytes) return undefined;
  const { header, rows } = parseCsv(Buffer.from(bytes).toString());
  const cell = (cells: readonly string[], column: string): string =>
    withoutMark(cells[header.indexOf(column)] ?? '');
  const found = new Map(rows.map((cells) => [Number(cell(cells, 'row')), cells]));
  return (row) => {
    const cells = found.get(row);
    if (!cells) return { outcome: { kind: 'unknown', code: '' }, record: '' };
    const [kind, code] = [cell(cells, 'outcome'), cell(cells, 'code')];
    const refusal = { code, field: cell(cells, 'field'), message: cell(cells, 'message') };
    const outcome = { kind: isKind(kind) ? kind : ('unknown' as const), code };
    return { outcome, record: cell(cells, 'record'), ...(kind === 'refused' && { refusal }) };
  };
}

const isKind = (kind: string): kind is RowOutcome['kind'] => ['applied', 'refused', 'skipped'].includes(kind);
