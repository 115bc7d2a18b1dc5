/** The whole round trip on this machine: HotWax, transformer, NetSuite and back, in the order a day brings it. */
import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { defaultContext } from '#feeds/feed.ts';
import type { AccountEvent, ExecutionReport } from '../emulator/account/account-events.ts';
import { type RefusedRow, readRefusedRows } from '../testbed/error-files.ts';
import { ALLOCATIONS, COMPLETED, EXPORTS, SHIPMENTS } from '../testbed/feed-folders.ts';
import { befall, type NetSuiteSide, openNetSuiteSide } from '../testbed/netsuite-orders.ts';
import { makeOrderBook, type OrderBook, type Trouble } from '../testbed/order-book.ts';
import { seededRandom } from '../testbed/random.ts';
import { type SftpHost, startSftpHost } from '../testbed/sftp/sftp-host.ts';
import { runPass } from '../transformer/pass/run-pass.ts';
import type { FeedReport } from '../transformer/report/pass-report.ts';
import { openRowIndex, type RowIndex } from '../transformer/row-index/open-index.ts';
import { parseHostKey } from '../transformer/store/host-key.ts';
import { openSftp } from '../transformer/store/sftp.ts';
import type { SftpSettings } from '../transformer/store/sftp-connection.ts';
import { dateFilesSince } from './dates.ts';
import type { Display } from './display.ts';
import { counted, type FeedRow, feedRows, imbalances } from './feed-report.ts';
import {
  type HotWaxSide,
  type ImportResult,
  importCompletedOrders,
  openHotWax,
  shipFromStores,
  writeBrokeredFeeds,
} from './hotwax-side.ts';
import { enterExportedBefore, fraudCheck, holdForFraudCheck, shipAllocated } from './netsuite-side.ts';
import { type Agreement, compareSides, indexFiles } from './reconcile.ts';
import { exportedSample } from './sample-feeds.ts';

/**
 * @property project folder of the built SDF project
 * @property out folder that is emptied and then holds every file
 */
export type RoundTripOptions = {
  project: string;
  out: string;
  orders: number;
  seed: number;
  display: Display;
  /** Changes a side after everything has run: how a test sees that a disagreement is found. */
  meddle?: (sides: Sides) => void;
};

type Sides = { netsuite: NetSuiteSide; hotwax: HotWaxSide; host: SftpHost };

export type RoundTripResult = {
  feeds: FeedRow[];
  refused: RefusedRow[];
  reconciliation: Agreement;
  reconciled: boolean;
};

/** Everything the steps share. */
type Stage = Sides & {
  book: OrderBook;
  passes: FeedReport[];
  clock: Clock;
  display: Display;
  index: RowIndex;
};

/** @property begunAt by the clock of this machine */
type Clock = { begunAt: number; now(): number; advance(minutes: number): void };

export async function runRoundTrip(options: RoundTripOptions): Promise<RoundTripResult> {
  emptyFolder(options.out);
  const host = await startSftpHost(join(options.out, 'sftp'));
  const index = openRowIndex(join(options.out, INDEX_FILE));
  try {
    return await playOn({ ...setStage(options, host), index }, options);
  } finally {
    index.close();
    await host.stop();
    writeConfiguration(options.out, host);
  }
}

const INDEX_FILE = 'index.sqlite';

/** For the transformer's commands on the files of the demo, such as its page. */
const writeConfiguration = (out: string, { folder }: SftpHost): void =>
  writeFileSync(
    join(out, CONFIGURATION_FILE),
    `# Made by npm start, for the transformer's commands on the files of the demo. Its clock began ${BEGINS_MINUTES_AGO} minutes ago.
connection:
  folder: ${relative(out, folder)}
index:
  file: ${INDEX_FILE}
`,
  );

export const CONFIGURATION_FILE = 'transformer.yaml';

async function playOn(stage: Stage, { meddle }: RoundTripOptions): Promise<RoundTripResult> {
  try {
    const imported = await play(stage);
    meddle?.(stage);
    return await conclude(stage, imported);
  } finally {
    stage.netsuite.account.dispose();
  }
}

/** Only a folder is emptied: a link would be replaced by one, and what it leads to is somebody's. */
function emptyFolder(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw new Error(`${path} is not a folder, but the demo needs one there. Move it away.`);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
}

