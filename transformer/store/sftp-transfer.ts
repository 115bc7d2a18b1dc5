/** The content of files over SFTP, with several requests under way: one at a time would wait for the network at every piece. */
import type { SFTPWrapper, Stats } from 'ssh2';
import type { Chunks } from './byte-stream.ts';
import type { Ask } from './sftp-requests.ts';
import { orNoRoom } from './sftp-room.ts';

/** What every server takes in one request, less what stands before it, so that it fits into one packet of SSH. */
const PIECE_BYTES = 31 * 1024;

/** 2 MB on their way: as much as a line of 400 Mbit/s holds at 40 ms, and as an SSH channel takes. */
const REQUESTS_UNDER_WAY = 64;

/** The server's umask takes away what its operator does not want. */
const FILE_MODE = 0o664;

/** @param size as a listing said: so many bytes are asked for at once, and one byte more to see whether that is all */
export async function* readPieces(ask: Ask, absolute: string, size = 0): Chunks {
  const handle = await ask<Buffer>((sftp, done) => sftp.open(absolute, 'r', done));
  const asked: { length: number; piece: Promise<Buffer> }[] = [];
  let expected = size;
  let next = 0;
  try {
    for (;;) {
      while (asked.length === 0 || (next <= expected && asked.length < REQUESTS_UNDER_WAY)) {
        const rest = size - next;
        const length = rest > 0 ? Math.min(PIECE_BYTES, rest + 1) : PIECE_BYTES;
        asked.push({ length, piece: heard(readPiece(ask, handle, next, length, rest)) });
        next += length;
      }
      const first = asked.shift();
      const piece = (await first?.piece) ?? Buffer.alloc(0);
      const isLast = piece.length < (first?.length ?? 0); // before it is given away: its memory may go to another thread
      if (piece.length > 0) yield piece;
      if (isLast) return;
      if (next > expected && asked.length === 0) expected = Number.POSITIVE_INFINITY; // it is larger than was known
    }
  } finally {
    // What was asked for before is answered before, so nothing has to wait for this.
    heard(ask<void>((sftp, done) => sftp.close(handle, done)));
  }
}

/**
 * A whole piece, unless the file ends in it: servers may answer with less than was asked for.
 * @param rest after how many bytes the file should end: then less means the end
 */
async function readPiece(
  ask: Ask,
  handle: Buffer,
  position: number,
  size: number,
  rest: number,
): Promise<Buffer> {
  const piece = Buffer.allocUnsafeSlow(size);
  let length = 0;
  while (length < size) {
    const at = length;
    const more = await readSome(ask, handle, piece.subarray(at), position + at);
    length += more;
    if (more === 0 || length === rest) break;
  }
  return piece.subarray(0, length);
}

const readSome = (ask: Ask, handle: Buffer, into: Buffer, position: number): Promise<number> =>
  ask<number>((sftp, done) => sftp.read(handle, into, 0, into.length, position, done));

/** @property written how many bytes were sent @property found what the server says of the file */
export type Written = { written: number; found: Partial<Stats> };

/** @returns the handle of a new file */
export const openNew = (ask: Ask, absolute: string): Promise<Buffer> =>
  ask<Buffer>((sftp, done) => sftp.open(absolute, 'wx', FILE_MODE, done));

/**
 * Fills a new file; it is on the server's disk when this is done, if the server can ensure it.
 * @param keep whether what could not be written whole stays, as somebody may have read it
 */
export async function writePieces(
  ask: Ask,
  handle: Buffer,
  absolute: string,
  content: Chunks,
  keep = false,
): Promise<Written> {
  // Once only: a server gives the number of a closed handle to the next file.
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= heard(ask<void>((sftp, done) => sftp.close(handle, done)));
    return closed;
  };
  try {
    const writing = await writeAll(ask, handle, content);
    // A server answers what concerns one file in the order in which it was asked.
    const flushed = heard(ask<void>((sftp, done) => flush(sftp, handle, done)));
    const found = heard(ask<Stats>((sftp, done) => sftp.fstat(handle, done)));
    await Promise.all([...writing.underWay, flushed, close()]);
    return { written: writing.written, found: await found };
  } catch (thrown) {
    const error = await orNoRoom(ask, absolute, thrown);
    close();
    if (keep) throw error;
    const unlinked = ask<void>((sftp, done) => sftp.unlink(absolute, done));
    await unlinked.catch(() => {}); // why it could not be written matters more than what is left of it
    throw error;
  }
}

async function writeAll(
  ask: Ask,
  handle: Buffer,
  content: Chunks,
): Promise<{ written: number; underWay: Promise<void>[] }> {
  const underWay: Promise<void>[] = [];
  let written = 0;
  for await (const piece of inPieces(content)) {
    if (underWay.length >= REQUESTS_UNDER_WAY) await underWay.shift();
    underWay.push(heard(writePiece(ask, handle, piece, written)));
    written += piece.length;
  }
  return { written, underWay };
}

const writePiece = (ask: Ask, handle: Buffer, piece: Buffer, position: number): Promise<void> =>
  ask<void>((sftp, done) => sftp.write(handle, piece, 0, piece.length, position, done));

/** Whole pieces but for the last one: each costs a packet, however small it is. */
async function* inPieces(content: Chunks): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const { buffer, byteOffset, length } of content) {
    const chunk = Buffer.from(buffer, byteOffset, length);
    let at = 0;
    if (rest.length > 0) {
      at = Math.min(length, PIECE_BYTES - rest.length);
      rest = Buffer.concat([rest, chunk.subarray(0, at)]);
      if (rest.length < PIECE_BYTES) continue;
      yield rest;
    }
    for (; at + PIECE_BYTES <= length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
    rest = Buffer.from(chunk.subarray(at)); // a copy: whoever made the chunk may fill it anew
  }
  if (rest.length > 0) yield rest;
}

/** A failure of a request that nobody waits for any more, since an earlier one failed, is no failure of the process. */
function heard<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => {});
  return work;
}

/** Asks the server to put the file on its disk, where it can. */
function flush(sftp: SFTPWrapper, handle: Buffer, done: (error?: Error | null) => void): void {
  try {
    sftp.ext_openssh_fsync(handle, done);
  } catch {
    done(); // ssh2 throws when the server does not offer it; then the file is as durable as the server makes it
  }
}
