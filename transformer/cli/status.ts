/** The command `status`: what waits, what is under way, what failed and why. */
import type { Command } from 'commander';
import type { FeedFlow } from '../answers/flow.ts';
import { sentenceOf } from '../answers/flow-words.ts';
import { ageOf } from '../answers/steps.ts';
import { type Done, doneIn } from '../operate/done-today.ts';
import { type FeedStatus, statusOf } from '../operate/status.ts';
import { recentPasses } from '../pass/pass-notes.ts';
import { shortTime, singleLine } from '../report/layout.ts';
import type { PassError } from '../report/pass-report.ts';
import { formatProblem } from '../report/report.ts';
import type { FileStore } from '../store/file-store.ts';
import { quoteName } from '../store/store-path.ts';
import { version } from '../version.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from './context.ts';
import { chooseInTurn, labelOf, withEachStore } from './for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from './options.ts';
import { printLines } from './print-lines.ts';
import { tenantState } from './questions/tenant-flows.ts';
import type { ChosenTenant } from './tenants.ts';
import { type Paused, pausedLine, pausedOf } from './turns/paused.ts';

type StatusOptions = PlaceOptions & { json?: boolean };

export function addStatus(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'status', {
    says: 'Show whether the feeds flow: what waits and since when, what the receiver has not taken, what failed and why.',
    examples: ['status --config transformer.yaml', 'status --folder . --json'],
    remarks: 'status changes nothing, and failed files do not change its exit code.',
  })
    .option('--json', 'print one JSON document')
    .action(async (options: StatusOptions) => exit(await status(options, cli)));
}

async function status(options: StatusOptions, cli: CliContext): Promise<ExitCode> {
  const turns = await chooseInTurn(options, cli);
  const seen = new Map<ChosenTenant, Seen>();
  const now = cli.clock();
  const look = async (store: FileStore, tenant: ChosenTenant): Promise<ExitCode> => {
    const { staleClaimMinutes } = tenant.configuration;
    const feeds = await statusOf({ store, routes: tenant.routes, now, staleClaimMinutes, retries: true });
    const onProblem = (problem: PassError): void =>
      cli.standardError(`${labelOf(tenant)}${formatProblem(problem)}`);
    const { flows } = await tenantState(tenant, { statuses: feeds, now, onProblem });
    const done = doneIn(await recentPasses(store, tenant.routes), now);
    seen.set(tenant, { problem: null, done, feeds, flows });
    return feeds.some(({ problem }) => problem) ? exitCodes.failed : exitCodes.done;
  };
  const onProblem = (tenant: ChosenTenant, problem: PassError): void =>
    void seen.set(tenant, { problem, done: null, feeds: [], flows: [] });
  const code = await withEachStore(turns, cli, look, onProblem);
  const found: Found[] = [];
  for (const [tenant, one] of inOrder(turns.tenants, seen))
    found.push({ ...placeOf(tenant), ...one, paused: await pausedOf(tenant, now) });
  const lines = found.flatMap((one) => linesOfTenant(one, now));
  const says = saysOf(found);
  const document = { version, at: new Date(now).toISOString(), says, tenants: found };
  if (options.json) cli.standardOutput(`${JSON.stringify(document, null, 2)}\n`);
  else if (lines.length > 0) printLines(cli, [singleLine(says), ...lines]);
  return code;
}

/** @property problem why nothing could be found out about the tenant */
type Seen = {
  problem: PassError | null;
  done: Done | null;
  feeds: FeedStatus[];
  flows: FeedFlow[];
};

/** @property paused whether passes skip it for a while */
type Found = Seen & { tenant: string | null; place: string; paused: Paused | null };

const inOrder = (
  tenants: readonly ChosenTenant[],
  seen: ReadonlyMap<ChosenTenant, Seen>,
): [ChosenTenant, Seen][] =>
  tenants.flatMap((tenant) => {
    const one = seen.get(tenant);
    return one ? [[tenant, one]] : [];
  });

function linesOfTenant({ tenant, problem, paused, done, feeds, flows }: Found, now: number): string[] {
  const all = [
    ...(paused ? [pausedLine(paused)] : []),
    ...(done ? doneLines(done, now) : []),
    ...(problem ? [] : tenantLines(feeds, flows, now)),
  ];
  return all.map((line) => `${tenant === null ? '' : `${tenant}: `}${line}`);
}

/** A tenant that cannot be looked at is worse than any feed of another one. */
function saysOf(found: readonly Found[]): string {
  const lost = found.filter(({ problem }) => problem);
  const sentence = sentenceOf(found.flatMap(({ flows }) => flows));
  if (lost.length === 0) return sentence;
  const whose = lost.map(({ tenant, place }) => tenant ?? place).join(', ');
  return `Nothing can be said of ${whose}.${lost.length === found.length ? '' : ` ${sentence}`}`;
}

const placeOf = ({ name, place }: ChosenTenant) => ({ tenant: name ?? null, place });

const MOST_LISTED = 10;

/** A feed by name, and by folder when it has several. */
const shownAmong = (feeds: readonly FeedStatus[], { feed, folder }: FeedStatus): string =>
  feeds.filter((one) => one.feed === feed).length === 1 ? feed : `${feed} in ${folder}`;

