/** Reports to people and programs what a pass does: a table at the end on a terminal, one JSON line per event elsewhere. */
import { skippedRows } from '#feeds/rows/counts.ts';
import { quoteName } from '../store/store-path.ts';
import { version } from '../version.ts';
import { cutLine, paragraph, UNBROKEN } from './layout.ts';
import type { FeedReport, PassError, PassEvent, PassReport } from './pass-report.ts';
import { trackProgress } from './progress.ts';
import { tableLines } from './table.ts';

export type Reporter = (event: PassEvent) => void;

/**
 * @param write takes a piece of text, such as that of standard error
 * @param around name: the tenant's, when there are several; clock: for rate and time left, without which none is shown;
 * columns: how wide the terminal is at that moment
 */
export function terminalReporter(
  write: (text: string) => void,
  around: { name?: string; clock?: () => number; columns?: () => number } = {},
): Reporter {
  const label = around.name === undefined ? '' : `${around.name}: `;
  const progress = around.clock ? trackProgress(around.clock) : () => undefined;
  const columns = around.columns ?? (() => Number.POSITIVE_INFINITY);
  let shown = false;
  let drawnAt = 0;
  return (event) => {
    const now = around.clock?.() ?? 0;
    if (event.event === 'file progress' && now - drawnAt < REDRAW_MILLISECONDS) return;
    drawnAt = now;
    const line = progress(event);
    if (shown) write(CLEAR_LINE);
    const note = noteOf(event);
    if (note) write(`${linesOfNote(note, label, columns()).join('\n')}\n`);
    if (event.event === 'pass ended')
      write(`${label && `${label}\n`}${formatTable(event.report, columns())}`);
    if (line !== undefined) write(cutLine(`${label}${line}`, columns()));
    shown = line !== undefined;
  };
}

const linesOfNote = (note: string, label: string, columns: number): string[] =>
  note.split('\n').flatMap((line) => paragraph(`${label}${line}`, columns));

const REDRAW_MILLISECONDS = 100;

const CLEAR_LINE = '\r\u001b[2K';

/** A line about the process itself. */
export const infoLine = (msg: string): string =>
  `${JSON.stringify({ level: 'info', time: new Date().toISOString(), version, msg })}\n`;

/** The last line of a process for those who read its log: a scheduler may show nothing else. */
export const endLine = (msg: string, exitCode: number): string =>
  `${JSON.stringify({ level: levelOfCode(exitCode), time: new Date().toISOString(), version, exitCode, msg })}\n`;

/** @param marks what every line carries: the pass, and the tenant when there are several */
export function jsonReporter(
  write: (text: string) => void,
  marks: Readonly<Record<string, string>> = {},
): Reporter {
  return ({ event, ...details }) => {
    if (event === 'file progress') return; // it is for those who watch
    const level = levelOf({ event, ...details } as PassEvent);
    const time = new Date().toISOString();
    write(`${JSON.stringify({ level, time, version, ...marks, ...details, msg: event })}\n`);
  };
}

/** Only what a person should know of while the pass runs; the rest is in the table. */
function noteOf(event: PassEvent): string | undefined {
  switch (event.event) {
    case 'file converted':
      return (
        event.warnings
          .map((warning) => `${feedOf(event)}: ${quoteName(event.file)}, ${warning}`)
          .join('\n') || undefined
      );
    case 'rows rejected':
      return `${feedOf(event)}: ${countRows(event.rejected)} of ${quoteName(event.file)} rejected, see ${quoteName(event.errorFile)}`;
    case 'file failed':
      return `${feedOf(event)}: ${quoteName(event.file)} was moved to ${quoteName(event.path)}: ${event.problem.message}`;
    case 'file left':
      return `${feedOf(event)}: ${quoteName(event.file)} is left for a later pass: ${event.reason}`;
    case 'file interrupted':
      return `${feedOf(event)}: ${quoteName(event.file)} was not finished: ${event.problem.message}`;
    case 'every row skipped':
      return `${feedOf(event)}: every row of ${quoteName(event.file)} was skipped (${Object.keys(event.skipped).join(', ')}); if that is unexpected, check facilityGroups in the configuration`;
    case 'rows retried':
      return `${feedOf(event)}: ${countRows(event.rows)} of ${quoteName(event.of)} refused for now, sent again (attempt ${event.attempt})`;
    case 'index not written':
    case 'retry failed':
    case 'file changed':
      return `${feedOf(event)}: ${event.problem.message}`;
    case 'name refused':
    case 'feed interrupted':
      return `${feedOf(event)}: ${event.problem.message}`;
    case 'script not started':
      return `${feedOf(event)}: its files wait for NetSuite's schedule: ${event.problem.message}`;
    case 'connection restored':
      return `${feedOf(event)}: the connection was lost and restored; the pass continues`;
    case 'pass failed':
    case 'index not updated':
    case 'metrics not written':
    case 'notification not sent':
      return formatProblem(event.problem).trimEnd();
    case 'pass ended':
      return endOf(event);
    default:
      return undefined;
  }
}

