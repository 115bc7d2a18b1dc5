/** What a pass would do with what stands in the folders now; nothing is changed by looking. */
import type { ConversionContext, FeedName } from '#feeds/feed.ts';
import type { Route } from '../folders/folders.ts';
import { asAbandoned, asWaiting, type Found } from '../pass/found-file.ts';
import {
  isStale,
  listProcessing,
  listWaiting,
  type Processing,
  type Waiting,
  whyYoung,
} from '../pass/list-files.ts';
import { sourceOf, splitByOlderClaims } from '../pass/older-claims.ts';
import { countRows } from '../report/count-rows.ts';
import type { RowCounts } from '../report/pass-report.ts';
import { printable } from '../report/report.ts';
import type { FileStore } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/unless-missing.ts';
import { type FilePreview, foreseeFile } from './preview-file.ts';

/** @property begun whether an earlier pass has begun with it */
export type PreviewedFile = { file: string; bytes: number; begun: boolean; foreseen: FilePreview };

/** @property missing folders that would be made @property refused what cannot be taken, each in a sentence */
export type Preview = {
  feed: FeedName;
  targetFolder: string;
  missing: string[];
  files: PreviewedFile[];
  young: { name: string; reason: string }[];
  held: { file: string; reason: string }[];
  underWay: string[];
  refused: string[];
};

export type LookOptions = {
  store: FileStore;
  routes: readonly Route[];
  now: number;
  staleClaimMinutes: number;
};

export type PreviewOptions = LookOptions & { context: ConversionContext };

export async function previewPass(options: PreviewOptions): Promise<Preview[]> {
  const previews: Preview[] = [];
  for (const route of options.routes) previews.push(await previewFeed(options, route));
  return previews;
}

async function previewFeed(options: PreviewOptions, route: Route): Promise<Preview> {
  const { store, now, staleClaimMinutes } = options;
  const waiting = await undefinedIfNotFound<Waiting>(() => listWaiting(store, route, now));
  const processing = await undefinedIfNotFound<Processing>(() =>
    listProcessing(store, route, isStale(now, staleClaimMinutes)),
  );
  const { underWay = [] } = processing ?? {};
  const abandoned = splitByOlderClaims(processing?.abandoned ?? [], sourceOf, underWay);
  const ready = splitByOlderClaims(waiting?.ready ?? [], (entry) => entry, underWay);
  const held = [...abandoned.held, ...ready.held];
  return {
    feed: route.feed.name,
    targetFolder: route.targetFolder,
    missing: waiting ? [] : [route.sourceFolder],
    files: await lookAt(options, route, [
      ...abandoned.free.map(asAbandoned(route)),
      ...ready.free.map(asWaiting(route)),
    ]),
    young: (waiting?.young ?? []).map(({ name }) => ({ name, reason: whyYoung(name, route) })),
    held: held.map(({ item, reason }) => ({ file: item.name, reason })),
    underWay: underWay.map(({ name }) => name),
    refused: [...(waiting?.refused ?? []), ...(processing?.refused ?? [])].map(({ error }) => error.message),
  };
}

async function lookAt(
  { store, context }: PreviewOptions,
  route: Route,
  found: readonly Found[],
): Promise<PreviewedFile[]> {
  const files: PreviewedFile[] = [];
  for (const each of found) {
    const foreseen = await foreseeFile({ store, route, context }, each);
    files.push({ file: each.name, bytes: each.entry.size, begun: each.adopted, foreseen });
  }
  return files;
}

/** What `run` would end with. */
export function previewedExitCode(previews: readonly Preview[]): 0 | 1 | 3 {
  const foreseen = previews.flatMap(({ files }) => files.map((file) => file.foreseen));
  if (foreseen.some(({ kind }) => kind === 'interrupted')) return 1;
  const needsPerson = foreseen.some(
    (one) => one.kind === 'failed' || ('counts' in one && one.counts.rejected > 0),
  );
  return needsPerson || previews.some(({ refused }) => refused.length > 0) ? 3 : 0;
}

export function formatPreview(preview: Preview): string[] {
  const { feed, missing, files, young, held, underWay, refused } = preview;
  const lines = [
    ...missing.map((folder) => `would make the folder ${folder}`),
    ...files.flatMap((file) => linesOf(file, preview.targetFolder)),
    ...young.map(({ name, reason }) => `would leave ${printable(name)}, as ${reason}`),
    ...held.map(({ file, reason }) => `would leave ${printable(file)}, as ${reason}`),
    ...underWay.map((file) => `would leave ${printable(file)}, as another pass is working on it`),
    ...refused.map((message) => `cannot take a file: ${printable(message)}`),
  ];
  const shown = lines.length === 0 ? ['nothing to do'] : lines;
  return shown.map((line) => `${feed}: ${line}`);
}

function linesOf({ file, bytes, begun, foreseen }: PreviewedFile, targetFolder: string): string[] {
  const what = `${printable(file)}${begun ? ', which an earlier pass has begun' : ''} (${bytes} bytes)`;
  switch (foreseen.kind) {
    case 'converted': {
      const { counts, rows } = foreseen;
      const where = counts.applied === 0 ? 'and deliver nothing' : `into ${targetFolder}`;
      const more = counts.rejected - rows.length;
      return [
        `would convert ${what} ${where}: ${sumsOf(counts)}`,
        ...rows.map((row) => `  ${printable(row)}`),
        ...(more > 0 ? [`  and ${more} more`] : []),
      ];
    }
    case 'finished':
      return [`would finish ${what}: ${sumsOf(foreseen.counts)}`];
    case 'repeated':
      return [`would archive ${what}, which repeats a file taken before`];
    case 'failed':
      return [`would set ${what} aside: ${foreseen.problem.code}: ${printable(foreseen.problem.message)}`];
    case 'interrupted':
      return [`cannot read ${what}: ${foreseen.problem.code}: ${printable(foreseen.problem.message)}`];
  }
}

const sumsOf = ({ rows, applied, rejected, skipped }: RowCounts): string =>
  `${countRows(rows)}, ${applied} applied, ${rejected} rejected, ${Object.values(skipped).reduce((sum, count) => sum + count, 0)} skipped`;
