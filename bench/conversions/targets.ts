/** The bounds that conversions are held to: in times of others, in memory, and as a whole process. */
import { NODE_ALONE, OURS } from '../harness/alternate.ts';
import { find, oursInTimesOf, type Result, type Target } from '../harness/results.ts';
import type { Sizes } from '../harness/sizes.ts';
import { count } from '../harness/tables.ts';
import { DUCKDB, JQ, PYTHON } from './converters.ts';
import { conversions, workOf } from './works.ts';

const [fromCsv, toCsv, byLocation] = conversions.map(({ says }) => says);

/** Ours in times of each, at most. jq reads no CSV: what is written for it here is not what anybody would use. */
const bounds: readonly { says: string | undefined; of: string; limit: number }[] = [
  { says: fromCsv, of: PYTHON, limit: 1 / 3 },
  { says: fromCsv, of: DUCKDB, limit: 1 },
  { says: toCsv, of: PYTHON, limit: 1 / 3 },
  { says: toCsv, of: JQ, limit: 1 / 3 },
  { says: toCsv, of: DUCKDB, limit: 2 },
  { says: byLocation, of: PYTHON, limit: 1 / 3 },
  { says: byLocation, of: JQ, limit: 1 / 3 },
  { says: byLocation, of: DUCKDB, limit: 2 },
];

const MOST_MEGABYTES = 200;
const BYTES_OF_MIB = 2 ** 20;
const MOST_TIMES_NODE = 4;

export function conversionTargets(results: readonly Result[], sizes: Sizes): Target[] {
  const compared = bounds.map(({ says = '', of, limit }) => ({
    claim: `${says}: time, in times of ${of}`,
    limit,
    found: oursInTimesOf(results, workOf(says, sizes.rows), of),
  }));
  const own = conversions.flatMap(({ says }) => [
    memoryTarget(results, says, sizes),
    {
      claim: `${says}: ${count(sizes.smallRows)} rows as a whole process, in times of ${NODE_ALONE}`,
      limit: MOST_TIMES_NODE,
      found: oursInTimesOf(results, workOf(says, sizes.smallRows), NODE_ALONE),
    },
  ]);
  return [...compared, ...own];
}

function memoryTarget(results: readonly Result[], says: string, { rows }: Sizes): Target {
  const peakMiB = find(results, workOf(says, rows), OURS)?.peakMiB ?? null;
  return {
    claim: `${says}: peak memory at ${count(rows)} rows, in MB`,
    limit: MOST_MEGABYTES,
    found: peakMiB === null ? null : (peakMiB * BYTES_OF_MIB) / 1e6,
  };
}
