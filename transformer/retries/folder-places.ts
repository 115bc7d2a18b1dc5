/** What is in the folders of a feed in NetSuite, looked at in the order in which its files move on, so that none is missed. */
import { isNamedLater, timeInFileName } from '#feeds/format/file-name.ts';
import { look } from '../catch-up/store-looks.ts';
import { isSentAfter, originalName, replayedAt } from '../folders/resent-names.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { storePath } from '../store/store-path.ts';
import { type ReportedFile, reportedFiles } from './reported-files.ts';

const MOVES = ['waiting', 'processing', 'archive', 'failed'] as const;

export type Place = (typeof MOVES)[number];

/** Error files last: those of a file that was in its archive before are final. */
export type Places = {
  folder: string;
  files: Record<Place, readonly StoreEntry[]>;
  reported: ReportedFile[];
};

export const pathIn = (folder: string, place: Place, name: string): string =>
  place === 'waiting' ? storePath(folder, name) : storePath(folder, place, name);

export async function lookIntoPlaces(store: FileStore, folder: string): Promise<Places> {
  const files: Places['files'] = { waiting: [], processing: [], archive: [], failed: [] };
  for (const place of MOVES)
    files[place] = await (place === 'waiting' ? look(store, folder) : look(store, folder, place));
  return { folder, files, reported: reportedFiles(await look(store, folder, 'error')) };
}

/** Whether a file of the name, or what became of it, is anywhere, asked in the same order. */
export async function isAnywhere(store: FileStore, folder: string, name: string): Promise<boolean> {
  for (const place of MOVES) if (await store.exists(pathIn(folder, place, name))) return true;
  return store.exists(storePath(folder, 'error', `${name}.errors.csv`));
}

/** The scripts put a time before the name of what would lie beside another of its name. */
const MOVED_ASIDE = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z-/;

/**
 * The file that an error file is about, when that is beyond doubt: it is finished, and no other of its name is there.
 */
export function finishedFile({ files }: Places, name: string): StoreEntry | undefined {
  const isOther = (entry: StoreEntry): boolean => entry.name === name;
  if ([...files.waiting, ...files.processing, ...files.failed].some(isOther)) return undefined;
  const isAside = (entry: StoreEntry): boolean =>
    MOVED_ASIDE.test(entry.name) && entry.name.replace(MOVED_ASIDE, '') === name;
  if (files.archive.some(isAside)) return undefined;
  return files.archive.find(isOther);
}

/** Whether its rows were sent again by a pass: another of its chain is there, or was. */
export function isRetried({ files, reported }: Places, name: string): boolean {
  const isNext = (other: string): boolean =>
    isSentAfter(other, name) && replayedAt(other) === replayedAt(name);
  return [...MOVES.flatMap((place) => files[place]), ...reported].some((one) => isNext(one.name));
}

export type Placed = { place: Place; entry: StoreEntry };

const all = ({ files }: Places): Placed[] =>
  MOVES.flatMap((place) => files[place].map((entry) => ({ place, entry })));

/** Also one that the script has put aside, as it had applied a file of its name. */
const isOfChain = (other: string, name: string): boolean =>
  originalName(other.replace(MOVED_ASIDE, '')) === originalName(name);

/** What somebody has sent again by hand since. */
export const replaysOf = (places: Places, name: string): Placed[] =>
  all(places).filter(
    ({ entry }) => isSentAfter(entry.name, name) && replayedAt(entry.name) !== replayedAt(name),
  );

/**
 * Files of which neither the names nor the order in which they came say that they are older, and of which the scripts do not
 * know that they are newer: what they say of a line must not be undone.
 */
export function perhapsNewer(places: Places, { name, modified }: StoreEntry): Placed[] {
  return all(places).filter(
    ({ entry }) =>
      !isOfChain(entry.name, name) &&
      !isNamedLater(entry.name, name) &&
      !isNamedLater(name, entry.name) &&
      (entry.modified === 0 || modified === 0 || entry.modified >= modified),
  );
}

/** Files that may have been written since, of other rows by their names; replays are looked at anyway. */
export const othersSince = (places: Places, name: string, since: number): Placed[] =>
  all(places).filter(
    ({ entry }) => !isOfChain(entry.name, name) && (entry.modified === 0 || entry.modified >= since),
  );

/** When a file was made, as far as is known, epoch ms. */
export const madeAt = ({ name, modified }: StoreEntry): number => timeInFileName(name) ?? modified;
