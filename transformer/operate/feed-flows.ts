/** Collects what says whether the feeds of a tenant flow: from the folders, and from the row index where there is one. */
import type { FeedName } from '#feeds/feed.ts';
import type { ZoneOffset } from '#feeds/format/dates.ts';
import type { FeedFlow, FileGroup, SeenFlow } from '../answers/flow.ts';
import { flowOf } from '../answers/judge-flow.ts';
import { type Problem, problemsIn } from '../answers/problems.ts';
import type { Route } from '../folders/folders.ts';
import { singleLine } from '../report/layout.ts';
import type { PassError } from '../report/pass-report.ts';
import { lastFinished, outputsSince } from '../row-index/deliveries.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import { DAY } from '../row-index/prune-index.ts';
import { extentOf } from '../row-index/read-index.ts';
import type { ReceiverFile } from './receiver-status.ts';
import { type FeedStatus, type StatusOptions, statusOf } from './status.ts';
import { type Delivered, missedSince, PAST_DAYS, type Past, rowsToday, usualByNow } from './usual-rows.ts';

/**
 * @property index undefined where none is kept: then nobody knows rows, deliveries and what is usual
 * @property problems what the index has open, where that was asked already; those that are acknowledged are not counted
 * @property unknown why the folders could not be looked at, where they could not
 * @property zone of the days that are compared; UTC when left out
 */
export type FlowOptions = StatusOptions & {
  tenant?: string | undefined;
  index?: RowIndex | undefined;
  problems?: readonly Problem[] | undefined;
  unknown?: PassError | undefined;
  zone?: ZoneOffset | undefined;
};

/** One for each feed, in their order. @throws what the store throws when the connection is lost, and INDEX_FAILED */
export const flowsOf = async (options: FlowOptions): Promise<FeedFlow[]> =>
  flowsFrom(options, await statusOf({ reasons: options.index === undefined, ...options }));

/** The same from folders that were looked at already. */
export function flowsFrom(options: Omit<FlowOptions, 'store'>, statuses: readonly FeedStatus[]): FeedFlow[] {
  const known = options.index && knownOf(options.index, options);
  const feeds = new Map(options.routes.map(({ feed }) => [feed.name, feed]));
  return [...feeds.values()].map((feed) => {
    const own = statuses.filter((one) => one.feed === feed.name);
    return flowOf({ ...seenIn(own, feed, options), ...(known && factsOf(known, feed.name, options.now)) });
  });
}

type Seen = Pick<FlowOptions, 'tenant' | 'now' | 'unknown'>;

function seenIn(
  statuses: readonly FeedStatus[],
  feed: Route['feed'],
  { tenant, now, unknown }: Seen,
): SeenFlow {
  const processing = statuses.flatMap((one) => one.processing);
  const receiver = statuses[0]?.receiver;
  const looked = receiver && !receiver.problem ? receiver : undefined;
  const errorFiles = groupOf(statuses.flatMap((one) => one.errorFiles));
  const failed = groupOf([...statuses.flatMap((one) => one.failed), ...(looked?.failed ?? [])]);
  return {
    tenant: tenant ?? null,
    feed: feed.name,
    from: feed.from,
    to: feed.to,
    at: now,
    unknown: unknown ? problemWords(unknown) : whyUnknown(statuses),
    waiting: groupOf(statuses.flatMap(({ waiting }) => waiting.filter(({ young }) => !young))),
    processing: { ...groupOf(processing), abandoned: processing.filter((one) => one.abandoned).length },
    untaken: looked ? groupOf(looked.waiting) : null,
    receiving: looked ? groupOf(looked.processing) : null,
    failed,
    unusable: statuses.reduce((sum, { refused }) => sum + refused.length, 0),
    refused: { count: errorFiles.files, unit: 'error files', since: errorFiles.since },
    lastDelivery: null,
    lastTaken: null,
    rowsToday: null,
    usualByNow: null,
    missed: null,
  };
}

function whyUnknown(statuses: readonly FeedStatus[]): string | null {
  const problem = statuses.find((one) => one.problem)?.problem;
  const missing = statuses.find((one) => one.missing);
  if (problem) return problemWords(problem);
  return missing ? `the folder ${missing.folder} does not exist; create it with "transformer init".` : null;
}

const problemWords = ({ code, message }: PassError): string => singleLine(`${code}: ${message}`);

/** A store that does not say when a file was written says 1970. */
function groupOf(files: readonly Pick<ReceiverFile, 'since'>[]): FileGroup {
  const times = files.map(({ since }) => Date.parse(since)).filter((at) => at > 0);
  return { files: files.length, since: times.length === 0 ? null : Math.min(...times) };
}

type Known = {
  open: readonly Problem[];
  deliveries: ReadonlyMap<string, Delivered[]>;
  finished: ReadonlyMap<string, number>;
  past: Omit<Past, 'delivered'>;
};

function knownOf(
  index: RowIndex,
  { problems = problemsIn(index, []), now, zone = () => 0 }: Omit<FlowOptions, 'store'>,
): Known {
  const open = problems.filter(({ acknowledged }) => acknowledged === null);
  const deliveries = Map.groupBy(outputsSince(index, now - PAST_DAYS * DAY), ({ feed }) => feed);
  return {
    open,
    deliveries,
    finished: lastFinished(index),
    past: { since: extentOf(index).since, zone },
  };
}

function factsOf(known: Known, feed: FeedName, now: number): Partial<SeenFlow> {
  const open = known.open.filter((one) => one.feed === feed);
  const files = openIn(open, 'file');
  const rows = openIn(open, 'rows');
  const delivered = known.deliveries.get(feed) ?? [];
  const past: Past = { ...known.past, delivered };
  const lastDelivery = delivered.reduce<number | null>((last, { at }) => Math.max(last ?? at, at), null);
  return {
    failed: { files: files.count, since: files.since },
    refused: { ...rows, unit: 'rows' },
    lastDelivery,
    lastTaken: known.finished.get(feed) ?? null,
    rowsToday: rowsToday(past, now),
    usualByNow: usualByNow(past, now),
    missed: missedSince(past, lastDelivery, now),
  };
}

function openIn(
  problems: readonly Problem[],
  kind: Problem['kind'],
): { count: number; since: number | null } {
  const own = problems.filter((one) => one.kind === kind);
  const times = own.map(({ oldest }) => Date.parse(oldest));
  return {
    count: own.reduce((sum, { count }) => sum + count, 0),
    since: times.length === 0 ? null : Math.min(...times),
  };
}
