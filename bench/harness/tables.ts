/** Findings as Markdown tables, for the terminal and for the page. */
import { isMet, type Result, type Section, type Table, type Target } from './results.ts';

export const tablesOf = ({ results, tables, tablesTellAll = false }: Section): Table[] =>
  tablesTellAll ? tables : [...resultTables(results), ...tables];

function resultTables(results: readonly Result[]): Table[] {
  const works = [...new Set(results.map(({ work }) => work))];
  return works.map((work) => ({
    title: work,
    header: ['Contender', 'Median', 'CPU', 'Peak memory', 'In times of ours', 'Runs'],
    rows: results.filter((result) => result.work === work).map(rowOf),
  }));
}

function rowOf(result: Result): string[] {
  const { contender, medianSeconds, peakMiB, ratioToOurs, cpuSeconds, runs = 0, note } = result;
  if (medianSeconds === null) return [contender, note ?? 'not run', '', '', '', ''];
  const numbers = [seconds(medianSeconds), seconds(cpuSeconds ?? null), memory(peakMiB), times(ratioToOurs)];
  return [contender, ...numbers, String(runs)];
}

function seconds(value: number | null): string {
  if (value === null) return '';
  return value < 10 ? `${value.toFixed(2)} s` : `${value.toFixed(1)} s`;
}
const memory = (value: number | null): string => (value === null ? '' : `${Math.round(value)} MiB`);
const times = (value: number | null): string => (value === null ? '' : `${value.toFixed(2)} ×`);

export const targetTable = (targets: readonly Target[]): Table => ({
  title: 'Targets',
  header: ['Target', 'Bound', 'Found', ''],
  rows: targets.map((target) => [
    target.claim,
    `at most ${figure(target.limit)}`,
    target.found === null ? 'not measured' : figure(target.found),
    verdictOf(target),
  ]),
});

export const count = (value: number): string => value.toLocaleString('en-US');

/** Figures near their bound are not rounded onto it. */
const figure = (value: number): string => String(Number(value.toPrecision(3)));

export const [MET, NOT_MEASURED] = ['met', '—'];

function verdictOf(target: Target): string {
  const met = isMet(target);
  if (met === undefined || target.found === null) return NOT_MEASURED;
  if (met) return MET;
  return `**missed** by ${Math.ceil((target.found / target.limit - 1) * 100)}%`;
}

/** Columns of one width, as the project's formatter writes them. */
export function markdown({ header, rows }: Table): string {
  const all = [header, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = header.map((_, column) => Math.max(3, ...all.map((cells) => (cells[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join(
    '\n',
  );
}
