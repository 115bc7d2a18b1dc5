/**
 * A content on its way from one thread to the other, in blocks of memory that come back and are filled again: what one thread
 * takes from the heap and the other gives back would leave it in tatters, at half as much memory again.
 */
import type { Chunks } from '../store/byte-stream.ts';

export type Block = { memory: ArrayBuffer; length: number };

const BLOCK_BYTES = 128 * 1024;
/** Of one content: 1 MB, or 50 MB a second for a conversion that looks up every 20 ms. */
const MOST_UNDER_WAY = 8;
/** Of all contents. */
const MOST_KEPT = 8;

const kept: ArrayBuffer[] = [];

function keep(memory: ArrayBuffer): void {
  if (kept.length < MOST_KEPT) kept.push(memory);
}

/** @property back a block has come back @property stop no more is wanted */
export type Outlet = {
  /** @returns false when no more is wanted */
  write(bytes: Uint8Array): Promise<boolean>;
  /** Sends what is left. */
  end(): void;
  back(memory: ArrayBuffer): void;
  stop(): void;
};

export function makeOutlet(send: (block: Block) => void): Outlet {
  let current: Uint8Array<ArrayBuffer> | undefined;
  let [filled, underWay, isStopped] = [0, 0, false];
  let wake = (): void => {};
  const flush = (): void => {
    if (!current) return;
    send({ memory: current.buffer, length: filled });
    underWay += 1;
    [current, filled] = [undefined, 0];
  };
  const room = async (): Promise<Uint8Array> => {
    while (underWay >= MOST_UNDER_WAY && !isStopped)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    current ??= new Uint8Array(kept.pop() ?? new ArrayBuffer(BLOCK_BYTES));
    return current;
  };
  return {
    write: async (bytes) => {
      for (let at = 0; at < bytes.length && !isStopped; ) {
        const block = await room();
        const part = bytes.subarray(at, at + BLOCK_BYTES - filled);
        block.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === BLOCK_BYTES) flush();
      }
      return !isStopped;
    },
    end: flush,
    back: (memory) => {
      keep(memory);
      underWay -= 1;
      wake();
    },
    stop: () => {
      isStopped = true;
      wake();
    },
  };
}

/** What the one who takes a content has received and not used yet. */
export type Inlet = {
  push(block: Block): void;
  end(): void;
  fail(error: unknown): void;
  /** To be asked for once; pieces have memory of their own. */
  chunks(): Chunks;
};

/** @param giveBack sends back the memory of a block */
export function makeInlet(giveBack: (memory: ArrayBuffer) => void): Inlet {
  const blocks: Block[] = [];
  let ended: { failure?: unknown } | undefined;
  let wake = (): void => {};
  const end = (how: { failure?: unknown }): void => {
    ended ??= how;
    wake();
  };
  return {
    push: (block) => {
      blocks.push(block);
      wake();
    },
    end: () => end({}),
    fail: (failure) => end({ failure }),
    chunks: async function* () {
      for (;;) {
        const block = blocks.shift();
        if (block) {
          const piece = new Uint8Array(block.memory, 0, block.length).slice();
          giveBack(block.memory);
          yield piece;
        } else if (ended) {
          if ('failure' in ended) throw ended.failure;
          return;
        } else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}
