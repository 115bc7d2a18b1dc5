/** Judges the rows of a file within the budget of the pass, be it here or still arriving. */
import { type ConvertedSource, convertSource } from '../convert/convert-stream.ts';
import type { SpooledFile } from '../convert/spooled-file.ts';
import { observerFor, type RowNotes } from '../row-index/note-rows.ts';
import { openSqliteStorage, type SqliteStorage } from '../row-store/sqlite-row-store.ts';
import type { Chunks } from '../store/byte-stream.ts';
import type { ClaimedFile, FileContext } from './file-context.ts';
import { reporting } from './file-progress.ts';
import { beginNotes } from './note-in-index.ts';

/**
 * @property storage is open until the judging is closed
 * @property keepNotes what is for the index, which is discarded on closing otherwise
 */
export type Judged = {
  converted: ConvertedSource;
  storage: SqliteStorage;
  keepNotes: () => RowNotes | undefined;
};

/**
 * @property judged fails with UNREADABLE_FILE, and with what ends the content too soon
 * @property close gives back what it holds of the budget and of the disk; what is under way ends at its next step
 */
export type Judging = { judged: Promise<Judged>; close(): Promise<void> };

export function beginJudging(
  work: FileContext,
  file: ClaimedFile,
  { size, chunks }: Pick<SpooledFile, 'size' | 'chunks'>,
): Judging {
  const judged = Promise.withResolvers<Judged>();
  const closing = Promise.withResolvers<void>();
  const state = { hasBegun: false, isClosed: false };
  const held = work.withinBudget(size, async () => {
    if (state.isClosed) return;
    state.hasBegun = true;
    const content = reporting(work, file, { phase: 'converting', total: size }, chunks());
    await judgeUntil(work, unlessClosed(content, state), judged.resolve, closing.promise);
  });
  held.catch(judged.reject);
  judged.promise.catch(() => {}); // whoever decides hears it
  return {
    judged: judged.promise,
    close: async () => {
      state.isClosed = true;
      closing.resolve();
      if (state.hasBegun) await held.catch(() => {}); // else it waits for others, to no purpose
    },
  };
}

/** The rest of a file that comes as it did so far is here in a third of this (`nearlyHere`). */
const PATIENCE_MILLISECONDS = 15_000;

/** @property inTime undefined when it was given up; by then it has given back everything */
export type EarlyJudging = { inTime(): Promise<Judging | undefined>; close(): Promise<void> };

/**
 * Whoever judges a file holds memory that others wait for who have all of theirs: when the rest comes slowly after all, as from a
 * server that throttles, it is given up, and the file is judged once it is here.
 */
export function untilTooSlow(judging: Judging, whole: Promise<unknown>): EarlyJudging {
  let isGivenUp = false;
  const timer = setTimeout(() => {
    isGivenUp = true;
    void judging.close();
  }, PATIENCE_MILLISECONDS);
  const stop = (): void => clearTimeout(timer);
  whole.then(stop, stop);
  const inTime = async (): Promise<Judging | undefined> => {
    if (!isGivenUp) return judging;
    await judging.close();
    return undefined;
  };
  return { inTime, close: judging.close };
}

async function judgeUntil(
  work: FileContext,
  content: Chunks,
  report: (judged: Promise<Judged>) => void,
  closed: Promise<void>,
): Promise<void> {
  const { route, context } = work;
  const storage = openSqliteStorage();
  const notes = beginNotes(work);
  let isKept = false;
  const keepNotes = (): RowNotes | undefined => {
    isKept = true;
    return notes;
  };
  try {
    const observer = notes && observerFor(notes, route.feed, context);
    const converting = convertSource(route.feed, content, context, storage, observer);
    report(converting.then((converted) => ({ converted, storage, keepNotes })));
    await converting.catch(() => {});
    await closed;
  } finally {
    if (!isKept) notes?.discard();
    storage.close();
  }
}

async function* unlessClosed(content: Chunks, state: { isClosed: boolean }): Chunks {
  for await (const chunk of content) {
    if (state.isClosed) throw new Error('its rows are not asked for any more');
    yield chunk;
  }
}
