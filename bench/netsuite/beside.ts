/** The same job done by our scripts and by stand-ins of HotWax Commerce's, on the same account with the same costs. */
import { progress } from '../harness/alternate.ts';
import type { Result, Table, Target } from '../harness/results.ts';
import { count } from '../harness/tables.ts';
import { secondsOf } from './costs.ts';
import type { Drained } from './drain.ts';
import { operations, sourceOf } from './operations.ts';
import { type Side, sides } from './sides.ts';
import { openTimedAccount } from './timed-account.ts';

/** An account without SuiteCloud Plus licenses: two processors for scripts, one thread for an import. */
const PROCESSORS = 2;
/** Backlogs larger than this tell nothing more, and theirs take long. */
const MOST_ORDERS = 1000;
/** What loading and saving a sales order costs a script (help section_157072844224): an import is charged nothing. */
const UNITS_OF_A_SAVE = 30;

/** @property slow ours, if a custom record took as long as a transaction: theirs has none */
export type Compared = { feed: string; orders: number; ours: Drained; slow: Drained; theirs: Drained };

export function compare(sizes: readonly number[]): Compared[] {
  const wanted = sizes.filter((orders) => orders <= MOST_ORDERS);
  return Object.entries(sides).flatMap(([feed, { ours, theirs }]) =>
    wanted.map((orders) => ({
      feed,
      orders,
      ours: drainSide(ours, orders),
      slow: drainSide(ours, orders, { customRecord: 1 }),
      theirs: drainSide(theirs, orders),
    })),
  );
}

/** Of the second file: the first ever also makes folders and records that stay. */
export function drainSide(
  side: Side,
  orders: number,
  { processors = PROCESSORS, customRecord }: { processors?: number; customRecord?: number } = {},
): Drained {
  const began = performance.now();
  const costs = customRecord === undefined ? {} : { customRecord };
  const account = openTimedAccount({ processors, standIns: true, ...costs });
  try {
    side.prepare(account, 1, 'first');
    account.drain(side.deployments, () => side.isDone(account));
    side.prepare(account, orders, 'second');
    const drained = account.drain(side.deployments, () => side.isDone(account));
    progress(`${side.name} of ${count(orders)}, emulated`, (performance.now() - began) / 1000);
    return drained;
  } finally {
    account.dispose();
  }
}

/** As if the records of imports were charged to a script. */
export const workOf = ({ units, imported }: Drained): number => units + imported * UNITS_OF_A_SAVE;

export function besideTable(compared: readonly Compared[]): Table {
  const units = ['Units, ours', 'Theirs', 'Theirs, with imports', 'Ours in times of that'];
  const time = ['Minutes, ours', 'Theirs', 'Ours in times of theirs', 'Ours, slow custom records'];
  const rows = compared.map(({ feed, orders, ours, slow, theirs }) => [
    feed,
    count(orders),
    count(ours.units),
    count(theirs.units),
    count(workOf(theirs)),
    times(workOf(ours) / workOf(theirs)),
    minutes(ours),
    minutes(theirs),
    times(ours.seconds / theirs.seconds),
    minutes(slow),
  ]);
  return { title: "Beside HotWax's scripts", header: ['Feed', 'Orders', ...units, ...time], rows };
}

const minutes = ({ seconds }: Drained): string => (seconds / 60).toFixed(1);
const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;

export function besideTargets(compared: readonly Compared[]): Target[] {
  return compared.flatMap(({ feed, orders, ours, theirs }) => {
    const what = `NetSuite ${feed} of ${count(orders)} ${orders === 1 ? 'order' : 'orders'}`;
    return [
      { claim: `${what}: minutes, in times of HotWax's`, limit: 1, found: ours.seconds / theirs.seconds },
      { claim: `${what}: units, in times of HotWax's`, limit: 1, found: ours.units / theirs.units },
    ];
  });
}

export const besideResults = ({ feed, orders, ours, theirs }: Compared): Result[] =>
  Object.entries({ ours, "HotWax's scripts": theirs }).map(([contender, { seconds }]) => ({
    work: `NetSuite ${feed}, ${count(orders)} orders beside HotWax's scripts, simulated`,
    contender,
    medianSeconds: seconds,
    peakMiB: null,
    ratioToOurs: seconds / ours.seconds,
    runs: 1,
  }));

export function operationsTable(): Table {
  const rows = operations.map((one) => [
    one.feed,
    one.call,
    `once ${one.per === 'order' ? 'an order' : `a ${one.per}`}`,
    String(one.units),
    String(secondsOf({ name: one.timedAs })),
    sourceOf(one),
  ]);
  return {
    title: 'What the stand-ins do',
    header: ['Feed', 'Operation', 'How often', 'Units', 'Seconds', 'Read in'],
    rows,
  };
}
