/** A storage for conversions that holds a little in memory and the rest in files without names. */
import type { Storage } from '#feeds/conversion/row-store.ts';
import { makeCandidates, makeCandidatesByGroup } from './candidates.ts';
import { makeRecordPile, makeScratch } from './record-pile.ts';
import { makeRejectedRows } from './rejected-rows.ts';
import { makeSortedRuns } from './sorted-runs.ts';
import { openSpillFile, type SpillFile } from './spill-file.ts';

/**
 * Bytes in memory.
 * @property waiting of what is added, before it is written
 * @property part of what is looked at together
 * @property block of each of the sequences that are merged
 */
export type SpillLimits = { waiting: number; part: number; block: number };

const defaultLimits: SpillLimits = { waiting: 8 * 2 ** 20, part: 2 * 2 ** 20, block: 16 * 2 ** 10 };

/** @property spilled whether anything was written to disk */
export type SpillingStorage = Storage<Uint8Array> & { spilled(): boolean; close(): void };

export function openSpillingStorage(limits: SpillLimits = defaultLimits, folder?: string): SpillingStorage {
  const files: SpillFile[] = [];
  const scratch = makeScratch();
  const pile = (texts: number) => makeRecordPile(texts, limits.waiting, opener(files, folder), scratch);
  const runs = () => makeSortedRuns(limits.part, limits.block, opener(files, folder));
  return {
    candidates: (layout, keysStayInGroups) =>
      (keysStayInGroups ? makeCandidatesByGroup : makeCandidates)(layout, {
        pile,
        elements: runs(),
        most: limits.part,
      }),
    rejected: () => makeRejectedRows(runs()),
    spilled: () => files.length > 0,
    close: () => {
      for (const file of files) file.close();
    },
  };
}

/** What opens a file the first time it is asked for. */
function opener(files: SpillFile[], folder: string | undefined): () => SpillFile {
  let file: SpillFile | undefined;
  return () => {
    if (!file) {
      file = openSpillFile(folder);
      files.push(file);
    }
    return file;
  };
}
