/**
 * Records that wait for the end of a file: in memory while they are few, else on disk, where those of one key lie together.
 * A record is a row number and some texts, kept as bytes, so that a million of them are no work for the garbage collector.
 */
import { randomInt } from 'node:crypto';
import type { SpillFile } from './spill-file.ts';

export type RecordPile = {
  /** @param key decides about the part */
  add(key: string, row: number, texts: readonly string[]): void;
  /** All records of a key are in one part, each part in the order in which they were added. Once, after the last `add`. */
  parts(): Iterable<RecordPart>;
};

/** Can be gone through as often as needed until the next part is asked for. */
export type RecordPart = { bytes: number; each(visit: (record: WaitingRecord) => void): void };

/**
 * Where a record begins; the same object is used for one after the other.
 * @property texts how many it has
 */
export type WaitingRecord = { bytes: Buffer; words: Uint32Array; texts: number; at: number };

/** Before the texts, each a word of 32 bits: length of the record, hash of its key, row, and where each text ends. */
const HEADER_WORDS = 3;
const WORD = 4;
const [LENGTH, HASH, ROW] = [0, 1, 2];

export const rowOf = ({ words, at }: WaitingRecord): number => words[at / WORD + ROW] ?? 0;

const hashOf = ({ words, at }: WaitingRecord): number => words[at / WORD + HASH] ?? 0;

export function textOf(record: WaitingRecord, index: number): string {
  const start = textStart(record, index);
  const end = textEnd(record, index);
  return start === end ? '' : record.bytes.toString('utf8', start, end);
}

export const textStart = (record: WaitingRecord, index: number): number =>
  index === 0 ? record.at + (HEADER_WORDS + record.texts) * WORD : textEnd(record, index - 1);

export const textEnd = ({ words, at, texts }: WaitingRecord, index: number): number =>
  at + (HEADER_WORDS + texts) * WORD + (words[at / WORD + HEADER_WORDS + index] ?? 0);

/** Enough that each part of a file of 1 GB fits in memory many times over. */
const PART_BITS = 9;
const PARTS = 2 ** PART_BITS;
const SMALLEST_ARENA = 64 * 1024;

type Memory = { bytes: Buffer; words: Uint32Array };

/** Memory of at least so many bytes, for the moment: whoever asks next gets the same. */
export type Scratch = (bytes: number) => Buffer;

export function makeScratch(): Scratch {
  let memory: Buffer = Buffer.alloc(0);
  return (bytes) => {
    if (memory.length < bytes) memory = Buffer.allocUnsafeSlow(bytes);
    return memory;
  };
}

/** What was written at once: the records of all parts, those of part `n` from `ends[n - 1]` to `ends[n]` after `offset`. */
type Batch = { offset: number; ends: Uint32Array };

/**
 * @param texts how many each record has
 * @param limit how many bytes may wait in memory
 * @param scratch where they are sorted before they are written
 */
export function makeRecordPile(
  texts: number,
  limit: number,
  file: () => SpillFile,
  scratch: Scratch,
): RecordPile {
  const seed = randomInt(2 ** 32);
  const batches: Batch[] = [];
  let arena = memoryOf(Math.min(limit, SMALLEST_ARENA));
  let used = 0;
  const writeBatch = (): void => {
    const sorted = scratch(used);
    const ends = sortByPart(arena, used, texts, sorted);
    batches.push({ offset: file().append(sorted.subarray(0, used)).offset, ends });
    used = 0;
  };
  return {
    add: (key, row, values) => {
      const room = roomFor(values);
      if (used > 0 && used + room > limit) writeBatch();
      if (used + room > arena.bytes.length) arena = grown(arena, used, Math.max(limit, room), used + room);
      used += writeRecord(arena, used, seededHash(key, seed), row, values, texts);
    },
    parts: function* () {
      if (batches.length === 0) {
        yield { bytes: used, each: (visit) => visitAll(arena, used, texts, visit) };
        return;
      }
      writeBatch();
      arena = memoryOf(0);
      for (let part = 0; part < PARTS; part += 1) yield partOf(batches, part, texts, file());
    },
  };
}

function memoryOf(size: number): Memory {
  const buffer = new ArrayBuffer(Math.ceil(size / WORD) * WORD);
  return { bytes: Buffer.from(buffer), words: new Uint32Array(buffer) };
}

