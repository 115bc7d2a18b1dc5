/** Everything the actions of a trace share. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountEvent } from '../../../emulator/account/account-events.ts';
import type { SdfProject } from '../../../emulator/sdf/project.ts';
import { type AccountName, namedAccount } from '../../../testbed/accounts/named-accounts.ts';
import type { NetSuiteSide } from '../../../testbed/netsuite-orders.ts';
import type { Action, Fault } from '../plan/plan.ts';
import { openAccount, SFTP_HOME } from './account.ts';
import { accountOf } from './accounts.ts';
import { type ActionLog, beginActionLog, count } from './action-log.ts';
import { createFaultInjector, type FaultInjector } from './fault-injector.ts';
import { giveTime } from './folder-store.ts';
import { type HotWax, openHotWax } from './hotwax.ts';
import { makeBook } from './order-book.ts';

/** @property home the SFTP user's home */
export type World = ActionLog & {
  seed: number;
  /** The account of the catalogue it is played on. */
  accountName: AccountName;
  home: string;
  netsuite: NetSuiteSide;
  hotwax: HotWax;
  injector: FaultInjector;
  dispose(): void;
};

/** The field of an order line that says where it ships from. */
export const placeFieldOf = ({ accountName }: Pick<World, 'accountName'>): 'location' | 'inventorylocation' =>
  namedAccount(accountName).placeField ?? 'location';

export type Play = (world: World, action: Action) => void | Promise<void>;

/** @property orders ids of the orders there are; left out, all of the seed's order book */
export type Setting = { seed: number; orders?: readonly string[]; project: SdfProject; play: Play };

export function makeWorld({ seed, orders, project, play }: Setting): World {
  const log = beginActionLog();
  const { clock } = log;
  // In memory where there is such a place: a trace makes some hundred small files.
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'simulation-'));
  const home = join(root, SFTP_HOME);
  mkdirSync(join(home, 'netsuite'), { recursive: true });
  const injector = createFaultInjector({
    happens: (fault, where) => reportFault(log, fault, where),
    meanwhile: (action, where) => playInside(world, action, where, play),
    saveFailed: (order, how) => {
      const { refusedSaves, busySaves, lateErrors } = log.known;
      if (how === 'refused') refusedSaves.add(order);
      if (how === 'late') lateErrors.add(order);
      if (how === 'busy') busySaves.set(order, (busySaves.get(order) ?? 0) + 1);
    },
    stopsRuns: (order) => log.deadlyOrder === order,
    tick: (minutes) => {
      clock.now += minutes === undefined ? MILLISECONDS_PER_CALL : minutes * 60_000;
    },
  });
  const book = makeBook(seed, orders);
  const accountName = accountOf(seed);
  const netsuite = openAccount(book, root, {
    project,
    named: namedAccount(accountName),
    clock: () => clock.now,
    faults: injector.faults,
    onEvent: (event) => observe(log, root, event),
  });
  const dispose = () => {
    netsuite.account.dispose();
    rmSync(root, { recursive: true, force: true });
  };
  const hotwax = openHotWax(book, netsuite.ids);
  const world: World = Object.assign(log, { seed, accountName, home, netsuite, hotwax, injector, dispose });
  return world;
}

const MILLISECONDS_PER_CALL = 120;

function playInside(world: World, action: Action, where: string, play: Play): void | Promise<void> {
  const playIt = (): void | Promise<void> =>
    world.trace.introduce(`In the middle of it, ${where}: `, () => play(world, action));
  // Scripts wait for nothing, so what they are in the middle of is done when this returns.
  return action.act.kind === 'transformer passes'
    ? world.trace.insideAsync(async () => playIt())
    : world.trace.inside(playIt);
}

const sentences = {
  crash: 'The server goes down',
  restart: 'The server is restarted, and what it was at is begun again,',
  'time-out': 'SFTP times out',
  slow: 'NetSuite is so slow that most of the run has gone by',
  'killed at a save': 'The server goes down',
  'save is refused': 'A script of the account refuses to save',
  'save times out': 'NetSuite reports that time is up although it has saved',
  'order is busy': 'Others save the order too',
} as const;

function reportFault(log: ActionLog, fault: Fault, where: string): void {
  if (fault.kind === 'meanwhile') {
    count(log, `meanwhile: ${fault.action.act.kind}`);
    return;
  }
  count(log, fault.kind);
  if (fault.kind === 'restart') log.known.stops += 1;
  log.trace.inside(() => log.trace.tell(`${sentences[fault.kind]} ${where}.`));
}

function observe(log: ActionLog, root: string, event: AccountEvent): void {
  if (event.kind === 'script-started') log.running.push(event.deploymentId);
  if (event.kind === 'task-queued') log.queued.push(event.taskType);
  if (event.kind !== 'sftp' || event.action === 'download') return;
  log.activity += 1;
  if (event.action === 'upload') giveTime(join(root, event.path), log.clock.now);
}
