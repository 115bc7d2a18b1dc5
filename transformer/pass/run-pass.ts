/**
 * One pass over the feeds. The life of a file, and why no crash at any point loses a row or delivers it twice:
 *
 * 1. List what waits in the source folders of the feed, and then what is in their `processing/`; all go oldest first. What is newer
 *    than a file that another pass works on waits, so that it does not overtake it.
 * 2. Claim: rename to `processing/<claim>~<name>`. One worker succeeds. A claim whose pass has given no sign of life for 90 seconds
 *    (`folders/heartbeats.ts`), or one without any that is older than `staleClaimMinutes`, counts as abandoned; the next pass
 *    renames it to a claim of its own and goes on below, so two never work on one claim.
 * 3. Fetch and convert, record by record, a large file while it arrives; what comes of that counts once the whole file is here and complete. Up
 *    to here a crash leaves nothing but the claim, and the next pass starts over.
 * 4. Prepare: write the output to `<target>/.tmp/<output>.<claim>` and the error file to `error/.tmp/`, where nobody takes
 *    them, and check their sizes.
 * 5. Decide: make the record `.state/<name>.json`, which names what is prepared. It is never overwritten, so of several
 *    workers (one may have been slow, not dead) one decides, and all carry out the same.
 * 6. Deliver: rename the prepared output to `<target>/<output>`, in one step. While it is still prepared it was not
 *    delivered; when it is gone it was, whatever the receiver has done with it since.
 * 7. Rename the prepared error file to `error/<name>.errors.csv` in the same way.
 * 8. Archive: move the source to `archive/<name>`. A crash before this repeats 6 and 7 to no effect.
 *
 * Up to `filesInFlight` files of a feed are worked on at once. Claims and step 6 are begun in the order of the list, so the
 * receiver never sees a later file before an earlier one; everything else overlaps, also within a file: what is known of
 * its name is asked for while it is fetched, and the record is written aside while the output is.
 *
 * A lost connection is opened again and the feed begun anew; claims that bear this pass's own mark are then taken up at
 * once. When the pass is asked to stop, it begins no further file and finishes those in progress; what takes too long it lets
 * go of, before it is decided, so that the next pass begins it anew at once. So too when its time is over, which is a failure.
 *
 * A file that the store refuses something of is released in `processing/`: it holds nobody up, and the next pass tries it
 * again.
 *
 * After its files the pass of a feed into NetSuite sends again what was refused for now (`retry-refusals.ts`): rows of a file that is
 * finished, in a file whose name follows from that of the first, as NetSuite applies no name twice.
 *
 * A file that as a whole is unreadable goes to `failed/` with the reason in `error/`. A name that was taken before, with
 * the same content, is a repeat and goes to `archive/` under a marked name; with other content it goes to `failed/`.
 */

import type { Feed } from '#feeds/feed.ts';
import { failureOf, isConnectionFailure } from '../errors.ts';
import { BYTES_AT_ONCE, makeBudget } from '../file/memory-budget.ts';
import { reasonToHold } from '../file/sequencer.ts';
import { inSourceOrder, isBefore, type SourceFile } from '../folders/file-order.ts';
import type { Markers } from '../folders/folder-markers.ts';
import { byFeed, defaultRoutes, type FeedFolders, processingFolder, type Route } from '../folders/folders.ts';
import { makeHeart } from '../folders/heartbeats.ts';
import {
  emptyFeedReport,
  exitCodeOf,
  type FeedReport,
  type PassError,
  type PassReport,
  problemOf,
} from '../report/pass-report.ts';
import {
  type FoundFiles,
  findFiles,
  isAbandonedFor,
  provenRoutes,
  reportInterrupted,
  reportLeft,
} from './find-files.ts';
import { bringIndexUpToDate } from './index-upkeep.ts';
import type { Claimed } from './list-files.ts';
import {
  DEFAULT_FILES_IN_FLIGHT,
  DEFAULT_KEEP_DAYS,
  DEFAULT_STALE_CLAIM_MINUTES,
  type Pass,
  type PassOptions,
} from './pass-options.ts';
import { notePass } from './pass-notes.ts';
import { type Found, mustBeAlone, sourcePath } from './plan-feed.ts';
import { takeFiles } from './process-files.ts';
import { lookAtTaken, noteTaken } from './recently-taken.ts';
import { retryRefusals } from './retry-refusals.ts';

/** Nothing secret: to load what makes secrets would take a pass that finds nothing a tenth of its time. */
export const newPassId = (): string =>
  Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');

/**
 * Files and feeds that cannot be finished are reported and do not stop the others.
 * @throws TransformerError CONNECTION_LOST, TIMED_OUT; the report so far goes out as an event first
 */
export async function runPass(options: PassOptions): Promise<PassReport> {
  const { routes = defaultRoutes(), ...given } = options;
  const pass: Pass = {
    staleClaimMinutes: DEFAULT_STALE_CLAIM_MINUTES,
    filesInFlight: DEFAULT_FILES_IN_FLIGHT,
    passId: newPassId(),
    keepDays: DEFAULT_KEEP_DAYS,
    retries: { pauses: [] },
    withinBudget: makeBudget(BYTES_AT_ONCE),
    endedPasses: new Set(),
    reconnect: async () => undefined,
    stop: new AbortController().signal,
    abandon: new AbortController().signal,
    ...given,
    reconnections: 0,
    listed: new Map(),
    onEvent: (event) => {
      given.onEvent?.(event);
      pass.heart?.moved();
    },
  };
  const startedAt = new Date(pass.clock()).toISOString();
  const feeds: FeedReport[] = [];
  const end = async (failure?: PassError): Promise<PassReport> => {
    const why = failureOf(pass.stop);
    const problem = why ? problemOf(why) : failure;
    const endedAt = new Date(pass.clock()).toISOString();
    const report = { startedAt, endedAt, stopped: pass.stop.aborted, feeds };
    const exitCode = problem ? 1 : exitCodeOf(report);
    await notePass(pass, routes, report, { exitCode, problem });
    pass.onEvent({ event: 'pass ended', report, exitCode, ...(problem && { problem }) });
    return report;
  };
  try {
    for (const folders of byFeed(routes)) {
      if (pass.stop.aborted) break;
      const report = emptyFeedReport(folders.feed.name);
      feeds.push(report);
      await runFeed(pass, folders, report);
    }
    await bringIndexUpToDate(pass, routes);
  } catch (error) {
    pass.heart?.stop();
    await end(problemOf(error));
    throw error;
  }
  const [report] = await Promise.all([end(), endSigns(pass, feeds)]);
  return report;
}

