/** What a pass would do with what is in the folders now; looking changes nothing. */
import type { ConversionContext, FeedName } from '#feeds/feed.ts';
import { type Counts, skippedRows } from '#feeds/rows/counts.ts';
import { byFeed, type FeedFolders, processingFolder, type Route, shownName } from '../folders/folders.ts';
import { isStale, noEarlierThanSigns } from '../pass/list-files.ts';
import { type FolderListing, type Found, planFeed } from '../pass/plan-feed.ts';
import { singleLine } from '../report/layout.ts';
import { passingProblem } from '../report/pass-report.ts';
import { countRows } from '../report/report.ts';
import { planRetries } from '../retries/plan-retries.ts';
import type { RetrySettings } from '../retries/retry-look.ts';
import type { FileStore } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/if-there.ts';
import { nameOf, quoteName } from '../store/store-path.ts';
import { type FilePreview, previewFile } from './preview-file.ts';

/** @property begun whether an earlier pass has begun with it */
export type PreviewedFile = { file: string; bytes: number; begun: boolean; preview: FilePreview };

/**
 * @property missing folders that would be made
 * @property retries what would be sent again of what NetSuite refused for now @property untried why of others nobody knows
 * @property refused what cannot be taken, each in a sentence
 */
export type Preview = {
  feed: FeedName;
  targetFolder: string;
  missing: string[];
  files: PreviewedFile[];
  left: { name: string; reason: string }[];
  underWay: string[];
  retries: { of: string; attempt: number; rows: number }[];
  untried: string[];
  refused: string[];
};

export type LookOptions = {
  store: FileStore;
  routes: readonly Route[];
  now: number;
  staleClaimMinutes: number;
};

/** @property retries none are looked for when left out */
export type PreviewOptions = LookOptions & { context: ConversionContext; retries?: RetrySettings };

export async function previewPass(options: PreviewOptions): Promise<Preview[]> {
  const previews: Preview[] = [];
  for (const folders of byFeed(options.routes)) previews.push(await previewFeed(options, folders));
  return previews;
}

async function previewFeed(options: PreviewOptions, { feed, routes }: FeedFolders): Promise<Preview> {
  const { store, now, staleClaimMinutes } = options;
  const listings: FolderListing[] = [];
  const missing: string[] = [];
  for (const route of routes) {
    const entries = await undefinedIfNotFound(() => store.list(route.sourceFolder));
    const claims = (await undefinedIfNotFound(() => store.list(processingFolder(route)))) ?? [];
    listings.push({ route, entries: entries ?? [], claims });
    if (!entries) missing.push(route.sourceFolder);
  }
  const claims = listings.flatMap((one) => one.claims);
  const plan = planFeed(listings, now, isStale(noEarlierThanSigns(claims, now), staleClaimMinutes));
  const { retries, untried } = await previewRetries(options, { feed, routes });
  return {
    feed: feed.name,
    targetFolder: routes[0]?.targetFolder ?? '',
    missing,
    files: await lookAt(options, [...plan.first, ...plan.rest]),
    left: plan.left.map(({ route, name, reason }) => ({ name: shownName(route, name), reason })),
    underWay: plan.underWay.map(({ route, name }) => shownName(route, name)),
    retries,
    untried,
    refused: plan.refused.map(({ error }) => error.message),
  };
}

/** By the clock of this machine: to ask a server for its own means to write there. */
async function previewRetries(
  { store, now, retries }: PreviewOptions,
  { feed, routes: [route] }: FeedFolders,
): Promise<Pick<Preview, 'retries' | 'untried'>> {
  if (!route || feed.to !== 'NetSuite' || !retries) return { retries: [], untried: [] };
  const { looked = new Map(), isAcknowledged = () => false, pauses } = retries;
  const clock = (): number => now;
  const folder = route.targetFolder;
  const look = { pauses, looked, isAcknowledged, store, feed, folder, clock, storeClock: async () => clock };
  try {
    const planned = await planRetries({ ...look, stop: new AbortController().signal });
    return {
      retries: planned.retries.map(({ from, attempt, rows }) => ({
        of: nameOf(from),
        attempt,
        rows: rows.size,
      })),
      untried: planned.unread.map(({ message }) => message),
    };
  } catch (error) {
    return { retries: [], untried: [passingProblem(error).message] };
  }
}

async function lookAt(
  { store, context, now }: PreviewOptions,
  found: readonly Found[],
): Promise<PreviewedFile[]> {
  const files: PreviewedFile[] = [];
  for (const each of found) {
    const { route } = each;
    const preview = await previewFile({ store, route, context, now }, each);
    files.push({ file: shownName(route, each.name), bytes: each.entry.size, begun: each.adopted, preview });
  }
  return files;
}

/** What `run` would end with. */
export function previewedExitCode(previews: readonly Preview[]): 0 | 1 | 3 {
  const preview = previews.flatMap(({ files }) => files.map((file) => file.preview));
  if (preview.some(({ kind }) => kind === 'interrupted')) return 1;
  const needsPerson = preview.some(
    (one) => one.kind === 'failed' || ('counts' in one && one.counts.rejected > 0),
  );
  return needsPerson || previews.some(({ refused }) => refused.length > 0) ? 3 : 0;
}

export function formatPreview(preview: Preview): string[] {
  const { feed, missing, files, left, underWay, retries, untried, refused } = preview;
  const lines = [
    ...missing.map((folder) => `would create the folder ${folder}`),
    ...files.flatMap((file) => linesOf(file, preview.targetFolder)),
    ...left.map(({ name, reason }) => `would leave ${quoteName(name)} for a later pass: ${reason}`),
    ...underWay.map((file) => `would leave ${quoteName(file)}: another pass is processing it`),
    ...retries.map(
      ({ of, attempt, rows }) =>
        `would send again ${countRows(rows)} of ${quoteName(of)}, refused for now (attempt ${attempt})`,
    ),
    ...untried.map((message) => `does not know whether to send rows again: ${singleLine(message)}`),
    ...refused.map((message) => `cannot process a file: ${singleLine(message)}`),
  ];
  const shown = lines.length === 0 ? ['nothing to do'] : lines;
  return shown.map((line) => `${feed}: ${line}`);
}

function linesOf({ file, bytes, begun, preview }: PreviewedFile, targetFolder: string): string[] {
  const what = `${quoteName(file)}${begun ? ', which an earlier pass has started' : ''} (${bytes} bytes)`;
  switch (preview.kind) {
    case 'converted': {
      const { counts, rows } = preview;
      const where = counts.applied === 0 ? 'and deliver nothing' : `into ${targetFolder}`;
      const more = counts.rejected - rows.length;
      return [
        `would convert ${what} ${where}: ${sumsOf(counts)}`,
        ...rows.map((row) => `  ${singleLine(row)}`),
        ...(more > 0 ? [`  and ${more} more`] : []),
      ];
    }
    case 'finished':
      return [`would finish ${what}: ${sumsOf(preview.counts)}`];
    case 'repeated':
      return [`would archive ${what}, which repeats an earlier file`];
    case 'left':
      return [`would leave ${what} for a later pass: ${preview.reason}`];
    case 'failed':
      return [
        `would quarantine ${what} in failed/: ${preview.problem.code}: ${singleLine(preview.problem.message)}`,
      ];
    case 'interrupted':
      return [`cannot read ${what}: ${preview.problem.code}: ${singleLine(preview.problem.message)}`];
  }
}

const sumsOf = ({ rows, applied, rejected, skipped }: Counts): string =>
  `${countRows(rows)}, ${applied} applied, ${rejected} rejected, ${skippedRows({ skipped })} skipped`;
