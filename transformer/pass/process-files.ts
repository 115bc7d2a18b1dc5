/** Takes the files of a listing: claims them in order, works on several at once, and lets none overtake an older one. */

import type { Feed } from '#feeds/feed.ts';
import { addCounts } from '#feeds/rows/counts.ts';
import { hasCode } from '../errors.ts';
import type { ClaimedFile, FileContext } from '../file/file-context.ts';
import { type FileOutcome, leave, processFile } from '../file/process-file.ts';
import { findLeftovers } from '../file/publish.ts';
import { releaseClaim } from '../file/release-claim.ts';
import { makeSequencer } from '../file/sequencer.ts';
import { type Claim, claimedName, neverTwice, type Release } from '../folders/claim.ts';
import type { SourceFile } from '../folders/file-order.ts';
import type { Markers } from '../folders/folder-markers.ts';
import { processingFolder, type Route, shownName } from '../folders/folders.ts';
import { type FeedReport, passingProblem } from '../report/pass-report.ts';
import { quoteName, storePath } from '../store/store-path.ts';
import { forEachInFlight } from './concurrency.ts';
import { type Claimed, listProcessing } from './list-files.ts';
import { oldestFirst, waitForOlderClaims } from './older-claims.ts';
import type { Pass } from './pass-options.ts';
import type { Found } from './plan-feed.ts';
import { emitOf, reportFound } from './progress-events.ts';

/** What is known of the files begun before. @property lost whether another pass was quicker; @property blocked why to wait */
type Predecessors = { lost: boolean; blocked?: string };

/**
 * @property limit how many are worked on at once
 * @property isOthers whether a claim is that of another pass, for which what is newer waits
 * @property markers of the folders of each route; the files are of these routes
 */
export type ClaimAttempt = {
  files: readonly Found[];
  limit: number;
  isOthers: (one: Claimed) => boolean;
  markers: ReadonlyMap<Route, Markers>;
  clock: () => number;
};

/** @returns those that were not brought to their end */
export async function takeFiles(
  pass: Pass,
  feed: Feed,
  report: FeedReport,
  { files, limit, isOthers, markers, clock }: ClaimAttempt,
): Promise<SourceFile[]> {
  const { store, context, stop, withinBudget } = pass;
  const nextTicket = makeSequencer(feed.keepsOrder === true);
  const underWay = (): Promise<Claimed[]> => claimsOfOthers(pass, [...markers.keys()], isOthers);
  let before: Promise<Predecessors> = Promise.resolve({ lost: false });
  const leftoversOf = leftoversFinder(pass);
  const unfinished: SourceFile[] = [];
  const nextMoment = neverTwice(clock);
  reportFound(pass, feed.name, files);
  await forEachInFlight(files, { limit, stop }, async (file) => {
    const { route } = file;
    const ticket = nextTicket(file.name);
    const work: FileContext = {
      store,
      route,
      context,
      clock,
      markers: markersOf(markers, route),
      emit: emitOf(pass, route),
      inOrder: ticket.run,
      withinBudget,
      abandon: pass.abandon,
      leftovers: () => leftoversOf(route),
      index: pass.index,
    };
    // The claim is on its way before it is known what became of those before.
    const claim = claimFile(pass, file, nextMoment());
    before = afterwards(before, claim, (own) => waitForOlderClaims(own, underWay, stop));
    const own = before;
    own.catch(() => {}); // who asks for it hears it
    let isFinished = false;
    try {
      isFinished = await takeOne(work, file, { claim, blocked: async () => (await own).blocked }, report);
    } finally {
      if (!isFinished) unfinished.push({ name: file.name, modified: file.entry.modified });
      ticket.release(!isFinished);
    }
  });
  return unfinished;
}

/** Each folder is looked into once, and only when somebody asks. */
function leftoversFinder({ store }: Pass): (route: Route) => Promise<string[]> {
  const found = new Map<Route, Promise<string[]>>();
  return (route) => {
    const leftovers = found.get(route) ?? findLeftovers(store, route);
    found.set(route, leftovers);
    return leftovers;
  };
}

