/** Tries what a pass will need of a store, folder by folder, with a file and a folder of its own that nobody else takes. */
import { randomBytes } from 'node:crypto';
import { describe, hasCode, isConnectionFailure, TransformerError } from './errors.ts';
import type { FileStore } from './file-store.ts';
import { treeOf } from './make-tree.ts';
import type { Route } from './route.ts';
import { storePath } from './store-path.ts';

/** @property says what was found; with what to do, when it is not fine */
export type Finding = { what: string; fine: boolean; says: string };

export type SetupOptions = { store: FileStore; routes: readonly Route[]; clock: () => number };

/** @throws TransformerError CONNECTION_LOST, TIMED_OUT */
export async function checkSetup(options: SetupOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const route of options.routes) findings.push(...(await checkFeed(options, route)));
  return findings;
}

async function checkFeed(options: SetupOptions, route: Route): Promise<Finding[]> {
  const { store } = options;
  const what = `folders of ${route.feed.name}`;
  const missing: string[] = [];
  try {
    for (const folder of treeOf([route])) if (!(await store.exists(folder))) missing.push(folder);
  } catch (error) {
    return [failed(what, error)];
  }
  if (missing.length > 0) {
    const says = `missing: ${missing.join(', ')}. Make them with "transformer init" (a pass makes them too).`;
    return [{ what, fine: false, says }];
  }
  const there = { what, fine: true, says: 'all there' };
  return [there, await checkSource(options, route), await checkTarget(options, route)];
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
    await store.write(place, Buffer.from('A file of "transformer check"; remove it.\n'));
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
  const apart = `the clocks of the server and of this machine are ${Math.abs(skew)} seconds apart`;
  if (Math.abs(skew) <= MOST_SKEW_SECONDS)
    return { what, fine: true, says: `listing, writing and renaming work; ${apart}` };
  return {
    what,
    fine: false,
    says: `${apart} (the server's is ${skew > 0 ? 'ahead' : 'behind'}), so the age of files cannot be judged. Set both by NTP.`,
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
    return { what, fine: true, says: 'writing and moving out work' };
  } catch (error) {
    return failed(what, await cleanedUp(store, file, error));
  }
}

async function cleanedUp(store: FileStore, path: string, error: unknown): Promise<unknown> {
  if (isConnectionFailure(error)) return error;
  await store.remove(path).catch(() => {}); // the error that is told is the first one
  return error;
}

function failed(what: string, error: unknown): Finding {
  if (!(error instanceof TransformerError) || isConnectionFailure(error)) throw error;
  const advice = hasCode(error, 'PERMISSION_DENIED')
    ? ' Give the user the rights to list, write and rename in this folder and those below it.'
    : '';
  return { what, fine: false, says: `${error.code}: ${describe(error)}${advice}` };
}
