/**
 * Mistakes NetSuite lets pass in silence: an option it does not know, a parameter or column that is not there. The emulator
 * refuses them, since they hide errors; whoever runs scripts of others lets them pass and is told of each.
 */

type Listener = (what: string) => void;

const listeners: Listener[] = [];

/** Lets such mistakes pass while `work` runs. */
export function withLeniency<T>(listener: Listener, work: () => T): T {
  listeners.push(listener);
  try {
    return work();
  } finally {
    listeners.pop();
  }
}

/** True when the mistake may pass; whoever asked for that has been told. */
export function tolerate(what: string): boolean {
  const listener = listeners.at(-1);
  listener?.(what);
  return listener !== undefined;
}
