/** Requests that are under way: each ends by its answer, by its deadline, or with the connection. */
import type { SFTPWrapper } from 'ssh2';
import { timedOut } from './deadline.ts';

export type Done<Result> = (error?: Error | null, result?: Result) => void;

/** Sends a request, and has it call back. */
export type Start<Result> = (sftp: SFTPWrapper, done: Done<Result>) => void;

/** Sends one request of the protocol, at once; a promise of its answer. */
export type Ask = <Result>(start: Start<Result>) => Promise<Result>;

/** @property lost settles, by rejection, when the connection is gone @property giveUp ends the connection */
export type RequestOptions = { lost: Promise<never>; milliseconds: number; giveUp: () => void };

export type Requests = {
  ask<Result>(what: string, start: (done: Done<Result>) => void): Promise<Result>;
  /** For how many milliseconds there has been no answer although one is due. */
  silence(): number;
};

type UnderWay = { what: string; since: number; fail: (error: unknown) => void };

/** One timer, for the oldest: there are thousands of requests, and hardly one ever comes to its deadline. */
export function openRequests({ lost, milliseconds, giveUp }: RequestOptions): Requests {
  const underWay = new Set<UnderWay>();
  let timer: NodeJS.Timeout | undefined;
  let gone: { error: unknown } | undefined;
  let answeredAt = 0;
  const endAll = (error: unknown): void => {
    gone = { error };
    clearTimeout(timer);
    for (const request of underWay) request.fail(error);
    underWay.clear();
  };
  lost.catch(endAll);
  const watch = (): void => {
    const [oldest] = underWay;
    timer = undefined;
    if (!oldest) return;
    const left = oldest.since + milliseconds - Date.now();
    if (left > 0) {
      timer = setTimeout(watch, left);
      return;
    }
    oldest.fail(timedOut(oldest.what, milliseconds));
    underWay.delete(oldest);
    giveUp();
  };
  const ask: Requests['ask'] = (what, start) =>
    new Promise((resolve, reject) => {
      if (gone) {
        reject(gone.error);
        return;
      }
      const request: UnderWay = { what, since: Date.now(), fail: reject };
      underWay.add(request);
      start((error, result) => {
        underWay.delete(request);
        answeredAt = Date.now();
        if (error) reject(error);
        else resolve(result as never);
      });
      if (!timer) watch();
    });
  const silence = (): number => {
    const [oldest] = underWay;
    return oldest ? Date.now() - Math.max(oldest.since, answeredAt) : 0;
  };
  return { ask, silence };
}