function grown({ bytes }: Memory, used: number, limit: number, needed: number): Memory {
  const memory = memoryOf(Math.max(needed, Math.min(limit, bytes.length * 2)));
  bytes.copy(memory.bytes, 0, 0, used);
  return memory;
}

const LONGEST_CHARACTER = 3;

function roomFor(texts: readonly string[]): number {
  let room = (HEADER_WORDS + texts.length + 1) * WORD;
  for (const text of texts) room += text.length * LONGEST_CHARACTER;
  return room;
}

/** @returns its length, a multiple of a word */
function writeRecord(
  { bytes, words }: Memory,
  at: number,
  hash: number,
  row: number,
  values: readonly string[],
  texts: number,
): number {
  const word = at / WORD;
  const start = at + (HEADER_WORDS + texts) * WORD;
  let end = start;
  for (let index = 0; index < texts; index += 1) {
    const text = values[index] ?? '';
    end += writeText(bytes, text, end);
    words[word + HEADER_WORDS + index] = end - start;
  }
  const length = Math.ceil((end - at) / WORD) * WORD;
  words[word + LENGTH] = length;
  words[word + HASH] = hash;
  words[word + ROW] = row;
  return length;
}

const LONGEST_IDENTIFIER = 24;

/** A call into Node takes longer than a short loop. @returns how many bytes */
function writeText(bytes: Buffer, text: string, at: number): number {
  if (text.length > LONGEST_IDENTIFIER) return bytes.write(text, at);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return bytes.write(text, at);
    bytes[at + index] = code;
  }
  return text.length;
}

/** FNV-1a, mixed once more; from a start that nobody knows, so that no file can be made to fill one part alone. */
function seededHash(key: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return mixed(hash);
}

/** The same, of a text of a record as it lies there. */
export function hashOfText(record: WaitingRecord, index: number): number {
  const end = textEnd(record, index);
  let hash = 0x811c9dc5;
  for (let at = textStart(record, index); at < end; at += 1) {
    hash = Math.imul(hash ^ (record.bytes[at] ?? 0), 0x01000193);
  }
  return mixed(hash);
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const partOfHash = (hash: number): number => hash >>> (32 - PART_BITS);

/** @returns where each part ends in the target */
function sortByPart(arena: Memory, used: number, texts: number, target: Buffer): Uint32Array {
  const ends = new Uint32Array(PARTS);
  visitAll(arena, used, texts, (record) => {
    const part = partOfHash(hashOf(record));
    ends[part] = (ends[part] ?? 0) + lengthOf(record);
  });
  for (let part = 1; part < PARTS; part += 1) ends[part] = (ends[part] ?? 0) + (ends[part - 1] ?? 0);
  const places = Uint32Array.from(ends, (_, part) => (part === 0 ? 0 : (ends[part - 1] ?? 0)));
  visitAll(arena, used, texts, (record) => {
    const part = partOfHash(hashOf(record));
    const place = places[part] ?? 0;
    places[part] = place + record.bytes.copy(target, place, record.at, record.at + lengthOf(record));
  });
  return ends;
}

const lengthOf = ({ words, at }: WaitingRecord): number => words[at / WORD + LENGTH] ?? 0;

function visitAll(
  { bytes, words }: Memory,
  used: number,
  texts: number,
  visit: (record: WaitingRecord) => void,
): void {
  const record = { bytes, words, texts, at: 0 };
  while (record.at < used) {
    const next = record.at + lengthOf(record);
    visit(record);
    record.at = next;
  }
}

function partOf(batches: readonly Batch[], part: number, texts: number, file: SpillFile): RecordPart {
  const extents = batches.map(({ offset, ends }) => {
    const start = part === 0 ? 0 : (ends[part - 1] ?? 0);
    return { offset: offset + start, length: (ends[part] ?? 0) - start };
  });
  const sizes = extents.map(({ length }) => length);
  const memory = memoryOf(Math.max(...sizes));
  return {
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    each: (visit) => {
      for (const extent of extents) {
        file.readInto(memory.bytes, extent);
        visitAll(memory, extent.length, texts, visit);
      }
    },
  };
}
