/** Tries what a pass will need of a store, folder by folder, with a file and a folder of its own that nobody else takes. */
import { randomBytes } from 'node:crypto';
import { describe, hasCode, isConnectionFailure, TransformerError } from '../errors.ts';
import { findRecord, isAllSkipped } from '../file/delivery-record.ts';
import { findMarkers } from '../folders/folder-markers.ts';
import { type Route, shownFeed } from '../folders/folders.ts';
import { treeOf } from '../folders/make-folders.ts';
import { listWaiting } from '../pass/list-files.ts';
import { asWaiting } from '../pass/plan-feed.ts';
import { recentNames } from '../pass/recently-taken.ts';
import type { FileStore, StoreHabits } from '../store/file-store.ts';
import { quoteName, storePath } from '../store/store-path.ts';
import { checkDates } from './check-dates.ts';
import { previewFile } from './preview-file.ts';
import type { Finding, SetupOptions } from './setup-findings.ts';

/** @throws TransformerError CONNECTION_LOST, TIMED_OUT */
export async function checkSetup(options: SetupOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const route of options.routes) findings.push(...(await checkFeed(options, route)));
  return findings;
}

async function checkFeed(options: SetupOptions, route: Route): Promise<Finding[]> {
  const { store } = options;
  const what = `folders of ${shownFeed(route)}`;
  const missing: string[] = [];
  const tree = treeOf([route]);
  try {
    for (const folder of tree) if (!(await store.exists(folder))) missing.push(folder);
  } catch (error) {
    return [failed(what, error)];
  }
  if (missing.length > 0) {
    const says =
      missing.length === tree.length
        ? `none of its ${tree.length} folders exists, in ${route.sourceFolder} and ${route.targetFolder}. Create them with "transformer init"; a pass creates them too.`
        : `missing: ${missing.join(', ')}. Restore the folders that existed before; create new ones with "transformer init".`;
    return [{ what, fine: false, says }];
  }
  const tried = [await checkSource(options, route), await checkTarget(options, route)];
  if (tried.every(({ fine }) => fine)) tried.push(await checkHabits(options, route));
  return [await checkMarkers(options, route), ...tried, ...(await checkRows(options, route))];
}

async function checkMarkers({ store }: SetupOptions, route: Route): Promise<Finding> {
  const what = `folders of ${shownFeed(route)}`;
  try {
    const markers = await findMarkers(store, route);
    return { what, fine: true, says: markers ? 'all exist, and are the same as before' : 'all exist' };
  } catch (error) {
    return failed(what, error);
  }
}

/** What the promise rests on, and where servers differ. */
async function checkHabits({ store, clock }: SetupOptions, route: Route): Promise<Finding> {
  const what = `guarantees in ${route.sourceFolder}`;
  try {
    const habits = await store.habits(storePath(route.sourceFolder, '.state', '.tmp'), ownName(), clock);
    const [broken, kept] = [brokenGuarantees(habits), keptGuarantees(habits)];
    return { what, fine: broken.length === 0, says: [...broken, ...kept].join('; ') };
  } catch (error) {
    return failed(what, error);
  }
}

const brokenGuarantees = ({ createsOnce, listsKinds }: StoreHabits): string[] => [
  ...(createsOnce
    ? []
    : [
        'THE SERVER CREATES A FILE THAT ALREADY EXISTS: two passes at once could deliver a file twice. Configure it to refuse that (SSH_FXF_EXCL), or never run two passes at once',
      ]),
  ...(listsKinds
    ? []
    : [
        'THE LISTING DOES NOT DISTINGUISH FILES FROM FOLDERS: no file would be processed. Configure the server to list the type of a file in its mode, as OpenSSH does',
      ]),
];

const keptGuarantees = (habits: StoreHabits): string[] => [
  ...(habits.createsOnce ? ['a file is created only once, so each file is decided only once'] : []),
  habits.renameOverExisting === 'refuses'
    ? 'renaming onto another file is refused'
    : 'renaming onto another file overwrites it, but no decision depends on that',
  habits.movesInOneStep
    ? 'renaming is one step'
    : 'renaming may be two steps: a server that crashes in between can leave a file in both places',
  ...(habits.listsKinds ? ['the listing distinguishes files from folders'] : []),
  habits.listsSizes
    ? 'the listed sizes are right'
    : 'the listed sizes are wrong: each file is read twice, to check that it is complete',
];

/** A wrong facility group shows in that no row is for the feed, a wrong order of day and month in how a date is read. */
async function checkRows(options: SetupOptions, route: Route): Promise<Finding[]> {
  const what = `rows of ${shownFeed(route)}`;
  try {
    const dates = await checkDates(options, route);
    const skipped = await filesOfSkippedRows(options, route);
    if (skipped.length === 0) return dates;
    const says = `every row of ${skipped.join(', ')} is skipped. If that is unexpected, check facilityGroups in the configuration.`;
    return [...dates, { what, fine: true, warns: true, says }];
  } catch (error) {
    return [failed(what, error)];
  }
}

