/**
 * A feed's folder as scripts see it: waiting, processing, archive, failed, error and outcome.
 * Source: docs/architecture.md#the-life-of-a-file.
 */
import * as file from 'N/file';
import * as log from 'N/log';
import * as sftp from 'N/sftp';
import { isSafeFileName, timeInFileName } from '#feeds/format/file-name.ts';
import type { OutcomeRow } from '#feeds/rows/outcome-file.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import { asFailure, failure, isMissingFolder, isNamed } from '../netsuite/failure.ts';
import { utf8Length } from '../netsuite/text-size.ts';
import { assertSameFolder, type ListFolder, markFolder, notedMarker, OWN_FOLDERS } from './folder-marker.ts';
import type { LedgerName } from './ledger.ts';
import { type ReportsFolder, writeErrorFiles, writeOutcomeFiles } from './report-files.ts';

/** `size` and `modified` (epoch ms) are undefined when the server or NetSuite does not say them as documented. */
export type FoundFile = { name: string; size: number | undefined; modified: number | undefined };

export type Place = 'waiting' | 'processing' | 'archive' | 'failed';

export type FeedFolder = {
  path: string;
  /** Files at a place, or those that are being written, oldest first. 10 units. */
  list(place: Place | '.tmp'): FoundFile[];
  /** Whether this run got the file: whoever's move succeeds owns it. 10 units. */
  move(name: string, from: Place, to: Place, newName?: string): boolean;
  /** The text of a file, in processing unless said otherwise. 100 units. @throws when it is larger than NetSuite reads */
  read(name: string, place?: Place): string;
  /**
   * Writes `error/<name>.errors.csv`, over an earlier one of the same file; what does not fit in one goes into
   * `<name>.errors-2.csv` and so on. What an earlier run has written of the file and is not so any more goes away, unless that
   * is why a file of this name is in failed. 100 units each, and 30. @returns their names
   * @throws FOLDER_CHANGED, ERROR_FILE_MISSING: what is in an error file that is lost would be nowhere
   */
  writeErrors(name: string, rejects: readonly Reject[]): string[];
  /**
   * Writes `outcome/<name>.outcome.csv`, over an earlier one of the same file, in parts as above; without rows what an earlier
   * run has written goes away. 100 units each, and 20; 10 more where the folder is still to be made.
   * @throws FOLDER_CHANGED, OUTCOME_FILE_MISSING
   */
  writeOutcomes(name: string, rows: readonly OutcomeRow[]): void;
  /**
   * Publishes a file that appears whole. 120 units.
   * @returns false when one of its name is there already, or was taken by the receiver meanwhile
   * @throws NOT_PUBLISHED when it is not seen to be there, and FOLDER_CHANGED
   */
  publish(name: string, text: string): boolean;
  /** Takes away what this script has written and nobody needs; it may be gone already. 10 units. */
  remove(name: string, place: 'waiting' | '.tmp'): void;
  /** Whether a published file is there, or where the receiver has put it. 40 units at the most. */
  holds(name: string): boolean;
  /** What is not in it is concluded from only when it is the feed's own. 10 units. @throws FOLDER_CHANGED */
  assertSame(): void;
};

/**
 * Opens a folder: the first time makes what is missing of it and marks it, later sees that it is the same. 30 units; the
 * first time 60, and 10 for each folder made.
 * @throws FOLDER_CHANGED
 */
