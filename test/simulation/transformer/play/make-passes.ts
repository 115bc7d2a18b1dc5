/** Makes the passes of a round, several at once, each as a process of its own: with its clock, and mortal. */
import { defaultContext } from '../../../../feeds/feed.ts';
import type { Route } from '../../../../transformer/folders/folders.ts';
import type { PassEvent } from '../../../../transformer/report/pass-report.ts';
import type { FileStore } from '../../../../transformer/store/file-store.ts';
import { streamOf } from '../../plan/random-streams.ts';
import type { Named, PassPlan, RoundFault } from '../plan/plan.ts';
import type { Server } from '../server/server.ts';
import { currentLife, type Life, NeverEnds } from '../wire/virtual-time.ts';
import { allFiles, count, ROOT, type World } from '../world/world.ts';
import { interfering } from './interfere.ts';
import { endAllLastingFaults } from './lasting-faults.ts';
import type { Program } from './program.ts';
import type { Play, Round, RunningPass } from './round.ts';

export type Environment = { program: Program; server: Server; play: Play };

export type RoundPlan = {
  id: string;
  passes: readonly PassPlan[];
  faults: readonly Named<RoundFault>[];
  settling: boolean;
};

/** No pass may take longer, whatever happens in it. */
const LONGEST_HOURS = 4;

/** @returns the exit codes of the passes that came to their end */
export async function makeRound(
  world: World,
  environment: Environment,
  plan: RoundPlan,
): Promise<(number | undefined)[]> {
  const { server } = environment;
  const round: Round = { requests: 0, passes: [], faults: [...plan.faults], lastingFaults: [] };
  const stream = streamOf('transformer', world.plan.seed, 'jitter', plan.id);
  server.ground = { disk: world.disk, habits: world.habits, room: () => world.room };
  server.interference = interfering(world, round, {
    play: environment.play,
    jitter: () => 0.2 + stream.below(100) / 120,
    refuseConnections: (many) => {
      server.refused = many;
    },
  });
  const made = plan.passes.map((pass) => makePass(world, environment, round, pass, plan.settling));
  const latest = world.time.now() + LONGEST_HOURS * 3_600_000;
  try {
    return await world.time.until(Promise.all(made), latest);
  } catch (error) {
    if (!(error instanceof NeverEnds)) throw error;
    world.troubles.push(`A pass of ${plan.id} does not end.`);
    return [];
  } finally {
    for (const { life } of round.passes) life.killed = true;
    endAllLastingFaults(round);
    server.refused = 0;
  }
}

async function makePass(
  world: World,
  environment: Environment,
  round: Round,
  plan: PassPlan,
  settling: boolean,
): Promise<number | undefined> {
  const { time } = world;
  const life: Life = { name: plan.id, killed: false, frozenUntil: 0 };
  const stop = new AbortController();
  const skew = plan.skewMinutes * 60_000;
  const made = { id: plan.id, exitCode: undefined as number | undefined, settling, problems: '', moment: 0 };
  const begun = new Promise<void>((resolve) => time.after(plan.startsAfter, resolve));
  await begun;
  tellPass(world, plan, settling);
  return new Promise((resolve) => {
    const end = (exitCode: number | undefined): void => {
      if (life.killed) return;
      life.killed = true;
      time.touch();
      world.passes.push({ ...made, exitCode, moment: world.moment });
      if (!settling || exitCode !== 0) world.trace.tell(`${plan.id} ${endOf(exitCode, made.problems)}`);
      if (plan.watching && exitCode !== undefined) world.ended.add(plan.id);
      resolve(exitCode);
    };
    const running: RunningPass = {
      id: plan.id,
      life,
      skew,
      latency: plan.latency,
      requests: 0,
      faults: [...plan.faults],
      onKilled: () => end(undefined),
      onStop: () => stop.abort(),
    };
    round.passes.push(running);
    const onEvent = (event: PassEvent): void => {
      if (takesUpSilent(world, plan, event)) count(world, 'takes up what a silent pass has claimed');
      if ('problem' in event && event.problem && !life.killed) made.problems += `${JSON.stringify(event)}\n`;
    };
    const work = passOf(world, environment, { plan, stop: stop.signal, onEvent, skew });
    currentLife.run(life, work).then(end, (error: unknown) => {
      if (life.killed) return;
      world.troubles.push(`${plan.id} breaks down: ${error instanceof Error ? error.stack : String(error)}`);
      end(1);
    });
  });
}

