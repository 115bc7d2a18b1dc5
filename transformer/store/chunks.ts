/** Content in pieces, and in one. */

export type Chunks = AsyncIterable<Uint8Array>;

/** Only for what is known to be small. */
export async function gathered(chunks: Chunks): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}

export async function* inOneChunk(bytes: Uint8Array): Chunks {
  if (bytes.length > 0) yield bytes;
}
