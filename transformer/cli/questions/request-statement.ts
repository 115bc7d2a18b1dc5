/** Asks NetSuite for a statement, by a file where the scheduled deployment of its script looks, and sees whether it has answered. */
import { shortHash, timeStamp } from '#feeds/format/file-name.ts';
import { formatRequest, REQUEST_FOLDER } from '#feeds/statement/request.ts';
import { writeWhole } from '../../store/atomic-write.ts';
import type { FileStore } from '../../store/file-store.ts';
import { undefinedIfNotFound } from '../../store/if-there.ts';
import { storePath } from '../../store/store-path.ts';

/**
 * @param since from when on sales orders are covered that have changed, ISO 8601; null when the deployment is to say so
 * @param mark distinguishes this request from others of the same moment
 * @returns its path
 */
export async function requestStatement(
  store: FileStore,
  folder: string,
  request: { now: number; since: string | null; mark: string },
): Promise<string> {
  const { now, since, mark } = request;
  const text = formatRequest({ requestedAt: new Date(now).toISOString(), since });
  const path = storePath(
    folder,
    REQUEST_FOLDER,
    `${timeStamp(now)}-${shortHash(mark)}-StatementRequest.json`,
  );
  await store.makeFolder(storePath(folder, REQUEST_FOLDER, '.tmp'));
  await writeWhole(store, path, Buffer.from(text), mark);
  return path;
}

/** Path of the first request that waits, or that a run has taken and come to no statement; their names begin with their time. */
export async function oldestRequest(store: FileStore, folder: string): Promise<string | undefined> {
  const requests = storePath(folder, REQUEST_FOLDER);
  const found = await Promise.all(
    [requests, storePath(requests, 'processing')].map(async (place) =>
      ((await undefinedIfNotFound(() => store.list(place))) ?? [])
        .filter(({ name, kind }) => kind === 'file' && !name.startsWith('.'))
        .map(({ name }) => ({ name, path: storePath(place, name) })),
    ),
  );
  return found.flat().sort((one, other) => (one.name < other.name ? -1 : 1))[0]?.path;
}
