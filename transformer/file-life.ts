/** The life of one claimed file, from reading it to the archive; run.ts states the order and why it survives crashes. */
import { createHash } from 'node:crypto';
import { type ConvertedFile, FeedError } from '#feeds/feed.ts';
import { fileName } from '#feeds/file-name.ts';
import { formatRejects } from '#feeds/reject.ts';
import { carryOut } from './carry-out.ts';
import { claimMark } from './claim.ts';
import type { ClaimedFile, Work } from './claimed-file.ts';
import { commitRecord, type DeliveryRecord, findRecord, type RowCounts } from './delivery-record.ts';
import { describe, hasCode, TransformerError } from './errors.ts';
import type { Problem } from './pass-report.ts';
import { archivePath, errorFilePath, failedPath, type Route } from './route.ts';
import { explained, readSource } from './source-file.ts';
import { storePath, withMark } from './store-path.ts';
import { moveBeside, readIfThere, removeIfThere, temporaryPath, writeOnce } from './write-whole.ts';

export type FileOutcome =
  | { kind: 'archived'; counts: RowCounts }
  | { kind: 'repeated'; counts: RowCounts }
  | { kind: 'failed' }
  | { kind: 'left' }
  | { kind: 'overtaken' };

export async function bringToItsEnd(work: Work, file: ClaimedFile): Promise<FileOutcome> {
  try {
    const bytes = await work.store.read(file.path);
    if (bytes.length !== file.size) return await giveBack(work, file);
    return await settle(work, file, bytes);
  } catch (error) {
    // Another pass took this file for abandoned and has brought it to its end: then nothing is wrong.
    const gone = hasCode(error, 'NOT_FOUND', 'ALREADY_EXISTS') && !(await work.store.exists(file.path));
    if (gone) return { kind: 'overtaken' };
    throw error;
  }
}

/** It grew between the listing and the reading: whoever writes it is not done. */
async function giveBack({ store, route, tell }: Work, file: ClaimedFile): Promise<FileOutcome> {
  const reason = 'it is still being written';
  try {
    await store.rename(file.path, storePath(route.sourceFolder, file.name));
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS')) throw error; // a new file has the name: this one waits where it is
  }
  tell({ event: 'file left', feed: route.feed.name, file: file.name, reason });
  return { kind: 'left' };
}

async function settle(work: Work, file: ClaimedFile, bytes: Uint8Array): Promise<FileOutcome> {
  const { store, route } = work;
  const sha256 = hashOf(bytes);
  const standing = await findRecord(store, route.sourceFolder, file.name);
  const archived = await readIfThere(store, archivePath(route, file.name));
  if (isOther(sha256, standing?.source.sha256) || isOther(sha256, archived && hashOf(archived))) {
    return quarantine(work, file, bytes, nameReused(file));
  }
  if (archived) return archiveRepeat(work, file, standing?.counts ?? countsWithoutRecord(work, bytes));
  const decided = standing ?? (await decide(work, file, bytes, sha256));
  if (decided instanceof TransformerError) return quarantine(work, file, bytes, decided);
  if (decided.source.sha256 !== sha256) return quarantine(work, file, bytes, nameReused(file));
  await carryOut(work, file, decided);
  const repeated = standing !== undefined && !file.adopted;
  return repeated ? archiveRepeat(work, file, decided.counts) : archive(work, file, decided.counts);
}

const isOther = (hash: string, known: string | undefined): boolean => known !== undefined && known !== hash;

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const shortHashOf = (bytes: Uint8Array): string => hashOf(bytes).slice(0, 8);

const nameReused = ({ name }: ClaimedFile): TransformerError =>
  new TransformerError(
    'NAME_REUSED',
    `An earlier file called ${name} had other content and was taken. File names are never used twice: send this one again under a new name.`,
  );

/** Converts, prepares the output, and writes the record that decides; tells whose record stands. */
async function decide(
  work: Work,
  file: ClaimedFile,
  bytes: Uint8Array,
  sha256: string,
): Promise<DeliveryRecord | TransformerError> {
  const { store, route, clock } = work;
  const converted = convert(work, bytes);
  if (converted instanceof TransformerError) return converted;
  const { tally, text } = converted;
  const mark = claimMark(file.claim);
  const output = tally.applied === 0 ? null : outputPaths(route, file, sha256, mark);
  if (output) await store.write(output.prepared, Buffer.from(text));
  const errors = tally.rejects.length === 0 ? '' : formatRejects(file.name, tally.rejects);
  const source = { name: file.name, sha256 };
  const decidedAt = new Date(clock()).toISOString();
  const own: DeliveryRecord = { version: 1, source, output, errors, counts: countsOf(converted), decidedAt };
  const standing = await commitRecord(store, route.sourceFolder, own, mark);
  if (output && standing.output?.prepared !== output.prepared) await removeIfThere(store, output.prepared);
  tellConverted(work, file, converted);
  return standing;
}

