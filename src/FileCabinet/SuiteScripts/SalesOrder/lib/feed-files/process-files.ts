/** The life of a feed's files inside a scheduled script: finish what earlier runs left, then take new files, oldest first. */
import * as log from 'N/log';
import { FeedError } from '#feeds/errors.ts';
import type { FeedName } from '#feeds/feed.ts';
import { type Counts, noCounts } from '#feeds/rows/counts.ts';
import type { OutcomeRow } from '#feeds/rows/outcome-file.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import { asFailure, type Failure, isNamed } from '../netsuite/failure.ts';
import type { Budget } from '../netsuite/governance.ts';
import type { FeedFolder, FoundFile } from './feed-folder.ts';
import { acquireLease, releaseLease } from './feed-lock.ts';
import { tellOrigin } from './handed-on.ts';
import {
  type FeedFileEntry,
  findEntry,
  finishFile,
  isFinal,
  isResumed,
  MOST_STOPS,
  recordHandover,
  recordPause,
  recordStop,
  recordStops,
  takeEntry,
} from './ledger.ts';
import { LARGEST_TEXT } from './report-files.ts';

/** What became of the rows of a file: counted, those that were refused, and one by one in the order of the file. */
export type SettledRows = {
  counts: Counts;
  rejects: readonly Reject[];
  outcomes: readonly OutcomeRow[];
};

/** What became of the rows of a file, or why it goes on later. Who hands a file's rows out to other calls settles it as well. */
export type FileOutcome =
  | { state: 'settled'; rows: SettledRows; note?: string }
  | { state: 'delegated' }
  | { state: 'unfinished'; why: string }
  /** Nothing of it was done, as it is more than this run could do. */
  | { state: 'too much'; why: string };

export type FeedFiles = {
  feed: FeedName;
  folder: FeedFolder;
  budget: Budget;
  now: () => number;
  minimumAgeSeconds: number;
  /** Units that a file needs at the least, besides what it takes for each row. */
  unitsPerFile: number;
  /**
   * Applies the rows of a file. It is called again with the same text after a crash or a pause, and must then find for
   * itself what is applied already.
   */
  apply(name: string, text: string, entry: FeedFileEntry): FileOutcome;
  /**
   * Finds out what of a file is applied that runs cannot get through, and gives the reason for all its other rows.
   * @returns nothing for want of units
   */
  giveUp(name: string, text: string, reason: string): SettledRows | undefined;
};

/** @returns whether files are left that could go on now */
export function processFiles(files: FeedFiles): boolean {
  const lease = acquireLease(files.feed, files.now());
  if (!lease) return false;
  try {
    return processInTurn(files);
  } finally {
    // Other deployments need not wait until this one is believed dead.
    releaseLease(lease);
  }
}

/** For the run that has the feed's lease. @returns whether files are left that could go on now */
export function processInTurn(files: FeedFiles): boolean {
  for (const found of files.folder.list('processing')) {
    if (!files.budget.allows(files.unitsPerFile)) return true;
    if (resumeFile(files, found) === 'out of budget') return true;
  }
  for (const found of files.folder.list('waiting').filter((file) => isStill(file, files))) {
    if (!files.budget.allows(files.unitsPerFile)) return true;
    if (takeFile(files, found) === 'out of budget') return true;
  }
  return false;
}

type Went = 'on' | 'out of budget';

/** An unknown age, or one in the future where zones or clocks disagree, says nothing and holds nothing up. */
export function isStill(
  { modified }: FoundFile,
  { now, minimumAgeSeconds }: Pick<FeedFiles, 'now' | 'minimumAgeSeconds'>,
): boolean {
  return modified === undefined || Math.abs(now() - modified) >= minimumAgeSeconds * 1000;
}

function takeFile(files: FeedFiles, found: FoundFile): Went {
  const known = findEntry(files.feed, found.name);
  if (known && isFinal(known) && known.status !== 'Failed') return quarantineRepeat(files, found);
  const entry = takeEntry(files.feed, found.name, known, files.now());
  if (!files.folder.move(found.name, 'waiting', 'processing')) return leaveFile(files, found, entry);
  return processFile(files, found, entry);
}

/** A file of the same name that is not settled yet goes first, and the entry is its own. */
function leaveFile(files: FeedFiles, { name }: FoundFile, entry: FeedFileEntry): Went {
  if (files.folder.list('processing').some((other) => other.name === name)) return 'on';
  files.folder.assertSame();
  finishFile(
    untouched(entry),
    'Failed',
    NOTHING,
    'The file disappeared before it could be processed.',
    files.now(),
  );
  return 'on';
}

