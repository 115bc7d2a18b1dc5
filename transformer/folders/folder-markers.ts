/**
 * Proof that the folders of a feed are the ones they were. What is gone from a folder means something only if the folder is
 * still the same one: a volume that is not mounted, a fail-over or somebody's `mv` and `mkdir` leave an empty one, or none.
 *
 * `init`, or the first pass, puts a marker into each folder: an empty folder whose name holds an id. The name is the proof,
 * so that one listing shows at once whether it is the folder, and what is in it. It is no file, as whoever clears old files
 * away would clear it away with them.
 */
import { createHash } from 'node:crypto';
import type { FeedName } from '#feeds/feed.ts';
import { TransformerError } from '../errors.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/if-there.ts';
import { folderOf, nameOf, storePath } from '../store/store-path.ts';
import { isClaimedName } from './claim.ts';
import { foldersOf, processingFolder, type Route } from './folders.ts';

/**
 * Names of the markers in the folders where prepared files wait to be published.
 * @property tree the id that all folders of a feed share
 * @property state path of the marker beside the records
 */
export type Markers = { tree: string; target: string; errors: string; state: string };

/** A marker's own id distinguishes a folder that replaced another one, with `init`, from the earlier one. */
const MARKER = /^\.folder-([0-9a-f]{16})(?:-[0-9a-f]{8})?$/;
/** The first marker of a tree and its last: in between, the making of the others can be interrupted. */
const BEGUN = /^\.folder-([0-9a-f]{16})\.begun$/;

const newId = (mark: string, place: string, length: number): string =>
  createHash('sha256').update(`${mark} ${place}`).digest('hex').slice(0, length);
const markerOf = (tree: string): string => `.folder-${tree}`;

function placesOf(route: Route) {
  const of = (...names: string[]): string => storePath(route.sourceFolder, ...names);
  return {
    state: of('.state', '.tmp'),
    errors: of('error', '.tmp'),
    target: storePath(route.targetFolder, '.tmp'),
    /** Those in which nothing waits to be published. */
    plain: [of('processing'), of('archive'), of('failed')],
  };
}

/**
 * The markers of a feed's folders, which the very first pass puts there.
 * @throws TransformerError FOLDER_CHANGED when a folder is not the one it was; nothing was changed then
 */
export const provenFolders = async (
  store: FileStore,
  route: Route,
  mark: string,
  whenReplaced: WhenReplaced,
): Promise<Markers> =>
  (await findMarkers(store, route)) ?? (await markFolders(store, route, mark, whenReplaced)).markers;

/**
 * What is to be done when the records are not those that a feed had before, while no pass can work with them yet.
 * @param claimed names of what passes have begun that knew others
 */
export type WhenReplaced = (claimed: readonly string[]) => Promise<void>;

/**
 * @returns undefined when no pass has been here yet
 * @throws TransformerError FOLDER_CHANGED
 */
export async function findMarkers(store: FileStore, route: Route): Promise<Markers | undefined> {
  const names = await namesIn(store, placesOf(route).state);
  const trees = idsIn(names ?? [], MARKER).sort();
  if (trees.length === 0) {
    await refuseStrangeFolders(store, route, names);
    return undefined;
  }
  const found = await Promise.all(trees.map((tree) => lookFor(store, route, tree)));
  const complete = found.find(({ markers }) => markers);
  if (complete) return complete.markers;
  throw folderChanged(route.feed.name, found[0]?.lacking ?? []);
}

type Found = { markers: Markers | undefined; lacking: string[] };

async function lookFor(store: FileStore, route: Route, tree: string): Promise<Found> {
  const { state, errors, target, plain } = placesOf(route);
  const own = (folder: string): Promise<string | undefined> =>
    namesIn(store, folder).then((names) => names?.find((name) => isOf(name, tree)));
  const [inErrors, inTarget, ...inPlain] = await Promise.all([
    own(errors),
    own(target),
    ...plain.map((folder) => store.exists(storePath(folder, markerOf(tree)))),
  ]);
  const lacking = [
    ...(inErrors === undefined ? [folderOf(errors)] : []),
    ...(inTarget === undefined ? [folderOf(target)] : []),
    ...plain.filter((_, index) => !inPlain[index]),
  ];
  if (inErrors === undefined || inTarget === undefined || lacking.length > 0)
    return { markers: undefined, lacking };
  const stateMarker = storePath(state, markerOf(tree));
  return { markers: { tree, errors: inErrors, target: inTarget, state: stateMarker }, lacking };
}

