/** What is new since somebody was last told: what has opened, is open for long, has grown, or is closed. */
import { type Condition, conditionsIn, isKnownToHave, type PassView } from './conditions.ts';

export const DEFAULT_ESCALATIONS: readonly number[] = [3_600_000, 86_400_000];
export const MOST_ESCALATIONS = 10;

/** What has grown so much is another problem than it was. */
const GROWTH = 10;

/**
 * What was told of a condition.
 * @property since when it was told first, epoch ms @property count as of the last time
 * @property level how many of the times after which it is said again have been used
 */
export type ToldEntry = Pick<Condition, 'key' | 'kind' | 'feed' | 'code' | 'closed'> & {
  since: number;
  count: number;
  level: number;
};

/** @property what has happened @property since when it was told first; that of now for what opens */
export type Piece = {
  what: 'opened' | 'still open' | 'grown' | 'closed';
  since: number;
  before: number;
  condition: Omit<Condition, 'isAwaited' | 'isQuiet'>;
};

/** @property told what is to be remembered once all of it has been told */
export type News = { pieces: Piece[]; told: ToldEntry[] };

/** @param escalateAfter after how long it is said again that something is open, rising, in ms */
export function newsIn(view: PassView, told: readonly ToldEntry[], escalateAfter: readonly number[]): News {
  const before = new Map(told.map((entry) => [entry.key, entry]));
  const conditions = conditionsIn(view);
  const holding = new Set(conditions.map(({ key }) => key));
  const open = conditions
    .filter(({ key, isQuiet, isAwaited }) => !isQuiet && (!isAwaited || before.has(key)))
    .map((condition) => openNews(condition, before.get(condition.key), view.now, escalateAfter));
  const gone = told.filter(({ key }) => !holding.has(key)).map((entry) => goneNews(entry, view));
  const all = [...open, ...gone];
  return {
    pieces: all.flatMap(({ piece }) => piece ?? []),
    told: all.flatMap(({ entry }) => entry ?? []),
  };
}

type One = { piece?: Piece; entry?: ToldEntry };

function openNews(
  { isQuiet: _, isAwaited: __, ...condition }: Condition,
  entry: ToldEntry | undefined,
  now: number,
  escalateAfter: readonly number[],
): One {
  const { key, kind, feed, code, closed, count } = condition;
  const own = { key, kind, feed, code, closed };
  if (!entry)
    return {
      piece: { what: 'opened', since: now, before: 0, condition },
      entry: { ...own, since: now, count, level: 0 },
    };
  const level = escalateAfter.filter((time) => now - entry.since >= time).length;
  const piece = { since: entry.since, before: entry.count, condition };
  const next = { ...own, since: entry.since, count, level: Math.max(level, entry.level) };
  if (level > entry.level) return { piece: { what: 'still open', ...piece }, entry: next };
  if (count >= entry.count * GROWTH) return { piece: { what: 'grown', ...piece }, entry: next };
  return { entry: { ...entry, ...own } };
}

/** What nobody can look at now may be as open as it was. */
function goneNews(entry: ToldEntry, view: PassView): One {
  const { key, kind, feed, code, closed, since, count } = entry;
  if (key.startsWith('p-') && !view.keepsIndex) return {};
  if (!isKnownToHave(entry, view)) return { entry };
  const condition = { key, kind, feed, code, count, closed, says: closed, whatToDo: '' };
  return { piece: { what: 'closed', since, before: count, condition } };
}
