/**
 * The outcome file that the scripts write of each feed file they finish: one line for each of its rows.
 * Source: docs/contracts.md#outcome-files.
 */
import { formatCsvLine, parseCsv } from '../format/csv.ts';
import { harmless, withoutMark } from './reject.ts';

/** `handed on`: what the row asks for is set, and the rest of it goes on in another file. */
export const outcomeKinds = ['applied', 'handed on', 'refused', 'skipped'] as const;

export type OutcomeKind = (typeof outcomeKinds)[number];

/**
 * What became of one row.
 * @property row as in an error file
 * @property code why it was refused or skipped, else `''`
 * @property message why it was refused, or the name of the file that it was handed on in
 * @property record internal id of what it made or changed, as far as that is known
 */
export type OutcomeRow = {
  row: number;
  outcome: OutcomeKind;
  code: string;
  field: string;
  message: string;
  record: string;
};

const columns = ['row', 'outcome', 'code', 'field', 'message', 'record'] as const;

/** The header and a line for each row, each with its end. */
export function* outcomeLines(rows: Iterable<OutcomeRow>): Generator<string> {
  yield `${formatCsvLine(columns)}\n`;
  for (const row of rows) {
    yield `${formatCsvLine(columns.map((column) => harmless(String(row[column]))))}\n`;
  }
}

/** @returns without rows whose outcome is none that is known */
export function parseOutcomeRows(text: string): OutcomeRow[] {
  const { header, rows } = parseCsv(text);
  return rows.flatMap((cells) => {
    const cell = (column: (typeof columns)[number]): string =>
      withoutMark(cells[header.indexOf(column)] ?? '');
    const outcome = outcomeKinds.find((kind) => kind === cell('outcome'));
    if (!outcome) return [];
    const [code, field, message, record] = [cell('code'), cell('field'), cell('message'), cell('record')];
    return [{ row: Number(cell('row')), outcome, code, field, message, record }];
  });
}
