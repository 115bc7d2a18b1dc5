/** A storage for conversions that holds a little in memory and the rest in a file. Texts must be without line ends. */
import { shortHash } from '#feeds/file-name.ts';
import type { Parts, Sorter, Storage } from '#feeds/storage.ts';
import { mergeSorted } from './merge-sorted.ts';
import { type Extent, openSpillFile, type SpillFile } from './spill-file.ts';

/** How many characters wait in memory before they are written: by each set of parts, and by each sorter. */
export type SpillLimits = { parts: number; sorter: number };

const usualLimits: SpillLimits = { parts: 4 * 1024 * 1024, sorter: 8 * 1024 * 1024 };

/** @property spilled whether anything was written to disk */
export type SpillingStorage = Storage & { spilled(): boolean; close(): void };

export function openSpillingStorage(limits: SpillLimits = usualLimits, folder?: string): SpillingStorage {
  let file: SpillFile | undefined;
  const opened = (): SpillFile => {
    file ??= openSpillFile(folder);
    return file;
  };
  return {
    parts: () => makeParts(opened, limits.parts),
    sorter: () => makeSorter(opened, limits.sorter),
    spilled: () => file !== undefined,
    close: () => file?.close(),
  };
}

/** Of a file of 1 GB each part has some 4 MB, which can be held at once. */
const PARTS = 256;

/** Texts in order: those in the file come first. */
type Strand = { extents: Extent[]; waiting: string[] };

function makeParts(file: () => SpillFile, limit: number): Parts {
  const strands = Array.from({ length: PARTS }, (): Strand => ({ extents: [], waiting: [] }));
  let waiting = 0;
  return {
    add: (key, text) => {
      strands[Number.parseInt(shortHash(key).slice(-2), 16)]?.waiting.push(text);
      waiting += text.length;
      if (waiting <= limit) return;
      for (const strand of strands) spill(strand, file());
      waiting = 0;
    },
    parts: function* () {
      for (const strand of strands) {
        yield () => textsOf(strand, file);
        strand.waiting = [];
      }
    },
  };
}

function spill(strand: Strand, file: SpillFile): void {
  if (strand.waiting.length === 0) return;
  strand.extents.push(file.append(Buffer.from(strand.waiting.join('\n'))));
  strand.waiting = [];
}

function* textsOf({ extents, waiting }: Strand, file: () => SpillFile): Generator<string> {
  for (const extent of extents) yield* file().read(extent).toString().split('\n');
  yield* waiting;
}

type Entry = { rank: number; place: number; text: string };

const byRank = (one: Entry, other: Entry): number => one.rank - other.rank || one.place - other.place;

/** What is read of a sorted run at once. A merge holds as much of every run. */
const BLOCK_CHARACTERS = 32 * 1024;

function makeSorter(file: () => SpillFile, limit: number): Sorter {
  const runs: Strand[] = [];
  let entries: Entry[] = [];
  let waiting = 0;
  return {
    add: (rank, place, text) => {
      entries.push({ rank, place, text });
      waiting += text.length;
      if (waiting <= limit) return;
      runs.push(writeRun(entries, file()));
      entries = [];
      waiting = 0;
    },
    sorted: function* () {
      const all = [...runs.map((run) => entriesOf(run, file)), entries.sort(byRank).values()];
      for (const { text } of mergeSorted(all, byRank)) yield text;
    },
  };
}

function writeRun(entries: Entry[], file: SpillFile): Strand {
  const run: Strand = { extents: [], waiting: [] };
  let waiting = 0;
  for (const { rank, place, text } of entries.sort(byRank)) {
    run.waiting.push(`${rank} ${place} ${text}`);
    waiting += text.length;
    if (waiting <= BLOCK_CHARACTERS) continue;
    spill(run, file);
    waiting = 0;
  }
  spill(run, file);
  return run;
}

function* entriesOf(run: Strand, file: () => SpillFile): Generator<Entry> {
  for (const line of textsOf(run, file)) {
    const [first, second] = [line.indexOf(' '), line.indexOf(' ', line.indexOf(' ') + 1)];
    const [rank, place] = [Number(line.slice(0, first)), Number(line.slice(first + 1, second))];
    yield { rank, place, text: line.slice(second + 1) };
  }
}