const feedOf = ({ feed, folder }: { feed: string; folder?: string }): string =>
  folder === undefined ? feed : `${feed} in ${folder}`;

function endOf({ report, problem }: Extract<PassEvent, { event: 'pass ended' }>): string | undefined {
  const lines = [
    ...(problem ? [formatProblem(problem).trimEnd()] : []),
    ...(report.stopped && !problem
      ? ['Stopped on request. Files in progress were finished; the next pass processes the rest.']
      : []),
  ];
  return lines.join('\n') || undefined;
}

function levelOf(event: PassEvent): 'info' | 'warn' | 'error' {
  switch (event.event) {
    case 'file interrupted':
    case 'feed interrupted':
    case 'pass failed':
    case 'metrics not written':
    case 'notification not sent':
      return 'error';
    case 'file failed':
    case 'file changed':
    case 'index not written':
    case 'pass not noted':
    case 'index not updated':
    case 'retry failed':
    case 'every row skipped':
    case 'name refused':
    case 'rows rejected':
    case 'connection restored':
    case 'script not started':
      return 'warn';
    case 'file converted':
      return event.warnings.length > 0 ? 'warn' : 'info';
    case 'pass ended':
      return levelOfCode(event.exitCode);
    default:
      return 'info';
  }
}

/** Of the exit codes of `run`. */
const levelOfCode = (exitCode: number): 'info' | 'warn' | 'error' =>
  exitCode === 0 ? 'info' : exitCode === 3 ? 'warn' : 'error';

const HEADER = ['feed', 'files', 'rows', 'applied', 'rejected', 'skipped', 'failed', 'left'];

/** @param columns how wide the terminal is */
export function formatTable({ feeds }: PassReport, columns = Number.POSITIVE_INFINITY): string {
  const more = [...feeds.flatMap(skippedLine), ...feeds.flatMap(retriedLine)];
  const lines = [
    ...tableLines(HEADER, feeds.map(cellsOf), columns),
    ...more.flatMap((line) => paragraph(line, columns)),
  ];
  return `${lines.join('\n')}\n`;
}

function cellsOf(feed: FeedReport): string[] {
  const skipped = skippedRows(feed);
  const counts = [feed.files, feed.rows, feed.applied, feed.rejected, skipped];
  return [feed.feed, ...[...counts, feed.failedFiles.length, feed.leftFiles.length].map(String)];
}

function skippedLine({ feed, skipped }: FeedReport): string[] {
  const reasons = Object.entries(skipped).map(([reason, count]) => `${reason}${UNBROKEN}${count}`);
  return reasons.length === 0 ? [] : [`skipped in ${feed}: ${reasons.join(', ')}`];
}

function retriedLine({ feed, retriedFiles, retriedRows }: FeedReport): string[] {
  const files = retriedFiles.length === 1 ? '1 file' : `${retriedFiles.length} files`;
  return retriedRows === 0 ? [] : [`tried again in ${feed}: ${countRows(retriedRows)} in ${files}`];
}

/** What is said when something failed outside of any file. */
export const formatProblem = ({ code, message }: PassError): string => `${code}: ${message}\n`;

/** Rows as a sentence counts them. */
export const countRows = (count: number): string => (count === 1 ? '1 row' : `${count} rows`);
