/** Since when a row is refused, how often, and when it is sent again: by a pass what NetSuite refuses for now, else by hand. */
import { isTemporary } from '#feeds/rows/temporary.ts';
import type { PlaceFound } from '../catch-up/store-looks.ts';
import { isSentAfter, replayedAt, retryName } from '../folders/resent-names.ts';
import { isTooOld, LATEST_AFTER_DUE, nextTry } from './schedule.ts';
import type { KnownFile } from '../row-index/files-table.ts';

/**
 * @property since when it was refused first, ISO 8601
 * @property refusals how often
 * @property next when it is sent again, or was to be, ISO 8601; null when it is not, or waits already
 * @property state `resent` when somebody has sent rows of its file again, which nobody has finished; `planned`; `due` when the next pass sends it, unless somebody has sent it otherwise; `waits` when it was sent and NetSuite has not answered; `ended` after the last pause, or when nobody
 *   was there to do it; `off` where the configuration says so
 */
export type RetryState = {
  since: string;
  refusals: number;
  next: string | null;
  state: 'resent' | 'planned' | 'due' | 'waits' | 'ended' | 'off';
};

/** @property pauses as configured; none where nothing is to be tried again */
export type RetryTimes = { pauses: readonly number[]; now: number };

export type RetrySurroundings = RetryTimes & { places: readonly PlaceFound[] };

export type RefusedTimes = { since: number; refusals: number };

/** @returns null for what nobody has sent again, and no pass will: it is not refused for now, or not by NetSuite */
export function retryState(
  { pauses, places, now }: RetrySurroundings,
  file: KnownFile,
  code: string,
  { since, refusals }: RefusedTimes,
): RetryState | null {
  const known = { since: new Date(since).toISOString(), refusals, next: null };
  if (places.some((place) => isReplayOf(place, file))) return { ...known, state: 'resent' };
  if (file.side !== 'netsuite' || !isTemporary(code)) return null;
  if (pauses.length === 0) return { ...known, state: 'off' };
  const next = nextTry(file.name, file.at, pauses);
  const name = next && retryName(file.name, next.attempt);
  if (places.some((place) => place.folder === file.folder && place.name === name))
    return { ...known, state: 'waits' };
  const isPossible = next && name && file.place === 'archive' && !isTooOld(file.made, next.at, pauses);
  const isOver = !isPossible || now > next.at + LATEST_AFTER_DUE;
  return isOver
    ? { ...known, state: 'ended' }
    : { ...known, next: new Date(next.at).toISOString(), state: now >= next.at ? 'due' : 'planned' };
}

/** Which of its rows are in the new file, its name does not say. */
const isReplayOf = ({ folder, name }: PlaceFound, file: KnownFile): boolean =>
  folder === file.folder && replayedAt(name) !== '' && isSentAfter(name, file.name);
