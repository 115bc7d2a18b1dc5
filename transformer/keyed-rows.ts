/** Rows that share their keys with others, found without a look at the keys of the rest. */
import type { CandidateRow, KeyedRows, WaitingRow } from '#feeds/storage.ts';
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

const SMALLEST_SLICE = 64;

/**
 * A part that is too large is gone through several times, for some of its keys each time.
 * @param most how many bytes of rows are looked at together
 */
export function* sharedKeysOf(part: RecordPart, most: number): Generator<KeyedRows> {
  const slices = Math.max(1, Math.ceil(part.bytes / Math.max(most, SMALLEST_SLICE)));
  for (let slice = 0; slice < slices; slice += 1) {
    const shared = sharedHashes(part, (hash) => slices === 1 || hash % slices === slice);
    if (shared.size > 0) yield { each: (visit) => visitRows(part, shared, visit) };
  }
}

/** As many bits as a number may have to take no memory of its own. */
const SMALL_NUMBER = 0x3fffffff;
const keyHash = (record: WaitingRecord): number => hashOfText(record, KEY) & SMALL_NUMBER;

/** Two keys may have one hash: then both are looked at. */
function sharedHashes(part: RecordPart, isMeant: (hash: number) => boolean): ReadonlySet<number> {
  const once = new Set<number>();
  const shared = new Set<number>();
  part.each((record) => {
    const hash = keyHash(record);
    if (!isMeant(hash)) return;
    if (once.has(hash)) shared.add(hash);
    else once.add(hash);
  });
  return shared;
}

function visitRows(
  part: RecordPart,
  hashes: ReadonlySet<number>,
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
    if (!hashes.has(keyHash(each))) return;
    record = each;
    visit(waiting);
  });
}
