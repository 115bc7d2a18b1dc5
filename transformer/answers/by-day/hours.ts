/** Rows by the hour in which they were decided, and by what became of them. */
import type { RowIndex } from '../../row-index/open-index.ts';
import { filesIn } from '../../row-index/period.ts';

/** @property from the beginning of the hour, epoch ms */
export type Hour = { from: number; applied: number; skipped: number; refused: number };

const HOUR = 3_600_000;

/** The last hours up to now, or to what other clocks say is later, the earliest first; only what the transformer decides is known by the hour. */
export function hoursIn(indexes: readonly RowIndex[], now: number, count: number): Hour[] {
  const last = Math.floor(latestOf(indexes, now) / HOUR) * HOUR;
  const first = last - (count - 1) * HOUR;
  const hours = Array.from({ length: count }, (_, number) => ({
    from: first + number * HOUR,
    applied: 0,
    skipped: 0,
    refused: 0,
  }));
  for (const index of indexes) {
    for (const { side, at, applied, rejected, skipped } of filesIn(index, { from: first, to: last + HOUR })) {
      const hour = side === 'transformer' ? hours[Math.floor((at - first) / HOUR)] : undefined;
      if (!hour) continue;
      hour.applied += applied;
      hour.refused += rejected;
      hour.skipped += Object.values(skipped).reduce((sum, rows) => sum + rows, 0);
    }
  }
  return hours;
}

/** The machine of a pass can be ahead. */
const CLOCKS_DIFFER = 2 * HOUR;

const latestOf = (indexes: readonly RowIndex[], now: number): number =>
  Math.max(
    now,
    ...indexes.flatMap((index) => filesIn(index, { from: now, to: now + CLOCKS_DIFFER }).map(({ at }) => at)),
  );
