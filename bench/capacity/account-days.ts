/** Days of one NetSuite account, from what the emulator takes for a run and for an order of each feed. */
import type { Table, Target } from '../harness/results.ts';
import { count } from '../harness/tables.ts';
import { drainSide } from '../netsuite/beside.ts';
import { sides } from '../netsuite/sides.ts';
import { type DayFound, type FeedCost, simulateDay } from './simulate-day.ts';

const LINES_PER_ORDER = 2;
/** Within one scheduled run of any feed. */
const SMALL = 100;
/** Beyond it: a backlog, which the map/reduce script drains. */
const LARGE = 400;
/** A scheduled run stops before it has used all of its units. */
const UNITS_OF_A_RUN = 9_500;
/** Half of all orders ship from HotWax's facilities, half from NetSuite's locations. */
const SHARE = 0.5;
const BUSIEST = 2.5;
/** Nothing waits longer on a day that an account can take. */
const LONGEST = 60 * 60;

const ITEMS = [2_000, 10_000, 20_000, 30_000, 50_000, 100_000, 200_000] as const;
/** Without a SuiteCloud Plus license, with one, two, three, and six. */
const PROCESSORS = [2, 5, 10, 15, 30] as const;
/** With more, somebody has set the concurrency limits of all three to as many. */
const DELIVERED = 2;
/** The export writes each file in a call of its own. */
const FULFILLMENTS_OF_A_FILE = 100;

/** @property onTwo seconds that the emulator takes for a large backlog on as many processors as are delivered */
export type Cost = Omit<FeedCost, 'processors'> & {
  unitsPerOrder: number;
  unitsPerRun: number;
  onTwo: number;
};

/** Of one processor: a run that shares out to several takes as long on one. */
export function costOf(feed: string): Cost {
  const side = sides[feed]?.ours;
  if (!side) throw new Error(`There is no feed ${feed}.`);
  const [one, small, large] = [1, SMALL, LARGE].map((orders) => drainSide(side, orders, { processors: 1 }));
  if (!one || !small || !large) throw new Error(`${feed} was not measured.`);
  const unitsPerOrder = (small.units - one.units) / (SMALL - 1);
  const secondsPerOrder = (large.seconds - one.seconds) / (LARGE - 1);
  return {
    name: feed,
    secondsPerOrder,
    secondsPerRun: one.seconds - secondsPerOrder,
    ordersOfOneRun:
      feed === 'export' ? FULFILLMENTS_OF_A_FILE : Math.floor((UNITS_OF_A_RUN - one.units) / unitsPerOrder),
    unitsPerOrder,
    unitsPerRun: one.units - unitsPerOrder,
    onTwo: drainSide(side, LARGE, { processors: DELIVERED }).seconds,
  };
}

function dayOf(costs: readonly Cost[], items: number, processors: number): DayFound {
  const ordersPerDay = (items / LINES_PER_ORDER) * SHARE;
  const feeds = costs.map((cost) => ({
    ...cost,
    ordersPerDay,
    processors: processors > DELIVERED ? processors : limitAsDelivered(cost.name),
  }));
  return simulateDay({ feeds, processors, busiest: BUSIEST });
}

const limitAsDelivered = (feed: string): number => (feed === 'export' ? 1 : DELIVERED);

/** What a day takes for the backlog that the emulator has drained on as many processors as are delivered. */
const simulated = ({ name, secondsPerRun, secondsPerOrder }: Cost): number =>
  secondsPerRun + (LARGE * secondsPerOrder) / limitAsDelivered(name);

const isKept = ({ oldest, drained }: DayFound): boolean => drained !== undefined && oldest <= LONGEST;

export function costTable(costs: readonly Cost[]): Table {
  return {
    title: 'What a run and an order take in NetSuite',
    header: [
      'Feed',
      'Seconds a run',
      'Seconds an order',
      'Units a run',
      'Units an order',
      'Orders of one call',
      `${LARGE} orders, emulated`,
      'Simulated',
    ],
    rows: costs.map((cost) => [
      cost.name,
      cost.secondsPerRun.toFixed(0),
      cost.secondsPerOrder.toFixed(2),
      cost.unitsPerRun.toFixed(0),
      cost.unitsPerOrder.toFixed(1),
      count(cost.ordersOfOneRun),
      `${(cost.onTwo / 60).toFixed(1)} min`,
      `${(simulated(cost) / 60).toFixed(1)} min`,
    ]),
  };
}

export function dayTable(costs: readonly Cost[]): Table {
  const rows = ITEMS.map((items) => {
    const days = PROCESSORS.map((processors) => dayOf(costs, items, processors));
    return [count(items), ...days.map(dayText)];
  });
  return {
    title:
      'Longest wait of an order in a day of one account, by its processors, and how much of their day is used',
    header: [
      'Order items a day',
      ...PROCESSORS.map((processors) => `${processors}${processors === DELIVERED ? ', as delivered' : ''}`),
    ],
    rows,
  };
}

function dayText(found: DayFound): string {
  if (found.drained === undefined) return 'never done';
  const wait =
    found.oldest < 7200 ? `${(found.oldest / 60).toFixed(0)} min` : `${(found.oldest / 3600).toFixed(1)} h`;
  return `${isKept(found) ? '' : '**'}${wait}${isKept(found) ? '' : '**'}, ${(found.busy * 100).toFixed(0)}%`;
}

export function accountTargets(costs: readonly Cost[]): Target[] {
  const wait = (items: number, processors: number): Target => ({
    claim: `a day of ${count(items)} order items in one account, ${processors} processors: longest wait in hours`,
    limit: LONGEST / 3600,
    found: dayOf(costs, items, processors).oldest / 3600,
  });
  return [
    {
      claim: `a backlog of ${LARGE} orders as delivered: the emulator's time, in times of the simulated one`,
      limit: 1.15,
      found: Math.max(...costs.map((cost) => cost.onTwo / simulated(cost))),
    },
    wait(10_000, 2),
    wait(100_000, 10),
  ];
}
