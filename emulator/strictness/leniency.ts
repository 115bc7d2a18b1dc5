/**
 * Errors that NetSuite ignores silently: an option it does not know, a parameter or column that is not there. The emulator
 * refuses them, since they hide errors; whoever runs scripts of others lets them pass and receives a report of each.
 */

type Listener = (what: string) => void;

const listeners: Listener[] = [];

/** Lets such errors pass while `work` runs. */
export function withLeniency<T>(listener: Listener, work: () => T): T {
  listeners.push(listener);
  try {
    return work();
  } finally {
    listeners.pop();
  }
}

/** True when the error may pass; it was reported to whoever asked for that. */
export function tolerate(what: string): boolean {
  const listener = listeners.at(-1);
  listener?.(what);
  return listener !== undefined;
}
