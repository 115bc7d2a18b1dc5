/** Pieces of any size put together to blocks of one size. */

/** What is written to a store at once. */
const BLOCK_BYTES = 128 * 1024;

/** Bytes within others. */
type Piece = { bytes: Buffer; start: number; end: number };

/** Each block has memory of its own. @param pieces each good until the next is asked for */
export function* inBlocks(pieces: Iterable<Piece>): Generator<Uint8Array> {
  let block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let used = 0;
  for (const { bytes, start, end } of pieces) {
    for (let at = start; at < end; ) {
      const copied = bytes.copy(block, used, at, end);
      at += copied;
      used += copied;
      if (used < block.length) continue;
      yield block;
      block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      used = 0;
    }
  }
  if (used > 0) yield block.subarray(0, used);
}
