/** A content on its way from one thread to the other: some of it under way, so that neither waits for the other at each piece. */
import type { Chunks } from '../store/byte-stream.ts';

/** As much as is on its way between the SFTP server and its thread. */
const MOST_UNDER_WAY_BYTES = 2 * 1024 * 1024;

/** What the one who sends a content knows of the one who takes it. */
export type Outlet = {
  /** Waits until there is room for another piece. @returns false when no more is wanted */
  room(): Promise<boolean>;
  sent(bytes: number): void;
  taken(bytes: number): void;
  /** No more is wanted. */
  stop(): void;
};

export function makeOutlet(): Outlet {
  let underWay = 0;
  let isStopped = false;
  let wake = (): void => {};
  return {
    room: async () => {
      while (underWay >= MOST_UNDER_WAY_BYTES && !isStopped)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return !isStopped;
    },
    sent: (bytes) => {
      underWay += bytes;
    },
    taken: (bytes) => {
      underWay -= bytes;
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
  push(piece: Uint8Array): void;
  end(): void;
  fail(error: unknown): void;
  /** To be asked for once. @param onTaken is told of each piece that was used */
  chunks(onTaken: (bytes: number) => void): Chunks;
};

export function makeInlet(): Inlet {
  const pieces: Uint8Array[] = [];
  let ended: { failure?: unknown } | undefined;
  let wake = (): void => {};
  const end = (how: { failure?: unknown }): void => {
    ended ??= how;
    wake();
  };
  return {
    push: (piece) => {
      pieces.push(piece);
      wake();
    },
    end: () => end({}),
    fail: (failure) => end({ failure }),
    chunks: async function* (onTaken) {
      for (;;) {
        const piece = pieces.shift();
        if (piece) {
          yield piece;
          onTaken(piece.length);
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
