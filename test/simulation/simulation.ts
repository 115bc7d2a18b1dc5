/**
 * The whole system under a seeded random schedule: both sides, the transformer and the three scripts, with crashes,
 * runs in the middle of runs, failing SFTP, users and repeats. Then it is left to settle, and looked at from outside.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultContext } from '#feeds/feed.ts';
import { type RefusedRow, readRefusedRows } from '../../demo/error-files.ts';
import {
  type HotWaxSide,
  type ItemState,
  importCompletedOrders,
  openHotWax,
  rebroker,
  shipFromStores,
  writeBrokeredFeeds,
} from '../../demo/hotwax-side.ts';
import { type NetSuiteSide, openAccount, shipAllocated } from '../../demo/netsuite-side.ts';
import { makeOrderBook } from '../../demo/order-book.ts';
import { type Random, seededRandom } from '../../demo/random.ts';
import { reconcile } from '../../demo/reconcile.ts';
import type { HostAddress } from '../../demo/sftp-host.ts';
import { ServerDown } from '../../emulator/faults.ts';
import { openLocalFolder } from '../../transformer/file-stores/local-folder.ts';
import { runPass } from '../../transformer/run.ts';
import { type Chaos, createChaos, dyingStore, type Mishap } from './chaos.ts';

/** @property story what happened, step by step @property differences how the promise was broken; none when it was kept */
export type SimulationResult = { seed: number; story: string[]; differences: string[] };

export type SimulationOptions = { project: string; steps?: number };

type Stage = {
  random: Random;
  root: string;
  home: string;
  netsuite: NetSuiteSide;
  hotwax: HotWaxSide;
  chaos: Chaos;
  clock: { ahead: number };
  refusedByHotWax: string[];
  storesShipped: boolean;
  story: string[];
};

export async function simulate(
  seed: number,
  { project, steps = 40 }: SimulationOptions,
): Promise<SimulationResult> {
  // In memory where there is such a place: a run makes some hundred small files.
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'simulation-'));
  const stage = setStage(seed, root, project);
  try {
    for (let step = 0; step < steps; step += 1) await takeStep(stage);
    stage.story.push('-- no more mishaps: the system settles');
    await settle(stage);
    return { seed, story: stage.story, differences: differencesOf(stage) };
  } finally {
    stage.netsuite.account.dispose();
    rmSync(root, { recursive: true, force: true });
  }
}

const HOST: HostAddress = {
  host: 'sftp.example.com',
  port: 22,
  username: 'hotwax',
  password: 'a password',
  hostKey: `ssh-rsa AAAAB3NzaC1yc2EA${'A'.repeat(120)}`,
  home: '/home/hotwax',
};

function setStage(seed: number, root: string, project: string): Stage {
  const random = seededRandom(seed);
  const home = join(root, HOST.home);
  mkdirSync(home, { recursive: true });
  const chaos = createChaos();
  const clock = { ahead: 0 };
  const made = makeOrderBook(6 + random.below(8), seed, 0.3);
  // What was exported before the story begins has its place in the demo.
  const book = { ...made, orders: made.orders.filter(({ exportedBefore }) => !exportedBefore) };
  const netsuite = openAccount(book, HOST, {
    project,
    clock: () => Date.now() + clock.ahead,
    sftpHosts: { [HOST.host]: { folder: root } },
    faults: chaos.faults,
  });
  const hotwax = openHotWax(book, netsuite.ids, random, 1 + random.below(5));
  const stage: Stage = {
    random,
    root,
    home,
    netsuite,
    hotwax,
    chaos,
    clock,
    refusedByHotWax: [],
    storesShipped: false,
    story: [],
  };
  writeBrokeredFeeds(hotwax, makeFolder(home, 'hotwax/BrokeredOrderItems'), now(stage));
  return stage;
}

function makeFolder(home: string, path: string): string {
  mkdirSync(join(home, path), { recursive: true });
  return join(home, path);
}

const now = (stage: Stage): Date => new Date(Date.now() + stage.clock.ahead);

const scheduled = [
  'customdeploy_update_salesorder',
  'customdeploy_create_itemfulfillment',
  'customdeploy_export_so_fulfillment',
] as const;

const deployments = [
  ...scheduled,
  'customdeploy_update_so_rest',
  'customdeploy_create_itemfulfillment_rest',
  'customdeploy_export_so_fulfillment_rest',
] as const;

async function takeStep(stage: Stage): Promise<void> {
  const { random } = stage;
  stage.clock.ahead += (1 + random.below(25)) * 60_000;
  const chance = random.below(100);
  if (chance < 22) await pass(stage, random.chance(0.4) ? 1 + random.below(60) : undefined);
  else if (chance < 70) runSomeScript(stage);
  else if (chance < 80) runJob(stage);
  else if (chance < 85) shipFromWarehouses(stage);
  else if (chance < 91) shipFromStoresOnce(stage);
  else if (chance < 93) readInHotWax(stage);
  else if (chance < 95) rebrokerSomeItem(stage);
  else if (chance < 97) closeSomeLine(stage);
  else repeatSomeFile(stage);
}

