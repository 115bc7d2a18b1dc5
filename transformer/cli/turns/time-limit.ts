/** The time that one pass of a tenant may take: when it is over, the pass stops as it does when the process is asked to end. */
import { TransformerError } from '../../errors.ts';

/** @property signal asks the pass to stop: on request, or when the time is over, which its reason then says */
export type TimeLimit = { signal: AbortSignal; end: () => void };

export function limitTime(minutes: number, stop: AbortSignal): TimeLimit {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(timeIsOver(minutes)), minutes * 60_000);
  return { signal: AbortSignal.any([stop, over.signal]), end: () => clearTimeout(timer) };
}

const timeIsOver = (minutes: number): TransformerError =>
  new TransformerError(
    'TIME_LIMIT',
    `The pass took longer than ${minutes === 1 ? '1 minute' : `${minutes} minutes`} and was stopped, so that it does not hold up others. Nothing is lost: the next pass continues. If it comes again, see with "transformer status" what waits, and whether the server is slow; raise passMinutes if there is simply so much to do.`,
  );
