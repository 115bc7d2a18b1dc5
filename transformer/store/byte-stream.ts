/** Content in pieces, in blocks of one size, and in one. */
import { createHash } from 'node:crypto';

export type Chunks = AsyncIterable<Uint8Array>;

/** Only for what is known to be small. */
export async function concat(chunks: Chunks): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}

export async function* inOneChunk(bytes: Uint8Array): Chunks {
  if (bytes.length > 0) yield bytes;
}

/** The SHA-256 of a content in pieces. */
export async function hashOf(content: Chunks): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}

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
