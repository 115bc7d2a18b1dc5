/** Finds the keys that several rows share without a look at the others: a number for each key, and a bit for each number. */
import { randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export type RowMarks = {
  add(key: string, row: number, first: number): void;
  /** After the last row: fills the table `shared`; yields now and then. @returns whether it has any row */
  gather(): Generator<undefined, boolean>;
};

const TABLES = `
  CREATE TABLE marks (words);
  CREATE TABLE shared (mark, row, first, PRIMARY KEY (mark, row)) WITHOUT ROWID;`;

/** What is noted of a row, after its number: the first row of its group, and its mark. Many rows are written at once. */
const [FIRST, MARK, WORDS] = [1, 2, 3];
const ROWS_AT_ONCE = 1024;
/** Enough that of 1,000,000 keys that differ one in some thirty is looked at in vain; and for a file of few rows. */
const [SLOTS, FEW_SLOTS] = [2 ** 24, 2 ** 16];

/** @param markOf of a key; keys may have the same one, which takes time and changes nothing */
export function makeRowMarks(database: DatabaseSync, markOf: (key: string) => number): RowMarks {
  database.exec(TABLES);
  const write = database.prepare('INSERT INTO marks VALUES (?)');
  const words = new Uint32Array(WORDS * ROWS_AT_ONCE);
  let used = 0;
  let slots: Slots | undefined;
  const flush = (size: number): Slots => {
    slots ??= makeSlots(size);
    for (let at = MARK; at < used; at += WORDS) slots.add(words[at] ?? 0);
    write.run(words.subarray(0, used));
    used = 0;
    return slots;
  };
  return {
    add: (key, row, first) => {
      words[used] = row;
      words[used + FIRST] = first;
      words[used + MARK] = markOf(key);
      used += WORDS;
      if (used === words.length) flush(SLOTS);
    },
    gather: function* () {
      const { anyShared, isShared } = flush(FEW_SLOTS);
      if (anyShared()) yield* gatherShared(database, isShared);
      return anyShared();
    },
  };
}

function* gatherShared(database: DatabaseSync, isShared: (mark: number) => boolean): Generator<undefined> {
  const share = database.prepare('INSERT INTO shared VALUES (?, ?, ?)');
  for (const { words } of database.prepare('SELECT words FROM marks').iterate()) {
    const read = new Uint32Array(Uint8Array.from(words as Uint8Array).buffer);
    for (let at = 0; at < read.length; at += WORDS) {
      const mark = read[at + MARK] ?? 0;
      if (isShared(mark)) share.run(mark, read[at] ?? 0, read[at + FIRST] ?? 0);
    }
    yield undefined;
  }
}

/**
 * FNV-1a, from a start that nobody knows, so that no file can be made to have one mark alone.
 * @param marks how many there are
 */
export function makeHash(marks: number): (key: string) => number {
  const seed = randomInt(2 ** 32) | 0; // signed, as the products are: a mixture takes twice as long
  return (key) => {
    let hash = seed;
    for (let index = 0; index < key.length; index += 1) {
      hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
    }
    return (hash >>> 0) % marks;
  };
}

type Slots = { add(mark: number): void; isShared(mark: number): boolean; anyShared(): boolean };

function makeSlots(size: number): Slots {
  const [seen, shared] = [new Uint8Array(size / 8), new Uint8Array(size / 8)];
  let anyShared = false;
  const has = (bits: Uint8Array, mark: number): boolean =>
    ((bits[(mark % size) >>> 3] ?? 0) & (1 << (mark & 7))) !== 0;
  return {
    add: (mark) => {
      const isShared = has(seen, mark);
      anyShared ||= isShared;
      const bits = isShared ? shared : seen;
      const at = (mark % size) >>> 3;
      bits[at] = (bits[at] ?? 0) | (1 << (mark & 7));
    },
    isShared: (mark) => has(shared, mark),
    anyShared: () => anyShared,
  };
}
