/** Puts a file of `failed/` or `archive/` back into its source folder under a new name, so that the next pass takes it. */

import { TransformerError } from '../errors.ts';
import { type DeliveryRecord, findRecord } from '../file/delivery-record.ts';
import { claimMark } from '../folders/claim.ts';
import type { Route } from '../folders/folders.ts';
import { originalName } from '../folders/resent-names.ts';
import { countRows } from '../report/report.ts';
import type { FileStore } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/if-there.ts';
import { isSafeName, nameOf, quoteName, storePath, withMark } from '../store/store-path.ts';

/** @property delivered what was decided about it before, when it comes from the archive */
export type Replayed = { route: Route; from: string; to: string; delivered: DeliveryRecord | undefined };

type Candidate = { route: Route; folder: 'failed' | 'archive'; name: string; path: string };

/**
 * @param wanted its name, or as much of its path as is needed to identify it
 * @param again whether rows that were delivered may be delivered a second time
 * @throws TransformerError NOT_FOUND, WRONG_USAGE when several files are meant or rows were delivered, UNSAFE_NAME
 */
export async function replayFile(
  store: FileStore,
  routes: readonly Route[],
  wanted: string,
  { now, again }: { now: number; again: boolean },
): Promise<Replayed> {
  const { route, folder, name, path } = onlyOne(await candidates(store, routes, wanted), wanted);
  const to = storePath(route.sourceFolder, newName(name, now));
  const delivered = folder === 'archive' ? await findRecord(store, route.sourceFolder, name) : undefined;
  if (delivered?.output && !again) throw deliveredBefore(path, delivered);
  await store.rename(path, to);
  return { route, from: path, to, delivered };
}

/** A receiver that takes rows twice may ship them twice, so nobody asks for that by leaving a word out. */
const deliveredBefore = (path: string, { counts, output }: DeliveryRecord): TransformerError =>
  new TransformerError(
    'WRONG_USAGE',
    `${quoteName(path)} was delivered: ${countRows(counts.applied)} in ${quoteName(output?.path ?? '')}. --refused-only sends only the rows that were refused; to deliver all of them a second time, add --again.`,
  );

async function candidates(store: FileStore, routes: readonly Route[], wanted: string): Promise<Candidate[]> {
  const name = nameOf(wanted);
  const possible = routes.flatMap((route) =>
    (['failed', 'archive'] as const).map((folder) => {
      const path = `${route.sourceFolder}/${folder}/${name}`;
      return { route, folder, name, path };
    }),
  );
  const found: Candidate[] = [];
  for (const candidate of possible.filter(({ path }) => `/${path}`.endsWith(`/${wanted}`))) {
    const entries = (await undefinedIfNotFound(() => store.list(folderIn(candidate)))) ?? [];
    if (entries.some((entry) => entry.kind === 'file' && entry.name === name)) found.push(candidate);
  }
  return found;
}

const folderIn = ({ route, folder }: Candidate): string => storePath(route.sourceFolder, folder);

/** What failed was not delivered, so it goes before an archived file of the same name. */
function onlyOne(found: readonly Candidate[], wanted: string): Candidate {
  const failed = found.filter(({ folder }) => folder === 'failed');
  const [first, ...others] = failed.length > 0 ? failed : found;
  if (!first) {
    throw new TransformerError(
      'NOT_FOUND',
      `No failed/ or archive/ folder of the feeds has a file ${JSON.stringify(wanted)}. "transformer status" lists the failed files.`,
    );
  }
  if (others.length === 0) return first;
  const paths = [first, ...others].map(({ path }) => path).join(', ');
  throw new TransformerError(
    'WRONG_USAGE',
    `${JSON.stringify(wanted)} is in several places: ${paths}. Give the path of one, or use --feed.`,
  );
}

/** The name was taken once; under it the file would count as a repeat, or be refused. */
export function newName(name: string, now: number): string {
  const [stamp = ''] = claimMark({ at: now, passId: '0' }).split('-');
  const fresh = withMark(originalName(name), `replay-${stamp}`);
  if (isSafeName(fresh)) return fresh;
  throw new TransformerError(
    'UNSAFE_NAME',
    `${JSON.stringify(name)} is too long for a new name. Rename it on the server to a shorter one, and move it into the source folder.`,
  );
}
