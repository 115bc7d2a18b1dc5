/** Content in pieces, and in one. */
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
