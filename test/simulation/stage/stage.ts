/** Everything the deeds of a story share. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountEvent } from '../../../emulator/account/account-events.ts';
import type { SdfProject } from '../../../emulator/sdf/project.ts';
import type { NetSuiteSide } from '../../../testbed/netsuite-orders.ts';
import type { Deed, Mishap } from '../plan/plan.ts';
import { openAccount, SFTP_HOME } from './account.ts';
import { beginDiary, count, type Diary } from './diary.ts';
import { giveTime } from './folder-store.ts';
import { type HotWax, openHotWax } from './hotwax.ts';
import { createMishaps, type Mishaps } from './mishaps.ts';
import { makeBook } from './order-book.ts';

/** @property home the SFTP user's home */
export type Stage = Diary & {
  seed: number;
  home: string;
  netsuite: NetSuiteSide;
  hotwax: HotWax;
  mishaps: Mishaps;
  dispose(): void;
};

export type Play = (stage: Stage, deed: Deed) => void | Promise<void>;

/** @property orders ids of the orders there are; left out, all of the seed's order book */
export type Setting = { seed: number; orders?: readonly string[]; project: SdfProject; play: Play };

export function setStage({ seed, orders, project, play }: Setting): Stage {
  const diary = beginDiary();
  const { clock } = diary;
  // In memory where there is such a place: a story makes some hundred small files.
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'simulation-'));
  const home = join(root, SFTP_HOME);
  mkdirSync(join(home, 'netsuite'), { recursive: true });
  const mishaps = createMishaps({
    happens: (mishap, where) => tellMishap(diary, mishap, where),
    meanwhile: (deed, where) => playInside(stage, deed, where, play),
    importFailed: ({ job, record }) => {
      diary.known.failedImports.push(job);
      diary.known.lockedRecords.add(record);
    },
    tick: (minutes) => {
      clock.now += minutes === undefined ? MILLISECONDS_PER_CALL : minutes * 60_000;
    },
  });
  const book = makeBook(seed, orders);
  const netsuite = openAccount(book, root, {
    project,
    clock: () => clock.now,
    faults: mishaps.faults,
    onEvent: (event) => observe(diary, root, event),
  });
  const dispose = () => {
    netsuite.account.dispose();
    rmSync(root, { recursive: true, force: true });
  };
  const hotwax = openHotWax(book, netsuite.ids);
  const stage: Stage = Object.assign(diary, { seed, home, netsuite, hotwax, mishaps, dispose });
  return stage;
}

const MILLISECONDS_PER_CALL = 120;

function playInside(stage: Stage, deed: Deed, where: string, play: Play): void | Promise<void> {
  const playIt = (): void | Promise<void> =>
    stage.story.introduce(`In the middle of it, ${where}: `, () => play(stage, deed));
  // Scripts wait for nothing, so what they are in the middle of is done when this returns.
  return deed.act.kind === 'transformer passes'
    ? stage.story.insideAsync(async () => playIt())
    : stage.story.inside(playIt);
}

const sentences = {
  crash: 'The server goes down',
  restart: 'The server is restarted, and what it was at is begun again,',
  'time-out': 'SFTP times out',
  slow: 'NetSuite is so slow that most of the run has gone by',
  'import fails': 'The import fails',
  'record is locked': 'A user has the record locked',
} as const;

function tellMishap(diary: Diary, mishap: Mishap, where: string): void {
  if (mishap.kind === 'meanwhile') {
    count(diary, `meanwhile: ${mishap.deed.act.kind}`);
    return;
  }
  count(diary, mishap.kind);
  diary.story.inside(() => diary.story.tell(`${sentences[mishap.kind]} ${where}.`));
}

function observe(diary: Diary, root: string, event: AccountEvent): void {
  if (event.kind === 'script-started') diary.running.push(event.deploymentId);
  if (event.kind === 'task-queued') diary.queued.push(event.taskType);
  if (event.kind !== 'sftp' || event.action === 'download') return;
  diary.activity += 1;
  if (event.action === 'upload') giveTime(join(root, event.path), diary.clock.now);
}