/** More would take long, and a wrong setting shows in any file. */
const MOST_FILES = 5;

async function filesOfSkippedRows({ store, clock, context }: SetupOptions, route: Route): Promise<string[]> {
  const now = clock();
  const { ready } = await listWaiting(store, route, now);
  const recent = (await recentNames(store, route)).slice(-MOST_FILES);
  const records = await Promise.all(recent.map((name) => findRecord(store, route.sourceFolder, name)));
  const found = ready.slice(0, MOST_FILES).map(asWaiting(route));
  const preview = await Promise.all(found.map((file) => previewFile({ store, route, context, now }, file)));
  return [
    ...recent.filter((_, index) => isAllSkipped(records[index]?.counts)),
    ...found
      .filter((_, index) => {
        const one = preview[index];
        return one?.kind === 'converted' && isAllSkipped(one.counts);
      })
      .map(({ name }) => quoteName(name)),
  ];
}

/** Senders and receivers of the feeds leave names with a dot before them alone, and so does a pass. */
const ownName = (): string => `.transformer-check-${randomBytes(4).toString('hex')}`;

/** One file goes the way of a source file: written, into the source folder, and from there to where it can end. */
async function checkSource({ store, clock }: SetupOptions, route: Route): Promise<Finding> {
  const what = `rights in ${route.sourceFolder}`;
  const name = ownName();
  const at = (...folder: string[]): string => storePath(route.sourceFolder, ...folder, name);
  const way = [
    at('error', '.tmp'),
    at(),
    at('processing'),
    at('archive'),
    at('failed'),
    at('.state', '.tmp'),
  ];
  let place = way[0] ?? '';
  try {
    await store.list(route.sourceFolder);
    await store.write(place, Buffer.from('Written by "transformer check"; you can remove it.\n'));
    const skew = await skewOf(store, storePath(route.sourceFolder, 'error', '.tmp'), name, clock);
    for (const next of way.slice(1)) {
      await store.rename(place, next);
      place = next;
    }
    await store.remove(place);
    return clockFinding(what, skew);
  } catch (error) {
    return failed(what, await cleanedUp(store, place, error));
  }
}

const MOST_SKEW_SECONDS = 60;

/** How many seconds the clock of the server is ahead. */
async function skewOf(store: FileStore, folder: string, name: string, clock: () => number): Promise<number> {
  const found = (await store.list(folder)).find((entry) => entry.name === name);
  // Servers cut the time to whole seconds, so half a second is missing on average.
  return found ? Math.round((found.modified + 500 - clock()) / 1000) : 0;
}

function clockFinding(what: string, skew: number): Finding {
  const apart = `the clocks of the server and this machine differ by ${Math.abs(skew)} seconds`;
  if (Math.abs(skew) <= MOST_SKEW_SECONDS)
    return { what, fine: true, says: `listing, writing and renaming work; ${apart}` };
  return {
    what,
    fine: false,
    says: `${apart} (the server's is ${skew > 0 ? 'ahead' : 'behind'}), so validity dates may be judged wrongly. Synchronize both with NTP.`,
  };
}

/**
 * Receivers take any file in a target folder but leave folders, so it is a folder that is moved there and back. The name
 * is always the same, as stores do not remove folders.
 */
async function checkTarget({ store }: SetupOptions, route: Route): Promise<Finding> {
  const what = `rights in ${route.targetFolder}`;
  const name = '.transformer-check';
  const [inside, outside] = [
    storePath(route.targetFolder, '.tmp', name),
    storePath(route.targetFolder, name),
  ];
  const file = storePath(route.targetFolder, '.tmp', ownName());
  try {
    await store.write(file, Buffer.alloc(0));
    await store.remove(file);
    if (await store.exists(outside)) await store.rename(outside, inside); // a check was killed half-way
    await store.makeFolder(inside);
    await store.rename(inside, outside);
    await store.rename(outside, inside);
    return { what, fine: true, says: 'writing and moving files work' };
  } catch (error) {
    return failed(what, await cleanedUp(store, file, error));
  }
}

async function cleanedUp(store: FileStore, path: string, error: unknown): Promise<unknown> {
  if (isConnectionFailure(error)) return error;
  await store.remove(path).catch(() => {}); // the first error is reported
  return error;
}

function failed(what: string, error: unknown): Finding {
  if (!(error instanceof TransformerError) || isConnectionFailure(error)) throw error;
  const advice = hasCode(error, 'PERMISSION_DENIED')
    ? ' Grant the user the rights to list, write and rename in this folder and those below it.'
    : '';
  return { what, fine: false, says: `${error.code}: ${describe(error)}${advice}` };
}
