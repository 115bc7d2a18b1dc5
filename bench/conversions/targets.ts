/** The bounds that conversions are held to, in times of others. */
import { NODE_ALONE, OURS } from '../harness/alternate.ts';
import { find, oursInTimesOf, type Result, type Target } from '../harness/results.ts';
import type { Sizes } from '../harness/sizes.ts';
import { count } from '../harness/tables.ts';
import { CSV_PARSE, DUCKDB, PARSE, PYTHON, READ } from './converters.ts';
import { conversions, workOf } from './works.ts';

const [fromCsv, toCsv] = conversions.map(({ says }) => says);

/** Ours in times of each, at most. */
const bounds: readonly { says: string | undefined; of: string; limit: number }[] = [
  { says: fromCsv, of: PYTHON, limit: 0.4 },
  { says: fromCsv, of: DUCKDB, limit: 1 },
  { says: toCsv, of: PARSE, limit: 3 },
  { says: toCsv, of: PYTHON, limit: 0.7 },
  { says: toCsv, of: DUCKDB, limit: 3 },
];

const FLOORS = [READ, PARSE, CSV_PARSE];
/** What counts as flat: the largest file may want this much of the smallest one's peak. */
const FLAT = 1.25;
const LINEAR = 1.1;

export function conversionTargets(results: readonly Result[], sizes: Sizes): Target[] {
  const compared = bounds.map(({ says = '', of, limit }) => ({
    claim: `${says}: time, in times of ${of}`,
    limit,
    found: oursInTimesOf(results, workOf(says, sizes.rows), of),
  }));
  const own = conversions.flatMap(({ says }) => [
    memoryTarget(results, says, sizes),
    flatTarget(results, says, sizes),
    linearTarget(results, says, sizes),
    {
      claim: `${says}: ${count(sizes.smallRows)} rows as a whole process, in times of ${NODE_ALONE}`,
      limit: 3,
      found: oursInTimesOf(results, workOf(says, sizes.smallRows), NODE_ALONE),
    },
  ]);
  return [...compared, ...own];
}

function memoryTarget(results: readonly Result[], says: string, { rows }: Sizes): Target {
  const work = workOf(says, rows);
  const ours = find(results, work, OURS)?.peakMiB ?? null;
  const peers = results.filter(
    (result) => result.work === work && result.contender !== OURS && !FLOORS.includes(result.contender),
  );
  const peaks = peers.flatMap(({ peakMiB }) => peakMiB ?? []);
  return {
    claim: `${says}: peak memory, in times of the least of any peer`,
    limit: 1,
    found: ours === null || peaks.length === 0 ? null : ours / Math.min(...peaks),
  };
}

function flatTarget(results: readonly Result[], says: string, { growth }: Sizes): Target {
  const [least = 0, most = 0] = [Math.min(...growth), Math.max(...growth)];
  const [small, large] = [least, most].map((rows) => find(results, workOf(says, rows), OURS)?.peakMiB);
  return {
    claim: `${says}: peak memory at ${count(most)} rows, in times of that at ${count(least)}`,
    limit: FLAT,
    found: small && large ? large / small : null,
  };
}

/** Start-up and compiling are not rows: what a row costs is the difference between two files, divided by their rows. */
function linearTarget(results: readonly Result[], says: string, { growth }: Sizes): Target {
  const sizes = growth.toSorted((a, b) => a - b).slice(-3);
  const seconds = sizes.map((rows) => find(results, workOf(says, rows), OURS)?.medianSeconds ?? Number.NaN);
  const perRow = sizes
    .slice(1)
    .map((rows, index) => ((seconds[index + 1] ?? 0) - (seconds[index] ?? 0)) / (rows - (sizes[index] ?? 0)));
  const [before, after] = perRow;
  return {
    claim: `${says}: time per further row between the two largest files, in times of that before`,
    limit: LINEAR,
    found: before !== undefined && after !== undefined ? after / before : null,
  };
}
