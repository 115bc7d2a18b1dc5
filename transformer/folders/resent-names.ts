/** Names of files that have rows of another file again: `a.replay-<time>.csv`, sent by hand, and `a.retry-1.csv`, by a pass. */
import { isSafeName, withMark } from '../store/store-path.ts';

const RETRY = /\.retry-([1-9])(?=(?:\.[^.]*)?$)/;
const REPLAY = /\.replay-(\d{8}T\d{9}Z)(?=(?:\.retry-[1-9])?(?:\.[^.]*)?$)/;

/** One digit, so that names go by their number. */
export const MOST_ATTEMPTS = 9;

/** Which attempt it is after the first; 0 for what no pass has sent again. */
export const attemptOf = (name: string): number => Number(RETRY.exec(name)?.[1] ?? 0);

/**
 * The same for the same file, whoever makes it and however often: NetSuite applies no name twice. The time that it begins with
 * stays, by which the newest allocation counts.
 * @returns undefined when it is too long
 */
export function retryName(name: string, attempt: number): string | undefined {
  const marked = withMark(name.replace(RETRY, ''), `retry-${attempt}`);
  return isSafeName(marked) ? marked : undefined;
}

/** What the rows came in at first. */
export const originalName = (name: string): string => name.replace(RETRY, '').replace(REPLAY, '');

/** When somebody has sent it again, as it stands in the name, so that times can be compared; `''` when nobody has. */
export const replayedAt = (name: string): string => REPLAY.exec(name)?.[1] ?? '';

/** Whether one has rows of the other again, or both of the same file, and the first was sent after the other. */
export function isSentAfter(name: string, other: string): boolean {
  if (originalName(name) !== originalName(other)) return false;
  const [own, earlier] = [replayedAt(name), replayedAt(other)];
  return own === earlier ? attemptOf(name) > attemptOf(other) : own > earlier;
}
