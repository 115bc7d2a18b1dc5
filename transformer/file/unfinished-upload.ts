/** Distinguishes a file that its sender is still writing from a complete one. */

import type { SpooledFile } from '../convert/spooled-file.ts';
import { hashOf } from '../store/byte-stream.ts';
import { folderOf, nameOf } from '../store/store-path.ts';
import type { ClaimedFile, FileContext } from './file-context.ts';

/** @returns why the file is left for a later pass; undefined when it is complete, as far as can be known */
export async function whyUnfinished(
  work: FileContext,
  file: ClaimedFile,
  source: SpooledFile,
): Promise<string | undefined> {
  if (await isBlank(source)) return whyBlank(file.modified, work.clock());
  if (source.size === file.size) return undefined;
  return (await isSteady(work, file, source)) ? undefined : 'it is still being written';
}

/** A sender that opens its file and then waits for what it will write has been seen to take longer than the minimum age. */
const LONGEST_WAIT_MILLISECONDS = 3_600_000;

/** @returns why an empty file is left for a later pass; undefined when it has been there for long */
export const whyBlank = (modified: number, now: number): string | undefined =>
  Math.abs(now - modified) < LONGEST_WAIT_MILLISECONDS
    ? 'it is empty: its sender may not have started writing'
    : undefined;

const LONGEST_BLANK_BYTES = 16;

/** Whether it says nothing, not even that it has no rows. */
export async function isBlank(source: SpooledFile): Promise<boolean> {
  if (source.size > LONGEST_BLANK_BYTES) return false;
  let text = '';
  for await (const chunk of source.chunks()) text += Buffer.from(chunk).toString();
  return text.trim() === '';
}

/** A server that lists a wrong size, or none, lists the same one again, and gives the same content again. */
async function isSteady(
  { store }: FileContext,
  { path, size }: ClaimedFile,
  source: SpooledFile,
): Promise<boolean> {
  const now = (await store.list(folderOf(path))).find(({ name }) => name === nameOf(path));
  return now?.size === size && (await hashOf(store.readStream(path))) === source.sha256;
}
