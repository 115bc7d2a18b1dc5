/**
 * One pass over the feeds. The life of a file, and why no crash at any point loses a row or delivers it twice:
 *
 * 1. List what waits in the source folder, oldest first.
 * 2. Claim: rename to `processing/<claim>~<name>`. One worker succeeds. A claim older than `staleClaimMinutes` counts as
 *    abandoned; the next pass renames it to a claim of its own and goes on below, so two never work on one claim.
 * 3. Read and convert. Up to here a crash leaves nothing but the claim, and the next pass starts over.
 * 4. Prepare: write the output to `<target>/.tmp/<output>.<claim>`, where nobody takes it.
 * 5. Decide: make the record `.state/<name>.json`, which names the prepared output and holds the error file's text. It is
 *    never overwritten, so of several workers (one may have been slow, not dead) one decides, and all carry out the same.
 * 6. Deliver: rename the prepared output to `<target>/<output>`, in one step. While it is still prepared it was not
 *    delivered; when it is gone it was, whatever the receiver has done with it since.
 * 7. Write `error/<name>.errors.csv`; a second time changes nothing.
 * 8. Archive: move the source to `archive/<name>`. A crash before this repeats 6 and 7 to no effect.
 *
 * A file that as a whole is unreadable goes to `failed/` with the reason in `error/`. A name that was taken before, with
 * the same content, is a repeat and goes to `archive/` under a marked name; with other content it goes to `failed/`.
 */
import { randomBytes } from 'node:crypto';
import type { ConversionContext } from '#feeds/feed.ts';
import { type Claim, claimedName, parseClaimedName } from './claim.ts';
import type { ClaimedFile, Work } from './claimed-file.ts';
import { describe, hasCode, isConnectionFailure, TransformerError } from './errors.ts';
import { bringToItsEnd, type FileOutcome } from './file-life.ts';
import type { FileStore, StoreEntry } from './file-store.ts';
import {
  addCounts,
  emptyFeedReport,
  type FeedReport,
  type PassEvent,
  type PassReport,
  type Problem,
} from './pass-report.ts';
import { defaultRoutes, foldersOf, processingFolder, type Route } from './route.ts';
import { isSafeName, storePath, unsafeName } from './store-path.ts';

/**
 * @property routes the feeds and their folders; all feeds in their usual folders when left out
 * @property context `now` in it is the time at which validity dates are judged
 * @property staleClaimMinutes after how long a claim counts as abandoned
 * @property passId lower-case letters and digits, different for every pass
 */
export type PassOptions = {
  store: FileStore;
  routes?: readonly Route[];
  context: ConversionContext;
  clock: () => number;
  staleClaimMinutes?: number;
  passId?: string;
  onEvent?: (event: PassEvent) => void;
};

export const DEFAULT_STALE_CLAIM_MINUTES = 15;

type Pass = Required<Omit<PassOptions, 'routes'>>;

/**
 * Files and feeds that cannot be finished are reported and do not stop the others.
 * @throws TransformerError CONNECTION_LOST, TIMED_OUT; the report so far goes out as an event first
 */
export async function runPass(options: PassOptions): Promise<PassReport> {
  const { routes = defaultRoutes(), ...given } = options;
  const pass: Pass = {
    staleClaimMinutes: DEFAULT_STALE_CLAIM_MINUTES,
    passId: randomBytes(4).toString('hex'),
    onEvent: () => {},
    ...given,
  };
  const startedAt = new Date(pass.clock()).toISOString();
  const feeds: FeedReport[] = [];
  const end = (problem?: Problem): PassReport => {
    const report = { startedAt, endedAt: new Date(pass.clock()).toISOString(), feeds };
    pass.onEvent({ event: 'pass ended', report, ...(problem && { problem }) });
    return report;
  };
  try {
    for (const route of routes) {
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

async function runFeed(pass: Pass, route: Route, report: FeedReport): Promise<void> {
  const work: Work = {
    store: pass.store,
    route,
    context: pass.context,
    clock: pass.clock,
    tell: pass.onEvent,
  };
  try {
    for (const folder of foldersOf(route)) await pass.store.makeFolder(folder);
    for (const entry of await abandonedFiles(pass, route, report)) {
      await takeOne(work, entry, () => adopt(pass, route, entry), report);
    }
    for (const entry of await waitingFiles(pass, route, report)) {
      await takeOne(work, entry, () => claim(pass, route, entry), report);
    }
  } catch (error) {
    const problem = passingProblem(error);
    report.interruptions.push(problem);
    pass.onEvent({ event: 'feed interrupted', feed: route.feed.name, problem });
  }
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
    tell({ event: 'file claimed', feed, file: file.name, adopted: file.adopted });
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
  const files = await plainFiles(pass, route.sourceFolder, report, isSafeName);
  return files.filter((entry) => {
    if (isOldEnough(pass, route, entry)) return true;
    const reason = `it is younger than ${route.minimumAgeSeconds} seconds`;
    pass.onEvent({ event: 'file left', feed: report.feed, file: entry.name, reason });
    report.leftFiles.push(entry.name);
    return false;
  });
}

async function abandonedFiles(pass: Pass, route: Route, report: FeedReport): Promise<StoreEntry[]> {
  const isReadable = (name: string): boolean => parseClaimedName(name) !== undefined;
  const files = await plainFiles(pass, processingFolder(route), report, isReadable);
  return files.filter(({ name, modified }) => {
    const claimedAt = parseClaimedName(name)?.claim?.at ?? modified;
    return pass.clock() - claimedAt >= pass.staleClaimMinutes * 60_000;
  });
}

async function plainFiles(
  { store, onEvent }: Pass,
  folder: string,
  report: FeedReport,
  isUsable: (name: string) => boolean,
): Promise<StoreEntry[]> {
  const files = (await store.list(folder)).filter(({ kind }) => kind === 'file');
  for (const { name } of files.filter((file) => !isUsable(file.name))) {
    report.refusedNames += 1;
    onEvent({ event: 'name refused', feed: report.feed, problem: problemOf(unsafeName(name)) });
  }
  // Senders give files that are not complete yet a name with a dot before it.
  return files.filter(({ name }) => isUsable(name) && !name.startsWith('.')).sort(byAge);
}

const byAge = (one: StoreEntry, other: StoreEntry): number =>
  one.modified - other.modified || (one.name < other.name ? -1 : 1);

function isOldEnough({ clock }: Pass, { minimumAgeSeconds }: Route, { modified }: StoreEntry): boolean {
  return minimumAgeSeconds === 0 || clock() - modified >= minimumAgeSeconds * 1000;
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

function problemOf(error: unknown): Problem {
  return { code: error instanceof TransformerError ? error.code : 'UNEXPECTED', message: describe(error) };
}