/** As far as the steps move its clock on, so that it ends at about now. */
const BEGINS_MINUTES_AGO = 80;

/** What moved in the half hour before a statement is not told. Source: docs/operating.md#do-both-systems-agree. */
const BEFORE_STATEMENT_MINUTES = 31;

/** The hour moves on between the steps, as scripts leave files alone that are too young. */
function createClock(): Clock {
  let behind = BEGINS_MINUTES_AGO * 60_000;
  return {
    begunAt: Date.now(),
    now: () => Date.now() - behind,
    advance: (minutes) => {
      behind -= minutes * 60_000;
    },
  };
}

function setStage(
  { orders, seed, project, display }: RoundTripOptions,
  host: SftpHost,
): Omit<Stage, 'index'> {
  const clock = createClock();
  const book = makeOrderBook(orders, seed);
  display.step(`NetSuite: ${book.orders.length} sales orders, ${book.facilities.length} locations`);
  const onEvent = (event: AccountEvent) => showEvent(event, display);
  const server = { ...host, directory: `${host.home}/netsuite/` };
  const netsuite = openNetSuiteSide(book, server, {
    project,
    clock: clock.now,
    onEvent,
    userEvents: [fraudCheck],
  });
  const hotwax = openHotWax(book, netsuite.ids, seededRandom(seed + 1));
  display.done(`SFTP server on ${host.host}:${host.port}, scripts from ${project}`);
  return { book, host, netsuite, hotwax, passes: [], clock, display };
}

function showEvent(event: AccountEvent, display: Display): void {
  if (event.kind === 'sftp')
    display.detail(`${event.action} ${event.path}${event.target ? ` -> ${event.target}` : ''}`);
  if (event.kind === 'record-created' || event.kind === 'record-changed') {
    display.detail(`${event.kind.replace('-', ' ')}: ${event.type} ${event.id}`);
  }
}

async function play(stage: Stage): Promise<ImportResult> {
  allocate(stage);
  await transform(stage);
  updateSalesOrders(stage);
  shipFromBothSides(stage);
  await transform(stage);
  createItemFulfillments(stage);
  exportFulfillments(stage);
  await transform(stage);
  return completeInHotWax(stage);
}

function allocate({ hotwax, host, clock, netsuite, book, display }: Stage): void {
  display.step('HotWax: brokers its orders and writes the allocation feed');
  const files = writeBrokeredFeeds(hotwax, join(host.folder, ALLOCATIONS), new Date(clock.now()));
  display.done(`${counted(files, 'file')} in ${ALLOCATIONS}, one of them cut short`);
  const held = holdForFraudCheck(netsuite, book);
  if (held) display.done(`a script of the account refuses to save ${held} until its fraud check is over`);
  for (const trouble of ['line gone from NetSuite', 'sales order closed'] as const) {
    for (const order of troubled(book, trouble)) befall(netsuite, order, trouble);
  }
}

const troubled = (book: OrderBook, trouble: Trouble) =>
  book.orders.filter(({ items }) => items.some((item) => item.trouble === trouble));

async function transform(stage: Stage): Promise<void> {
  const { host, passes, clock, display, index } = stage;
  display.step('Transformer: one pass over the three feeds');
  const store = await openSftp(loginOf(host), host.home);
  try {
    const report = await runPass({
      store: { ...store, hasOwnClock: false }, // its files are dated by the clock of the demo
      context: defaultContext(clock.now()),
      clock: clock.now,
      index,
      onEvent: (event) => display.detail('file' in event ? `${event.event}: ${event.file}` : event.event),
    });
    passes.push(...report.feeds);
    display.done(describePass(report.feeds));
  } finally {
    await store.close();
  }
  goOn(stage, 15);
}

function loginOf({ host, port, username, password, hostKey }: SftpHost): SftpSettings {
  const known = parseHostKey(hostKey);
  if (!known) throw new Error('The SFTP host of the demo has an unusable host key.');
  return {
    host,
    port,
    username,
    login: { password },
    hostKeys: [known],
    timeoutSeconds: 30,
    retryDelaysSeconds: [],
  };
}

function describePass(feeds: readonly FeedReport[]): string {
  const busy = feeds.filter(({ files }) => files > 0);
  const left = busy.map(
    ({ feed, files, rows, applied }) =>
      `${feed}: ${counted(files, 'file')}, ${applied} of ${counted(rows, 'row')} delivered`,
  );
  return left.length > 0 ? left.join('; ') : 'nothing to do';
}