export function openFeedFolder(connection: sftp.Connection, feed: LedgerName, folder: string): FeedFolder {
  const path = trimmed(folder);
  const look: ListFolder = (at) => entriesIn(connection, at);
  const noted = notedMarker(feed, path);
  if (noted === undefined) makeMissingFolders(connection, path);
  const marker = noted ?? markFolder(connection, feed, path, look);
  const present = assertSameFolder(path, marker, look, true);
  const reports: ReportsFolder = {
    path,
    look: (at) => look(at)?.map(({ name }) => name),
    makeFolder: (at) => makeFolder(connection, at),
    upload: (at, name, text) => upload(connection, at, name, text),
    remove: (at) => removeLeftover(connection, at),
    assertSame: () => void assertSameFolder(path, marker, look),
  };
  let hasOutcomes = present.includes('outcome');
  return {
    path,
    assertSame: reports.assertSame,
    holds: (name) => isPublished(path, name, look),
    list: (place) => listFiles(connection, pathOf(path, place)),
    move: (name, from, to, newName = name) =>
      moveFile(connection, `${pathOf(path, from)}/${name}`, `${pathOf(path, to)}/${newName}`),
    read: (name, place = 'processing') => readFile(connection, pathOf(path, place), name),
    writeErrors: (name, rejects) => writeErrorFiles(reports, name, rejects),
    writeOutcomes: (name, rows) => {
      writeOutcomeFiles(reports, name, rows, hasOutcomes);
      hasOutcomes = true;
    },
    remove: (name, place) => removeLeftover(connection, `${pathOf(path, place)}/${name}`),
    publish: (name, text) => {
      upload(connection, `${path}/.tmp`, name, text);
      const published = moveFile(connection, `${path}/.tmp/${name}`, `${path}/${name}`);
      if (!published && !isPublished(path, name, look)) throw notPublished(path, name);
      assertSameFolder(path, marker, look);
      if (!published) removeLeftover(connection, `${path}/.tmp/${name}`);
      return published;
    },
  };
}

/** An administrator may have written it with slashes around it; it is below the directory of the connection either way. */
export const trimmed = (folder: string): string => folder.replace(/^\/+|\/+$/g, '');

/** A refused move says that something is there, or that a folder is not: only what is seen counts. */
const notPublished = (path: string, name: string): Error =>
  failure(
    'NOT_PUBLISHED',
    `The server refused to move ${name} from ${path}/.tmp to ${path}, although no file of that name is there. The next run tries again.`,
  );

/** The transformer puts the time and its claim before the name of what it has taken. */
const isPublished = (path: string, name: string, look: ListFolder): boolean =>
  (['waiting', 'processing', 'archive', 'failed'] as const).some((place) =>
    look(pathOf(path, place))?.some((found) => found.name === name || found.name.endsWith(`~${name}`)),
  );

export const pathOf = (path: string, place: Place | '.tmp'): string =>
  place === 'waiting' ? path : `${path}/${place}`;

type Listed = { directory: boolean; name: string; size: unknown; lastModified: unknown };

const list = (connection: sftp.Connection, path: string): Listed[] =>
  connection.list({ path, sort: sftp.Sort.DATE });

export function listFiles(connection: sftp.Connection, path: string): FoundFile[] {
  const files = list(connection, path).filter(({ directory }) => !directory);
  const safe = files.filter(({ name }) => canBeTaken(name));
  const unsafe = files.filter(({ name }) => !canBeTaken(name));
  if (unsafe.length > 0)
    log.error({
      title: 'Files with unsafe names ignored',
      details: { path, names: unsafe.map(({ name }) => name) },
    });
  return safe
    .filter(({ name }) => !name.startsWith('.'))
    .map(({ name, size, lastModified }) => ({
      name,
      size: asNumber(size),
      modified: asTime(lastModified),
    }))
    .sort(byAge);
}

/** N/sftp would read `?` and `*` in a path as patterns (help section_4617004932); `(lock)`, once `(turn)`, is an entry of the ledger. */
const canBeTaken = (name: string): boolean =>
  isSafeFileName(name) && !/[?*]|^\((?:lock|turn)\)$/i.test(name) && utf8Length(name) <= LONGEST_NAME;

/** File systems take 255 bytes, of which the name of an error file and a time before it need some. */
const LONGEST_NAME = 200;

/**
 * Oldest first. The transformer names a file for the time of the one it was made from, to the millisecond; a server's
 * dates are of whole seconds, and show when a file was written, not what it says.
 */
