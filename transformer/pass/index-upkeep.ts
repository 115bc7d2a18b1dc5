/** At the end of a pass the row index takes in what NetSuite has left since, and loses what is too old. */
import { catchUp } from '../catch-up/catch-up.ts';
import { lookedAt } from '../catch-up/store-looks.ts';
import { TransformerError } from '../errors.ts';
import type { Route } from '../folders/folders.ts';
import { problemOf } from '../report/pass-report.ts';
import { pruneIndex } from '../row-index/prune-index.ts';
import { openRefusals } from '../row-index/settle-refusals.ts';
import { noteLeft } from '../row-index/wholeness.ts';
import type { Pass } from './pass-options.ts';

/** A look lists every archive; whoever asks the index a question makes it look at once. */
const LOOK_EVERY_MILLISECONDS = 5 * 60_000;
/** A pass must not wait for months of files that NetSuite took before there was an index. */
const MOST_FILES = 50;

export async function bringIndexUpToDate(pass: Pass, routes: readonly Route[]): Promise<void> {
  const { index, store, context, keepDays, stop, clock, onEvent } = pass;
  if (!index || stop.aborted) return;
  try {
    const now = clock();
    if (!isDue(pass, routes, now)) return;
    const contextAt = (instant: number) => ({ ...context, now: instant });
    const { left } = await catchUp({ index, store, routes, contextAt, now, keepDays, mostFiles: MOST_FILES });
    noteLeft(index, left);
    pruneIndex(index, now, keepDays);
    openRefusals(index); // what it has looked at is not looked at again by who asks
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    onEvent({ event: 'index not updated', problem: problemOf(error) }); // what the pass is for is done
  }
}

function isDue({ index }: Pass, [route]: readonly Route[], now: number): boolean {
  const last = index && route && lookedAt(index, route.sourceFolder);
  return last === undefined || Math.abs(now - last) >= LOOK_EVERY_MILLISECONDS;
}
