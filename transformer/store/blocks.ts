/** Texts of any length put together to blocks of bytes. */

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