/** Not yet because it would be stale. */
const takesUpSilent = (world: World, { id, staleMinutes }: PassPlan, event: PassEvent): boolean =>
  event.event === 'file claimed' &&
  event.adopted &&
  staleMinutes === 15 &&
  allFiles(world).some(([path]) => path.includes('/processing/.alive-') && !path.endsWith(`-${id}`));

function endOf(exitCode: number | undefined, problems: string): string {
  if (exitCode === undefined) return 'is gone.';
  const messages = [...problems.matchAll(/"message":"((?:[^"\\]|\\.)*)"/g)].map(([, message]) => message);
  return `ends with exit code ${exitCode}.${[...new Set(messages)].map((message) => ` | ${message}`).join('')}`;
}

function tellPass(world: World, plan: PassPlan, settling: boolean): void {
  count(world, settling ? 'settling passes' : 'passes');
  if (settling) return;
  const { skewMinutes, staleMinutes, filesInFlight } = plan;
  const skew = skewMinutes === 0 ? '' : `, its clock ${skewMinutes} minutes off`;
  world.trace.tell(
    `Pass ${plan.id} begins: stale after ${staleMinutes} minutes, ${filesInFlight} in flight${skew}${plan.watching ? ', watching' : ''}.`,
  );
}

type PassHooks = { plan: PassPlan; stop: AbortSignal; onEvent: (event: PassEvent) => void; skew: number };

/** As the command `run` makes a pass, its reconnecting too. */
const passOf =
  (world: World, environment: Environment, { plan, stop, onEvent, skew }: PassHooks) =>
  async (): Promise<number> => {
    const { program } = environment;
    const { time } = world;
    const clock = (): number => time.now() + skew;
    let current: FileStore | undefined;
    const next = async (): Promise<FileStore> => {
      await current?.close();
      current = undefined;
      current = await openStore(environment);
      return current;
    };
    try {
      const report = await program.runPass({
        store: await next(),
        routes: routesOf(world, environment),
        context: defaultContext(clock()),
        clock,
        staleClaimMinutes: plan.staleMinutes,
        filesInFlight: plan.filesInFlight,
        passId: plan.id,
        endedPasses: plan.watching ? new Set(world.ended) : new Set(),
        reconnect: async (attempt) => {
          const delay = RECONNECTION_DELAYS_SECONDS[attempt];
          if (delay === undefined || stop.aborted) return undefined;
          await new Promise((resolve) => setTimeout(resolve, delay * 1000));
          return next();
        },
        stop,
        onEvent,
      });
      return program.exitCodeOf(report);
    } catch (error) {
      if (!isFailure(error)) throw error;
      return 1;
    } finally {
      await current?.close();
    }
  };

const RECONNECTION_DELAYS_SECONDS = [1, 5, 15];

/** What the program throws with a code of its own; anything else is a mistake in it. */
const isFailure = (error: unknown): boolean => error instanceof Error && error.name === 'TransformerError';

export function openStore({ program, server }: Environment): Promise<FileStore> {
  const key = program.parseHostKey(server.hostKey);
  const settings = {
    host: 'sftp.example.com',
    port: 22,
    username: 'hotwax',
    login: { password: 'secret' },
    hostKeys: key ? [key] : [],
    timeoutSeconds: 30,
    retryDelaysSeconds: [1, 5],
  };
  return program.openSftp(settings, `/${ROOT}`);
}

export const routesOf = ({ plan }: World, { program }: Environment): Route[] =>
  program
    .defaultRoutes()
    .filter(({ feed }) => plan.feeds.some((name) => name === feed.name))
    .map((route) => ({ ...route, minimumAgeSeconds: plan.minimumAgeSeconds }));

/** As the command `init` does it, with nothing in its way. */
export async function makeFolders(world: World, environment: Environment): Promise<void> {
  const { server, program } = environment;
  server.ground = { disk: world.disk, habits: world.habits, room: () => Number.POSITIVE_INFINITY };
  server.interference = { latency: () => 0, before: () => 'do it', after: () => 'answer' };
  const life: Life = { name: 'init', killed: false, frozenUntil: 0 };
  const work = currentLife.run(life, async () => {
    const store = await openStore(environment);
    await program.makeFolders(
      store,
      routesOf(world, environment),
      (route) => (claimed) =>
        program.quarantineUnrecorded(
          { store, route, emit: () => {} },
          { at: world.time.now(), passId: 'init' },
          claimed,
        ),
    );
    await store.close();
  });
  try {
    await world.time.until(work, world.time.now() + 3_600_000);
  } catch (error) {
    world.trace.tell(`init does not succeed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    life.killed = true;
  }
}
