/** A day of one NetSuite account, on paper: orders arrive, runs take what waits, and runs share the processors. */

/**
 * @property seconds of a processor, for each run and for each order
 * @property ordersOfOneRun more than this waiting goes to a map/reduce script, which can use several processors
 * @property processors most that it can use then: the concurrency limit of its deployment
 */
export type FeedCost = {
  name: string;
  secondsPerRun: number;
  secondsPerOrder: number;
  ordersOfOneRun: number;
  processors: number;
};

/** @property busiest what arrives in an hour of the evening, in times of the mean */
export type Day = {
  feeds: readonly (FeedCost & { ordersPerDay: number })[];
  processors: number;
  busiest: number;
};

/**
 * @property oldest seconds that the order waited that waited longest, from its arrival to the end of its run
 * @property drained seconds after midnight when the last order of the day was done; undefined if that was not within a second day
 * @property busy share of the processors' day that was used
 */
export type DayFound = { oldest: number; drained: number | undefined; busy: number };

const QUARTER = 900;
const DAY = 86_400;
const STEP = 5;

type Waiting = { since: number; orders: number };
type Running = { left: number; width: number; since: number };
type FeedState = { waiting: Waiting[]; running?: Running };

export function simulateDay(day: Day): DayFound {
  const states: FeedState[] = day.feeds.map(() => ({ waiting: [] }));
  const found: DayFound = { oldest: 0, drained: undefined, busy: 0 };
  let used = 0;
  for (let now = 0; now <= 2 * DAY; now += STEP) {
    if (now % QUARTER === 0) startQuarter(day, states, now);
    if (now >= DAY && states.every(isIdle)) {
      found.drained ??= now;
      break;
    }
    used += work(states, day.processors, now, found);
  }
  found.busy = used / (day.processors * DAY);
  return found;
}

const isIdle = ({ waiting, running }: FeedState): boolean => waiting.length === 0 && !running;

/** What arrived in the last quarter is there, and every feed that is idle takes all that waits. */
function startQuarter(day: Day, states: readonly FeedState[], now: number): void {
  for (const [index, feed] of day.feeds.entries()) {
    const state = states[index] as FeedState;
    const orders = now === 0 || now > DAY ? 0 : feed.ordersPerDay * shareOfQuarter(now, day.busiest);
    if (orders > 0) state.waiting.push({ since: now - QUARTER, orders });
    if (state.running || state.waiting.length === 0) continue;
    const all = state.waiting.reduce((sum, waiting) => sum + waiting.orders, 0);
    state.running = {
      left: feed.secondsPerRun + all * feed.secondsPerOrder,
      width: all > feed.ordersOfOneRun ? feed.processors : 1,
      since: Math.min(...state.waiting.map(({ since }) => since)),
    };
    state.waiting = [];
  }
}

/** Of the day's orders: the busiest hours, from 17:00 to 20:00, bring so many times the mean, and the others what is left, evenly. */
export function shareOfQuarter(end: number, busiest: number): number {
  const hour = (end - QUARTER / 2) / 3600;
  const mean = QUARTER / DAY;
  const isBusy = hour > BUSY_FROM && hour < BUSY_FROM + BUSY_HOURS;
  return mean * (isBusy ? busiest : (24 - BUSY_HOURS * busiest) / (24 - BUSY_HOURS));
}

const BUSY_FROM = 17;
const BUSY_HOURS = 3;

/** One step of all runs: each gets what it can use, and none more than its share while others want more. */
function work(states: readonly FeedState[], processors: number, now: number, found: DayFound): number {
  const running = states.flatMap(({ running: run }) => (run ? [run] : []));
  const shares = shareOut(
    running.map(({ width }) => width),
    processors,
  );
  let used = 0;
  for (const [index, run] of running.entries()) {
    const done = Math.min(run.left, (shares[index] ?? 0) * STEP);
    run.left -= done;
    used += done;
  }
  for (const state of states) {
    if (!state.running || state.running.left > 0) continue;
    found.oldest = Math.max(found.oldest, now + STEP - state.running.since);
    delete state.running;
  }
  return used;
}

/** Processors by what each wants; who wants less than an equal share leaves the rest to the others. */
export function shareOut(wants: readonly number[], processors: number): number[] {
  const shares = wants.map(() => 0);
  let left = processors;
  const open = wants.map((_, index) => index).sort((a, b) => (wants[a] ?? 0) - (wants[b] ?? 0));
  for (const [place, index] of open.entries()) {
    shares[index] = Math.min(wants[index] ?? 0, left / (open.length - place));
    left -= shares[index] ?? 0;
  }
  return shares;
}
