/** Plays a plan, lets it settle, and has it judged. */

import { isPassNote } from '../../world/places.ts';
import type { Line } from '../../world/trace.ts';
import type { Difference } from '../judge/claims.ts';
import { judge } from '../judge/judge.ts';
import type { Act, Action, PassPlan, Plan } from '../plan/plan.ts';
import { tellTrait } from '../server/habits.ts';
import { startServer } from '../server/server.ts';
import { installVirtualTime, type VirtualTime } from '../wire/virtual-time.ts';
import { installNetwork } from '../wire/wire.ts';
import {
  allFiles,
  makeWorld,
  runAgenda,
  type Settled,
  type Settling,
  type World,
  waitingFiles,
} from '../world/world.ts';
import { type Environment, makeFolders, makeRound } from './make-passes.ts';
import { mendFailed, seeToFolders } from './operator.ts';
import { loadProgram } from './program.ts';
import { errorsAreRead, receiverTakes, watchDisk } from './receivers.ts';
import { send, sendAgain } from './senders.ts';

/** @property judged false on a server on which nobody can keep the promise */
export type Outcome = {
  plan: Plan;
  differences: Difference[];
  trace: readonly Line[];
  met: ReadonlyMap<string, number>;
  judged: boolean;
};

/** One for a thread: it takes the place of time and network in it. */
export type Simulator = { time: VirtualTime; environment: Environment };

/** @param folder the transformer's */
export async function openSimulator(folder: string): Promise<Simulator> {
  const time = installVirtualTime();
  const server = startServer(installNetwork(time), time);
  return { time, environment: { program: await loadProgram(folder), server, play: playAct } };
}

export async function play({ time, environment }: Simulator, plan: Plan): Promise<Outcome> {
  const world = makeWorld(plan, time);
  for (const { trait } of plan.traits) world.trace.tell(`The server ${tellTrait(trait)}.`);
  await makeFolders(world, environment);
  watchDisk(world);
  for (const action of plan.actions) await runAction(world, environment, action);
  const settling = await settle(world, environment);
  const differences = judge(world, settling);
  const judged = world.habits.exclusive;
  return { plan, differences: judged ? differences : [], trace: world.trace.lines, met: world.met, judged };
}

async function runAction(world: World, environment: Environment, action: Action): Promise<void> {
  await passTime(world, action.minutes);
  if (!('act' in action)) {
    await makeRound(world, environment, { ...action, settling: false });
    return;
  }
  if (action.act.kind !== 'operator sees to the folders') playAct(world, action.id, action.act);
  else if (seeToFolders(world)) await makeFolders(world, environment);
}

/** What needs no time of its own. */
function playAct(world: World, id: string, act: Act): void {
  const [feed] = world.plan.feeds;
  // In the middle of a pass nobody looks after folders.
  if (act.kind === 'sends') send(world, id, act);
  else if (act.kind === 'sends again') sendAgain(world, id, act);
  else if (act.kind === 'receiver takes') receiverTakes(world);
  else if (act.kind === 'errors are read') errorsAreRead(world);
  else if (act.kind === 'operator mends' && feed) mendFailed(world, id, feed, act.text);
}

/** What goes on by itself goes on at its time. */
async function passTime(world: World, minutes: number): Promise<void> {
  const { time, agenda } = world;
  const until = time.now() + minutes * 60_000;
  const stops = [...agenda.map(({ at }) => at).filter((at) => at < until), until].sort((a, b) => a - b);
  for (const at of stops) {
    const waited = new Promise<void>((resolve) => time.after(at - time.now(), resolve));
    await time.until(waited, until + 1);
    runAgenda(world);
  }
}

const MOST_ROUNDS = 24;
const QUIET_ROUNDS = 3;
const HOURS_LATER = 5;

/** No more faults: clocks agree, folders are back, and passes are made until nothing moves. */
async function settle(world: World, environment: Environment): Promise<Settling> {
  world.trace.tell('No more faults: clocks agree, and a pass is made every 16 minutes until nothing moves.');
  await passTime(world, 30);
  if (seeToFolders(world)) await makeFolders(world, environment);
  const first = await untilQuiet(world, environment, 'settle');
  if (first.waited.length === 0) return { first, later: first };
  world.trace.tell(`${HOURS_LATER} hours pass.`);
  await passTime(world, HOURS_LATER * 60);
  return { first, later: await untilQuiet(world, environment, 'later') };
}

async function untilQuiet(world: World, environment: Environment, name: string): Promise<Settled> {
  let quiet = 0;
  let exitCodes: (number | undefined)[] = [];
  for (let round = 1; round <= MOST_ROUNDS && quiet < QUIET_ROUNDS; round += 1) {
    await passTime(world, 16);
    const before = looksOf(world);
    const id = `${name}${round}`;
    const ended = await makeRound(world, environment, {
      id,
      passes: [plainPass(id)],
      faults: [],
      settling: true,
    });
    receiverTakes(world);
    quiet = looksOf(world) === before ? quiet + 1 : 0;
    exitCodes = [...exitCodes, ...ended].slice(-QUIET_ROUNDS);
  }
  const problems = world.passes.filter(({ id }) => id.startsWith(name)).map((pass) => pass.problems);
  return {
    exitCodes,
    problems: problems.join('\n'),
    waited: waitingFiles(world),
    rests: quiet >= QUIET_ROUNDS,
  };
}

/** What there is, and how much was taken; not what is written anew in its place, nor what each pass notes of itself. */
const looksOf = (world: World): string =>
  [
    world.received.length,
    ...allFiles(world)
      .filter(([path]) => !isPassNote(path))
      .map(([path, { bytes }]) => `${path} ${bytes.length}`)
      .sort(),
  ].join('\n');

const plainPass = (id: string): PassPlan => ({
  id,
  skewMinutes: 0,
  staleMinutes: 15,
  filesInFlight: 16,
  latency: 0,
  startsAfter: 0,
  watching: false,
  faults: [],
});