const isOf = (name: string, tree: string): boolean => MARKER.exec(name)?.[1] === tree;

/**
 * Takes the folders as they are, and makes what is missing: for a feed that has none, for one of an earlier version, which
 * left no markers, and for `init`.
 * @param mark what no other pass and no other `init` has
 * @returns the markers, and the folders that replace earlier ones of the feed
 */
export async function markFolders(
  store: FileStore,
  route: Route,
  mark: string,
  whenReplaced: WhenReplaced,
): Promise<{ markers: Markers; takenOver: string[] }> {
  await Promise.all(foldersOf(route).map((folder) => store.makeFolder(folder)));
  const { state, errors, target, plain } = placesOf(route);
  const names = (await namesIn(store, state)) ?? [];
  const [known] = idsIn(names, MARKER).sort();
  const inTarget = (await namesIn(store, target)) ?? [];
  const isStateNew = known === undefined && (await isMarkedByOthers(store, route, inTarget));
  const tree = known ?? idsIn(names, BEGUN).sort()[0] ?? newId(mark, route.sourceFolder, 16);
  const put = async (folder: string, name: string): Promise<boolean> =>
    putMarker(store, storePath(folder, name));
  await put(state, `${markerOf(tree)}.begun`);
  const markAnew = async (folder: string): Promise<boolean> => {
    const isMarked = (await namesIn(store, folder))?.some((name) => isOf(name, tree));
    return !isMarked && put(folder, `${markerOf(tree)}-${newId(mark, folder, 8)}`);
  };
  await whenReplaced(await claimsOfOthers(store, route));
  const marked = await Promise.all([
    ...plain.map(async (folder) => ({ folder, isNew: await put(folder, markerOf(tree)) })),
    ...[errors, target].map(async (folder) => ({ folder: folderOf(folder), isNew: await markAnew(folder) })),
  ]);
  const taken = marked.filter(({ isNew }) => isNew).map(({ folder }) => folder);
  // The last one: where it stands, all the others do.
  if (await put(state, markerOf(tree))) taken.push(folderOf(state));
  const { markers, lacking } = await lookFor(store, route, tree);
  const takenOver = known !== undefined ? taken : isStateNew ? [folderOf(state)] : [];
  if (markers) return { markers, takenOver };
  throw folderChanged(route.feed.name, lacking);
}

/**
 * What lies in `processing/` since records counted that were others than these. None, when its folder has no marker, as in
 * an earlier version, or one of these records: then whoever has put it there has seen to the claims of others before.
 */
async function claimsOfOthers(store: FileStore, route: Route): Promise<string[]> {
  const inProcessing = (await namesIn(store, processingFolder(route))) ?? [];
  const inState = (await namesIn(store, placesOf(route).state)) ?? []; // later, so that it shows who has claimed what was listed
  const own = new Set([MARKER, BEGUN].flatMap((pattern) => idsIn(inState, pattern)));
  const trees = idsIn(inProcessing, MARKER);
  return trees.length === 0 || trees.some((tree) => own.has(tree)) ? [] : inProcessing.filter(isClaimedName);
}

/**
 * No markers beside the records: so it is before the first pass, and with folders of an earlier version, which must all be
 * there. But if others have markers, or hold what a pass had begun, it is the records that are away.
 * @param names what stands beside the records; undefined when the folder is not there
 */
