/**
 * Which temporary refusals of a folder in NetSuite are due for another try, by what lies in the folder alone: nothing is noted
 * anywhere, so passes that die, or run side by side, find the same.
 */
import { look } from '../catch-up/store-looks.ts';
import { isConnectionFailure, TransformerError } from '../errors.ts';
import { retryName } from '../folders/resent-names.ts';
import { isAnywhere, lookIntoPlaces, pathIn } from './folder-places.ts';
import { pickRows } from './pick-rows.ts';
import { type ReportedFile, reportedFiles, temporaryRows } from './reported-files.ts';
import type { PlannedRetry, RetryLook } from './retry-look.ts';
import { isDue, nextTry } from './schedule.ts';

/** So many error files are read in a pass: those that are due since last, and others in turn. */
const MOST_NEWEST = 20;
const MOST_IN_TURN = 10;
const TURN_MILLISECONDS = 60_000;
const AT_ONCE = 8;

/** @property unread why of an error file it is not known whether it is to be tried again */
export type PlannedRetries = { retries: PlannedRetry[]; unread: TransformerError[] };

/** Nothing is changed. @throws what is about more than one file */
export async function planRetries(options: RetryLook): Promise<PlannedRetries> {
  const { store, folder, pauses } = options;
  const unread: TransformerError[] = [];
  if (pauses.length === 0) return { retries: [], unread };
  const files = reportedFiles(await look(store, folder, 'error'));
  const due = dueFiles(options, files, options.clock());
  const temporary = await ofEach(options, chosenAmong(due, options.clock()), unread, async (file) =>
    (await isWorthALook(options, file)) ? [file] : [],
  );
  if (temporary.length === 0) return { retries: [], unread };
  const now = (await options.storeClock())();
  const places = await lookIntoPlaces(store, folder);
  const names = new Set(temporary.map(({ name }) => name));
  const still = dueFiles(options, places.reported, now).filter(({ name }) => names.has(name));
  const retries = await ofEach(options, still, unread, async (file) => {
    const planned = await pickRows(options, places, file, now);
    if (planned === 'never') remember(options, file);
    return typeof planned === 'object' ? [planned] : [];
  });
  return { retries, unread };
}

/** Those that are due since last come first. */
function dueFiles(
  { pauses, looked, folder }: RetryLook,
  files: readonly ReportedFile[],
  now: number,
): ReportedFile[] {
  return files
    .flatMap((file) => {
      const next = file.written === 0 ? undefined : nextTry(file.name, file.written, pauses);
      const isNew = looked.get(`${folder}/${file.name}`) !== file.written;
      return next && isNew && isDue(next, now) && retryName(file.name, next.attempt)
        ? [{ file, at: next.at }]
        : [];
    })
    .sort((one, other) => other.at - one.at || (one.file.name < other.file.name ? -1 : 1))
    .map(({ file }) => file);
}

function chosenAmong(files: readonly ReportedFile[], now: number): ReportedFile[] {
  const rest = files.slice(MOST_NEWEST);
  const turn = rest.length === 0 ? 0 : (Math.floor(now / TURN_MILLISECONDS) * MOST_IN_TURN) % rest.length;
  return [...files.slice(0, MOST_NEWEST), ...[...rest.slice(turn), ...rest].slice(0, MOST_IN_TURN)].filter(
    (file, index, list) => list.indexOf(file) === index,
  );
}

async function isWorthALook(options: RetryLook, file: ReportedFile): Promise<boolean> {
  const { store, folder, pauses } = options;
  const next = nextTry(file.name, file.written, pauses);
  const name = next && retryName(file.name, next.attempt);
  const rows = await temporaryRows(store, folder, file);
  if (rows.length > 0 && !(await store.exists(pathIn(folder, 'archive', file.name)))) return false;
  const isOpen = rows.length > 0 && name !== undefined && !(await isAnywhere(store, folder, name));
  if (!isOpen) remember(options, file);
  return isOpen;
}

/** Until its error file is written anew. */
const remember = ({ looked, folder }: RetryLook, { name, written }: ReportedFile): void =>
  void looked.set(`${folder}/${name}`, written);

/** What cannot be read of one file is said, and hides no other. */
async function ofEach<Result>(
  { stop }: RetryLook,
  files: readonly ReportedFile[],
  unread: TransformerError[],
  work: (file: ReportedFile) => Promise<Result[]>,
): Promise<Result[]> {
  const found: Result[] = [];
  for (let at = 0; at < files.length && !stop.aborted; at += AT_ONCE) {
    const results = await Promise.all(
      files
        .slice(at, at + AT_ONCE)
        .map((file) => work(file).catch((error: unknown) => sayUnread(error, unread))),
    );
    found.push(...results.flat());
  }
  return found;
}

function sayUnread(error: unknown, unread: TransformerError[]): [] {
  if (!(error instanceof TransformerError) || isConnectionFailure(error)) throw error;
  if (error.code !== 'NOT_FOUND') unread.push(error); // somebody has moved it meanwhile
  return [];
}
