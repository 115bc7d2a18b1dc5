/** Tenants side by side in one process: each has its turn when there is a place, and all share one budget of memory. */
import { setMaxListeners } from 'node:events';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { MOST_AT_ONCE } from '../../config/schema.ts';
import { type Budget, BYTES_AT_ONCE, makeSharedBudget, type SharedBudget } from '../../file/memory-budget.ts';
import type { CliContext } from '../context.ts';
import { type PlaceOptions, withPlace } from '../options.ts';
import { type Chosen, type ChosenTenant, choose } from '../tenants.ts';
import { isSilent, type Lane, type Lanes, makeLanes } from './lanes.ts';
import { parseShard, type Shard, shardOf, tenantsOfShard } from './shard.ts';

export type TurnOptions = PlaceOptions & { shard?: Shard; tenantsAtOnce?: number };

/** @property follow from then on it is known when the tenant only waits for its server */
export type Turn = { withinBudget: Budget; follow: (silence: () => number) => void };

/** @property isAlone whether nobody else works at the same time, and so nobody else writes to the terminal */
export type Turns = {
  tenants: ChosenTenant[];
  isAlone: boolean;
  /** @returns undefined when asked to stop before its turn has come */
  inTurn: <Result>(
    tenant: ChosenTenant,
    stop: AbortSignal,
    work: (turn: Turn) => Promise<Result>,
  ) => Promise<Result | undefined>;
};

/** Commands that pass over all tenants. */
export const withTurns = (command: Command): Command =>
  withPlace(command)
    .addOption(
      new Option(
        '--shard <i/n>',
        'begin with share i (0 to n-1) of the tenants, and go on with those of the others; by default JOB_COMPLETION_INDEX of TRANSFORMER_SHARDS',
      ).argParser(parseShard),
    )
    .addOption(
      new Option(
        '--tenants-at-once <number>',
        'how many tenants to work on at once, instead of tenantsAtOnce in the configuration',
      ).argParser(parseAtOnce),
    );

function parseAtOnce(text: string): number {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MOST_AT_ONCE) return number;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_AT_ONCE}.`);
}

/** @throws TransformerError INVALID_CONFIGURATION, WRONG_USAGE */
export async function chooseTurns(options: TurnOptions, cli: CliContext): Promise<Turns> {
  const shard = shardOf(options.shard, cli.environment);
  const { tenants, process } = await choose(options, cli);
  const { tenantsAtOnce = process.tenantsAtOnce } = options;
  return turnsOf({ tenants: tenantsOfShard(tenants, shard), process: { ...process, tenantsAtOnce } });
}

export function turnsOf({ tenants, process: settings }: Chosen): Turns {
  const lanes = makeLanes(settings);
  const budget = makeSharedBudget(BYTES_AT_ONCE);
  const looking = lookingNowAndThen(lanes, budget);
  return {
    tenants,
    isAlone: tenants.length === 1, // even with one at a time, others go on beside one that waits
    inTurn: async (tenant, stop, work) => {
      setMaxListeners(0, stop); // every tenant listens to it
      const stopLooking = looking();
      const lane = await lanes.take(tenant.server, stop);
      try {
        return lane && (await inLane(lane, budget, work));
      } finally {
        stopLooking();
      }
    },
  };
}

async function inLane<Result>(
  lane: Lane,
  budget: SharedBudget,
  work: (turn: Turn) => Promise<Result>,
): Promise<Result> {
  const share = budget.share(() => isSilent(lane));
  const follow = (silence: () => number): void => {
    lane.silence = silence;
  };
  try {
    return await work({ withinBudget: share.within, follow });
  } finally {
    share.giveBack();
    lane.release();
  }
}

const LOOK_MILLISECONDS = 500;

/** No event says that a server is silent: while anybody has or awaits a turn, it is looked for. */
function lookingNowAndThen(lanes: Lanes, budget: SharedBudget): () => () => void {
  let users = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    lanes.look();
    budget.look();
  };
  return () => {
    users += 1;
    timer ??= setInterval(look, LOOK_MILLISECONDS);
    return () => {
      users -= 1;
      if (users > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
}
