/** The life of a feed's files inside a scheduled script: finish what earlier runs left, then take new files, oldest first. */
import * as log from 'N/log';
import { FeedError } from '#feeds/errors.ts';
import { asFailure, type Failure, isNamed } from '../netsuite/failure.ts';
import type { Budget } from '../netsuite/governance.ts';
import type { FoundFile } from './feed-folder.ts';
import { acquireLease, releaseLease } from './feed-lock.ts';
import {
  failFile,
  fileReject,
  finishFeedFile,
  freshName,
  NO_ROWS,
  NOTHING,
  putAway,
  type SettledRows,
} from './finish-file.ts';
import { type GivingFeed, giveUpFile } from './give-up.ts';
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
  takeEntry,
} from './ledger.ts';
import { LARGEST_TEXT } from './report-files.ts';

/** What became of the rows of a file, or why it goes on later. Who hands a file's rows out to other calls settles it as well. */
export type FileOutcome =
  | { state: 'settled'; rows: SettledRows; note?: string }
  | { state: 'delegated' }
  | { state: 'unfinished'; why: string }
  /** Nothing of it was done, as it is more than this run could do. */
  | { state: 'too much'; why: string };

export type FeedFiles = GivingFeed & {
  budget: Budget;
  minimumAgeSeconds: number;
  /** Names of files that whoever started the run has published whole, so that their age says nothing. */
  completeFiles?: readonly string[];
  /** Units that a file needs at the least, besides what it takes for each row. */
  unitsPerFile: number;
  /**
   * Applies the rows of a file. It is called again with the same text after a crash or a pause, and must then find for
   * itself what is applied already.
   */
  apply(name: string, text: string, entry: FeedFileEntry): FileOutcome;
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
  { name, modified }: FoundFile,
  {
    now,
    minimumAgeSeconds,
    completeFiles = [],
  }: Pick<FeedFiles, 'now' | 'minimumAgeSeconds' | 'completeFiles'>,
): boolean {
  if (completeFiles.includes(name)) return true;
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
  if (known && known.stops >= MOST_STOPS) return giveUpFile(files, found.name, known);
  return processFile(files, found, takeEntry(files.feed, found.name, known, files.now()));
}

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
