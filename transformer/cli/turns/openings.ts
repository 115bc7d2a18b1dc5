/** The store of the moment for one pass: a lost one is replaced, none is left open, and a silent one ends in time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { refuseTooSoon } from '../../config/refused-login.ts';
import type { FileStore } from '../../store/file-store.ts';
import type { ChosenTenant } from '../tenants.ts';

/** Orchestrators give thirty seconds between asking to end and killing: some for finishing, some for letting go. */
const [FINISHING_SECONDS, GRACE_SECONDS] = [12, 20];

const RECONNECTION_DELAYS_SECONDS = [1, 5, 15];

/**
 * @property first opens it; undefined when asked to stop before it was open
 * @property silence for how many milliseconds the server has not answered
 * @property abandon when what is under way is to be let go of
 */
export type Openings = {
  first: () => Promise<FileStore | undefined>;
  current: () => FileStore | undefined;
  silence: () => number;
  abandon: AbortSignal;
  reconnect: (attempt: number) => Promise<FileStore | undefined>;
  close: () => Promise<void>;
};

export function openings(tenant: ChosenTenant, clock: () => number, stop: AbortSignal): Openings {
  let current: FileStore | undefined;
  let openingSince: number | undefined;
  const abandon = new AbortController();
  let timers: NodeJS.Timeout[] = [];
  // Closing makes whatever is still under way fail, so that a pass ends in time even when the server is silent.
  const onStop = (): void => {
    timers = [
      setTimeout(() => abandon.abort(), FINISHING_SECONDS * 1000),
      setTimeout(() => void current?.close(), GRACE_SECONDS * 1000),
    ];
  };
  stop.addEventListener('abort', onStop);
  const openUnlessTooSoon = async (): Promise<FileStore> => {
    await refuseTooSoon(tenant.login, clock());
    return tenant.open(stop);
  };
  const next = async (): Promise<FileStore | undefined> => {
    await current?.close();
    current = undefined;
    openingSince = Date.now();
    const opening = openUnlessTooSoon();
    try {
      current = await unlessStopped(opening, stop);
    } finally {
      openingSince = undefined;
    }
    if (!current) opening.then((late) => late.close()).catch(() => {}); // nobody waits for it any more
    return current;
  };
  return {
    first: next,
    current: () => current,
    silence: () => (openingSince === undefined ? (current?.silence?.() ?? 0) : Date.now() - openingSince),
    abandon: abandon.signal,
    reconnect: async (attempt) => {
      const delay = RECONNECTION_DELAYS_SECONDS[attempt];
      if (delay === undefined || !(await slept(delay, stop))) return undefined;
      return next();
    },
    close: async () => {
      stop.removeEventListener('abort', onStop);
      for (const timer of timers) clearTimeout(timer);
      await current?.close();
    },
  };
}

/** @returns undefined when asked to stop before the work is done */
async function unlessStopped<Result>(work: Promise<Result>, stop: AbortSignal): Promise<Result | undefined> {
  let onStop = (): void => {};
  const stopped = new Promise<undefined>((resolve) => {
    onStop = () => resolve(undefined);
  });
  stop.addEventListener('abort', onStop);
  if (stop.aborted) onStop();
  try {
    return await Promise.race([work, stopped]);
  } finally {
    stop.removeEventListener('abort', onStop);
  }
}

/** @returns false when asked to stop meanwhile */
export async function slept(seconds: number, stop: AbortSignal): Promise<boolean> {
  if (stop.aborted) return false;
  await sleep(seconds * 1000, undefined, { signal: stop }).catch(() => {}); // it is rejected by the stop alone
  return !stop.aborted;
}