function doneLines({ last, today }: Done, now: number): string[] {
  if (!last) return ['last pass: none has ended in the last two days'];
  const { endedAt, exitCode, passId, problem, problems } = last;
  const age = ageOf(now - Date.parse(endedAt));
  const whys = [...(problem === null ? [] : [problem]), ...problems];
  return [
    `last pass: ${shortTime(endedAt)} (${age} ago), exit code ${exitCode} (${passId})`,
    ...listed(whys, (why) => `not finished: ${why}`),
    ...today
      .filter(({ files }) => files > 0)
      .map(
        ({ feed, files, applied, rejected, skipped }) =>
          `today (UTC), ${feed}: ${files === 1 ? '1 file' : `${files} files`}, ${applied === 1 ? '1 row' : `${applied} rows`} delivered, ${rejected} refused, ${skipped} skipped`,
      ),
  ].map((line) => singleLine(line));
}

/** The receiver and the sentence of a feed are said once, below the first of its folders. */
function tenantLines(feeds: readonly FeedStatus[], flows: readonly FeedFlow[], now: number): string[] {
  return feeds.flatMap((feed) => {
    const isFirst = feeds.find((one) => one.feed === feed.feed) === feed;
    const flow = flows.find((one) => one.feed === feed.feed);
    const receiver = isFirst ? [...receiverLines(feed, now), ...retryLines(feed)] : [];
    const says =
      isFirst && flow && !feed.problem && !feed.missing
        ? [`  ${flow.state}: ${flow.says}${whatNow(flow)}`]
        : [];
    const [first = '', ...rest] = linesOf(feed, shownAmong(feeds, feed), now);
    return [first, ...says, ...rest, ...receiver].map((line) => singleLine(line));
  });
}

/** Error files stay when what is in them is settled, which the folders alone do not show. */
function whatNow({ reason, failed, refused }: FeedFlow): string {
  if (reason !== 'failed or refused' || failed.files + refused.count === 0) return '';
  return refused.unit === 'error files' && refused.count > 0
    ? ' "transformer problems" says what is open, and what to do; remove error files that are settled.'
    : ' "transformer problems" says what to do.';
}

function receiverLines({ receiver }: FeedStatus, now: number): string[] {
  const { side, folder, problem, waiting, processing, failed } = receiver;
  const line = (what: string, under: string) => (one: { file: string; since: string }) =>
    `${side} ${what}: ${quoteName(`${folder}/${under}${one.file}`)} ${sinceWords(one.since, now)}`;
  if (problem) return [`  what ${side} has taken is unknown: ${problem.code}: ${problem.message}`];
  return [
    ...listed(waiting, line('has not taken', '')),
    ...listed(processing, line('has begun', 'processing/')),
    ...listed(failed, line('has put aside', 'failed/')),
  ];
}

const sinceWords = (since: string, now: number): string =>
  `since ${since} (${ageOf(now - Date.parse(since))})`;

function linesOf(feed: FeedStatus, shown: string, now: number): string[] {
  const { waiting, processing, failed, errorFiles, refused } = feed;
  const age = (since: string): string => sinceWords(since, now);
  const counts = `${waiting.length} waiting, ${processing.length} in processing, ${failed.length} failed, ${errorFiles.length} other error ${errorFiles.length === 1 ? 'file' : 'files'}`;
  if (feed.problem) return [`${shown}: ${feed.problem.code}: ${feed.problem.message}`];
  return [
    `${shown}: ${feed.missing ? `the folder ${feed.folder} does not exist; create it with "transformer init"` : counts}`,
    ...listed(
      waiting,
      (one) => `waiting: ${quoteName(one.file)} ${age(one.since)}${one.young ? ', too young' : ''}`,
    ),
    ...listed(
      processing,
      (one) => `in processing: ${quoteName(one.file)} ${age(one.since)}, ${claimOf(one)}`,
    ),
    ...listed(failed, (one) =>
      `failed: ${quoteName(one.path)} ${age(one.since)}: ${one.code ?? 'no error file gives the reason'} ${one.message ?? ''}`.trimEnd(),
    ),
    ...listed(errorFiles, (one) => `error file: ${quoteName(one.path)} ${age(one.since)}`),
    ...listed(refused, (one) => `cannot be processed: ${singleLine(one.message)}`),
  ];
}

function retryLines({ retries: { waiting, taken } }: FeedStatus): string[] {
  const files = waiting + taken === 1 ? '1 file' : `${waiting + taken} files`;
  const wait = `${waiting} ${waiting === 1 ? 'waits' : 'wait'}`;
  return waiting + taken === 0
    ? []
    : [`  sent again after NetSuite refused rows for now: ${files}, of which ${wait}`];
}

const claimOf = ({ pass, alive, abandoned, until }: FeedStatus['processing'][number]): string =>
  `${pass === null ? 'put there by another program' : `claimed by pass ${pass}`}${abandoned ? ', abandoned: the next pass processes it' : `; ${alive === null ? 'if nobody finishes it' : `if the pass gives no sign of life after ${shortTime(alive)}`}, it is taken up from ${shortTime(until)} on`}`;

function listed<Item>(items: readonly Item[], line: (item: Item) => string): string[] {
  const lines = items.slice(0, MOST_LISTED).map((item) => `  ${line(item)}`);
  const more = items.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more; --json lists all`] : lines;
}
