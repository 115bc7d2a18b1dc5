/** A source file fetched once: what is known of it before it is converted is what is then converted. */
import { createHash } from 'node:crypto';
import { type Extent, openSpillFile, type SpillFile } from '../row-store/spill-file.ts';
import type { Chunks } from '../store/byte-stream.ts';

/**
 * @property chunks the content, as often as it is asked for until `close`; the memory of a piece is used again for the next
 */
export type SpooledFile = {
  size: number;
  sha256: string;
  inMemory: boolean;
  chunks(): Chunks;
  close(): void;
};

/** Larger files wait on disk. */
const LARGEST_IN_MEMORY = 2 * 1024 * 1024;

export async function spool(
  content: Chunks,
  largestInMemory: number = LARGEST_IN_MEMORY,
): Promise<SpooledFile> {
  const hash = createHash('sha256');
  const held: Spooled = { file: undefined, extents: [], waiting: [], waitingBytes: 0 };
  let size = 0;
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      hold(held, chunk, largestInMemory);
    }
  } catch (error) {
    held.file?.close();
    throw error;
  }
  const close = (): void => held.file?.close();
  const inMemory = held.file === undefined;
  return { size, sha256: hash.digest('hex'), inMemory, chunks: () => chunksOf(held), close };
}

/** What came first is in the file, if there is one. */
type Spooled = {
  file: SpillFile | undefined;
  extents: Extent[];
  waiting: Uint8Array[];
  waitingBytes: number;
};

function hold(held: Spooled, chunk: Uint8Array, largestInMemory: number): void {
  held.waiting.push(chunk);
  held.waitingBytes += chunk.length;
  if (held.waitingBytes <= largestInMemory) return;
  held.file ??= openSpillFile();
  for (const bytes of held.waiting) held.extents.push(held.file.append(bytes));
  held.waiting = [];
  held.waitingBytes = 0;
}

async function* chunksOf({ file, extents, waiting }: Spooled): Chunks {
  let memory: Buffer = Buffer.alloc(0);
  for (const extent of extents) {
    if (memory.length < extent.length) memory = Buffer.allocUnsafeSlow(extent.length);
    const piece = memory.subarray(0, extent.length);
    file?.readInto(piece, extent);
    yield piece;
  }
  yield* waiting;
}
