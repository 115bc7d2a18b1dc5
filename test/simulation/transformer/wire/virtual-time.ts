/**
 * Time that passes only when nothing else can happen: waits of minutes take no time, and every play of a plan is the same.
 * To be installed in a thread of its own, before the transformer is loaded: it takes the place of the timers of Node.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

/**
 * What a process would be: its timers and its connections live as long as it does.
 * @property frozenUntil nothing of it goes on before then, as when its machine sleeps
 */
export type Life = { name: string; killed: boolean; frozenUntil: number };

/** Whose work it is that goes on at the moment. */
export const currentLife = new AsyncLocalStorage<Life>();

type Timer = { due: number; order: number; life: Life | undefined; call: () => void; every?: number };

/**
 * @property touch says that something has happened, so that time must not go on yet
 * @property spend lets a little time go by in something that happens
 */
export type VirtualTime = {
  now(): number;
  touch(): void;
  spend(milliseconds: number): void;
  after(milliseconds: number, call: () => void): void;
  until<Result>(work: Promise<Result>, latest: number): Promise<Result>;
  reset(now: number): void;
};

/** The work has not ended although all time has passed that it may take. */
export class NeverEnds extends Error {}

/** So many turns of the event loop in which nothing happens mean that everybody waits. */
const QUIET_TURNS = 6;

const nextTurn = setImmediate;

export function installVirtualTime(): VirtualTime {
  let now = 0;
  let order = 0;
  let activity = 0;
  const timers = new Set<Timer>();
  const add = (milliseconds: number, call: () => void, every?: number): Timer => {
    const due = now + Math.max(every === undefined ? 0 : 1, Number(milliseconds) || 0);
    const timer = {
      due,
      order: order++,
      life: currentLife.getStore(),
      call,
      ...(every !== undefined && { every }),
    };
    timers.add(timer);
    return timer;
  };
  const time: VirtualTime = {
    now: () => Math.floor(now),
    touch: () => {
      activity += 1;
    },
    spend: (milliseconds) => {
      now += milliseconds;
    },
    after: (milliseconds, call) => void currentLife.exit(() => add(milliseconds, call)),
    until: async (work, latest) => {
      let ended = false;
      const settled = work.finally(() => {
        ended = true;
      });
      settled.catch(() => {}); // it is thrown where it is returned
      let seen = -1;
      let quiet = 0;
      while (!ended) {
        await new Promise<void>((resolve) => nextTurn(resolve));
        quiet = seen === activity ? quiet + 1 : 0;
        seen = activity;
        if (quiet < QUIET_TURNS || ended) continue;
        if (!fireNext(latest)) throw new NeverEnds(`Still not at its end at ${new Date(now).toISOString()}.`);
        quiet = 0;
      }
      return settled;
    },
    reset: (at) => {
      timers.clear();
      now = at;
    },
  };
  const fireNext = (latest: number): boolean => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.life?.killed) timers.delete(timer);
      else if (!next || timer.due < next.due || (timer.due === next.due && timer.order < next.order))
        next = timer;
    }
    if (!next || next.due > latest) return false;
    now = Math.max(now, next.due);
    activity += 1;
    const { life } = next;
    if (life && life.frozenUntil > now) {
      next.due = life.frozenUntil;
      return true;
    }
    if (next.every === undefined) timers.delete(next);
    else next.due = now + Math.max(1, next.every);
    const { call } = next;
    if (life) currentLife.run(life, call);
    else currentLife.exit(call);
    return true;
  };
  replaceTimers(time, add, timers);
  return time;
}

type Add = (milliseconds: number, call: () => void, every?: number) => Timer;

function replaceTimers(time: VirtualTime, add: Add, timers: Set<Timer>): void {
  const handle = (timer: Timer): object => {
    const self = {
      timer,
      ref: () => self,
      unref: () => self,
      hasRef: () => true,
      refresh: () => {
        timers.delete(timer);
        timer.due = add(timer.every ?? 0, () => {}).due;
        return self;
      },
      [Symbol.dispose]: () => void timers.delete(timer),
    };
    return self;
  };
  const clear = (given: unknown): void => {
    const timer = (given as { timer?: Timer } | undefined)?.timer;
    if (timer) timers.delete(timer);
  };
  type Call = (...given: unknown[]) => void;
  const replaced = {
    setTimeout: (call: Call, milliseconds = 0, ...given: unknown[]) =>
      handle(add(milliseconds, () => call(...given))),
    setInterval: (call: Call, milliseconds = 0, ...given: unknown[]) =>
      handle(add(milliseconds, () => call(...given), milliseconds)),
    clearTimeout: clear,
    clearInterval: clear,
  };
  Object.assign(globalThis, replaced);
  Object.assign(process.getBuiltinModule('node:timers'), replaced);
  Object.assign(process.getBuiltinModule('node:timers/promises'), { setTimeout: sleeping(add, timers) });
  syncBuiltinESMExports();
  Date.now = time.now;
  performance.now = time.now;
}

/** As the one of Node, which rejects when it is told to stop. */
const sleeping =
  (add: Add, timers: Set<Timer>) =>
  (milliseconds: number, value?: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal } = options;
      const timer = add(milliseconds, () => resolve(value));
      const stop = (): void => {
        timers.delete(timer);
        reject(signal?.reason);
      };
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    });
