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

/**
 * @property chunks what has arrived and then what arrives, as often as it is asked for; throws what ends the arrival too soon
 * @property nearlyHere when all but the last seconds of it is here, or nothing more will come
 * @property close once nothing more comes
 */
export type ArrivingFile = {
  whole: Promise<SpooledFile>;
  chunks(): Chunks;
  nearlyHere: Promise<void>;
  close(): void;
};

/** Larger files wait on disk. */
const LARGEST_IN_MEMORY = 2 * 1024 * 1024;

export const spool = (content: Chunks, largestInMemory: number = LARGEST_IN_MEMORY): Promise<SpooledFile> =>
  spoolArriving(content, { expected: 0, largestInMemory }).whole;

/** @param expected its size, as far as it is known; only `nearlyHere` depends on it */
export function spoolArriving(
  content: Chunks,
  { expected, largestInMemory }: { expected: number; largestInMemory: number },
): ArrivingFile {
  const spooled: Spooled = {
    file: undefined,
    pieces: [],
    onDisk: 0,
    waitingBytes: 0,
    end: undefined,
    wake: [],
  };
  const nearly = Promise.withResolvers<void>();
  const isNear = nearness(expected);
  const onPiece = (size: number): void => {
    if (isNear(size)) nearly.resolve();
    wakeReaders(spooled);
  };
  const whole = take(spooled, content, largestInMemory, onPiece).finally(() => {
    nearly.resolve();
    wakeReaders(spooled);
  });
  whole.catch(() => {}); // whoever waits for it hears it
  return {
    whole,
    chunks: () => chunksOf(spooled),
    nearlyHere: nearly.promise,
    close: () => close(spooled),
  };
}

/** Who waits for a file that comes slowly takes nothing from others that are here. */
const LAST_MILLISECONDS = 5000;

/** @returns whether the rest will be here soon if it comes as fast as what has come */
function nearness(expected: number): (size: number) => boolean {
  const begun = performance.now();
  return (size) => (performance.now() - begun) * (expected - size) <= LAST_MILLISECONDS * size;
}

/** What came first is in the file, if there is one. @property onDisk how many pieces are */
type Spooled = {
  file: SpillFile | undefined;
  pieces: (Extent | Uint8Array)[];
  onDisk: number;
  waitingBytes: number;
  end: 'whole' | { failure: unknown } | undefined;
  wake: (() => void)[];
};

async function take(
  spooled: Spooled,
  content: Chunks,
  largestInMemory: number,
  onPiece: (size: number) => void,
): Promise<SpooledFile> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      hold(spooled, chunk, largestInMemory);
      onPiece(size);
    }
  } catch (failure) {
    close(spooled, failure);
    throw failure;
  }
  spooled.end = 'whole';
  return {
    size,
    sha256: hash.digest('hex'),
    inMemory: spooled.file === undefined,
    chunks: () => chunksOf(spooled),
    close: () => close(spooled),
  };
}

function close(spooled: Spooled, failure: unknown = new Error('the file was closed')): void {
  spooled.end = { failure };
  spooled.file?.close();
  spooled.file = undefined;
}

function wakeReaders(spooled: Spooled): void {
  for (const wake of spooled.wake.splice(0)) wake();
}

function hold(spooled: Spooled, chunk: Uint8Array, largestInMemory: number): void {
  const { pieces } = spooled;
  pieces.push(chunk);
  spooled.waitingBytes += chunk.length;
  if (spooled.waitingBytes <= largestInMemory) return;
  spooled.file ??= openSpillFile();
  for (; spooled.onDisk < pieces.length; spooled.onDisk += 1) {
    const piece = pieces[spooled.onDisk];
    if (piece && 'buffer' in piece) pieces[spooled.onDisk] = spooled.file.append(piece);
  }
  spooled.waitingBytes = 0;
}

async function* chunksOf(spooled: Spooled): Chunks {
  let memory: Buffer = Buffer.alloc(0);
  for (let next = 0; ; ) {
    if (typeof spooled.end === 'object') throw spooled.end.failure;
    const piece = spooled.pieces[next];
    if (!piece && spooled.end === 'whole') return;
    if (!piece) {
      await new Promise<void>((resolve) => void spooled.wake.push(resolve));
      continue;
    }
    next += 1;
    if ('buffer' in piece) yield piece;
    else {
      if (memory.length < piece.length) memory = Buffer.allocUnsafeSlow(piece.length);
      const read = memory.subarray(0, piece.length);
      spooled.file?.readInto(read, piece);
      yield read;
    }
  }
}
