/** Rows that share their keys with others, found without a look at the keys of the rest. */
import type { CandidateRow, KeyedRows, WaitingRow } from '#feeds/conversion/row-store.ts';
import { hashOfText, type RecordPart, rowOf, textOf, type WaitingRecord } from './record-pile.ts';

/** Where a record of a row has what makes it the same as another one. */
const [KEY, CONTENT, ORDER_ID, SEQ_ID] = [0, 1, 2, 3];
export const KEYED_TEXTS = 4;

export const keyedTexts = ({ key, content, owner }: CandidateRow): string[] => [
  key,
  content,
  owner.orderId,
  owner.orderItemSeqId,
];

/**
 * The keys of a part that several rows share; when they are too many, some at a time.
 * @param most how many bytes of rows with different keys are looked at together
 */
export function* sharedKeysOf(part: RecordPart, most: number): Generator<KeyedRows> {
  const { isShared, bytes } = sharedSlots(part);
  const slices = Math.ceil(bytes / Math.max(most, 1));
  for (let slice = 0; slice < slices; slice += 1) {
    const isMeant = (hash: number): boolean => hash % slices === slice && isShared(hash);
    yield { each: (visit) => visitRows(part, isMeant, visit) };
  }
}

/** Of the rows with a key of their own, one in some forty is looked at in vain. */
const BYTES_PER_SLOT = 8;
const [LEAST_SLOTS, MOST_SLOTS] = [2 ** 10, 2 ** 26];

/** @property bytes what a row of each shared slot takes, all together */
type Shared = { isShared: (hash: number) => boolean; bytes: number };

/** Keys are told apart by slots, one bit each, so that those which nobody shares need not be read. */
function sharedSlots(part: RecordPart): Shared {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(part.bytes, 1) / BYTES_PER_SLOT));
  const slots = Math.min(Math.max(wanted, LEAST_SLOTS), MOST_SLOTS);
  const [seen, shared] = [new Uint8Array(slots / 8), new Uint8Array(slots / 8)];
  let [rows, sharedCount] = [0, 0];
  part.each((record) => {
    rows += 1;
    const slot = hashOfText(record, KEY) % slots;
    if (!hasBit(seen, slot)) setBit(seen, slot);
    else if (!hasBit(shared, slot)) {
      setBit(shared, slot);
      sharedCount += 1;
    }
  });
  const bytes = sharedCount === 0 ? 0 : Math.ceil((part.bytes / rows) * sharedCount);
  return { isShared: (hash) => hasBit(shared, hash % slots), bytes };
}

const hasBit = (bits: Uint8Array, at: number): boolean => ((bits[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0;

function setBit(bits: Uint8Array, at: number): void {
  bits[at >>> 3] = (bits[at >>> 3] ?? 0) | (1 << (at & 7));
}

function visitRows(
  part: RecordPart,
  isMeant: (hash: number) => boolean,
  visit: (waiting: WaitingRow) => void,
): void {
  let record: WaitingRecord | undefined;
  const text = (index: number): string => (record ? textOf(record, index) : '');
  const row = (): number => (record ? rowOf(record) : 0);
  const waiting: WaitingRow = {
    row,
    key: () => text(KEY),
    content: () => text(CONTENT),
    owner: () => ({ row: row(), orderId: text(ORDER_ID), orderItemSeqId: text(SEQ_ID) }),
  };
  part.each((each) => {
    if (!isMeant(hashOfText(each, KEY))) return;
    record = each;
    visit(waiting);
  });
}