/** Those of a pass that may not have let go of everything stay, as they do when it fails: what it had claimed is taken up soon after the last. */
async function endSigns({ heart }: Pass, feeds: readonly FeedReport[]): Promise<void> {
  if (feeds.some(({ interruptions }) => interruptions.length > 0)) heart?.stop();
  else await heart?.end();
}

/** As often as a connection can be had again, the feed is begun anew: what was finished is no longer in its folders. */
async function runFeed(pass: Pass, folders: FeedFolders, report: FeedReport): Promise<void> {
  for (;;) {
    try {
      await runFeedOnce(pass, folders, report);
      return;
    } catch (error) {
      if (!isConnectionFailure(error) || pass.stop.aborted) throw error;
      const store = await pass.reconnect(pass.reconnections);
      if (!store) throw error;
      pass.store = store;
      pass.reconnections += 1;
      pass.onEvent({ event: 'connection restored', feed: report.feed, problem: problemOf(error) });
      Object.assign(report, { leftFiles: [], refusedNames: 0 }); // these are met again
    }
  }
}

async function runFeedOnce(pass: Pass, { feed, routes }: FeedFolders, report: FeedReport): Promise<void> {
  try {
    const markers = await provenRoutes(pass, routes, report);
    const found = await findFiles(pass, [...markers.keys()], report);
    const { first, rest } = found;
    await lookAtAllTaken(pass, report, found);
    if (first.length + rest.length > 0) await takeAll(pass, feed, report, { found, markers });
    await retryRefusals(pass, feed, [...markers.keys()], report);
  } catch (error) {
    reportInterrupted(pass.onEvent, report, error);
  }
}

async function takeAll(
  pass: Pass,
  feed: Feed,
  report: FeedReport,
  { found, markers }: { found: FoundFiles; markers: Map<Route, Markers> },
): Promise<void> {
  const { first, rest, clock } = found;
  await Promise.all([noteAllTaken(pass, [...first, ...rest], clock()), showAlive(pass, [...first, ...rest])]);
  const taking = { isOthers: isOthersFor(pass, feed, clock), markers, clock };
  const { filesInFlight } = pass;
  const limit = mustBeAlone(first) ? 1 : filesInFlight;
  const unfinished = await takeFiles(pass, feed, report, { ...taking, files: first, limit });
  const files = feed.keepsOrder ? notHeldBack(pass, report, rest, unfinished) : rest;
  await takeFiles(pass, feed, report, { ...taking, files, limit: filesInFlight });
}

/** Before anything is claimed; beside what has to be noted anyhow, so that it takes no time. By a clock of another machine it says nothing. */
async function showAlive(pass: Pass, files: readonly Found[]): Promise<void> {
  const { passId, storeClock } = pass;
  if (!storeClock?.isStores) return;
  pass.heart ??= makeHeart({ store: () => pass.store, passId, clock: storeClock.now });
  const { beatIn } = pass.heart;
  await Promise.all([...new Set(files.map(({ route }) => processingFolder(route)))].map(beatIn));
}

async function lookAtAllTaken(
  pass: Pass,
  report: FeedReport,
  { routes, busy, clock }: FoundFiles,
): Promise<void> {
  for (const route of routes) {
    const isBusy = (name: string): boolean => busy.has(sourcePath({ route, name }));
    await lookAtTaken(pass, route, report, { now: clock(), isBusy });
  }
}

async function noteAllTaken(pass: Pass, files: readonly Found[], now: number): Promise<void> {
  const routes = new Set(files.map(({ route }) => route));
  for (const route of routes) {
    const own = files.filter((file) => file.route === route);
    await noteTaken(pass, route, own, now);
  }
}

/**
 * Whether a claim is that of another pass. Where order must be kept, what that pass has let go of counts too: it is taken
 * up by the next pass, and nothing newer may be delivered until then.
 */
function isOthersFor(pass: Pass, feed: Feed, clock: () => number): (one: Claimed) => boolean {
  if (feed.keepsOrder) return ({ claim }) => claim?.passId !== pass.passId;
  return (one) => !isAbandonedFor(pass, clock())(one);
}

/** What is newer than a file that could not be finished waits for it. */
function notHeldBack(
  pass: Pass,
  report: FeedReport,
  files: readonly Found[],
  unfinished: readonly SourceFile[],
): Found[] {
  const [oldest] = inSourceOrder(unfinished, (file) => file);
  if (!oldest) return [...files];
  const isHeld = ({ name, entry }: Found): boolean => isBefore(oldest, { name, modified: entry.modified });
  for (const file of files.filter(isHeld)) reportLeft(pass, report, file, reasonToHold(oldest.name));
  return files.filter((file) => !isHeld(file));
}
