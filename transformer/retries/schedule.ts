/** When a temporary refusal is tried again: after pauses that grow, counted from its error file, and not for ever. */
import { attemptOf } from '../folders/resent-names.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const DEFAULT_PAUSES: readonly number[] = [15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR];

/** Whoever was away for longer decides: goods of last month may have been fulfilled by hand. */
export const LATEST_AFTER_DUE = 72 * HOUR;

/** Goods of a month ago may have been fulfilled by hand; and an error file can be as new as the backup that it is from. */
const OLDEST = 14 * 24 * HOUR;

/** Whether a file is too old for that at a moment, whatever its error file says. */
export const isTooOld = (madeAt: number, now: number, pauses: readonly number[]): boolean =>
  now - madeAt > pauses.reduce((sum, pause) => sum + pause, OLDEST);

/** @property at epoch ms, by the clock that has dated the error file */
export type NextTry = { attempt: number; at: number };

/** @returns undefined after the last one */
export function nextTry(name: string, refusedAt: number, pauses: readonly number[]): NextTry | undefined {
  const made = attemptOf(name);
  const pause = pauses[made];
  return pause === undefined ? undefined : { attempt: made + 1, at: refusedAt + pause };
}

export const isDue = ({ at }: NextTry, now: number): boolean => now >= at && now <= at + LATEST_AFTER_DUE;
