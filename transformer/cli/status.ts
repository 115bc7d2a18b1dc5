/** The command `status`: what waits, what is under way, what failed and why. */
import type { Command } from 'commander';
import { type FeedStatus, statusOf } from '../operate/status.ts';
import type { PassError } from '../report/pass-report.ts';
import { singleLine } from '../report/report.ts';
import type { FileStore } from '../store/file-store.ts';
import { quoteName } from '../store/store-path.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from './context.ts';
import { labelOf, withEachStore } from './for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from './options.ts';
import { type ChosenTenant, chooseTenants } from './tenants.ts';

type StatusOptions = PlaceOptions & { json?: boolean };

export function addStatus(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'status', {
    says: 'Show which files are waiting and since when, which are in processing, and which failed and why.',
    examples: ['status --config transformer.yaml', 'status --folder . --json'],
    remarks: 'status changes nothing, and failed files do not change its exit code.',
  })
    .option('--json', 'print one JSON document')
    .action(async (options: StatusOptions) => exit(await status(options, cli)));
}

async function status(options: StatusOptions, cli: CliContext): Promise<ExitCode> {
  const tenants = await chooseTenants(options, cli);
  const found: Found[] = [];
  const now = cli.clock();
  const look = async (store: FileStore, tenant: ChosenTenant): Promise<ExitCode> => {
    const { staleClaimMinutes } = tenant.configuration;
    const feeds = await statusOf({ store, routes: tenant.routes, now, staleClaimMinutes });
    found.push({ ...placeOf(tenant), problem: null, feeds });
    const text = feeds
      .flatMap((feed) => linesOf(feed, shownAmong(feeds, feed), now))
      .map((line) => `${labelOf(tenant)}${line}\n`);
    if (!options.json) cli.standardOutput(text.join(''));
    return feeds.some(({ problem }) => problem) ? exitCodes.failed : exitCodes.done;
  };
  const exitCode = await withEachStore(tenants, cli, look, (tenant, problem) => {
    found.push({ ...placeOf(tenant), problem, feeds: [] });
  });
  const document = { at: new Date(now).toISOString(), tenants: found };
  if (options.json) cli.standardOutput(`${JSON.stringify(document, null, 2)}\n`);
  return exitCode;
}

/** @property problem why nothing could be found out about the tenant */
type Found = { tenant: string | null; place: string; problem: PassError | null; feeds: FeedStatus[] };

const placeOf = ({ name, place }: ChosenTenant) => ({ tenant: name ?? null, place });

const MOST_LISTED = 10;

/** A feed by name, and by folder when it has several. */
const shownAmong = (feeds: readonly FeedStatus[], { feed, folder }: FeedStatus): string =>
  feeds.filter((one) => one.feed === feed).length === 1 ? feed : `${feed} in ${folder}`;

function linesOf(feed: FeedStatus, shown: string, now: number): string[] {
  const { waiting, processing, failed, errorFiles, retries, refused } = feed;
  const age = (since: string): string => `since ${since} (${formatAge(now - Date.parse(since))})`;
  const counts = `${waiting.length} waiting, ${processing.length} in processing, ${failed.length} failed, ${errorFiles.length} delivered with refused rows`;
  if (feed.problem) return [`${shown}: ${feed.problem.code}: ${feed.problem.message}`];
  return [
    `${shown}: ${feed.missing ? `the folder ${feed.folder} does not exist; create it with "transformer init"` : counts}`,
    ...(retries.waiting + retries.taken > 0
      ? [`  sent again after NetSuite refused rows for now: ${retriesText(retries)}`]
      : []),
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
    ...listed(errorFiles, (one) => `refused rows: ${quoteName(one.path)} ${age(one.since)}`),
    ...listed(refused, (one) => `cannot be processed: ${singleLine(one.message)}`),
  ];
}

const retriesText = ({ waiting, taken }: FeedStatus['retries']): string =>
  `${waiting + taken === 1 ? '1 file' : `${waiting + taken} files`}, of which ${waiting} ${waiting === 1 ? 'waits' : 'wait'}`;

const claimOf = ({ pass, abandoned }: FeedStatus['processing'][number]): string =>
  `${pass === null ? 'put there by another program' : `claimed by pass ${pass}`}${abandoned ? ', abandoned: the next pass processes it' : ''}`;

function listed<Item>(items: readonly Item[], line: (item: Item) => string): string[] {
  const lines = items.slice(0, MOST_LISTED).map((item) => `  ${line(item)}`);
  const more = items.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more; --json lists all`] : lines;
}

function formatAge(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 2_880) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1_440)} days`;
}
