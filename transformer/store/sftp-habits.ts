/** Tries how an SFTP server behaves where servers differ: the protocol leaves open more than a promise can rest on. */
import type { Stats } from 'ssh2';
import { isConnectionFailure } from '../errors.ts';
import { inOneChunk } from './byte-stream.ts';
import type { StoreHabits } from './file-store.ts';
import { listEntries } from './sftp-listing.ts';
import type { Ask } from './sftp-requests.ts';
import { openNew, writePieces } from './sftp-transfer.ts';

const CONTENT = Buffer.from('Written by "transformer check"; you can remove it.\n');

/** @param absolute what the names of the files begin with, in a folder where nobody takes them */
export async function tryHabits(ask: Ask, absolute: string, now: () => number): Promise<StoreHabits> {
  const [one, other] = [`${absolute}-1`, `${absolute}-2`];
  try {
    const { found } = await writeFile(ask, one);
    const skewSeconds = skewOf(found, now());
    const listed = await listedAs(ask, one);
    const createsOnce = !(await succeeds(() => openNew(ask, one)));
    await writeFile(ask, other);
    const overwrites = await succeeds(() => ask<void>((sftp, done) => sftp.rename(one, other, done)));
    return {
      renameOverExisting: overwrites ? 'overwrites' : 'refuses',
      createsOnce,
      movesInOneStep: await isOffered(ask, other),
      listsKinds: listed?.kind === 'file',
      listsSizes: listed?.size === CONTENT.length,
      skewSeconds,
    };
  } finally {
    for (const path of [one, other]) await succeeds(() => ask<void>((sftp, done) => sftp.unlink(path, done)));
  }
}

const writeFile = async (ask: Ask, absolute: string) =>
  writePieces(ask, await openNew(ask, absolute), absolute, inOneChunk(CONTENT));

/** A time is cut to whole seconds, so half a second is missing on average. */
const skewOf = ({ mtime }: Partial<Stats>, now: number): number | undefined =>
  mtime ? Math.round((mtime * 1000 + 500 - now) / 1000) : undefined;

async function listedAs(ask: Ask, path: string) {
  const cut = path.lastIndexOf('/');
  const entries = await listEntries(ask, path.slice(0, cut));
  return entries.find(({ name }) => name === path.slice(cut + 1));
}

/** OpenSSH's extension, tried on a file that stays where it is: to rename a file to its own name changes nothing. */
const isOffered = (ask: Ask, path: string): Promise<boolean> =>
  succeeds(() => ask<void>((sftp, done) => sftp.ext_openssh_rename(path, path, done)));

async function succeeds(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isConnectionFailure(error)) throw error;
    return false;
  }
}
