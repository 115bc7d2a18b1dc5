/** Order among files that are worked on side by side: one step of each is taken in the order in which they were begun. */

export type Turn = {
  /**
   * Waits until everything begun before has taken its step or given up, then takes this one.
   * @param nextMayBegin whether the next step may begin as soon as this one has, before it has ended
   */
  take<Result>(step: () => Promise<Result>, nextMayBegin?: boolean): Promise<Result>;
  /** Lets the next ones go on; harmless after the step was taken. */
  giveUp: () => void;
};

/** @returns what begins the next turn */
export function makeTurns(): () => Turn {
  let everyoneBefore: Promise<unknown> = Promise.resolve();
  return () => {
    const before = everyoneBefore;
    let giveUp = (): void => {};
    const done = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    everyoneBefore = before.then(() => done);
    const take: Turn['take'] = async (step, nextMayBegin = false) => {
      await before;
      try {
        const taken = step();
        if (nextMayBegin) giveUp();
        return await taken;
      } finally {
        giveUp();
      }
    };
    return { take, giveUp };
  };
}
