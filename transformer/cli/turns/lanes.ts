/** How many tenants are worked on at once, and how many of one server; who waits for a server takes no place from others. */

export type Limits = { tenantsAtOnce: number; connectionsPerServer: number };

/** @property silence for how many milliseconds its server has left a question unanswered */
export type Lane = { server: string; silence: () => number; release: () => void };

export type Lanes = {
  /** @returns undefined when asked to stop before its turn has come */
  take: (server: string, stop: AbortSignal) => Promise<Lane | undefined>;
  /** Whether somebody has begun to wait for a server, so that another can go on. */
  look: () => void;
};

type Waiting = { server: string; begin: (lane: Lane | undefined) => void };

/** Longer than any answer of a server that is well. */
const PATIENCE_MILLISECONDS = 2000;

export const isSilent = ({ silence }: Lane): boolean => silence() >= PATIENCE_MILLISECONDS;

/**
 * A place is for work, which needs the processor and memory. Waiting needs neither: tenants whose server is silent count for the
 * limit of that server alone, so that dead servers, however many, hold up nobody else. Of those who wait, the one goes first of
 * whose server the fewest are at it, then whoever has come first.
 */
export function makeLanes({ tenantsAtOnce, connectionsPerServer }: Limits): Lanes {
  const waiting: Waiting[] = [];
  const taken = new Set<Lane>();
  const countOf = (server: string): number => [...taken].filter((lane) => lane.server === server).length;
  const hasRoom = (): boolean => [...taken].filter((lane) => !isSilent(lane)).length < tenantsAtOnce;
  const nextOne = (): Waiting | undefined => {
    const [first, ...rest] = waiting.filter(({ server }) => countOf(server) < connectionsPerServer);
    return rest.reduce(
      (best, one) => (best && countOf(one.server) >= countOf(best.server) ? best : one),
      first,
    );
  };
  const leave = (one: Waiting): void => void waiting.splice(waiting.indexOf(one), 1);
  const look = (): void => {
    for (let next = nextOne(); next && hasRoom(); next = nextOne()) {
      leave(next);
      const lane: Lane = { server: next.server, silence: () => 0, release: () => {} };
      lane.release = () => {
        if (taken.delete(lane)) look();
      };
      taken.add(lane);
      next.begin(lane);
    }
  };
  const take: Lanes['take'] = (server, stop) =>
    new Promise((resolve) => {
      const one: Waiting = {
        server,
        begin: (lane) => {
          stop.removeEventListener('abort', onStop);
          resolve(lane);
        },
      };
      const onStop = (): void => {
        leave(one);
        one.begin(undefined);
      };
      if (stop.aborted) return resolve(undefined);
      stop.addEventListener('abort', onStop);
      waiting.push(one);
      queueMicrotask(look); // those who come together are all considered
    });
  return { take, look };
}
