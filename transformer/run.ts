/**
 * One pass over the feeds. The life of a file, and why no crash at any point loses a row or delivers it twice:
 *
 * 1. List what waits in the source folder, oldest first.
 * 2. Claim: rename to `processing/<claim>~<name>`. One worker succeeds. A claim older than `staleClaimMinutes` counts as
 *    abandoned; the next pass renames it to a claim of its own and goes on below, so two never work on one claim.
 * 3. Fetch and convert, record by record. Up to here a crash leaves nothing but the claim, and the next pass starts over.
 * 4. Prepare: write the output to `<target>/.tmp/<output>.<claim>` and the error file to `error/.tmp/`, where nobody takes
 *    them, and check their sizes.
 * 5. Decide: make the record `.state/<name>.json`, which names what is prepared. It is never overwritten, so of several
 *    workers (one may have been slow, not dead) one decides, and all carry out the same.
 * 6. Deliver: rename the prepared output to `<target>/<output>`, in one step. While it is still prepared it was not
 *    delivered; when it is gone it was, whatever the receiver has done with it since.
 * 7. Rename the prepared error file to `error/<name>.errors.csv` in the same way.
 * 8. Archive: move the source to `archive/<name>`. A crash before this repeats 6 and 7 to no effect.
 *
 * Up to `filesInFlight` files of a feed are worked on at once. Steps 2 to 5 and 7 to 8 overlap; step 6 is taken in the
 * order of the list, so the receiver never sees a later file before an earlier one of the same pass.
 *
 * A lost connection is opened again and the feed begun anew; claims that bear this pass's own mark are then taken up at
 * once. When the pass is told to stop, no further file is begun, and those begun are brought to their end.
 *
 * A file that as a whole is unreadable goes to `failed/` with the reason in `error/`. A name that was taken before, with
 * the same content, is a repeat and goes to `archive/` under a marked name; with other content it goes to `failed/`.
 */
import { randomBytes } from 'node:crypto';
import type { ConversionContext } from '#feeds/feed.ts';
import type { Chunks } from './chunks.ts';
import { type Claim, claimedName, parseClaimedName } from './claim.ts';
import type { ClaimedFile, Work } from './claimed-file.ts';
import { hasCode, isConnectionFailure, TransformerError } from './errors.ts';
import { bringToItsEnd, type FileOutcome } from './file-life.ts';
import type { FileStore, StoreEntry } from './file-store.ts';
import { forEachInFlight } from './in-flight.ts';
import { type Claimed, isStale, listProcessing, listWaiting } from './listing.ts';
import {
  addCounts,
  emptyFeedReport,
  type FeedReport,
  type PassEvent,
  type PassReport,
  type Problem,
  problemOf,
} from './pass-report.ts';
import { defaultRoutes, foldersOf, processingFolder, type Route } from './route.ts';
import { folderOf, storePath, unsafeName } from './store-path.ts';
import { makeTurns } from './turns.ts';

/**
 * @property routes the feeds and their folders; all feeds in their usual folders when left out
 * @property context `now` in it is the time at which validity dates are judged
 * @property staleClaimMinutes after how long a claim counts as abandoned
 * @property filesInFlight how many files are worked on at once
 * @property passId lower-case letters and digits, different for every pass
 * @property reconnect opens the store anew, after a wait of its own; undefined when it is not to be tried (again)
 * @property stop tells the pass to begin no further file
 */
export type PassOptions = {
  store: FileStore;
  routes?: readonly Route[];
  context: ConversionContext;
  clock: () => number;
  staleClaimMinutes?: number;
  filesInFlight?: number;
  passId?: string;
  reconnect?: (attempt: number) => Promise<FileStore | undefined>;
  stop?: AbortSignal;
  onEvent?: (event: PassEvent) => void;
};

export const DEFAULT_STALE_CLAIM_MINUTES = 15;
export const DEFAULT_FILES_IN_FLIGHT = 4;