/** Nothing of the file was applied, so that nothing older needs to be compared with it. */
const untouched = (entry: FeedFileEntry): FeedFileEntry => ({ ...entry, stops: 0 });

function resumeFile(files: FeedFiles, found: FoundFile): Went {
  const known = findEntry(files.feed, found.name);
  if (known && isFinal(known)) {
    putAway(files, found.name, known.status === 'Failed' ? 'failed' : 'archive');
    return 'on';
  }
  if (known && known.stops >= MOST_STOPS) return giveUpFile(files, found, known);
  return processFile(files, found, takeEntry(files.feed, found.name, known, files.now()));
}

const NOTHING: Counts = noCounts();

/** Of a file as a whole, whose rows nobody has looked at. */
const NO_ROWS: SettledRows = { counts: NOTHING, rejects: [], outcomes: [] };

/** A name that was applied once is never applied again, whatever the file holds now. */
function quarantineRepeat({ feed, folder, now }: FeedFiles, found: FoundFile): Went {
  const message = `A file named ${found.name} was applied before. If this one contains other rows, send it under a new name.`;
  // By the file's own time, so that after a crash the error file is not written a second time under another name.
  for (const at of [found.modified ?? now(), now()]) {
    const newName = freshName(found.name, at);
    folder.writeErrors(newName, [fileReject('REPEATED_FILE_NAME', message)]);
    if (!folder.move(found.name, 'waiting', 'failed', newName)) {
      // Gone meanwhile; if an earlier run put it into failed/ already, its error file stays.
      folder.writeErrors(newName, []);
      continue;
    }
    log.error({
      title: 'File name used twice',
      details: { feed, file: found.name, movedTo: `failed/${newName}` },
    });
    break;
  }
  return 'on';
}

const freshName = (name: string, now: number): string =>
  `${new Date(now).toISOString().replace(/[:.]/g, '-')}-${name}`;

/** Under another name where the place has one of this name already: a file must not be tried endlessly. */
function putAway(
  { folder, now }: Pick<FeedFiles, 'folder' | 'now'>,
  name: string,
  to: 'archive' | 'failed',
): void {
  if (folder.move(name, 'processing', to)) return;
  folder.move(name, 'processing', to, freshName(name, now()));
}

const fileReject = (code: string, message: string): Reject => ({
  row: 0,
  field: '',
  code,
  message,
  orderId: '',
  orderItemSeqId: '',
});

function processFile(files: FeedFiles, found: FoundFile, entry: FeedFileEntry): Went {
  const outcome = readAndApply(files, found, entry);
  if (outcome.state !== 'unreadable') return conclude(files, found, entry, outcome);
  const { name, message } = outcome.reason;
  const rejects = [fileReject(name === 'FeedError' ? 'UNREADABLE_FILE' : name, message)];
  // What an earlier run has applied of it before it became unreadable is not known.
  const failed = isResumed(entry) ? entry : untouched(entry);
  failFile(files, found.name, failed, { ...NO_ROWS, rejects }, message);
  return 'on';
}

function readAndApply(
  { folder, apply }: FeedFiles,
  found: FoundFile,
  entry: FeedFileEntry,
): FileOutcome | { state: 'unreadable'; reason: Failure } {
  try {
    refuseOversized(found);
    return apply(found.name, folder.read(found.name), entry);
  } catch (thrown) {
    if (isUnreadable(thrown)) return { state: 'unreadable', reason: asFailure(thrown) };
    tellStop(entry, thrown);
    throw thrown;
  }
}

/** The last error is what the file is put aside with; that it cannot be noted must not hide it. */
function tellStop(entry: FeedFileEntry, thrown: unknown): void {
  const { name, message } = asFailure(thrown);
  try {
    recordStop(entry, `A run stopped at this file: ${name}: ${message}`);
  } catch (another) {
    log.error({ title: 'Reason of a stop not noted', details: asFailure(another) });
  }
}

