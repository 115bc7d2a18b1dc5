/** What NetSuite says of the rows of a file: in its outcome files, or by leaving them out of the error file. */
import { type OutcomeRow, parseOutcomeRows } from '#feeds/rows/outcome-file.ts';
import { HANDED_ON, type RowOutcome } from '../row-index/indexed-row.ts';
import type { Refusal } from '../row-index/note-rows.ts';
import type { FileStore } from '../store/file-store.ts';
import { storePath } from '../store/store-path.ts';
import { partsOf, type ReportedRow, readReport } from './error-files.ts';

/** @property handedOn the file in which the row goes on, or `''` */
type Told = { outcome: RowOutcome; refusal?: Refusal; record: string; handedOn: string };

export type OutcomeOf = (row: number) => Told;

const UNKNOWN: Told = { outcome: { kind: 'unknown', code: '' }, record: '', handedOn: '' };
const APPLIED: Told = { ...UNKNOWN, outcome: { kind: 'applied', code: '' } };

/** What is in the archive and in no error file was applied, or was in place already. */
export function concluded(reported: readonly ReportedRow[], isWhole: boolean): OutcomeOf {
  const refusals = new Map(reported.map((row) => [row.row, row]));
  return (row) => {
    const refusal = refusals.get(row);
    if (refusal) return { ...UNKNOWN, outcome: { kind: 'refused', code: refusal.code }, refusal };
    return isWhole ? UNKNOWN : APPLIED;
  };
}

/** @returns undefined when there is none */
export async function readOutcomes(
  store: FileStore,
  folder: string,
  name: string,
  present: ReadonlySet<string>,
): Promise<OutcomeOf | undefined> {
  const parts = partsOf(`${name}.outcome`, present);
  const told = new Map<number, OutcomeRow>();
  for (const part of parts) {
    const path = storePath(folder, 'outcome', part);
    for (const row of (await readReport(store, path, 'outcome', parseOutcomeRows)) ?? [])
      told.set(row.row, row);
  }
  return parts.length === 0 ? undefined : (row) => toldOf(told.get(row));
}

function toldOf(found: OutcomeRow | undefined): Told {
  if (!found) return UNKNOWN;
  const { outcome, code, field, message, record } = found;
  if (outcome === 'handed on')
    return { outcome: { kind: 'applied', code: HANDED_ON }, record, handedOn: message };
  const known = { outcome: { kind: outcome, code }, record, handedOn: '' };
  return outcome === 'refused' ? { ...known, refusal: { code, field, message } } : known;
}
