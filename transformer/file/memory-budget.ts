/** Conversions take memory in proportion to their files, up to a limit of their own; together they keep within a budget. */

export type Budget = <Result>(bytes: number, work: () => Promise<Result>) => Promise<Result>;

/** What one of several has of a budget. @property giveBack takes what it holds from it; nothing more begins in it then */
export type Share = { within: Budget; giveBack: () => void };

/**
 * @property share of one pass; while `isIdle`, others may use what it holds
 * @property look whether one has become idle
 */
export type SharedBudget = { share: (isIdle?: () => boolean) => Share; look: () => void };

/** A file takes about fifteen times its bytes while it is converted, and a large one what a conversion takes at most. */
export const BYTES_AT_ONCE = 1024 * 1024;

type Waiting = { bytes: number; begin: () => void };
type Holder = { held: number; waiting: Waiting[]; isIdle: () => boolean };

/**
 * Whoever holds least is next, so that many or large files of one do not keep others waiting; of one they come in the order in
 * which they were asked for. What is larger than the budget is alone. Work that never ends, such as a file that is being sent
 * to a server that has fallen silent, takes nothing from others: its share counts as free until it goes on, or is given back.
 */
export function makeSharedBudget(capacity: number): SharedBudget {
  const holders = new Set<Holder>();
  const free = (): number =>
    [...holders].reduce((left, { held, isIdle }) => (isIdle() ? left : left - held), capacity);
  const nextHolder = (): Holder | undefined =>
    [...holders]
      .filter(({ waiting }) => waiting.length > 0)
      .reduce<Holder | undefined>((best, one) => (best && best.held <= one.held ? best : one), undefined);
  const look = (): void => {
    for (let holder = nextHolder(); holder; holder = nextHolder()) {
      const [next] = holder.waiting;
      if (!next || next.bytes > free()) return;
      holder.waiting.shift();
      holder.held += next.bytes;
      next.begin();
    }
  };
  const share: SharedBudget['share'] = (isIdle = () => false) => {
    const holder: Holder = { held: 0, waiting: [], isIdle };
    holders.add(holder);
    const within: Budget = async (asked, work) => {
      const bytes = Math.min(asked, capacity);
      await new Promise<void>((begin) => {
        holder.waiting.push({ bytes, begin });
        look();
      });
      try {
        return await work();
      } finally {
        holder.held -= bytes;
        look();
      }
    };
    const giveBack = (): void => {
      holders.delete(holder);
      look();
    };
    return { within, giveBack };
  };
  return { share, look };
}

/** For one alone. */
export const makeBudget = (capacity: number): Budget => makeSharedBudget(capacity).share().within;