function updateSalesOrders(stage: Stage): void {
  run(stage, 'customdeploy_update_salesorder', 'sets the lines of each sales order, in one save');
  runHandedOver(stage);
}

/** Runs a deployment as the scheduler would, and what it queued. A script that ends with an error ends the demo. */
function run(stage: Stage, deploymentId: string, what: string): void {
  const { netsuite, display } = stage;
  display.step(`NetSuite: ${deploymentId} ${what}`);
  const report = netsuite.account.runDeployment(deploymentId);
  display.done(describeRun(report));
  if (report.ended === 'with an error') {
    throw new Error(`${deploymentId} ended with ${report.error?.name}: ${report.error?.message}`);
  }
  goOn(stage, 1);
}

function goOn({ host, clock }: Stage, minutes: number): void {
  dateFilesSince(host.folder, clock.begunAt, clock.now());
  clock.advance(minutes);
}

const describeRun = ({ units, recordsCreated, recordsChanged }: ExecutionReport): string =>
  `${counted(recordsCreated.length, 'record')} created, ${recordsChanged.length} changed, ${units} units used`;

function shipFromBothSides({ netsuite, hotwax, book, host, clock, display }: Stage): void {
  display.step('NetSuite: its warehouses ship what is allocated to them');
  const warehouses = book.facilities.filter(({ side }) => side === 'netsuite').map(({ id }) => id);
  const shipped = shipAllocated(netsuite, warehouses, seededRandom(book.orders.length));
  display.done(counted(shipped.length, 'item fulfillment'));
  display.step('HotWax: its stores ship what is theirs and write the fulfillment feed');
  for (const order of troubled(book, 'line closed meanwhile'))
    befall(netsuite, order, 'line closed meanwhile');
  const files = shipFromStores(hotwax, join(host.folder, SHIPMENTS), new Date(clock.now()));
  display.done(`${counted(files, 'file')} in ${SHIPMENTS}, one of them a second time`);
  enterExportedBefore(netsuite, book);
  const folder = join(host.folder, EXPORTS);
  writeFileSync(join(folder, '2024-01-04-21-30-00-SalesOrderFulfillment.csv'), exportedSample());
}

function createItemFulfillments(stage: Stage): void {
  run(stage, 'customdeploy_create_itemfulfillment', 'creates item fulfillments for what the stores shipped');
  runHandedOver(stage);
}

/** A backlog is handed over to the on-demand deployment, again and again until it is done. */
function runHandedOver({ netsuite, display }: Stage): void {
  const jobs = netsuite.account.runQueue();
  if (jobs.length > 0)
    display.done(`${counted(jobs.length, 'more run')} of the on-demand deployment for the rest`);
}

function exportFulfillments(stage: Stage): void {
  run(stage, 'customdeploy_export_so_fulfillment', 'exports what the warehouses shipped');
}

function completeInHotWax({ hotwax, host, display }: Stage): ImportResult {
  display.step('HotWax: "Order Item Fulfillment" completes its order items');
  const imported = importCompletedOrders(hotwax, join(host.folder, COMPLETED));
  display.done(
    `${counted(imported.files, 'file')}, ${counted(imported.applied, 'order item')} completed, ${imported.refused.length} refused`,
  );
  return imported;
}

async function conclude(stage: Stage, imported: ImportResult): Promise<RoundTripResult> {
  const { netsuite, host, passes } = stage;
  const refused = readRefusedRows(host.folder);
  const feeds = feedRows(passes, netsuite.account, imported, refused);
  const reconciliation = await agreementOf(stage);
  reconciliation.differences.push(...imbalances(feeds));
  return { feeds, refused, reconciliation, reconciled: reconciliation.differences.length === 0 };
}

async function agreementOf(stage: Stage): Promise<Agreement> {
  const { netsuite, host, clock } = stage;
  const index = await indexFiles(host.folder, clock.now());
  try {
    clock.advance(BEFORE_STATEMENT_MINUTES);
    run(stage, 'customdeploy_hc_statement_now', 'states what it has of each sales order line');
    return await compareSides(index, netsuite.account, host.folder);
  } finally {
    index.close();
  }
}
