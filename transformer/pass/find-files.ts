/** What a pass finds of a feed: the files in its source folders, once these are proven to be the ones they were. */

import { quarantineUnrecorded } from '../file/unrecorded-claims.ts';
import { parseClaimedName } from '../folders/claim.ts';
import { type Markers, provenFolders } from '../folders/folder-markers.ts';
import { processingFolder, type Route, shownName } from '../folders/folders.ts';
import { uselessBeats } from '../folders/heartbeats.ts';
import { shortTime } from '../report/layout.ts';
import { type FeedReport, type PassEvent, passingProblem, problemOf } from '../report/pass-report.ts';
import { removeIfThere } from '../store/if-there.ts';
import { storePath } from '../store/store-path.ts';
import { type Claimed, isStale, staleFrom } from './list-files.ts';
import type { Pass } from './pass-options.ts';
import { type FeedPlan, type FolderListing, type Named, planFeed } from './plan-feed.ts';
import { emitOf } from './progress-events.ts';
import { storeClock } from './store-clock.ts';

/** @throws TransformerError when no folder of the feed may be worked on */
export const provenRoutes = (
  pass: Pass,
  routes: readonly Route[],
  report: FeedReport,
): Promise<Map<Route, Markers>> => ofEach(pass, routes, report, (route) => provenOf(pass, route, report));

/**
 * Looks into the source folders of a feed, one after the other. Where order must be kept, one that cannot be read stops the
 * others, as what is in it may be older than what is in theirs.
 */
async function ofEach<Result>(
  pass: Pass,
  routes: readonly Route[],
  report: FeedReport,
  look: (route: Route) => Promise<Result>,
): Promise<Map<Route, Result>> {
  const found = new Map<Route, Result>();
  for (const route of routes) {
    try {
      found.set(route, await look(route));
    } catch (error) {
      if (route.siblings.length === 0 || route.feed.keepsOrder) throw error;
      reportInterrupted(emitOf(pass, route), report, error);
    }
  }
  return found;
}

const provenOf = (pass: Pass, route: Route, report: FeedReport): Promise<Markers> =>
  provenFolders(pass.store, route, `${pass.passId}-${pass.clock()}`, (claimed) =>
    quarantineAll(pass, route, report, claimed),
  );

/** Only where `init` was broken off that took over other records. */
async function quarantineAll(
  pass: Pass,
  route: Route,
  report: FeedReport,
  claimed: readonly string[],
): Promise<void> {
  const { store, clock, passId } = pass;
  const emit = (event: PassEvent): void => {
    if (event.event === 'file failed') report.failedFiles.push(shownName(route, event.file));
    emitOf(pass, route)(event);
  };
  await quarantineUnrecorded({ store, route, emit }, { at: clock(), passId }, claimed);
}

export function reportInterrupted(emit: Pass['onEvent'], report: FeedReport, error: unknown): void {
  const problem = passingProblem(error);
  report.interruptions.push(problem);
  emit({ event: 'feed interrupted', feed: report.feed, problem });
}

/** @property routes of the folders that could be read */
export type FoundFiles = FeedPlan & { routes: readonly Route[]; clock: () => number };

/**
 * What waits is listed first, in all folders: what another pass claims from then on is missed when it is claimed here, and
 * what it has claimed before is seen in `processing/`.
 */
export async function findFiles(
  pass: Pass,
  proven: readonly Route[],
  report: FeedReport,
): Promise<FoundFiles> {
  const listOf = (folder: (route: Route) => string) =>
    ofEach(pass, proven, report, (route) => pass.store.list(folder(route)));
  const waiting = await listOf(({ sourceFolder }) => sourceFolder);
  const claimed = await listOf(processingFolder);
  const routes = proven.filter((route) => waiting.has(route) && claimed.has(route));
  const listings = routes.map((route) => ({
    route,
    entries: waiting.get(route) ?? [],
    claims: claimed.get(route) ?? [],
  }));
  const some = listings.find(({ entries, claims }) => entries.length + claims.length > 0);
  const clock = some ? await clockOf(pass, some.route) : pass.clock;
  const now = clock();
  await Promise.all(listings.map((listing) => clearBeats(pass, listing, now)));
  const plan = planFeed(listings, now, isAbandonedFor(pass, now));
  for (const one of plan.refused) reportRefused(pass, report, one);
  for (const one of plan.left) reportLeft(pass, report, one, one.reason);
  for (const one of plan.underWay) {
    const seconds = Math.max(0, Math.ceil((staleFrom(one.claimed, pass.staleClaimMinutes) - now) / 1000));
    reportLeft(pass, report, one, whyUnderWay(one.claimed, pass), { takenUpInSeconds: seconds });
  }
  return { ...plan, routes, clock };
}

/** Signs of life that passes have left which are dead: there is seldom one. */
async function clearBeats({ store }: Pass, { route, claims }: FolderListing, now: number): Promise<void> {
  const names = claims.map(({ name }) => name);
  const claimed = names.flatMap((name) => parseClaimedName(name)?.claim ?? []);
  const paths = uselessBeats(names, claimed, now).map((name) => storePath(processingFolder(route), name));
  await Promise.all(paths.map((path) => removeIfThere(store, path).catch(passingProblem)));
}

/** Who has died cannot say so: until it has given no sign for long enough it is believed to work. */
export function whyUnderWay(
  claimed: Claimed,
  { staleClaimMinutes }: Pick<Pass, 'staleClaimMinutes'>,
): string {
  const { claim, entry, alive } = claimed;
  const time = (at: number): string => shortTime(new Date(at).toISOString());
  const whose =
    claim === undefined ? 'another program has put it into processing/' : `pass ${claim.passId} has it`;
  const condition =
    alive === undefined ? 'if nobody finishes it' : `if the pass gives no sign of life after ${time(alive)}`;
  return `${whose}, since ${time(claim?.at ?? entry.modified)}; ${condition}, it is taken up from ${time(staleFrom(claimed, staleClaimMinutes))} on`;
}

/** By the clock of the store. */
export async function clockOf(pass: Pass, route: Route): Promise<() => number> {
  const { store, clock, passId } = pass;
  if (!pass.storeClock) {
    const own = await storeClock(store, route, clock, passId);
    pass.storeClock = { now: own ?? clock, isStores: own !== undefined };
  }
  return pass.storeClock.now;
}

/** A claim of this pass itself is from before its connection was lost. */
export function isAbandonedFor({ staleClaimMinutes, passId, endedPasses }: Pass, now: number) {
  const stale = isStale(now, staleClaimMinutes);
  return (claimed: Claimed): boolean => {
    const whose = claimed.claim?.passId;
    return stale(claimed) || whose === passId || (whose !== undefined && endedPasses.has(whose));
  };
}

export function reportLeft(
  pass: Pass,
  report: FeedReport,
  { route, name }: Named,
  reason: string,
  more: { takenUpInSeconds?: number } = {},
): void {
  emitOf(pass, route)({ event: 'file left', feed: report.feed, file: name, reason, ...more });
  report.leftFiles.push(shownName(route, name));
}

function reportRefused(pass: Pass, report: FeedReport, { route, error }: FeedPlan['refused'][number]): void {
  report.refusedNames += 1;
  emitOf(pass, route)({ event: 'name refused', feed: report.feed, problem: problemOf(error) });
}