function runSomeScript(stage: Stage): void {
  const deployment = stage.random.pick(deployments);
  runScript(stage, deployment, stage.random.chance(0.5) ? mishap(stage, deployment) : undefined);
}

/** Another deployment may run meanwhile, but never the same a second time: NetSuite has one unfinished run of each. */
function mishap(stage: Stage, running: string): Mishap {
  const { random } = stage;
  const at = 1 + random.below(random.chance(0.7) ? 25 : 70);
  const chance = random.below(10);
  if (chance < 5) return { kind: 'crash', when: random.chance(0.5) ? 'before' : 'after', at };
  if (chance < 7) return { kind: 'sftp fails', at };
  if (chance < 9) {
    const other = random.pick(deployments.filter((deployment) => deployment !== running));
    return { kind: 'meanwhile', at, what: () => runScript(stage, other, undefined) };
  }
  return { kind: 'meanwhile', at, what: () => touchSomeOrder(stage) };
}

/** @param dies number of the request to the store at which the process dies */
async function pass(stage: Stage, dies: number | undefined): Promise<void> {
  const real = await openLocalFolder(stage.home);
  const when = stage.random.chance(0.5) ? 'before' : 'after';
  const store = dies === undefined ? real : dyingStore(real, dies, when);
  tell(stage, `transformer: a pass${dies === undefined ? '' : `, which dies ${when} request ${dies}`}`);
  const at = now(stage).getTime();
  try {
    await runPass({ store, context: defaultContext(at), clock: () => now(stage).getTime() });
  } catch (thrown) {
    if (dies === undefined) throw thrown;
  } finally {
    await real.close();
  }
}

const tell = (stage: Stage, text: string): void => {
  stage.story.push(text);
};

function runScript(stage: Stage, deployment: string, mishapOfRun: Mishap | undefined): void {
  stage.chaos.arm(mishapOfRun);
  const about = mishapOfRun ? `; ${mishapOfRun.kind} at call ${mishapOfRun.at}` : '';
  try {
    const report = stage.netsuite.account.runDeployment(deployment);
    tell(
      stage,
      `${deployment}${about}: ended ${report.ended}${report.error ? ` (${report.error.name})` : ''}`,
    );
  } catch (thrown) {
    if (!(thrown instanceof ServerDown)) throw thrown;
    tell(stage, thrown.message);
  } finally {
    if (mishapOfRun) stage.chaos.arm(undefined);
  }
}

function runJob(stage: Stage): void {
  const job = stage.netsuite.account.runNextJob();
  if (job) tell(stage, `queue: ${job.kind} ${job.taskId} ${job.status}`);
}

function shipFromWarehouses(stage: Stage): void {
  const warehouses = stage.hotwax.knowledge.book.facilities
    .filter(({ side }) => side === 'netsuite')
    .map(({ id }) => id);
  const shipped = shipAllocated(stage.netsuite, warehouses, stage.random);
  if (shipped.length > 0) tell(stage, `warehouses: ${shipped.length} item fulfillments`);
}

function shipFromStoresOnce(stage: Stage): void {
  if (stage.storesShipped) return;
  stage.storesShipped = true;
  const files = shipFromStores(
    stage.hotwax,
    makeFolder(stage.home, 'hotwax/FulfilledOrderItems'),
    now(stage),
  );
  tell(stage, `stores: ship, ${files} files`);
}

function readInHotWax(stage: Stage): void {
  const result = importCompletedOrders(
    stage.hotwax,
    makeFolder(stage.home, 'netsuite/salesorder/import/fulfillment'),
  );
  stage.refusedByHotWax.push(
    ...result.refused.map(({ orderId, seqId, why }) => `${orderId} item ${seqId}: ${why}`),
  );
  if (result.files > 0) tell(stage, `HotWax: reads ${result.files} files`);
}

/** Somebody looks at an order and saves it: the record has changed, and nothing in it. */
function touchSomeOrder(stage: Stage): void {
  const [id] = pickOrder(stage);
  stage.netsuite.account.asUser(({ record }) => {
    const order = record.load({ type: 'salesorder', id });
    order.setValue({ fieldId: 'memo', value: `looked at ${stage.story.length}` });
    order.save();
  });
  tell(stage, `a user saves sales order ${id}`);
}

function pickOrder(stage: Stage): [number, string] {
  const [orderId, ids] = stage.random.pick([...stage.netsuite.ids]);
  return [ids.salesOrderId, orderId];
}

function closeSomeLine(stage: Stage): void {
  const [id, orderId] = pickOrder(stage);
  const lines = stage.netsuite.account.getRecord('salesorder', id).sublists.item ?? [];
  const line = lines.findIndex(
    (candidate) => !candidate.isclosed && !Number(candidate.quantityfulfilled ?? 0),
  );
  if (line === -1) return;
  stage.netsuite.account.asUser(({ record }) => {
    const order = record.load({ type: 'salesorder', id });
    order.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line, value: true });
    order.save();
  });
  const closed = itemOfLine(stage, orderId, String(lines[line]?.line));
  if (closed) closed.closed = true;
  tell(stage, `a user closes line ${lines[line]?.line} of ${orderId}`);
}

