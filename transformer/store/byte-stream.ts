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

/** Characters, of which a block has about as many; a store is written a block at a time. */
const BLOCK_CHARACTERS = 128 * 1024;

/** Each block has memory of its own, so that whoever writes it may hand it on. */
export function* inBlocks(texts: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let block = '';
  for (const text of texts) {
    block += text;
    if (block.length < BLOCK_CHARACTERS) continue;
    yield encoder.encode(block);
    block = '';
  }
  if (block !== '') yield encoder.encode(block);
}
