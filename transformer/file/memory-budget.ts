/** Conversions take memory in proportion to their files, up to a limit of their own; together they keep within a budget. */

export type Budget = <Result>(bytes: number, work: () => Promise<Result>) => Promise<Result>;

/** A file takes about fifteen times its bytes while it is converted, and a large one what a conversion takes at most. */
export const BYTES_AT_ONCE = 1024 * 1024;

/**
 * In the order in which they are asked for; what is larger than the budget is alone. Each pass has one of its own, as a
 * process makes one pass at a time: work that never ends then takes nothing from a pass that comes later.
 */
export function makeBudget(capacity: number): Budget {
  const waiting: { bytes: number; begin: () => void }[] = [];
  let free = capacity;
  const beginNext = (): void => {
    for (let [next] = waiting; next && next.bytes <= free; [next] = waiting) {
      waiting.shift();
      free -= next.bytes;
      next.begin();
    }
  };
  return async (asked, work) => {
    const bytes = Math.min(asked, capacity);
    await new Promise<void>((begin) => {
      waiting.push({ bytes, begin });
      beginNext();
    });
    try {
      return await work();
    } finally {
      free += bytes;
      beginNext();
    }
  };
}
