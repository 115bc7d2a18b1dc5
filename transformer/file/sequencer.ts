/** Order among files that are worked on side by side: one step of each is taken in the order in which they were begun. */
import { TransformerError } from '../errors.ts';
import { quoteName } from '../store/store-path.ts';

export type Ticket = {
  /**
   * Waits until everything begun before has taken its step or released its ticket, then runs this one.
   * @param nextMayBegin whether the next step may begin as soon as this one has, before it has ended
   * @throws TransformerError HELD_BACK when order must be kept and something before could not run its step
   */
  run<Result>(step: () => Promise<Result>, nextMayBegin?: boolean): Promise<Result>;
  /**
   * Lets the next ones go on; harmless after the step was taken.
   * @param isUnfinished whether the step is still to come, in a later pass
   */
  release: (isUnfinished?: boolean) => void;
};

/**
 * @param keepsOrder whether nothing may run its step while something before has still to run its own
 * @returns what begins the next ticket, for a file of this name
 */
export function makeSequencer(keepsOrder: boolean): (name: string) => Ticket {
  let everyoneBefore: Promise<string | undefined> = Promise.resolve(undefined);
  return (name) => {
    const before = everyoneBefore;
    let release = (_isUnfinished?: boolean): void => {};
    const done = new Promise<boolean>((resolve) => {
      release = (isUnfinished = false) => resolve(isUnfinished);
    });
    everyoneBefore = before.then(async (unfinished) => {
      const isUnfinished = await done;
      return unfinished ?? (isUnfinished ? name : undefined);
    });
    const run: Ticket['run'] = async (step, nextMayBegin = false) => {
      const unfinished = await before;
      if (keepsOrder && unfinished !== undefined) throw heldBack(unfinished);
      try {
        const taken = step();
        if (nextMayBegin && !keepsOrder) release();
        const result = await taken;
        release();
        return result;
      } catch (error) {
        release(true);
        throw error;
      }
    };
    return { run, release };
  };
}

const heldBack = (name: string): TransformerError => new TransformerError('HELD_BACK', reasonToHold(name));

export const reasonToHold = (name: string): string =>
  `the older file ${quoteName(name)}, which could not be finished, must be delivered first`;
