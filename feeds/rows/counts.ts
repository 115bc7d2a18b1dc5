/** How many rows of a file had which outcome: rows = applied + rejected + skipped, once all is decided. */

/** @property skipped by reason */
export type Counts = {
  rows: number;
  applied: number;
  rejected: number;
  skipped: Record<string, number>;
  warnings: number;
};

export const noCounts = (): Counts => ({ rows: 0, applied: 0, rejected: 0, skipped: {}, warnings: 0 });

export function countSkipped({ skipped }: Counts, reason: string, count = 1): void {
  skipped[reason] = (skipped[reason] ?? 0) + count;
}

export const skippedRows = ({ skipped }: Pick<Counts, 'skipped'>): number =>
  Object.values(skipped).reduce((sum, count) => sum + count, 0);

export function addCounts(sum: Counts, { rows, applied, rejected, skipped, warnings }: Counts): void {
  sum.rows += rows;
  sum.applied += applied;
  sum.rejected += rejected;
  sum.warnings += warnings;
  for (const [reason, count] of Object.entries(skipped)) countSkipped(sum, reason, count);
}
