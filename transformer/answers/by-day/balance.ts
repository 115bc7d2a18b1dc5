/** What came in and what became of it, as numbers that must add up. */
import type { KnownFile } from '../../row-index/files-table.ts';
import type { FileTally } from '../../row-index/period.ts';

/** @property rows that came in; @property unknown decided under another configuration, of which nobody knows how */
export type Balance = {
  rows: number;
  applied: number;
  refused: number;
  skipped: number;
  unknown: number;
};

export const isEven = ({ rows, applied, refused, skipped, unknown }: Balance): boolean =>
  rows === applied + refused + skipped && unknown === 0;

export const noRows = (): Balance => ({ rows: 0, applied: 0, refused: 0, skipped: 0, unknown: 0 });

/** Rows of a file that came again are skipped without being looked at. */
export function addRepeat(balance: Balance, { skipped }: KnownFile): void {
  const rows = sum(Object.values(skipped));
  balance.rows += rows;
  balance.skipped += rows;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

export function addTally(balance: Balance, { kind, count }: Pick<FileTally, 'kind' | 'count'>): void {
  balance.rows += count;
  balance[kind] += count;
}
