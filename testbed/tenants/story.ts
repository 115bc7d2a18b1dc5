/** What happens to a world: two processes, one of them killed inside a file, then starts as a job makes them until all is done. */
import { setTimeout as sleep } from 'node:timers/promises';
import { judge } from './judge.ts';
import { letTimePass } from './let-time-pass.ts';
import { type Orphan, orphansOf, watchTakeover } from './orphans.ts';
import { type Plan, PROCESSES } from './plan.ts';
import { initialize, type Logged, startPod, startPods } from './pods.ts';
import { hasWork } from './work-through.ts';
import { layFiles, openWorld, type World, type WorldOptions } from './world.ts';

/**
 * @property faults what is wrong at the end, as sentences
 * @property killed whether the victim was killed, which it is not when it ended before its turn
 * @property orphans claims that the victim left
 * @property takeoverSeconds from the kill until the last of these had another owner; undefined where it left none
 * @property starts how many times processes were started
 */
export type Ending = {
  faults: string[];
  killed: boolean;
  orphans: number;
  takeoverSeconds: number | undefined;
  starts: number;
  seconds: number;
};

/**
 * @property patienceSeconds after which what still waits is a fault
 * @property pauseSeconds between starts
 * @property waits whether it is really waited until a claim counts as abandoned, or its time is set back
 */
export type StoryOptions = WorldOptions & { patienceSeconds: number; pauseSeconds: number; waits: boolean };

/** For many seeds: what is waited for is set back, or short, though not for a server that is well on a machine with much else to do. */
export const quickStory: StoryOptions = {
  timeoutSeconds: 4,
  patienceSeconds: 900,
  pauseSeconds: 0.2,
  waits: false,
};

export async function playStory(plan: Plan, options: StoryOptions): Promise<Ending> {
  const world = await openWorld(plan, options);
  const began = Date.now();
  try {
    await initialize(world);
    layFiles(world);
    world.silent.fallSilent(plan.silentAfterBytes);
    const first = await playFirst(world);
    const healthy = world.tenants.filter(({ name }) => name !== plan.silent);
    const takeover = watchTakeover(first.orphans, first.killedAt);
    const starts = await untilDone(world, healthy, options);
    world.silent.speakAgain();
    const more = await untilDone(world, world.tenants, options, () => goOnAtOnce(world));
    return {
      faults: judge(world),
      killed: first.killed,
      orphans: first.orphans.length,
      takeoverSeconds: takeover.end(),
      starts: PROCESSES + starts + more,
      seconds: (Date.now() - began) / 1000,
    };
  } finally {
    await world.stop();
  }
}

/** Passes pause after failures; whoever knows that the server is well again says so. */
async function goOnAtOnce(world: World): Promise<void> {
  await startPod(world, 0, { words: ['check', '--tenant', world.plan.silent] }).ended;
}

type First = { killed: boolean; killedAt: number; orphans: readonly Orphan[] };

/** Both processes at once; the survivor goes on to its end while the victim's claims lie there. */
async function playFirst(world: World): Promise<First> {
  const { victim, killAfter, killDelay } = world.plan;
  const trap = makeTrap(killAfter, () => void setTimeout(() => pods[victim]?.kill(), killDelay));
  const pods = Array.from({ length: PROCESSES }, (_, index) =>
    startPod(world, index, index === victim ? { onLogged: trap } : {}),
  );
  const ends = pods.map(({ ended }) => ended);
  const end = await ends[victim];
  const orphans = orphansOf(world, pods[victim]);
  await Promise.all(ends);
  return { killed: end?.signal === 'SIGKILL', killedAt: end?.at ?? 0, orphans };
}

/** Those after which a file is surely not finished; the victim reports others between them. */
const stepsInside = ['file claimed', 'file converted'];

/** Springs once, at the first step inside a file after so many lines about files. */
function makeTrap(after: number, spring: () => void): (logged: Logged) => void {
  let seen = 0;
  let isSet = true;
  return ({ msg, file }) => {
    if (file === undefined) return;
    seen += 1;
    if (!isSet || seen < after || !stepsInside.includes(msg)) return;
    isSet = false;
    spring();
  };
}

/** @returns how many processes it took */
async function untilDone(
  world: World,
  tenants: World['tenants'],
  { patienceSeconds, pauseSeconds, waits }: StoryOptions,
  before: () => Promise<void> = async () => {},
): Promise<number> {
  const until = Date.now() + patienceSeconds * 1000;
  let starts = 0;
  while (Date.now() < until && hasWork(world, tenants)) {
    if (!waits) letTimePass(world);
    await before();
    const pods = startPods(world, PROCESSES);
    await Promise.all(pods.map(({ ended }) => ended));
    starts += pods.length;
    await sleep(pauseSeconds * 1000);
  }
  return starts;
}