/** What the file has done is found out without writing; where even that stops, the file as a whole stands in its error file. */
function giveUpFile(files: FeedFiles, { name }: FoundFile, known: FeedFileEntry): Went {
  const lastError = known.message === '' ? '' : ` ${known.message}`;
  const reason = `${known.stops} runs stopped at this file, so it was put aside.${lastError} Find out what stops them, and put the file back: what is applied of it is not applied again.`;
  const wholeFile = { ...NO_ROWS, rejects: [fileReject('RUNS_STOPPED', reason)] };
  // A run that died of finding out is followed by one that does not try.
  const hasDied = known.stops > MOST_STOPS;
  const entry = takeEntry(files.feed, name, known, files.now());
  const found = hasDied ? wholeFile : findGivenUp(files, name, reason, wholeFile);
  if (!found) {
    recordStops(entry, known.stops);
    return 'out of budget';
  }
  if (found.rejects.length === 0) {
    const note = `${known.stops} runs stopped at this file, of which every row is applied all the same.${lastError}`;
    finishFeedFile(files, name, entry, found, note);
    return 'on';
  }
  failFile(files, name, entry, found, reason);
  return 'on';
}

function findGivenUp(
  { folder, giveUp }: FeedFiles,
  name: string,
  reason: string,
  wholeFile: SettledRows,
): SettledRows | undefined {
  try {
    return giveUp(name, folder.read(name), reason);
  } catch (thrown) {
    log.error({ title: 'Rows of a file that is given up not found', details: asFailure(thrown) });
    return wholeFile;
  }
}

function refuseOversized({ size }: FoundFile): void {
  if (size === undefined || size <= LARGEST_TEXT) return;
  throw Object.assign(
    new Error(`The file has ${size} bytes, and NetSuite reads at most ${LARGEST_TEXT}: split it.`),
    {
      name: 'FILE_TOO_LARGE',
    },
  );
}

/** Only what the file itself is to blame for; anything else ends the run and is tried again. */
const isUnreadable = (thrown: unknown): boolean =>
  thrown instanceof FeedError ||
  isNamed(
    thrown,
    'FILE_TOO_LARGE',
    'SSS_FILE_CONTENT_SIZE_EXCEEDED',
    'FTP_MAXIMUM_FILE_SIZE_EXCEEDED',
    'FTP_PERMISSION_DENIED',
  );

function conclude(files: FeedFiles, { name }: FoundFile, entry: FeedFileEntry, outcome: FileOutcome): Went {
  if (outcome.state === 'unfinished') {
    recordPause(entry, outcome.why);
    return 'out of budget';
  }
  if (outcome.state === 'too much') {
    recordHandover(entry, outcome.why);
    return 'out of budget';
  }
  if (outcome.state === 'delegated') return 'on';
  finishFeedFile(files, name, entry, outcome.rows, outcome.note);
  return 'on';
}

/**
 * The error file and the outcome file come first and the move last: after a crash in between, the ledger shows the next run what is
 * left to do, and who finds the file at its place finds both.
 */
export function finishFeedFile(
  files: Pick<FeedFiles, 'feed' | 'folder' | 'now'>,
  name: string,
  entry: FeedFileEntry,
  { counts, rejects, outcomes }: SettledRows,
  note = '',
): void {
  const { feed, folder, now } = files;
  // An earlier run may have refused rows that were applied since.
  const errors = rejects.length > 0 || isResumed(entry) ? folder.writeErrors(name, rejects) : [];
  writeOutcomes(folder, name, entry, outcomes);
  const see = errors.length > 0 ? `See ${errors.map((file) => `error/${file}`).join(', ')}` : '';
  const message = [note, see].filter((part) => part !== '').join(' ');
  const status = rejects.length > 0 ? 'Done with errors' : 'Done';
  tellOrigin(name, `${status}: ${counts.applied} of ${counts.rows} applied. ${message}`.trim());
  finishFile(entry, status, counts, message, now());
  putAway(files, name, 'archive');
  log.audit({ title: 'Feed file settled', details: { feed, file: name, ...counts } });
}

function failFile(
  files: FeedFiles,
  name: string,
  entry: FeedFileEntry,
  { counts, rejects, outcomes }: SettledRows,
  reason: string,
): void {
  const { feed, folder, now } = files;
  folder.writeErrors(name, rejects);
  writeOutcomes(folder, name, entry, outcomes);
  tellOrigin(name, `Failed: ${counts.applied} of ${counts.rows} applied. ${reason}`);
  finishFile(entry, 'Failed', counts, reason, now());
  putAway(files, name, 'failed');
  log.error({ title: 'Feed file failed', details: { feed, file: name, reason } });
}

/** What an earlier run has said of a file that turns out to have no rows that can be looked at would be of nothing. */
function writeOutcomes(
  folder: FeedFolder,
  name: string,
  entry: FeedFileEntry,
  outcomes: readonly OutcomeRow[],
): void {
  if (outcomes.length > 0 || isResumed(entry)) folder.writeOutcomes(name, outcomes);
}
