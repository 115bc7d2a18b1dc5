/**
 * Files that were taken lately, looked at again: no server reports that a file is still open, so a sender may go on writing
 * after its file was delivered. What comes then was not delivered, and a person must know.
 */
import { z } from 'zod';
import { formatRejects, wholeRow } from '#feeds/rows/reject.ts';
import { hasCode, TransformerError } from '../errors.ts';
import { findRecord } from '../file/delivery-record.ts';
import { type Claim, claimMark, parseMark } from '../folders/claim.ts';
import { archivePath, errorFilePath, type Route, shownName } from '../folders/folders.ts';
import { type FeedReport, problemOf } from '../report/pass-report.ts';
import { writeUnlessOther } from '../store/atomic-write.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { hashIfThere, readIfThere, removeIfThere, undefinedIfNotFound } from '../store/if-there.ts';
import { quoteName, storePath } from '../store/store-path.ts';
import type { Pass } from './pass-options.ts';
import type { Found } from './plan-feed.ts';
import { emitOf } from './progress-events.ts';

const listSchema = z.array(z.object({ name: z.string(), size: z.number(), modified: z.number() }));
type Taken = z.infer<typeof listSchema>[number];

/** How long after they were taken the files of a list are looked at, each time by the first pass from then on. */
const LOOKS_AFTER_MINUTES = [0, 10, 60];

const folderOfLists = ({ sourceFolder }: Route): string => storePath(sourceFolder, '.state', '.tmp');
const listName = (claim: Claim, looks: number): string => `.taken-${claimMark(claim)}.${looks}.json`;

/** Notes what a pass is about to take, as the files are now; before any is taken, so that no crash leaves one out. */
export async function noteTaken(
  { store, passId }: Pass,
  route: Route,
  files: readonly Found[],
  now: number,
): Promise<void> {
  const list: Taken[] = files.map(({ name, entry: { size, modified } }) => ({ name, size, modified }));
  const path = storePath(folderOfLists(route), listName({ at: now, passId }, 0));
  await store.write(path, Buffer.from(JSON.stringify(list)));
}

/** @property isBusy whether a file of the name is in `processing/`, so that what is in `archive/` may be another */
export type Surroundings = { now: number; isBusy: (name: string) => boolean };

/** Reports what has changed in `archive/` since it was taken. */
export async function lookAtTaken(
  pass: Pass,
  route: Route,
  report: FeedReport,
  { now, isBusy }: Surroundings,
): Promise<void> {
  const entries = (await undefinedIfNotFound(() => pass.store.list(folderOfLists(route)))) ?? [];
  pass.listed.set(folderOfLists(route), entries);
  for (const list of entries.flatMap((entry) => parseList(entry) ?? [])) {
    const age = Math.abs(now - list.claim.at);
    if (age >= minutes(list.looks)) await lookAtList(pass, route, report, { ...list, age, isBusy });
  }
}

/** Names of files that passes of the last hour have taken, or meant to. */
export async function recentNames(store: FileStore, route: Route): Promise<string[]> {
  const entries = (await undefinedIfNotFound(() => store.list(folderOfLists(route)))) ?? [];
  const lists = entries.flatMap((entry) => parseList(entry) ?? []);
  const paths = lists.map(({ name }) => storePath(folderOfLists(route), name));
  const taken = await Promise.all(paths.map(async (path) => parseTaken(await readIfThere(store, path))));
  return taken.flat().map(({ name }) => name);
}

type List = { name: string; claim: Claim; looks: number };

function parseList({ name }: StoreEntry): List | undefined {
  const [, mark = '', looks = ''] = /^\.taken-(.+)\.(\d)\.json$/.exec(name) ?? [];
  const claim = parseMark(mark);
  return claim && { name, claim, looks: Number(looks) };
}

const minutes = (looks: number): number => (LOOKS_AFTER_MINUTES[looks] ?? 0) * 60_000;

async function lookAtList(
  pass: Pass,
  route: Route,
  report: FeedReport,
  { age, isBusy, ...list }: List & { age: number; isBusy: Surroundings['isBusy'] },
): Promise<void> {
  const { store } = pass;
  const path = storePath(folderOfLists(route), list.name);
  const taken = parseTaken(await readIfThere(store, path));
  const found = await Promise.all(taken.map((one) => lookAt(store, route, one, isBusy(one.name))));
  for (const { name } of found.filter(({ state }) => state === 'other'))
    await reportIfChanged(pass, route, report, name, list.claim);
  const isEarly = found.some(({ state }) => state === 'not there') && age < minutes(1);
  if (isEarly) return; // another pass may still be working on them
  if (list.looks + 1 >= LOOKS_AFTER_MINUTES.length) return removeIfThere(store, path);
  await moveOn(store, path, storePath(folderOfLists(route), listName(list.claim, list.looks + 1)));
}

/** Where both names stand, a rename that a server does by link and remove was broken off half-way, or another pass did it. */
async function moveOn(store: FileStore, path: string, next: string): Promise<void> {
  try {
    await undefinedIfNotFound(() => store.rename(path, next));
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS')) throw error;
    await removeIfThere(store, path);
  }
}

/** What a pass that died has left of a list says nothing. */
function parseTaken(bytes: Uint8Array | undefined): Taken[] {
  try {
    return listSchema.parse(JSON.parse(Buffer.from(bytes ?? '[]').toString()));
  } catch {
    return [];
  }
}

async function lookAt(
  store: FileStore,
  route: Route,
  { name, size, modified }: Taken,
  isBusy: boolean,
): Promise<{ name: string; state: 'as it was' | 'other' | 'not there' }> {
  const entry = isBusy ? undefined : await store.look(archivePath(route, name));
  if (!entry) return { name, state: 'not there' };
  return { name, state: entry.size === size && entry.modified === modified ? 'as it was' : 'other' };
}

/** Only its content counts: servers can say of one file different things. */
async function reportIfChanged(
  pass: Pass,
  route: Route,
  report: FeedReport,
  name: string,
  claim: Claim,
): Promise<void> {
  const { store } = pass;
  const record = await findRecord(store, route.sourceFolder, name);
  const sha256 = await hashIfThere(store, archivePath(route, name));
  if (!record || sha256 === undefined || sha256 === record.source.sha256) return;
  const problem = problemOf(changedAfterTaken(name));
  const reject = { row: 0, field: wholeRow, ...problem, orderId: '', orderItemSeqId: '' };
  const errorFile = errorFilePath(route, `${name}.changed`);
  await writeUnlessOther(store, errorFile, Buffer.from(formatRejects(name, [reject])), claimMark(claim));
  report.changedFiles.push(shownName(route, name));
  emitOf(pass, route)({ event: 'file changed', feed: report.feed, file: name, errorFile, problem });
}

const changedAfterTaken = (name: string): TransformerError =>
  new TransformerError(
    'CHANGED_AFTER_TAKEN',
    `${quoteName(`archive/${name}`)} differs from what was delivered: its sender continued writing after the file was taken. Have the later rows sent again in a file with a new name, and have the sender move complete files into the folder.`,
  );
