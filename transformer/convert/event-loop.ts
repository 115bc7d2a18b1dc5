/** Long computations that let the rest of the process work: answers of servers and signals wait for nobody. */
import { setImmediate as letOthersWork } from 'node:timers/promises';

const LONGEST_BREATH_MILLISECONDS = 20;

/** @returns what a computation awaits at its steps; it takes no time until one is due */
export function makeYielder(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_BREATH_MILLISECONDS) return;
    await letOthersWork();
    since = performance.now();
  };
}