/** @property reconnections how often the store was opened anew */
type Pass = Required<Omit<PassOptions, 'routes'>> & { reconnections: number };

export const newPassId = (): string => randomBytes(4).toString('hex');

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
    reconnect: async () => undefined,
    stop: new AbortController().signal,
    onEvent: () => {},
    ...given,
    reconnections: 0,
  };
  const startedAt = new Date(pass.clock()).toISOString();
  const feeds: FeedReport[] = [];
  const end = (problem?: Problem): PassReport => {
    const endedAt = new Date(pass.clock()).toISOString();
    const report = { startedAt, endedAt, stopped: pass.stop.aborted, feeds };
    pass.onEvent({ event: 'pass ended', report, ...(problem && { problem }) });
    return report;
  };
  try {
    for (const route of routes) {
      if (pass.stop.aborted) break;
      const report = emptyFeedReport(route.feed.name);
      feeds.push(report);
      await runFeed(pass, route, report);
    }
  } catch (error) {
    end(problemOf(error));
    throw error;
  }
  return end();
}

/** As often as a connection can be had again, the feed is begun anew: what was finished is no longer in its folders. */
async function runFeed(pass: Pass, route: Route, report: FeedReport): Promise<void> {
  for (;;) {
    try {
      await runFeedOnce(pass, route, report);
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

async function runFeedOnce(pass: Pass, route: Route, report: FeedReport): Promise<void> {
  try {
    for (const folder of foldersOf(route)) await pass.store.makeFolder(folder);
    // One after the other: abandoned claims can be of the same name.
    const abandoned = await abandonedFiles(pass, route, report);
    await takeAll(pass, route, report, { entries: abandoned, limit: 1, take: adopt });
    const waiting = await waitingFiles(pass, route, report);
    await takeAll(pass, route, report, { entries: waiting, limit: pass.filesInFlight, take: claim });
  } catch (error) {
    const problem = passingProblem(error);
    report.interruptions.push(problem);
    pass.onEvent({ event: 'feed interrupted', feed: route.feed.name, problem });
  }
}

type Take = (pass: Pass, route: Route, entry: StoreEntry) => Promise<ClaimedFile | undefined>;

async function takeAll(
  pass: Pass,
  route: Route,
  report: FeedReport,
  { entries, limit, take }: { entries: readonly StoreEntry[]; limit: number; take: Take },
): Promise<void> {
  const { context, clock, stop, onEvent } = pass;
  const nextTurn = makeTurns();
  tellFound(pass, report.feed, entries);
  await forEachInFlight(entries, { limit, stop }, async (entry) => {
    const turn = nextTurn();
    const told = tellingReads(pass, route, entry);
    const work: Work = { store: told, route, context, clock, tell: onEvent, inTurn: turn.take };
    try {
      await takeOne(work, entry, () => take(pass, route, entry), report);
    } finally {
      turn.giveUp();
    }
  });
}

/** The store, telling how much of the source file was read. */
function tellingReads({ store, onEvent }: Pass, route: Route, entry: StoreEntry): FileStore {
  const file = parseClaimedName(entry.name)?.name ?? entry.name;
  async function* counted(content: Chunks): Chunks {
    let bytes = 0;
    for await (const chunk of content) {
      bytes += chunk.length;
      onEvent({ event: 'file progress', feed: route.feed.name, file, bytes });
      yield chunk;
    }
  }
  const isSource = (path: string): boolean => folderOf(path) === processingFolder(route);
  const readStream = (path: string): Chunks =>
    isSource(path) ? counted(store.readStream(path)) : store.readStream(path);
  return { ...store, readStream };
}

function tellFound({ onEvent }: Pass, feed: FeedReport['feed'], entries: readonly StoreEntry[]): void {
  if (entries.length === 0) return;
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  onEvent({ event: 'files found', feed, files: entries.length, bytes });
}

async function takeOne(
  { tell, ...rest }: Work,
  entry: StoreEntry,
  take: () => Promise<ClaimedFile | undefined>,
  report: FeedReport,
): Promise<void> {
  const feed = report.feed;
  try {
    const file = await take();
    if (!file) return;
    tell({ event: 'file claimed', feed, file: file.name, size: file.size, adopted: file.adopted });
    addOutcome(report, file.name, await bringToItsEnd({ tell, ...rest }, file));
  } catch (error) {
    const problem = passingProblem(error);
    report.interruptions.push({ ...problem, message: `${entry.name}: ${problem.message}` });
    tell({ event: 'file interrupted', feed, file: entry.name, problem });
  }
}

function addOutcome(report: FeedReport, name: string, outcome: FileOutcome): void {
  if (outcome.kind === 'overtaken') return;
  if (outcome.kind === 'left') {
    report.leftFiles.push(name);
    return;
  }
  report.files += 1;
  if (outcome.kind === 'failed') report.failedFiles.push(name);
  else addCounts(report, outcome.counts);
  if (outcome.kind === 'repeated') report.repeatedFiles.push(name);
}

/** Oldest first, as later files can be about what earlier ones have done. */
async function waitingFiles(pass: Pass, route: Route, report: FeedReport): Promise<StoreEntry[]> {
  const { ready, young, refused } = await listWaiting(pass.store, route, pass.clock());
  tellRefused(pass, report, refused);
  for (const { name } of young) {
    const reason = `it is younger than ${route.minimumAgeSeconds} seconds`;
    pass.onEvent({ event: 'file left', feed: report.feed, file: name, reason });
    report.leftFiles.push(name);
  }
  return ready;
}

async function abandonedFiles(pass: Pass, route: Route, report: FeedReport): Promise<StoreEntry[]> {
  const stale = isStale(pass.clock(), pass.staleClaimMinutes);
  // A claim of this pass itself is from before its connection was lost.
  const isAbandoned = (claimed: Claimed): boolean => claimed.claim?.passId === pass.passId || stale(claimed);
  const { abandoned, refused } = await listProcessing(pass.store, route, isAbandoned);
  tellRefused(pass, report, refused);
  return abandoned.map(({ entry }) => entry);
}

function tellRefused({ onEvent }: Pass, report: FeedReport, names: readonly string[]): void {
  for (const name of names) {
    report.refusedNames += 1;
    onEvent({ event: 'name refused', feed: report.feed, problem: problemOf(unsafeName(name)) });
  }
}

async function claim(pass: Pass, route: Route, entry: StoreEntry): Promise<ClaimedFile | undefined> {
  const { name } = entry;
  return rename(pass, route, { from: storePath(route.sourceFolder, name), name, entry, adopted: false });
}

async function adopt(pass: Pass, route: Route, entry: StoreEntry): Promise<ClaimedFile | undefined> {
  const name = parseClaimedName(entry.name)?.name ?? entry.name;
  return rename(pass, route, {
    from: storePath(processingFolder(route), entry.name),
    name,
    entry,
    adopted: true,
  });
}

/** @returns undefined when another worker took the file first */
async function rename(
  pass: Pass,
  route: Route,
  file: { from: string; name: string; entry: StoreEntry; adopted: boolean },
): Promise<ClaimedFile | undefined> {
  const claimed: Claim = { at: pass.clock(), passId: pass.passId };
  const path = storePath(processingFolder(route), claimedName(claimed, file.name));
  try {
    await pass.store.rename(file.from, path);
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND') && !(await pass.store.exists(file.from))) return undefined;
    throw error;
  }
  const { size, modified } = file.entry;
  return { name: file.name, path, size, modified, claim: claimed, adopted: file.adopted };
}

/** What a pass can go on after: anything the store refuses while the connection stands. */
function passingProblem(error: unknown): Problem {
  if (!(error instanceof TransformerError) || isConnectionFailure(error)) throw error;
  return problemOf(error);
}
