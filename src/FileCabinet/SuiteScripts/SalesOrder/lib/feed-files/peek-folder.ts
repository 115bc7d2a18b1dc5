/** A feed's folder for a run that changes nothing: it is not made, not marked, and nothing in it is moved. */
import type * as sftp from 'N/sftp';
import { isMissingFolder } from '../netsuite/failure.ts';
import { type FeedFolder, listFiles, pathOf, readFile, trimmed } from './feed-folder.ts';

/** What of a folder can be looked at. Its listings are empty where there is no folder. */
export type ReadableFolder = Pick<FeedFolder, 'path' | 'list' | 'read'>;

/** @property exists false before the first run has made it */
export type PeekedFolder = ReadableFolder & { exists: boolean };

/** 10 units. */
export function peekFolder(connection: sftp.Connection, folder: string): PeekedFolder {
  const path = trimmed(folder);
  const list: ReadableFolder['list'] = (place) =>
    orNothing(() => listFiles(connection, pathOf(path, place))) ?? [];
  return {
    path,
    exists: orNothing(() => listFiles(connection, path)) !== undefined,
    list,
    read: (name, at = 'processing') => readFile(connection, pathOf(path, at), name),
  };
}

function orNothing<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch (thrown) {
    if (!isMissingFolder(thrown)) throw thrown;
    return undefined;
  }
}
