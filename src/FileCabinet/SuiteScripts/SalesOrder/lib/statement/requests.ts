/** Requests for a statement, as files in a folder of their own: who has no login of NetSuite puts them there. */
import * as log from 'N/log';
import type * as sftp from 'N/sftp';
import { REQUEST_FOLDER, sinceInRequest } from '#feeds/statement/request.ts';
import { type FeedFolder, NOT_READABLE, openFeedFolder } from '../feed-files/feed-folder.ts';
import { type PeekedFolder, peekFolder } from '../feed-files/peek-folder.ts';
import { asFailure, isNamed } from '../netsuite/failure.ts';

/** @property since the earliest that any of them asks for; undefined when none does */
export type Requests = { names: string[]; since: number | undefined };

export const requestFolderIn = (folder: string): string => `${folder}/${REQUEST_FOLDER}`;

export const openRequests = (connection: sftp.Connection, folder: string): FeedFolder =>
  openFeedFolder(connection, 'sales-order-statement', requestFolderIn(folder));

export const peekRequests = (connection: sftp.Connection, folder: string): PeekedFolder =>
  peekFolder(connection, requestFolderIn(folder));

/**
 * More are there only when something asks without end. A run has units to take and to settle so many; the others get a statement of
 * their own, from the runs after it.
 */
const MOST_TAKEN = 200;
const MOST_READ = 10;

/**
 * Takes what waits, and what a run has taken that came to no statement. 20 units, 10 for each, and 100 for each of the first ten.
 * A file that somebody has taken away meanwhile asks for nothing.
 */
export function takeRequests(folder: FeedFolder): Requests {
  for (const { name } of folder.list('waiting').slice(0, MOST_TAKEN))
    folder.move(name, 'waiting', 'processing');
  const names = folder
    .list('processing')
    .slice(0, MOST_TAKEN)
    .map(({ name }) => name);
  const wanted = names.slice(0, MOST_READ).flatMap((name) => sinceIn(folder, name) ?? []);
  return { names, since: wanted.length === 0 ? undefined : Math.min(...wanted) };
}

/** What is too large for NetSuite, or not for it to read, would otherwise end this run and every one after it. */
function sinceIn(folder: FeedFolder, name: string): number | undefined {
  try {
    return sinceInRequest(folder.read(name));
  } catch (thrown) {
    if (!isNamed(thrown, ...NOT_READABLE)) throw thrown;
    log.audit({ title: 'Request not read', details: { file: name, ...asFailure(thrown) } });
    return undefined;
  }
}

/** 10 units for each. */
export function settleRequests(folder: FeedFolder, names: readonly string[]): void {
  for (const name of names) folder.move(name, 'processing', 'archive');
}
