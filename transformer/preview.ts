/** What a pass would do with what stands in the folders now; nothing is changed by looking. */
import type { FeedName } from '#feeds/feed.ts';
import { findRecord } from './delivery-record.ts';
import { hasCode } from './errors.ts';
import type { FileStore, StoreEntry } from './file-store.ts';
import { isStale, listProcessing, listWaiting, type Processing, type Waiting } from './listing.ts';
import { sourceOf, splitHeld } from './older-claims.ts';
import { printable } from './report.ts';
import type { Route } from './route.ts';

/** @property file its name; @property repeated whether a file of this name was taken before */
export type PreviewedFile = { file: string; bytes: number; repeated: boolean };

/** @property missing folders that would be made */
export type Preview = {
  feed: FeedName;
  targetFolder: string;
  missing: string[];
  takenUp: PreviewedFile[];
  taken: PreviewedFile[];
  young: string[];
  held: { file: string; reason: string }[];
  underWay: string[];
  refused: string[];
};

export type PreviewOptions = {
  store: FileStore;
  routes: readonly Route[];
  now: number;
  staleClaimMinutes: number;
};

export async function previewPass(options: PreviewOptions): Promise<Preview[]> {
  const previews: Preview[] = [];
  for (const route of options.routes) previews.push(await previewFeed(options, route));
  return previews;
}

async function previewFeed(
  { store, now, staleClaimMinutes }: PreviewOptions,
  route: Route,
): Promise<Preview> {
  const waiting = await unlessMissing<Waiting>(() => listWaiting(store, route, now));
  const processing = await unlessMissing<Processing>(() =>
    listProcessing(store, route, isStale(now, staleClaimMinutes)),
  );
  const { underWay = [] } = processing ?? {};
  const abandoned = splitHeld(processing?.abandoned ?? [], sourceOf, underWay);
  const ready = splitHeld(waiting?.ready ?? [], (entry) => entry, underWay);
  const held = [...abandoned.held, ...ready.held];
  const look = (entries: readonly { name: string; entry: StoreEntry }[]) => lookAt(store, route, entries);
  return {
    feed: route.feed.name,
    targetFolder: route.targetFolder,
    missing: waiting ? [] : [route.sourceFolder],
    takenUp: await look(abandoned.free),
    taken: await look(ready.free.map((entry) => ({ name: entry.name, entry }))),
    young: (waiting?.young ?? []).map(({ name }) => name),
    held: held.map(({ item, reason }) => ({ file: item.name, reason })),
    underWay: underWay.map(({ name }) => name),
    refused: [...(waiting?.refused ?? []), ...(processing?.refused ?? [])],
  };
}

async function lookAt(
  store: FileStore,
  route: Route,
  entries: readonly { name: string; entry: StoreEntry }[],
): Promise<PreviewedFile[]> {
  const files: PreviewedFile[] = [];
  for (const { name, entry } of entries) {
    const record = await unlessMissing(() => findRecord(store, route.sourceFolder, name));
    files.push({ file: name, bytes: entry.size, repeated: record !== undefined });
  }
  return files;
}

/** @returns undefined when a folder is not there, as before the first pass */
export async function unlessMissing<Result>(look: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await look();
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}

export function formatPreview(preview: Preview): string[] {
  const { feed, missing, takenUp, taken, young, held, underWay, refused, targetFolder } = preview;
  const lines = [
    ...missing.map((folder) => `would make the folder ${folder}`),
    ...takenUp.map(({ file }) => `would finish ${printable(file)}, which an earlier pass has begun`),
    ...taken.map(({ file, bytes, repeated }) =>
      repeated
        ? `would take ${printable(file)} (${bytes} bytes), whose name was taken before: a repeat, or refused if its content differs`
        : `would convert ${printable(file)} (${bytes} bytes) into ${targetFolder}`,
    ),
    ...young.map((file) => `would leave ${printable(file)}, as it is too young`),
    ...held.map(({ file, reason }) => `would leave ${printable(file)}, as ${reason}`),
    ...underWay.map((file) => `would leave ${printable(file)}, as another pass is working on it`),
    ...refused.map((file) => `cannot touch ${printable(file)}: rename it on the server`),
  ];
  const shown = lines.length === 0 ? ['nothing to do'] : lines;
  return shown.map((line) => `${feed}: ${line}`);
}
