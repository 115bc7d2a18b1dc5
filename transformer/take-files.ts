/** Takes the files of a listing: claims them in order, works on several at once, and lets none overtake an older one. */
import { findLeftovers } from './carry-out.ts';
import { type Claim, claimedName, releasedName } from './claim.ts';
import type { ClaimedFile, Work } from './claimed-file.ts';
import { hasCode } from './errors.ts';
import { bringToItsEnd, type FileOutcome, giveBack } from './file-life.ts';
import type { Found } from './found-file.ts';
import { forEachInFlight } from './in-flight.ts';
import { type Claimed, listProcessing } from './listing.ts';
import { untilOlderAreDone } from './older-claims.ts';
import type { Pass } from './pass.ts';
import { addCounts, type FeedReport, passingProblem } from './pass-report.ts';
import { tellFound, tellingReads } from './progress-events.ts';
import { processingFolder, type Route } from './route.ts';
import { storePath } from './store-path.ts';
import { makeTurns } from './turns.ts';

/** What is known of the files begun before. @property lost whether another pass was quicker; @property blocked why to wait */
type Before = { lost: boolean; blocked?: string };

/** @param isOthers whether a claim is that of another pass, and alive */
export async function takeFiles(
  pass: Pass,
  route: Route,
  report: FeedReport,
  { files, limit, isOthers }: { files: readonly Found[]; limit: number; isOthers: (one: Claimed) => boolean },
): Promise<void> {
  const { context, clock, stop, onEvent } = pass;
  const nextTurn = makeTurns();
  const underWay = async (): Promise<Claimed[]> =>
    (await listProcessing(pass.store, route, (one) => !isOthers(one))).underWay;
  let before: Promise<Before> = Promise.resolve({ lost: false });
  let found: Promise<string[]> | undefined;
  const leftovers = (): Promise<string[]> => {
    found ??= findLeftovers(pass.store, route);
    return found;
  };
  tellFound(pass, report.feed, files);
  await forEachInFlight(files, { limit, stop }, async (file) => {
    const turn = nextTurn();
    const told = tellingReads(pass, route, file.name);
    const work: Work = { store: told, route, context, clock, tell: onEvent, inTurn: turn.take, leftovers };
    // The claim is on its way before it is known what became of those before.
    const claim = claimFile(pass, route, file);
    before = afterwards(before, claim, (own) => untilOlderAreDone(own, underWay, stop));
    const own = before;
    own.catch(() => {}); // who asks for it hears it
    try {
      await takeOne(work, file, { claim, blocked: async () => (await own).blocked }, report);
    } finally {
      turn.giveUp();
    }
  });
}

/** When another pass was quicker with a file, those after it wait until it is done with it. */
async function afterwards(
  before: Promise<Before>,
  claim: Promise<ClaimedFile | undefined>,
  olderAreDone: (file: ClaimedFile) => Promise<string | undefined>,
): Promise<Before> {
  const { lost, blocked } = await before;
  if (blocked !== undefined) return { lost, blocked };
  const file = await claim.catch(() => 'refused' as const); // told by the file itself
  if (file === 'refused') return { lost };
  if (!file) return { lost: true };
  if (!lost) return { lost };
  try {
    const reason = await olderAreDone(file);
    return reason === undefined ? { lost: false } : { lost, blocked: reason };
  } catch (error) {
    return { lost, blocked: `nobody can tell what is in processing/: ${passingProblem(error).message}` };
  }
}

type Taking = { claim: Promise<ClaimedFile | undefined>; blocked: () => Promise<string | undefined> };

async function takeOne(work: Work, found: Found, taking: Taking, report: FeedReport): Promise<void> {
  const { feed } = report;
  let file: ClaimedFile | undefined;
  try {
    file = await taking.claim;
    const reason = await taking.blocked();
    if (!file) return;
    work.tell({ event: 'file claimed', feed, file: file.name, size: file.size, adopted: file.adopted });
    const outcome = reason === undefined ? bringToItsEnd(work, file) : giveBack(work, file, reason);
    addOutcome(report, file.name, await outcome);
  } catch (error) {
    const problem = passingProblem(error);
    report.interruptions.push({ ...problem, message: `${found.name}: ${problem.message}` });
    work.tell({ event: 'file interrupted', feed, file: found.name, problem });
    if (file) await release(work, file);
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
  { store, clock, passId }: Pass,
  route: Route,
  { from, name, entry, adopted }: Found,
): Promise<ClaimedFile | undefined> {
  const claimed: Claim = { at: clock(), passId };
  const path = storePath(processingFolder(route), claimedName(claimed, name));
  try {
    await store.rename(from, path, { isFree: true });
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND') && !(await store.exists(from))) return undefined;
    throw error;
  }
  const { size, modified } = entry;
  return { name, path, size, modified, claim: claimed, adopted };
}

/** What the store refuses holds nobody up: from this name any pass sees that nobody works on the file. */
async function release({ store, route }: Work, { path, name, claim }: ClaimedFile): Promise<void> {
  try {
    await store.rename(path, storePath(processingFolder(route), releasedName(claim, name)), { isFree: true });
  } catch (error) {
    passingProblem(error); // then its claim grows old; why the file was not finished has been told
  }
}
