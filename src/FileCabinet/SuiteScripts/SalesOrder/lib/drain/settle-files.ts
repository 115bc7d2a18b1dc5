/** The last stage of a drain: files whose rows are all accounted for are settled, and what is left is handed on. */
import * as log from 'N/log';
import type { EntryPoints } from 'N/types';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import { acquireLease, releaseLease } from '../feed-files/feed-lock.ts';
import { finishFeedFile } from '../feed-files/finish-file.ts';
import { findEntry, isFinal, recordPause, recordStop } from '../feed-files/ledger.ts';
import { isStill } from '../feed-files/process-files.ts';
import { failure } from '../netsuite/failure.ts';
import { type Budget, startBudget } from '../netsuite/governance.ts';
import { errorsOf, outputOf } from '../netsuite/map-reduce-summary.ts';
import { settledRows } from './apply-file.ts';
import type { Drain } from './drained-feed.ts';
import { CALL_ENDED } from './make-call.ts';
import { type FilePiece, oneForEachRow } from './row-results.ts';

/** Ledger 28, two error files 220, two outcome files 230, two moves 20, a last look 60, and a file that is handed on 520. */
const UNITS_PER_FILE = 1080;

/**
 * @param handOn starts what goes on with the files that are left, if the run has got on: else it waits for the schedule, as
 * a call that always fails would have runs start each other endlessly
 * @throws BACKLOG_FAILED: an error that is only logged is an error that nobody sees, NetSuite mails those that end a script
 */
export function settleFiles<Work, Known>(
  summary: EntryPoints.MapReduce.summarizeContext,
  drain: Drain<Work, Known>,
  handOn: () => void,
): void {
  const { pieces, ended } = readOutput(summary);
  const errors = errorsOf(summary, [...ended.keys()]);
  const isOutOfBudget = [...ended.values()].includes(CALL_ENDED.outOfBudget);
  // Without an error there is nothing that a file could be to blame for.
  const blame = isOutOfBudget ? undefined : errors[0];
  const { settled, isLeft } = settleAll(pieces, drain, blame);
  const hasGotOn = settled > 0 || isOutOfBudget;
  if (isLeft && hasGotOn) handOn();
  if (errors.length === 0) return;
  const message = `${errors.length} calls failed; a later run processes what they left. ${errors.join(' ')}`;
  throw failure('BACKLOG_FAILED', message);
}

/** What the calls say of the files, and how each has ended, by name. */
type Output = { pieces: Map<string, FilePiece[]>; ended: Map<string, string> };

function readOutput(summary: EntryPoints.MapReduce.summarizeContext): Output {
  const endings: readonly string[] = Object.values(CALL_ENDED);
  const output: Output = { pieces: new Map(), ended: new Map() };
  for (const { key, value } of outputOf(summary)) {
    if (endings.includes(value)) output.ended.set(key, value);
    else output.pieces.set(key, [...(output.pieces.get(key) ?? []), ...(JSON.parse(value) as FilePiece[])]);
  }
  return output;
}

type Settled = { settled: number; isLeft: boolean };

/** The lease is given back whatever happens: other deployments need not wait until this one is believed dead. */
function settleAll<Work, Known>(
  pieces: Output['pieces'],
  drain: Drain<Work, Known>,
  blame: string | undefined,
): Settled {
  const budget = startBudget(drain.now);
  const lease = acquireLease(drain.feed.name, drain.now());
  if (!lease) return { settled: 0, isLeft: false };
  try {
    const folder = drain.openFolder();
    const settled = settleEach(pieces, { ...drain, blame }, folder, budget);
    return { settled, isLeft: hasFiles(folder, drain) };
  } finally {
    releaseLease(lease);
  }
}

/** @property blame the error of a call, which a file whose rows are not all accounted for may have caused */
type Settling<Work, Known> = Drain<Work, Known> & { blame: string | undefined };

function settleEach<Work, Known>(
  pieces: Output['pieces'],
  drain: Settling<Work, Known>,
  folder: FeedFolder,
  budget: Budget,
): number {
  let settled = 0;
  for (const [file, ofFile] of pieces) {
    if (budget.allows(UNITS_PER_FILE) && settleIfWhole(file, ofFile, drain, folder)) settled += 1;
  }
  return settled;
}

function hasFiles<Work, Known>(folder: FeedFolder, drain: Drain<Work, Known>): boolean {
  const waiting = folder.list('waiting').filter((file) => isStill(file, drain));
  return waiting.length > 0 || folder.list('processing').length > 0;
}

/** A file that another run has settled since is no longer this one's. */
function settleIfWhole<Work, Known>(
  file: string,
  pieces: readonly FilePiece[],
  { feed, now, blame }: Settling<Work, Known>,
  folder: FeedFolder,
): boolean {
  const entry = findEntry(feed.name, file);
  const rows = pieces.find((piece) => piece.rows !== undefined)?.rows;
  if (!entry || rows === undefined || isFinal(entry)) return false;
  const results = oneForEachRow(pieces.flatMap((piece) => piece.results));
  const missing = rows - results.length;
  if (missing > 0) {
    const why = `${missing} rows are still pending; a later run processes them.`;
    if (blame === undefined) recordPause(entry, why);
    else recordStop(entry, `${why} ${blame}`);
    log.audit({ title: 'File not finished', details: { file, missing } });
    return false;
  }
  const settled = settledRows(feed, file, rows, results);
  finishFeedFile({ feed: feed.name, folder, now }, file, entry, settled.rows, settled.note);
  return true;
}
