/**
 * Whether a feed's folder is the one it was. A folder that is not mounted, was swapped or made anew looks like one in which
 * nothing waits, and what is written into it is lost when the other comes back.
 */
import * as record from 'N/record';
import * as search from 'N/search';
import type * as sftp from 'N/sftp';
import { shortHash } from '#feeds/format/file-name.ts';
import { failure, isNamed } from '../netsuite/failure.ts';
import { feedFile as ids } from '../netsuite/ids.ts';
import { deploymentId } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import { type LedgerName, ledgerKey } from './ledger.ts';

/** What lies at a path; undefined when there is no such folder. 10 units. */
export type ListFolder = (path: string) => readonly { name: string }[] | undefined;

/** The folders that a feed's folder holds from its first run on. */
export const OWN_FOLDERS = ['processing', 'archive', 'failed', 'error', '.tmp'];

/** An empty folder in `.tmp`, as no program takes folders for feed files. */
const MARKER = /^netsuite-folder-[0-9a-f]{16}$/;

/** Name of the ledger's entry of a folder; no file can have it, as it has a slash. */
const entryName = (path: string): string => `(folder)/${path}`;

/** The marker that the ledger has of a folder; undefined before it is used for the first time. 10 units. */
export function notedMarker(feed: LedgerName, path: string): string | undefined {
  const [found] = search
    .create({
      type: ids.type,
      filters: [['externalid', 'anyof', [ledgerKey(feed, entryName(path))]]],
      columns: [ids.message],
    })
    .run()
    .getRange({ start: 0, end: 1 });
  return found && textOf(found.getValue(ids.message));
}

/**
 * Marks a folder and notes its marker; one that is there already stays. 24 units.
 * @returns the marker, which is another's when another run was faster
 */
export function markFolder(
  connection: sftp.Connection,
  feed: LedgerName,
  path: string,
  list: ListFolder,
): string {
  const present = list(`${path}/.tmp`)?.find(({ name }) => MARKER.test(name))?.name;
  const marker = present ?? newMarker(path);
  if (!present) connection.makeDirectory({ path: `${path}/.tmp/${marker}` });
  if (noteMarker(feed, path, marker)) return marker;
  return notedMarker(feed, path) ?? marker;
}

/** No two folders are marked by one deployment at one moment. */
function newMarker(path: string): string {
  const made = `${Date.now()} ${deploymentId()} ${path}`;
  return `netsuite-folder-${shortHash(made)}${shortHash([...made].reverse().join(''))}`;
}

/** The external id lets one of several runs through. */
function noteMarker(feed: LedgerName, path: string, marker: string): boolean {
  const entry = record.create({ type: ids.type });
  entry.setValue({ fieldId: 'externalid', value: ledgerKey(feed, entryName(path)) });
  const values = {
    [ids.feed]: feed,
    [ids.file]: entryName(path),
    [ids.status]: 'Idle',
    [ids.message]: marker,
  };
  for (const [fieldId, value] of Object.entries(values)) entry.setValue({ fieldId, value });
  try {
    entry.save();
    return true;
  } catch (thrown) {
    if (isNamed(thrown, 'DUP_RCRD')) return false;
    throw thrown;
  }
}

/**
 * 10 units, and 10 more to look for the feed's own folders.
 * @returns what was looked at in the folder
 * @throws FOLDER_CHANGED
 */
export function assertSameFolder(
  path: string,
  marker: string,
  list: ListFolder,
  ownFolders = false,
): readonly string[] {
  const own = ownFolders ? list(path)?.map(({ name }) => name) : OWN_FOLDERS;
  // A hidden folder may exist although a listing does not show it: a listing of its content will show.
  const missing = OWN_FOLDERS.filter((name) => name !== '.tmp' && !own?.includes(name));
  const marked = list(`${path}/.tmp`)?.some(({ name }) => name === marker) ?? false;
  if (own && marked && missing.length === 0) return own;
  const lacks = [...missing, ...(marked ? [] : [`.tmp/${marker}`])].map((name) => `${path}/${name}`);
  throw failure(
    'FOLDER_CHANGED',
    `The folder ${path} on the SFTP server is not as this feed left it: ${lacks.join(', ')} ${lacks.length === 1 ? 'is' : 'are'} missing. Another folder may have been mounted or put there. Nothing was taken from it. Restore the folder, or what was removed from it; if the present one is right, delete the HC Feed File record ${entryName(path)}, and the next run begins in it.`,
  );
}
