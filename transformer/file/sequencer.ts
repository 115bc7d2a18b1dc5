/** Order among files that are worked on side by side: one step of each is taken in the order in which they were begun. */
import { TransformerError } from '../errors.ts';
import { printable } from '../store/store-path.ts';

export type Slot = {
  /**
   * Waits until everything begun before has taken its step or given up, then takes this one.
   * @param nextMayBegin whether the next step may begin as soon as this one has, before it has ended
   * @throws TransformerError HELD_BACK when order must be kept and something before could not take its step
   */
  take<Result>(step: () => Promise<Result>, nextMayBegin?: boolean): Promise<Result>;
  /**
   * Lets the next ones go on; harmless after the step was taken.
   * @param isUnfinished whether the step is still to come, in a later pass
   */
  giveUp: (isUnfinished?: boolean) => void;
};

/**
 * @param keepsOrder whether nothing may take its step while something before has still to take its own
 * @returns what begins the next turn, for a file of this name
 */
export function makeSequencer(keepsOrder: boolean): (name: string) => Slot {
  let everyoneBefore: Promise<string | undefined> = Promise.resolve(undefined);
  return (name) => {
    const before = everyoneBefore;
    let giveUp = (_isUnfinished?: boolean): void => {};
    const done = new Promise<boolean>((resolve) => {
      giveUp = (isUnfinished = false) => resolve(isUnfinished);
    });
    everyoneBefore = before.then(async (unfinished) => {
      const isUnfinished = await done;
      return unfinished ?? (isUnfinished ? name : undefined);
    });
    const take: Slot['take'] = async (step, nextMayBegin = false) => {
      const unfinished = await before;
      if (keepsOrder && unfinished !== undefined) throw heldBack(unfinished);
      try {
        const taken = step();
        if (nextMayBegin && !keepsOrder) giveUp();
        const result = await taken;
        giveUp();
        return result;
      } catch (error) {
        giveUp(true);
        throw error;
      }
    };
    return { take, giveUp };
  };
}

const heldBack = (name: string): TransformerError => new TransformerError('HELD_BACK', reasonToHold(name));

export const reasonToHold = (name: string): string =>
  `the older file ${printable(name)}, which could not be finished, must be delivered first`;
