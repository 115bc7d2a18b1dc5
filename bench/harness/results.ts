/** What the bench finds: medians per contender, and whether targets hold. */

/** One contender at one piece of work; all numbers null when it was not run, with the reason in `note`. */
export type Result = {
  work: string;
  contender: string;
  medianSeconds: number | null;
  peakMiB: number | null;
  ratioToOurs: number | null;
  cpuSeconds?: number | null;
  runs?: number;
  note?: string;
};

/** @property found the same unit as `limit`; null when it could not be measured */
export type Target = { claim: string; limit: number; found: number | null };

export type Table = { title: string; header: readonly string[]; rows: readonly (readonly string[])[] };

/**
 * @property results what `--json` writes
 * @property tables further findings, or with `tablesTellAll` the results too
 */
export type Section = {
  results: Result[];
  targets: Target[];
  tables: Table[];
  tablesTellAll?: boolean;
};

export type Row = Pick<Result, 'work' | 'contender' | 'medianSeconds' | 'peakMiB' | 'ratioToOurs'>;

/** What was measured; a contender that is not installed is in the table only. */
export const rowsOf = (results: readonly Result[]): Row[] =>
  results
    .filter(({ medianSeconds }) => medianSeconds !== null)
    .map(({ work, contender, medianSeconds, peakMiB, ratioToOurs }) => ({
      work,
      contender,
      medianSeconds: rounded(medianSeconds, 4),
      peakMiB: rounded(peakMiB, 1),
      ratioToOurs: rounded(ratioToOurs, 3),
    }));

const rounded = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits));

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function isMet({ found, limit }: Target): boolean | undefined {
  if (found === null) return undefined;
  return found <= limit;
}

export const find = (results: readonly Result[], work: string, contender: string): Result | undefined =>
  results.find((result) => result.work === work && result.contender === contender);

/** Ours in times of another; null when either was not run. */
export function oursInTimesOf(results: readonly Result[], work: string, contender: string): number | null {
  const ratio = find(results, work, contender)?.ratioToOurs;
  return ratio === null || ratio === undefined || ratio === 0 ? null : 1 / ratio;
}
