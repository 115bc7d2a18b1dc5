/** What a feed's folder says of each file that was finished: its error files and outcome files, in parts that NetSuite can hold. */
import { type OutcomeRow, outcomeLines } from '#feeds/rows/outcome-file.ts';
import { type Reject, rejectLines } from '#feeds/rows/reject.ts';
import { failure } from '../netsuite/failure.ts';
import { utf8Length } from '../netsuite/text-size.ts';

/** The feed's folder, as far as it takes to write into it. */
export type ReportsFolder = {
  path: string;
  /** Names of what is at a path; undefined when there is no such folder. 10 units. */
  look(path: string): readonly string[] | undefined;
  makeFolder(path: string): void;
  upload(path: string, name: string, text: string): void;
  remove(path: string): void;
  assertSame(): void;
};

/** @property code of the error that ends a run when one of its files is not there */
type Report = { folder: string; suffix: string; code: string };

const ERRORS: Report = { folder: 'error', suffix: 'errors', code: 'ERROR_FILE_MISSING' };
const OUTCOMES: Report = { folder: 'outcome', suffix: 'outcome', code: 'OUTCOME_FILE_MISSING' };

/** @returns the names of the parts, see `FeedFolder.writeErrors` */
export function writeErrorFiles(at: ReportsFolder, name: string, rejects: readonly Reject[]): string[] {
  const { names, outdated } = writeParts(at, name, ERRORS, rejectLines(name, rejects));
  const isExplained = outdated.length === 0 || at.look(`${at.path}/failed`)?.includes(name);
  if (!isExplained) removeAll(at, ERRORS, outdated);
  return names;
}

/**
 * The folder came with a later version than the others, so it is made where it is missing, and is none of those by which a feed's
 * folder is known: what is in the files is in the records and the error files, too. What an upload does without the folder is not
 * documented (help section_4618512910).
 * @param hasFolder whether it was seen in the feed's folder
 */
export function writeOutcomeFiles(
  at: ReportsFolder,
  name: string,
  rows: readonly OutcomeRow[],
  hasFolder: boolean,
): void {
  if (!hasFolder) at.makeFolder(`${at.path}/outcome`);
  removeAll(at, OUTCOMES, writeParts(at, name, OUTCOMES, outcomeLines(rows)).outdated);
}

/** @returns also parts of the same file that an earlier run has written */
function writeParts(
  at: ReportsFolder,
  name: string,
  report: Report,
  lines: Iterable<string>,
): { names: string[]; outdated: string[] } {
  const folder = `${at.path}/${report.folder}`;
  const start = `${name}.${report.suffix}`;
  const names = textsOf(lines).map((text, index) => {
    const part = `${start}${index === 0 ? '' : `-${index + 1}`}.csv`;
    at.upload(folder, part, text);
    return part;
  });
  at.assertSame();
  const found = at.look(folder) ?? [];
  assertWritten(folder, report, names, found);
  const isPart = (file: string) =>
    file.startsWith(start) && /^(?:-\d+)?\.csv$/.test(file.slice(start.length));
  return { names, outdated: found.filter((file) => isPart(file) && !names.includes(file)) };
}

function removeAll({ path, remove }: ReportsFolder, { folder }: Report, names: readonly string[]): void {
  for (const name of names) remove(`${path}/${folder}/${name}`);
}

/** A listing shows 5,000 files at the most (help section_1557235176): of one that is full nothing can be said. */
const LONGEST_LISTING = 5000;

function assertWritten(
  folder: string,
  report: Report,
  names: readonly string[],
  found: readonly string[],
): void {
  const missing = names.filter((name) => !found.includes(name));
  if (missing.length === 0 || found.length >= LONGEST_LISTING) return;
  throw failure(
    report.code,
    `The ${report.folder} file ${missing.join(', ')} was written to ${folder} but is missing there. The next run writes it again.`,
  );
}

/** The most text NetSuite holds in memory: help section_4223861820. */
export const LARGEST_TEXT = 10 * 1024 * 1024;

/** Each with the header; none when there is only a header. */
function textsOf(lines: Iterable<string>): string[] {
  const [header = '', ...rows] = lines;
  const texts: string[][] = [];
  let bytes = LARGEST_TEXT;
  for (const row of rows) {
    bytes += utf8Length(row);
    if (bytes > LARGEST_TEXT) {
      texts.push([header]);
      bytes = utf8Length(header) + utf8Length(row);
    }
    texts[texts.length - 1]?.push(row);
  }
  return texts.map((text) => text.join(''));
}