async function refuseStrangeFolders(
  store: FileStore,
  route: Route,
  names: string[] | undefined,
): Promise<void> {
  if (names && idsIn(names, BEGUN).length > 0) return; // a first pass was interrupted
  const { state, errors, target, plain } = placesOf(route);
  const others = [errors, target, ...plain];
  const listings = await Promise.all(others.map((folder) => namesIn(store, folder)));
  const areMarked = await isMarkedByOthers(
    store,
    route,
    listings.flatMap((inFolder) => inFolder ?? []),
  );
  const hasClaims = listings.some((inFolder) => inFolder?.some(isClaimedName));
  const areAway = areMarked || (!names && hasClaims);
  // Another pass may be the first one at this very moment.
  if (areAway && (await namesIn(store, state))?.some((name) => name.startsWith('.folder-'))) return;
  if (areAway) throw folderChanged(route.feed.name, [folderOf(state)]);
  const missing = others.filter((_, index) => listings[index] === undefined);
  if (missing.length > 0 && (await hasRecords(store, folderOf(state))))
    throw folderChanged(route.feed.name, missing);
}

/**
 * Whether there is a marker that belongs to none of the feed's other source folders, which share the target folder. A pass
 * that marks one of these begins beside its records, so whoever looks there after the target finds whose marker it is.
 */
async function isMarkedByOthers(
  store: FileStore,
  { siblings }: Route,
  names: readonly string[],
): Promise<boolean> {
  const trees = idsIn(names, MARKER);
  if (trees.length === 0) return false;
  const listings = await Promise.all(
    siblings.map((folder) => namesIn(store, storePath(folder, '.state', '.tmp'))),
  );
  const known = [MARKER, BEGUN].flatMap((pattern) =>
    listings.flatMap((inFolder) => idsIn(inFolder ?? [], pattern)),
  );
  return trees.some((tree) => !known.includes(tree));
}

const hasRecords = async (store: FileStore, folder: string): Promise<boolean> =>
  (await namesIn(store, folder))?.some((name) => name.endsWith('.json')) === true;

/** @returns whether it was put there now */
async function putMarker(store: FileStore, path: string): Promise<boolean> {
  if (await store.exists(path)) return false;
  await store.makeFolder(path);
  return true;
}

/** @returns undefined when the folder is not there */
const namesIn = async (store: FileStore, folder: string): Promise<string[] | undefined> =>
  (await undefinedIfNotFound(() => store.list(folder)))?.map(({ name }) => name);

const idsIn = (names: readonly string[], pattern: RegExp): string[] =>
  names.flatMap((name) => pattern.exec(name)?.[1] ?? []);

/** What one look at a folder proves about a file in it. */
export type Presence = 'there' | 'gone' | 'another folder';

/**
 * Looks into the folder once, so that it cannot be another one by the time the file is looked for.
 * @param marker its marker; any marker will do for a file that was prepared before there were any
 */
export async function presenceOf(
  store: FileStore,
  path: string,
  marker: string | undefined,
): Promise<Presence> {
  const entries: StoreEntry[] | undefined = await undefinedIfNotFound(() => store.list(folderOf(path)));
  const names = entries?.map(({ name }) => name) ?? [];
  if (names.includes(nameOf(path))) return 'there';
  const isProven = marker === undefined ? names.some((name) => MARKER.test(name)) : names.includes(marker);
  return isProven ? 'gone' : 'another folder';
}

/** Whether a file that a pass has claimed is in `processing/` no more, and the folder is the one it was claimed into. */
export const hasLeftProcessing = async (
  store: FileStore,
  path: string,
  { tree }: Markers,
): Promise<boolean> => (await presenceOf(store, path, markerOf(tree))) === 'gone';

/** @throws TransformerError FOLDER_CHANGED when the records are not those they were */
export async function refuseOtherRecords(store: FileStore, route: Route, { state }: Markers): Promise<void> {
  if (!(await store.exists(state)))
    throw folderChanged(route.feed.name, [storePath(route.sourceFolder, '.state')]);
}

export function folderChanged(feed: FeedName, folders: readonly string[]): TransformerError {
  const which = folders.join(', ');
  const [are, them] = folders.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return new TransformerError(
    'FOLDER_CHANGED',
    `${which} ${are} not the same as before for ${feed}: not mounted, moved away, or created again. Nothing was changed. Restore ${them}; if what is there now is right, adopt it with "transformer init".`,
  );
}