async function claimsOfOthers(
  { store }: Pass,
  routes: readonly Route[],
  isOthers: ClaimAttempt['isOthers'],
): Promise<Claimed[]> {
  const listed = await Promise.all(
    routes.map((route) => listProcessing(store, route, (one) => !isOthers(one))),
  );
  return oldestFirst(listed.flatMap(({ underWay }) => underWay));
}

function markersOf(markers: ClaimAttempt['markers'], route: Route): Markers {
  const found = markers.get(route);
  if (!found) throw new Error(`The folders of ${route.sourceFolder} were not looked at.`);
  return found;
}

/** When another pass was quicker with a file, those after it wait until it is done with it. */
async function afterwards(
  before: Promise<Predecessors>,
  claim: Promise<ClaimedFile | undefined>,
  olderAreDone: (file: ClaimedFile) => Promise<string | undefined>,
): Promise<Predecessors> {
  const { lost, blocked } = await before;
  if (blocked !== undefined) return { lost, blocked };
  const file = await claim.catch(() => 'refused' as const); // the file itself reports it
  if (file === 'refused') return { lost };
  if (!file) return { lost: true };
  if (!lost) return { lost };
  try {
    const reason = await olderAreDone(file);
    return reason === undefined ? { lost: false } : { lost, blocked: reason };
  } catch (error) {
    return { lost, blocked: `the content of processing/ is unknown: ${passingProblem(error).message}` };
  }
}

type Claiming = { claim: Promise<ClaimedFile | undefined>; blocked: () => Promise<string | undefined> };

/**
 * @returns whether this pass has no more to do with it; not so when another one has robbed it of the file, which need not
 * have delivered it yet
 */
async function takeOne(
  work: FileContext,
  found: Found,
  claiming: Claiming,
  report: FeedReport,
): Promise<boolean> {
  const { feed } = report;
  let file: ClaimedFile | undefined;
  try {
    file = await claiming.claim;
    const reason = await claiming.blocked();
    if (!file) return true;
    work.emit({ event: 'file claimed', feed, file: file.name, size: file.size, adopted: file.adopted });
    const outcome = await (reason === undefined ? processFile(work, file) : leave(work, file, reason));
    addOutcome(report, shownName(found.route, file.name), outcome);
    return outcome.kind !== 'left' && outcome.kind !== 'overtaken';
  } catch (error) {
    const problem = passingProblem(error);
    const shown = shownName(found.route, found.name);
    if (hasCode(error, 'HELD_BACK')) report.leftFiles.push(shown);
    else report.interruptions.push({ ...problem, message: `${quoteName(shown)}: ${problem.message}` });
    work.emit(
      hasCode(error, 'HELD_BACK')
        ? { event: 'file left', feed, file: found.name, reason: problem.message }
        : { event: 'file interrupted', feed, file: found.name, problem },
    );
    if (file) await letGo(work, file, hasCode(error, 'HELD_BACK') ? 'waits' : 'interrupted');
    return false;
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

/** @returns undefined when another worker took the file first */
async function claimFile(
  { store, passId }: Pass,
  { route, from, name, entry, adopted }: Found,
  at: number,
): Promise<ClaimedFile | undefined> {
  const claim: Claim = { at, passId };
  const path = storePath(processingFolder(route), claimedName(claim, name));
  try {
    await store.rename(from, path, { isFree: true });
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND') && !(await store.exists(from))) return undefined;
    throw error;
  }
  const { size, modified } = entry;
  return { name, path, size, modified, claim, adopted };
}

/** What the store refuses now is already reported: the claim then grows old by itself. */
async function letGo(work: FileContext, file: ClaimedFile, release: Release): Promise<void> {
  try {
    await releaseClaim(work, file, release);
  } catch (error) {
    passingProblem(error);
  }
}
