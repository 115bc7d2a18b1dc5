/** The content of files over SFTP, with several requests under way: one at a time would wait for the network at every piece. */
import type { SFTPWrapper } from 'ssh2';
import type { Chunks } from '../chunks.ts';

/** Sends one request of the protocol and waits for its answer. */
export type Ask = <Result>(
  start: (sftp: SFTPWrapper, done: (error?: Error | null, result?: Result) => void) => void,
) => Promise<Result>;

/** What every server takes in one request. */
const PIECE_BYTES = 32 * 1024;

/** 512 kB on their way: as much as a line of 100 Mbit/s holds at 40 ms. */
const REQUESTS_UNDER_WAY = 16;

/** The server's umask takes away what its operator does not want. */
const FILE_MODE = 0o664;

export async function* readPieces(ask: Ask, absolute: string): Chunks {
  const handle = await ask<Buffer>((sftp, done) => sftp.open(absolute, 'r', done));
  const asked: Promise<Buffer>[] = [];
  try {
    for (let next = 0; ; ) {
      while (asked.length < REQUESTS_UNDER_WAY) {
        asked.push(heard(readPiece(ask, handle, next)));
        next += PIECE_BYTES;
      }
      const piece = await asked.shift();
      if (!piece || piece.length === 0) return;
      yield piece;
      if (piece.length < PIECE_BYTES) return;
    }
  } finally {
    await ask<void>((sftp, done) => sftp.close(handle, done));
  }
}

/** A whole piece, unless the file ends in it: servers may answer with less than was asked for. */
async function readPiece(ask: Ask, handle: Buffer, position: number): Promise<Buffer> {
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let length = 0;
  while (length < PIECE_BYTES) {
    const at = length;
    const more = await ask<number>((sftp, done) =>
      sftp.read(handle, piece, at, PIECE_BYTES - at, position + at, done),
    );
    if (more === 0) break;
    length += more;
  }
  return piece.subarray(0, length);
}

/**
 * Makes a new file; it is on the server's disk when this is done, where the server can tell.
 * @returns how many bytes were written
 */
export async function writePieces(ask: Ask, absolute: string, content: Chunks): Promise<number> {
  const handle = await ask<Buffer>((sftp, done) => sftp.open(absolute, 'wx', FILE_MODE, done));
  try {
    return await writeAll(ask, handle, content);
  } catch (error) {
    const unlinked = ask<void>((sftp, done) => sftp.unlink(absolute, done));
    await unlinked.catch(() => {}); // why it could not be written matters more than what is left of it
    throw error;
  } finally {
    await ask<void>((sftp, done) => sftp.close(handle, done));
  }
}

async function writeAll(ask: Ask, handle: Buffer, content: Chunks): Promise<number> {
  const underWay: Promise<void>[] = [];
  let written = 0;
  for await (const piece of inPieces(content)) {
    if (underWay.length >= REQUESTS_UNDER_WAY) await underWay.shift();
    underWay.push(heard(writePiece(ask, handle, piece, written)));
    written += piece.length;
  }
  await Promise.all(underWay);
  await ask<void>((sftp, done) => flush(sftp, handle, done));
  return written;
}

const writePiece = (ask: Ask, handle: Buffer, piece: Buffer, position: number): Promise<void> =>
  ask<void>((sftp, done) => sftp.write(handle, piece, 0, piece.length, position, done));

async function* inPieces(content: Chunks): AsyncGenerator<Buffer> {
  for await (const { buffer, byteOffset, length } of content) {
    for (let at = 0; at < length; at += PIECE_BYTES) {
      yield Buffer.from(buffer, byteOffset + at, Math.min(PIECE_BYTES, length - at));
    }
  }
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
