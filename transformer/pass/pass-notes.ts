/**
 * What the passes of the last two days did, noted in the store, where everybody sees it whichever machine they run on. Nothing is
 * decided by these notes: one that is lost leaves a gap in what is shown.
 */
import { z } from 'zod';
import { skippedRows } from '#feeds/rows/counts.ts';
import { TransformerError } from '../errors.ts';
import { type Claim, claimMark, parseMark } from '../folders/claim.ts';
import type { Route } from '../folders/folders.ts';
import { type PassError, type PassReport, passingProblem, problemOf } from '../report/pass-report.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { readIfThere, removeIfThere, undefinedIfNotFound } from '../store/if-there.ts';
import { storePath } from '../store/store-path.ts';
import type { Pass } from './pass-options.ts';

const noteSchema = z.object({
  passId: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  exitCode: z.number(),
  problem: z.string().nullable(),
  feeds: z.array(
    z.object({
      feed: z.string(),
      files: z.number(),
      applied: z.number(),
      rejected: z.number(),
      skipped: z.number(),
      failed: z.number(),
      left: z.number(),
      problems: z.array(z.string()),
    }),
  ),
});

/** @property problem why it broke off; @property feeds those that it came to, with what could not be finished of each */
export type PassNote = z.infer<typeof noteSchema>;

const KEPT_MILLISECONDS = 48 * 3_600_000;

const folderOfNotes = ({ sourceFolder }: Route): string => storePath(sourceFolder, '.state', '.tmp');

/** One that found nothing to do gives way to the next, so that a folder never holds many. */
const noteName = (ended: Claim, didSomething: boolean): string =>
  `.pass-${claimMark(ended)}.${didSomething ? 'did' : 'idle'}.json`;

/** In a folder that was proven to be the one it was, if there is one. What cannot be noted is told, and changes nothing else. */
export async function notePass(
  pass: Pass,
  routes: readonly Route[],
  report: PassReport,
  ended: { exitCode: number; problem: PassError | undefined },
): Promise<void> {
  const route = routes.find((one) => pass.listed.has(folderOfNotes(one)));
  if (!route) return;
  try {
    await undefinedIfNotFound(() => writeNote(pass, route, noteOf(pass, report, ended)));
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    pass.onEvent({ event: 'pass not noted', problem: problemOf(error) });
  }
}

async function writeNote(pass: Pass, route: Route, note: PassNote): Promise<void> {
  const { store, passId, listed } = pass;
  const folder = folderOfNotes(route);
  const own = { at: Date.parse(note.endedAt), passId };
  const before = notesAmong(listed.get(folder) ?? []);
  const idle = before.filter(({ isIdle }) => isIdle).map(({ name }) => name);
  const path = storePath(folder, noteName(own, didSomething(note)));
  // The note of a pass that found nothing says no more than its name does.
  if (!didSomething(note) && idle[0] !== undefined)
    await renameIfThere(store, storePath(folder, idle.shift() ?? ''), path);
  else await store.write(path, Buffer.from(JSON.stringify(note)));
  const old = before.filter(({ ended, isIdle }) => !isIdle && own.at - ended.at > KEPT_MILLISECONDS);
  await Promise.all(
    [...idle, ...old.map(({ name }) => name)].map((name) => removeIfThere(store, storePath(folder, name))),
  );
}

/** Another pass may have done it. */
async function renameIfThere(store: FileStore, from: string, to: string): Promise<void> {
  await undefinedIfNotFound(() => store.rename(from, to, { isFree: true }));
}

const didSomething = ({ exitCode, feeds }: PassNote): boolean =>
  exitCode !== 0 || feeds.some(({ files }) => files > 0);

const noteOf = (
  { passId }: Pass,
  { startedAt, endedAt, feeds }: PassReport,
  { exitCode, problem }: { exitCode: number; problem: PassError | undefined },
): PassNote => ({
  passId,
  startedAt,
  endedAt,
  exitCode,
  problem: problem ? `${problem.code}: ${problem.message}` : null,
  feeds: feeds.map((feed) => ({
    feed: feed.feed,
    files: feed.files,
    applied: feed.applied,
    rejected: feed.rejected,
    skipped: skippedRows(feed),
    failed: feed.failedFiles.length,
    left: feed.leftFiles.length,
    problems: feed.interruptions.map(({ code, message }) => `${code}: ${message}`),
  })),
});

type Noted = { name: string; ended: Claim; isIdle: boolean };

const listIfThere = async (store: FileStore, folder: string): Promise<readonly StoreEntry[]> =>
  (await undefinedIfNotFound(() => store.list(folder))) ?? [];

const notesAmong = (entries: readonly StoreEntry[]): Noted[] =>
  entries.flatMap(({ name }) => {
    const [, mark = '', kind] = /^\.pass-(.+)\.(did|idle)\.json$/.exec(name) ?? [];
    const ended = parseMark(mark);
    return ended ? [{ name, ended, isIdle: kind === 'idle' }] : [];
  });

/** Of the passes over these routes, the last one first. */
export async function recentPasses(store: FileStore, routes: readonly Route[]): Promise<PassNote[]> {
  const folders = [...new Set(routes.map(folderOfNotes))];
  const found = await Promise.all(folders.map((folder) => passesIn(store, folder)));
  return found.flat().sort((one, other) => (one.endedAt > other.endedAt ? -1 : 1));
}

/** A folder that may not be read is told of by whoever looks at its feed. */
async function passesIn(store: FileStore, folder: string): Promise<PassNote[]> {
  try {
    return await readNotes(store, folder);
  } catch (error) {
    passingProblem(error);
    return [];
  }
}

async function readNotes(store: FileStore, folder: string): Promise<PassNote[]> {
  const notes = notesAmong(await listIfThere(store, folder));
  const texts = await Promise.all(notes.map(({ name }) => readIfThere(store, storePath(folder, name))));
  return notes.flatMap(({ ended }, at) => {
    const note = parsedNote(texts[at]);
    return note ? [{ ...note, passId: ended.passId, endedAt: new Date(ended.at).toISOString() }] : [];
  });
}

/** What a pass that died has left of a note says nothing. */
function parsedNote(bytes: Uint8Array | undefined): PassNote | undefined {
  try {
    return noteSchema.parse(JSON.parse(Buffer.from(bytes ?? '').toString()));
  } catch {
    return undefined;
  }
}
