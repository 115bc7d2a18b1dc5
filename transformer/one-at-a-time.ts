/** Work of which only one is under way in the process, as each takes the memory that all of them share. */

let last: Promise<unknown> = Promise.resolve();

/** Begins when all that were asked for before have ended. */
export function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
  const mine = last.then(work);
  last = mine.catch(() => {});
  return mine;
}