/** The newest allocation must win, whatever happened to the files on the way. */
function rebrokerSomeItem(stage: Stage): void {
  const { hotwax, random } = stage;
  const candidates = [...hotwax.states.values()].filter(
    ({ item, completed }) =>
      item.orderId.startsWith('HC') &&
      !item.trouble &&
      completed === 0 &&
      ['114', '121'].includes(item.facilityId),
  );
  if (candidates.length === 0) return;
  const state = random.pick(candidates);
  const facilityId = state.item.facilityId === '114' ? '121' : '114';
  rebroker(hotwax, state, facilityId, makeFolder(stage.home, 'hotwax/BrokeredOrderItems'), now(stage));
  tell(stage, `HotWax: brokers ${state.item.orderId} item ${state.item.seqId} to ${facilityId}`);
}

function itemOfLine(stage: Stage, orderId: string, lineId: string): ItemState | undefined {
  const lineIds = stage.netsuite.ids.get(orderId)?.lineIds;
  return [...stage.hotwax.states.values()].find(
    ({ item }) => item.orderId === orderId && lineIds?.get(item.seqId) === lineId,
  );
}

/** A file comes a second time: under its name anywhere, under another name only where HotWax sends. */
const repeatable = [
  { folder: 'hotwax/BrokeredOrderItems', renamed: true },
  { folder: 'hotwax/FulfilledOrderItems', renamed: true },
  { folder: 'netsuite/salesorder/update', renamed: false },
  { folder: 'netsuite/fulfilledsalesorder/export', renamed: true },
  { folder: 'netsuite/salesorder/import/fulfillment-nifi', renamed: false },
];

function repeatSomeFile(stage: Stage): void {
  const { folder, renamed } = stage.random.pick(repeatable);
  const archive = join(stage.home, folder, 'archive');
  if (!existsSync(archive)) return;
  const names = readdirSync(archive);
  if (names.length === 0) return;
  const name = stage.random.pick(names);
  const as = renamed && stage.random.chance(0.5) ? `again-${stage.story.length}-${name}` : name;
  if (existsSync(join(stage.home, folder, as))) return;
  copyFileSync(join(archive, name), join(stage.home, folder, as));
  tell(stage, `${folder}/${name} comes again as ${as}`);
}

/** Everything runs as scheduled, without mishaps, long enough for every turn and claim of the dead to be free. */
async function settle(stage: Stage): Promise<void> {
  stage.chaos.arm(undefined);
  shipFromStoresOnce(stage);
  for (let round = 0; round < 6; round += 1) {
    stage.clock.ahead += 75 * 60_000;
    await pass(stage, undefined);
    for (const deployment of scheduled) runScript(stage, deployment, undefined);
    stage.netsuite.account.runQueue();
    shipFromWarehouses(stage);
    readInHotWax(stage);
  }
}

function differencesOf(stage: Stage): string[] {
  const { netsuite, hotwax, home } = stage;
  const refused = readRefusedRows(home);
  const { differences } = reconcile(netsuite, hotwax, refused, home);
  return [
    ...differences,
    ...refusedAlthoughApplied(stage, refused),
    ...stage.refusedByHotWax.map((refused) => `HotWax was told twice or wrongly: ${refused}`),
    ...unbalanced(netsuite),
  ];
}

/** Everything of the item was shipped and is fulfilled, and yet a row of it stands in an error file. */
function refusedAlthoughApplied(stage: Stage, refused: readonly RefusedRow[]): string[] {
  const { netsuite, hotwax } = stage;
  return [...hotwax.states.values()].flatMap(({ item, shipped }) => {
    const ids = netsuite.ids.get(item.orderId);
    if (shipped === 0 || !ids) return [];
    const rows = refused.filter(
      (row) =>
        row.feed === 'fulfilled-order-items' &&
        row.orderId === item.orderId &&
        row.orderItemSeqId === item.seqId,
    );
    const lines = netsuite.account.getRecord('salesorder', ids.salesOrderId).sublists.item ?? [];
    const line = lines.find((candidate) => String(candidate.line) === ids.lineIds.get(item.seqId));
    if (rows.length === 0 || Number(line?.quantityfulfilled ?? 0) !== shipped) return [];
    return [`${item.orderId} item ${item.seqId} is fulfilled, and refused with ${rows[0]?.code}.`];
  });
}

/** rows = applied + rejected + skipped, in every entry of the ledger. */
const unbalanced = ({ account }: NetSuiteSide): string[] =>
  account.listRecords('customrecord_hc_feed_file').flatMap(({ fields }) => {
    const [rows, applied, rejected, skipped] = ['rows', 'applied', 'rejected', 'skipped'].map((name) =>
      Number(fields[`custrecord_hc_ff_${name}`] ?? 0),
    ) as [number, number, number, number];
    if (rows === applied + rejected + skipped) return [];
    return [
      `The ledger has ${rows} rows of ${String(fields.custrecord_hc_ff_file)}, but ${applied} + ${rejected} + ${skipped}.`,
    ];
  });
