/** NetSuite's scripts, as built, on the emulator: units counted, and time simulated from a stated cost per call. */
import { progress } from '../harness/alternate.ts';
import type { Result, Section, Table, Target } from '../harness/results.ts';
import type { Sizes } from '../harness/sizes.ts';
import { count } from '../harness/tables.ts';
import { besideResults, besideTable, besideTargets, compare, operationsTable } from './beside.ts';
import type { Drained } from './drain.ts';
import { type AccountSettings, openTimedAccount } from './timed-account.ts';
import {
  type NetSuiteWork,
  netsuiteWorks,
  prepareAllocationInPlace,
  prepareNotedFulfillment,
} from './works.ts';

const PROCESSORS = [1, 5] as const;
/** Enough for the cost of one more, within one run and one file. */
const SOME = 100;

/** @property name of the work, and how it differs from the deployment as it is delivered */
type Measured = { name: string; unit: string; size: number; byProcessors: ReadonlyMap<number, Drained> };

export async function measureNetSuite(sizes: Sizes): Promise<Section> {
  const measured = netsuiteWorks.flatMap((work) => measureWork(work, sizes));
  const compared = compare(sizes.orders);
  return {
    results: [...measured.flatMap(resultsOf), ...compared.flatMap(besideResults)],
    targets: [...targetsOf(measured), ...besideTargets(compared)],
    tables: [unitsTable(measured), besideTable(compared), operationsTable()],
    tablesTellAll: true,
  };
}

function measureWork(work: NetSuiteWork, { orders }: Sizes): Measured[] {
  const usual = orders.map((size) => measureSize(work, work.name, size));
  const variant = variants[work.name];
  if (!variant) return usual;
  const fewer = orders.filter((size) => size <= 10 * SOME);
  const other = { ...work, prepare: variant.prepare };
  return [...usual, ...fewer.map((size) => measureSize(other, variant.name, size))];
}

const IN_PLACE = 'allocation, in place';
/** Nothing has to be written on the sales orders. */
const NOTED = 'fulfillment, nothing to note';

const variants: Partial<Record<string, Pick<NetSuiteWork, 'prepare'> & { name: string }>> = {
  allocation: { name: IN_PLACE, prepare: prepareAllocationInPlace },
  fulfillment: { name: NOTED, prepare: prepareNotedFulfillment },
};

function measureSize(work: NetSuiteWork, name: string, size: number): Measured {
  const byProcessors = new Map(
    PROCESSORS.map((processors) => [processors, drainOnce(work, size, { processors })]),
  );
  return { name, unit: work.unit, size, byProcessors };
}

function drainOnce(work: NetSuiteWork, size: number, settings: AccountSettings): Drained {
  const began = performance.now();
  const account = openTimedAccount(settings);
  try {
    work.prepare(account, size);
    const drained = account.drain(work.deployment, () => work.isDrained(account, size));
    progress(`${work.name} of ${count(size)}, emulated`, (performance.now() - began) / 1000);
    return drained;
  } finally {
    account.dispose();
  }
}

const plural = (unit: string, size: number): string => `${count(size)} ${unit}${size === 1 ? '' : 's'}`;
const processorsText = (processors: number): string => plural('processor', processors);

function resultsOf({ name, unit, size, byProcessors }: Measured): Result[] {
  const alone = byProcessors.get(1)?.seconds ?? Number.NaN;
  return [...byProcessors].map(([processors, { seconds }]) => ({
    work: `NetSuite ${name}, ${plural(unit, size)}, simulated`,
    contender: `ours, ${processorsText(processors)}`,
    medianSeconds: seconds,
    peakMiB: null,
    ratioToOurs: seconds / alone,
    runs: 1,
  }));
}

const unitsOf = ({ byProcessors }: Measured): number => byProcessors.get(1)?.units ?? Number.NaN;

/** Units of one more: what `to` took more than the smallest backlog, by what it had more. */
function unitsOfOneMore(measured: readonly Measured[], name: string, to: number): number | null {
  const [small] = measured.filter((each) => each.name === name);
  const large = measured.find((each) => each.name === name && each.size === to);
  if (!small || !large || small.size === large.size) return null;
  return (unitsOf(large) - unitsOf(small)) / (large.size - small.size);
}

function targetsOf(measured: readonly Measured[]): Target[] {
  const perUnit = (name: string, what: string, to: number, limit: number): Target => ({
    claim: `NetSuite ${name}: units of one more ${what}, from 1 to ${count(to)}`,
    limit,
    found: unitsOfOneMore(measured, name, to),
  });
  const most = Math.max(...measured.map(({ size }) => size));
  const starts = (name: string, size: number): Target => ({
    claim: `NetSuite ${name}: scheduled starts until ${plural('order', size)} ${size === 1 ? 'is' : 'are'} settled`,
    limit: 1,
    found:
      measured.find((each) => each.name === name && each.size === size)?.byProcessors.get(1)?.starts ?? null,
  });
  return [
    perUnit('allocation', 'order', SOME, 30),
    // In a drain a call looks whether the run still has its lease.
    perUnit('allocation', 'order', most, 33),
    perUnit(IN_PLACE, 'order', SOME, 0),
    starts('allocation', 1),
    starts('allocation', most),
    perUnit(NOTED, 'order', SOME, 31),
    perUnit('fulfillment', 'order', SOME, 61),
    starts('fulfillment', most),
    perUnit('export', 'fulfillment', SOME, 21),
  ];
}

function unitsTable(measured: readonly Measured[]): Table {
  const rows = measured.map((each) => {
    const { name, unit, size, byProcessors } = each;
    const more = unitsOfOneMore(measured, name, size);
    const hours = PROCESSORS.map((processors) => hoursText(byProcessors.get(processors)));
    const units = unitsOf(each);
    const starts = String(byProcessors.get(1)?.starts ?? '');
    return [name, plural(unit, size), count(units), more === null ? '' : more.toFixed(2), starts, ...hours];
  });
  const header = ['Script', 'Backlog', 'Units', 'Units of one more', 'Scheduled starts'];
  return {
    title: 'Units and simulated time until the backlog is drained',
    header: [...header, ...PROCESSORS.map((processors) => `Time, ${processorsText(processors)}`)],
    rows,
  };
}

function hoursText(drained: Drained | undefined): string {
  if (!drained) return '';
  const { seconds } = drained;
  return seconds < 3600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
