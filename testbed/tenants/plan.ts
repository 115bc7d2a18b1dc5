/** Twelve tenants and what waits for each of them: one has a server that swallows everything, one ten times the load. */
import { type Random, seededRandom } from '../random.ts';
import { type KnownFeed, type KnownRow, makeSource } from './source-files.ts';

export type PlannedFile = { feed: KnownFeed; name: string; text: string; rows: readonly KnownRow[] };

/** @property files of each feed oldest first */
export type PlannedTenant = { name: string; files: readonly PlannedFile[] };

/**
 * @property silent the name of the tenant whose server swallows packets
 * @property silentAfterBytes how much it hears before
 * @property victim the index of the process that is killed
 * @property killAfter of how many steps that it reports
 * @property killDelay milliseconds after the report of that step
 */
export type Plan = {
  seed: number;
  tenants: readonly PlannedTenant[];
  silent: string;
  silentAfterBytes: number;
  busy: string;
  victim: number;
  killAfter: number;
  killDelay: number;
};

/**
 * @property files of each feed and tenant
 * @property rows of each file
 * @property silentFirst in the configuration, where most can wait behind it; otherwise where the seed says
 */
export type PlanSizes = { files: number; rows: number; silentFirst?: boolean };

/** So that a seed takes seconds, and a file long enough to be killed in. */
export const seedSizes: PlanSizes = { files: 2, rows: 120 };

export const TENANTS = 12;
export const BUSY_TIMES = 10;
export const PROCESSES = 2;
export const plannedFeeds = [
  'brokered-order-items',
  'fulfilled-order-items',
  'item-fulfillments',
] as const satisfies readonly KnownFeed[];

/** What the victim reports of its files before it is killed: few enough that it surely comes to them. */
const MOST_STEPS = 25;
const MOST_DELAY_MILLISECONDS = 4;
const MOST_BYTES_HEARD = 40_000;

export function makePlan(seed: number, sizes: PlanSizes): Plan {
  const random = seededRandom(seed);
  const silentAt = sizes.silentFirst ? 0 : random.below(TENANTS);
  const busyAt = (silentAt + 1 + random.below(TENANTS - 1)) % TENANTS;
  const tenants = Array.from({ length: TENANTS }, (_, at) =>
    makeTenant(at, sizes.files * (at === busyAt ? BUSY_TIMES : 1), sizes.rows, random),
  );
  return {
    seed,
    tenants,
    silent: nameOf(silentAt),
    silentAfterBytes: random.chance(0.5) ? 0 : random.below(MOST_BYTES_HEARD),
    busy: nameOf(busyAt),
    victim: random.below(PROCESSES),
    killAfter: 1 + random.below(MOST_STEPS),
    killDelay: random.below(MOST_DELAY_MILLISECONDS),
  };
}

const nameOf = (at: number): string => `tenant-${String(at + 1).padStart(2, '0')}`;

function makeTenant(at: number, files: number, rows: number, random: Random): PlannedTenant {
  const numbers = Array.from({ length: files }, (_, index) => String(index + 1).padStart(4, '0'));
  return {
    name: nameOf(at),
    files: plannedFeeds.flatMap((feed) =>
      numbers.map((number) => ({
        feed,
        name: `feed-${number}.${feed === 'item-fulfillments' ? 'csv' : 'json'}`,
        ...makeSource(feed, rows, `${at + 10}${number}`, random),
      })),
    ),
  };
}
