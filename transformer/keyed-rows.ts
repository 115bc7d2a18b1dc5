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

/** A part that is too large is gone through several times, for some of its keys each time. */
function* slicesOf(part: RecordPart, most: number): Generator<KeyedPart> {
  const slices = Math.max(1, Math.ceil(part.bytes / Math.max(most, SMALLEST_SLICE)));
  for (let slice = 0; slice < slices; slice += 1) {
    yield { each: (visit) => visitSlice(part, { slice, slices }, visit) };
  }
}

const SMALLEST_SLICE = 64;
/** The highest bits of a hash are the same for the whole part. */
const LOW_BITS = 0xffff;

function visitSlice(
  part: RecordPart,
  { slice, slices }: { slice: number; slices: number },
  visit: (waiting: WaitingRow) => void,
): void {
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
    if (slices > 1 && (hashOf(each) & LOW_BITS) % slices !== slice) return;
    record = each;
    visit(waiting);
  });
}
