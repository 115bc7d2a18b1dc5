/** Rows by their keys, so that those of one key can be compared. */
import type { KeyedPart, KeyedRows, WaitingRow } from '#feeds/storage.ts';
import {
  hashOf,
  type RecordPart,
  type RecordPile,
  rowOf,
  textOf,
  type WaitingRecord,
} from './record-pile.ts';

/** What a record of a row holds besides its number. */
const [KEY, CONTENT, ORDER_ID, SEQ_ID] = [0, 1, 2, 3];
export const KEYED_TEXTS = 4;

/** @param most how many bytes of rows are looked at together */
export function makeKeyedRows(pile: RecordPile, most: number): KeyedRows {
  return {
    add: ({ owner, key, content }) =>
      pile.add(key, owner.row, [key, content, owner.orderId, owner.orderItemSeqId]),
    parts: function* () {
      for (const part of pile.parts()) yield* slicesOf(part, most);
    },
  };
}

const SMALLEST_SLICE = 64;

/** A part that is too large is gone through several times, for some of its keys each time. */
function* slicesOf(part: RecordPart, most: number): Generator<KeyedPart> {
  const slices = Math.max(1, Math.ceil(part.bytes / Math.max(most, SMALLEST_SLICE)));
  for (let slice = 0; slice < slices; slice += 1) {
    const repeated = repeatedHashes(part, (hash) => slices === 1 || hash % slices === slice);
    yield { each: (visit) => visitRows(part, repeated, visit) };
  }
}

/** What tells keys apart without a look at them. The highest bits are the same for the whole part. */
const LOW_BITS = 0x3fffffff;
const lowHash = (record: WaitingRecord): number => hashOf(record) & LOW_BITS;

/** Rows whose key nobody shares, which are nearly all, need not be read. */
function repeatedHashes(part: RecordPart, isMeant: (hash: number) => boolean): ReadonlySet<number> {
  const once = new Set<number>();
  const repeated = new Set<number>();
  part.each((record) => {
    const hash = lowHash(record);
    if (!isMeant(hash)) return;
    if (once.has(hash)) repeated.add(hash);
    else once.add(hash);
  });
  return repeated;
}

function visitRows(
  part: RecordPart,
  hashes: ReadonlySet<number>,
  visit: (waiting: WaitingRow) => void,
): void {
  if (hashes.size === 0) return;
  let record: WaitingRecord | undefined;
  const text = (index: number): string => (record ? textOf(record, index, KEYED_TEXTS) : '');
  const row = (): number => (record ? rowOf(record) : 0);
  const waiting: WaitingRow = {
    row,
    key: () => text(KEY),
    content: () => text(CONTENT),
    owner: () => ({ row: row(), orderId: text(ORDER_ID), orderItemSeqId: text(SEQ_ID) }),
  };
  part.each((each) => {
    if (!hashes.has(lowHash(each))) return;
    record = each;
    visit(waiting);
  });
}
