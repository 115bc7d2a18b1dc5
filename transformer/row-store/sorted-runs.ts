/** Entries that come back by rank: kept in runs, each in the order of its ranks, and on disk when there are many. */
import { type EntryPiece, mergeRuns, type Room, type Run } from './merge-runs.ts';
import type { SpillFile } from './spill-file.ts';

export type SortedRuns = {
  /** Ranks rise within a run, and no two entries of different runs have the same. */
  beginRun(): void;
  /** Room at the end of the run, to be filled with entries before more is asked for. */
  claim(length: number): Room;
  /** After the last entry. */
  pieces(): Iterable<EntryPiece>;
};

const SMALLEST_MEMORY = 64 * 1024;

/**
 * @param limit how many bytes may wait in memory
 * @param block how many bytes of each run are in memory as they are read
 * @param file empty; nobody else writes there
 */
export function makeSortedRuns(limit: number, block: number, file: () => SpillFile): SortedRuns {
  const runs: Run[] = [];
  let memory: Buffer = Buffer.allocUnsafeSlow(Math.min(limit, SMALLEST_MEMORY));
  let [written, used] = [0, 0];
  const writeOut = (): void => {
    file().append(memory.subarray(0, used));
    written += used;
    used = 0;
  };
  const makeRoom = (length: number): void => {
    if (used > 0 && used + length > limit) writeOut();
    if (used + length > memory.length) memory = larger(memory, used, used + length, limit);
  };
  return {
    beginRun: () => {
      runs.push({ start: written + used, end: written + used });
    },
    claim: (length) => {
      makeRoom(length);
      const room = { bytes: memory, at: used };
      used += length;
      const run = runs.at(-1);
      if (run) run.end = written + used;
      return room;
    },
    pieces: () => {
      if (written === 0) return mergeRuns(runs, used, (from) => ({ bytes: memory, at: from }));
      if (used > 0) writeOut();
      memory = Buffer.alloc(0);
      return mergeRuns(runs, block, (offset, length, reused) => {
        const bytes = reused.length < length ? Buffer.allocUnsafeSlow(length) : reused;
        file().readInto(bytes, { offset, length });
        return { bytes, at: 0 };
      });
    },
  };
}

function larger(memory: Buffer, used: number, needed: number, limit: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(limit, memory.length * 2)));
  memory.copy(copy, 0, 0, used);
  return copy;
}
