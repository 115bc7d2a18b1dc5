/** Sorted runs of entries read as one, each no further than needed. */

/** Where a run begins and ends. */
export type Run = { start: number; end: number };

/**
 * What of an entry lies together; good only until the next one is asked for.
 * @property opens whether the entry begins here
 */
export type EntryPiece = { opens: boolean; bytes: Buffer; start: number; end: number };

/** Where bytes of a run have been brought to. */
export type Room = { bytes: Buffer; at: number };

/** Before each entry: its rank and its length without this. */
export const ENTRY_HEADER_BYTES = 12;

export function writeEntryHeader({ bytes, at }: Room, rank: number, length: number): void {
  bytes.writeUInt32LE(rank, at);
  bytes.writeDoubleLE(length, at + 4);
}

/** Brings bytes into memory; what is there already of the run may be overwritten. */
export type Read = (from: number, length: number, memory: Buffer) => Room;

/** @param least how many bytes of a run are in memory at once, if that is enough for a header */
export function* mergeRuns(runs: readonly Run[], least: number, read: Read): Generator<EntryPiece> {
  const block = Math.max(least, ENTRY_HEADER_BYTES);
  const heap: Reader[] = [];
  for (const { start, end } of runs) {
    const reader = { rank: 0, left: 0, bytes: Buffer.alloc(0), at: 0, end: 0, next: start, stop: end };
    if (openEntry(reader, block, read)) heap.push(reader);
  }
  for (let at = heap.length >> 1; at >= 0; at -= 1) sink(heap, at);
  const piece: EntryPiece = { opens: true, bytes: Buffer.alloc(0), start: 0, end: 0 };
  for (let [reader] = heap; reader; [reader] = heap) {
    for (piece.opens = true; piece.opens || reader.left > 0; piece.opens = false) {
      takePiece(reader, piece, block, read);
      yield piece;
    }
    if (!openEntry(reader, block, read)) removeRoot(heap);
    sink(heap, 0);
  }
}

/**
 * How far a run has been read; the readers form a binary heap with the lowest rank at its root.
 * @property rank that of the entry at hand
 * @property left how much of the entry is left
 * @property next where the bytes of the run begin that are not in memory yet, up to `stop`
 */
type Reader = {
  rank: number;
  left: number;
  bytes: Buffer;
  at: number;
  end: number;
  next: number;
  stop: number;
};

/** @returns false at the end of the run */
function openEntry(reader: Reader, block: number, read: Read): boolean {
  if (reader.end - reader.at < ENTRY_HEADER_BYTES) readOn(reader, block, read);
  if (reader.at === reader.end) return false;
  reader.rank = reader.bytes.readUInt32LE(reader.at);
  reader.left = reader.bytes.readDoubleLE(reader.at + 4);
  reader.at += ENTRY_HEADER_BYTES;
  return true;
}

/** What is in memory is brought there once more, with what follows. */
function readOn(reader: Reader, block: number, read: Read): void {
  const from = reader.next - (reader.end - reader.at);
  const length = Math.min(block, reader.stop - from);
  const { bytes, at } = read(from, length, reader.bytes);
  reader.bytes = bytes;
  reader.at = at;
  reader.end = at + length;
  reader.next = from + length;
}

function takePiece(reader: Reader, piece: EntryPiece, block: number, read: Read): void {
  if (reader.at === reader.end && reader.left > 0) readOn(reader, block, read);
  const length = Math.min(reader.left, reader.end - reader.at);
  piece.bytes = reader.bytes;
  piece.start = reader.at;
  piece.end = reader.at + length;
  reader.at += length;
  reader.left -= length;
}

function removeRoot(heap: Reader[]): void {
  const last = heap.pop();
  if (last && heap.length > 0) heap[0] = last;
}

function sink(heap: Reader[], from: number): void {
  const reader = heap[from];
  if (!reader) return;
  let at = from;
  for (let below = lesserBelow(heap, at); below; below = lesserBelow(heap, at)) {
    if (below.reader.rank > reader.rank) break;
    heap[at] = below.reader;
    at = below.at;
  }
  heap[at] = reader;
}

function lesserBelow(heap: readonly Reader[], at: number): { reader: Reader; at: number } | undefined {
  const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
  if (!left) return undefined;
  return right && right.rank < left.rank
    ? { reader: right, at: 2 * at + 2 }
    : { reader: left, at: 2 * at + 1 };
}