/** A converter that throws would throw again at every pass, so its file goes to `failed/` like one that cannot be read. */
function convert({ route, context }: Work, bytes: Uint8Array): ConvertedFile | TransformerError {
  try {
    const source = readSource(bytes, route.feed.source.format);
    return explained(() => route.feed.convert(source, context));
  } catch (cause) {
    if (cause instanceof TransformerError) return cause;
    return new TransformerError(
      'UNREADABLE_FILE',
      `The conversion broke down: ${describe(cause)}. This is a fault of the transformer; report it with the file.`,
      { cause },
    );
  }
}

/** The name comes from the source file alone, so that any worker at any time finds the same. */
function outputPaths(route: Route, { name, modified }: ClaimedFile, sha256: string, mark: string) {
  const { targetName, target } = route.feed;
  const output = fileName({
    at: modified,
    content: `${name}\n${sha256}`,
    name: targetName,
    extension: target.format,
  });
  const path = storePath(route.targetFolder, output);
  return { path, prepared: temporaryPath(path, mark) };
}

function countsOf({ tally }: ConvertedFile): RowCounts {
  const { rows, applied, rejects, skipped, warnings } = tally;
  return { rows, applied, rejected: rejects.length, skipped: { ...skipped }, warnings: warnings.length };
}

const LISTED_WARNINGS = 20;

function tellConverted({ route, tell }: Work, { name }: ClaimedFile, converted: ConvertedFile): void {
  const { warnings } = converted.tally;
  const listed = warnings.slice(0, LISTED_WARNINGS).map(({ row, message }) => `row ${row}: ${message}`);
  tell({
    event: 'file converted',
    feed: route.feed.name,
    file: name,
    counts: countsOf(converted),
    warnings: listed,
  });
}

async function archive(work: Work, file: ClaimedFile, counts: RowCounts): Promise<FileOutcome> {
  try {
    const path = archivePath(work.route, file.name);
    await work.store.move(file.path, path);
    tellArchived(work, file, path, false);
    return { kind: 'archived', counts };
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS')) throw error;
    return archiveRepeat(work, file, counts); // two files of one name and content were under way at once
  }
}

async function archiveRepeat(work: Work, file: ClaimedFile, counts: RowCounts): Promise<FileOutcome> {
  const path = archivePath(work.route, withMark(file.name, `repeat-${claimMark(file.claim)}`));
  await work.store.move(file.path, path);
  tellArchived(work, file, path, true);
  const skipped = { REPEATED_FILE: counts.rows };
  return { kind: 'repeated', counts: { rows: counts.rows, applied: 0, rejected: 0, skipped, warnings: 0 } };
}

function tellArchived({ route, tell }: Work, { name }: ClaimedFile, path: string, repeated: boolean): void {
  tell({ event: 'file archived', feed: route.feed.name, file: name, path, repeated });
}

/** For repeats of what was archived before there were records, or whose record was cleared away. */
function countsWithoutRecord(work: Work, bytes: Uint8Array): RowCounts {
  const converted = convert(work, bytes);
  if (!(converted instanceof TransformerError)) return countsOf(converted);
  return { rows: 0, applied: 0, rejected: 0, skipped: {}, warnings: 0 };
}

async function quarantine(work: Work, file: ClaimedFile, bytes: Uint8Array, error: TransformerError) {
  const { store, route, tell } = work;
  const problem: Problem = { code: reasonOf(error), message: error.message };
  const reject = { row: 0, field: '', ...problem, orderId: '', orderItemSeqId: '' };
  const marks = { mark: claimMark(file.claim), otherwise: shortHashOf(bytes) };
  await writeOnce(
    store,
    errorFilePath(route, file.name),
    Buffer.from(formatRejects(file.name, [reject])),
    marks,
  );
  const path = await moveBeside(store, file.path, failedPath(route, file.name), claimMark(file.claim));
  tell({ event: 'file failed', feed: route.feed.name, file: file.name, path, problem });
  return { kind: 'failed' } as const;
}

/** The feeds have finer codes for what is wrong with a file. */
const reasonOf = (error: TransformerError): string =>
  error.cause instanceof FeedError ? error.cause.code : error.code;