const byAge = (one: FoundFile, other: FoundFile): number =>
  madeAt(one) - madeAt(other) || (one.name < other.name ? -1 : 1);

const madeAt = ({ name, modified }: FoundFile): number => timeInFileName(name) ?? modified ?? 0;

/** The types of `size` and `lastModified` are not documented. */
const asNumber = (value: unknown): number | undefined =>
  Number.isFinite(Number(value ?? Number.NaN)) ? Number(value) : undefined;

function asTime(value: unknown): number | undefined {
  const time = value instanceof Date ? value.getTime() : Date.parse(String(value));
  return Number.isNaN(time) ? undefined : time;
}

/** What a listing shows is not asked for again; a hidden `.tmp` may be there although it is not shown. */
function makeMissingFolders(connection: sftp.Connection, path: string): void {
  const present = entriesIn(connection, path)?.map(({ name }) => name) ?? makeAll(connection, path);
  for (const name of OWN_FOLDERS) {
    if (!present.includes(name)) makeFolder(connection, `${path}/${name}`);
  }
}

function entriesIn(connection: sftp.Connection, path: string): Listed[] | undefined {
  try {
    return list(connection, path);
  } catch (thrown) {
    if (!isMissingFolder(thrown)) throw thrown;
    return undefined;
  }
}

function makeAll(connection: sftp.Connection, path: string): string[] {
  const parts = path.split('/');
  parts.forEach((_, index) => {
    makeFolder(connection, parts.slice(0, index + 1).join('/'));
  });
  return [];
}

/** What `makeDirectory` does where the folder exists is not documented: if it can be listed, it is there. */
function makeFolder(connection: sftp.Connection, path: string): void {
  try {
    connection.makeDirectory({ path });
  } catch (thrown) {
    if (entriesIn(connection, path) === undefined) throw thrown;
  }
}

/** FTP_INVALID_MOVE says that the source is gone or the target is there: in both cases the file is somebody else's. */
function moveFile(connection: sftp.Connection, from: string, to: string): boolean {
  try {
    connection.move({ from, to });
    return true;
  } catch (thrown) {
    if (!isNamed(thrown, 'FTP_INVALID_MOVE', 'FTP_NO_SUCH_FILE_OR_DIRECTORY')) throw thrown;
    log.audit({ title: 'Move refused', details: { from, to, reason: asFailure(thrown).message } });
    return false;
  }
}

/** What could not be published because it is there already would lie there permanently. */
function removeLeftover(connection: sftp.Connection, path: string): void {
  try {
    connection.removeFile({ path });
  } catch (thrown) {
    if (!isNamed(thrown, 'FTP_NO_SUCH_FILE_OR_DIRECTORY')) throw thrown;
  }
}

/** A file is not at a place, or not for this script to read. */
export const NOT_READABLE: readonly string[] = [
  'FTP_NO_SUCH_FILE_OR_DIRECTORY',
  'FTP_PERMISSION_DENIED',
  'FTP_MAXIMUM_FILE_SIZE_EXCEEDED',
  'SSS_FILE_CONTENT_SIZE_EXCEEDED',
];

export function readFile(connection: sftp.Connection, directory: string, filename: string): string {
  try {
    return connection.download({ directory, filename }).getContents();
  } catch (thrown) {
    if (!isNamed(thrown, 'FTP_PERMISSION_DENIED')) throw thrown;
    const { name, message } = asFailure(thrown);
    throw failure(
      name,
      `The server does not allow this file to be read (${message}). Correct its permissions and put it back.`,
    );
  }
}

function upload(connection: sftp.Connection, directory: string, filename: string, contents: string): void {
  connection.upload({
    directory,
    filename,
    // What files are written in otherwise is not documented (help section_4223861820).
    file: file.create({
      name: filename,
      fileType: file.Type.PLAINTEXT,
      contents,
      encoding: file.Encoding.UTF_8,
    }),
    replaceExisting: true,
  });
}
