/** Writes two results: plain files both or neither, and what cannot be taken back, pipes and devices, before them. */
import { constants, copyFile, type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import { codeOf, describe, TransformerError } from '../errors.ts';
import type { Chunks } from '../store/byte-stream.ts';
import { calledFor, type Target } from './named-files.ts';
import { explained, requireOwn, unlessAbsent } from './own-file.ts';
import { nameBeside, type PreparedFile, prepareFile, WITHOUT_LINKS } from './replace-file.ts';
import type { StandardStreams } from './standard-streams.ts';

/** @property content whose memory is given back as it is written */
export type Result = { target: Target; content: Chunks };

/**
 * @param results in the order in which they appear: who sees the last can rely on those before
 * @throws TransformerError STORE_FAILED, ALREADY_EXISTS, PERMISSION_DENIED; then no file was changed
 */
export async function writeResults(results: readonly Result[], streams: StandardStreams): Promise<void> {
  const files: PreparedFile[] = [];
  try {
    for (const { target, content } of results)
      if (target.kind === 'file') files.push(await prepareFile(target.path, givenBack(content)));
    for (const { target, content } of results)
      if (target.kind !== 'file') await writeThrough(target, givenBack(content), streams);
    await putAll(files);
  } finally {
    for (const file of files) await file.discard();
  }
}

/** Ends pipes, so that nobody waits at the other end for what will not come. */
export async function endPipes(paths: readonly string[]): Promise<void> {
  const { O_WRONLY, O_NONBLOCK } = constants;
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFIFO()) continue;
    const pipe = await open(path, O_WRONLY | O_NONBLOCK).catch(() => undefined); // nobody waits
    await pipe?.close();
  }
}

async function writeThrough(target: Target, content: Chunks, streams: StandardStreams): Promise<void> {
  try {
    if (target.kind === 'standard') {
      for await (const chunk of content) await streams.write(target.stream, chunk);
    } else await writeTo(await openStream(target.path), content);
  } catch (cause) {
    throw cause instanceof TransformerError ? cause : notTaken(calledFor(target), cause);
  }
}

async function writeTo(file: FileHandle, content: Chunks): Promise<void> {
  try {
    for await (const chunk of content) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}

/** Neither made nor emptied: what is no pipe or device any more is left as it is. Waits for who reads a pipe. */
async function openStream(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_WRONLY | constants.O_NOCTTY);
  const found = await file.stat();
  if (found.isFIFO() || found.isCharacterDevice()) return file;
  await file.close();
  throw new TransformerError('ALREADY_EXISTS', `${path} is no longer a pipe or a device. Run again.`);
}

async function putAll([first, last]: readonly PreparedFile[]): Promise<void> {
  if (!first || !last) return first?.put();
  const aside = await explained(first.path, () => keptAside(first.path));
  try {
    await first.put();
    await lastOrUndo(first.path, last, aside);
  } finally {
    if (aside !== undefined) await rm(aside, { force: true });
  }
}

async function lastOrUndo(first: string, last: PreparedFile, aside: string | undefined): Promise<void> {
  try {
    await refuseOneFile(first, last.path);
    await last.put();
  } catch (error) {
    await (aside === undefined ? rm(first, { force: true }) : rename(aside, first));
    throw error;
  }
}

/** A second name of the old file, so that it itself can be put back. @returns undefined when there is none */
async function keptAside(path: string): Promise<string | undefined> {
  if (!(await requireOwn(path))) return undefined;
  const aside = nameBeside(path, 'old');
  try {
    await link(path, aside);
  } catch (error) {
    if (!WITHOUT_LINKS.includes(codeOf(error))) throw error;
    await copyFile(path, aside, constants.COPYFILE_EXCL);
  }
  return aside;
}

/** Two new names can be one to a file system that takes capitals for small letters, which shows only now. */
async function refuseOneFile(first: string, last: string): Promise<void> {
  const [one, other] = [await stat(first), await unlessAbsent(stat(last))];
  if (one.dev !== other?.dev || one.ino !== other.ino) return;
  throw new TransformerError('WRONG_USAGE', `${first} and ${last} are the same file. Name different ones.`);
}

/** Since ES2024, which the types here are older than. */
type Transferable = ArrayBuffer & { transfer(length: number): ArrayBuffer };

/** Memory outside of the heap is collected late, as the heap hardly grows by it: here nobody else has the chunk. */
async function* givenBack(content: Chunks): Chunks {
  for await (const chunk of content) {
    yield chunk;
    (chunk.buffer as Transferable).transfer(0);
  }
}

function notTaken(name: string, cause: unknown): TransformerError {
  const says =
    codeOf(cause) === 'EPIPE'
      ? `The reader of ${name} stopped before the end`
      : `Writing to ${name} failed: ${describe(cause)}`;
  return new TransformerError('STORE_FAILED', `${says}. No file was changed; run again.`, { cause });
}
