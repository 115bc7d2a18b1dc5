/** Puts a file that as a whole cannot be used where people look for it, with its reason. */
import { FeedError } from '#feeds/errors.ts';
import { formatRejects } from '#feeds/rows/reject.ts';
import { TransformerError } from '../errors.ts';
import { claimMark } from '../folders/claim.ts';
import { errorFilePath, failedPath } from '../folders/folders.ts';
import type { PassError } from '../report/pass-report.ts';
import { writeUnlessOther } from '../store/atomic-write.ts';
import { hashIfThere } from '../store/if-there.ts';
import { nameOf, quoteName, withMark } from '../store/store-path.ts';
import type { ClaimedFile, FileContext } from './file-context.ts';
import { noteFailed } from './note-in-index.ts';
import { removeLeftovers } from './publish.ts';

type Place = Pick<FileContext, 'store' | 'route' | 'emit' | 'leftovers' | 'index'>;
type QuarantinedFile = Pick<ClaimedFile, 'name' | 'path' | 'claim' | 'adopted'>;

/** The reason comes first: no crash leaves a file in `failed/` without its reason. */
export async function quarantine(
  work: Place,
  file: QuarantinedFile,
  sha256: string,
  error: TransformerError,
): Promise<{ kind: 'failed' }> {
  const { route, emit } = work;
  const problem: PassError = { code: reasonOf(error), message: error.message };
  const reject = { row: 0, field: '', ...problem, orderId: '', orderItemSeqId: '' };
  const reason = Buffer.from(formatRejects(file.name, [reject]));
  for (const name of [file.name, withMark(file.name, sha256.slice(0, 8))]) {
    const path = await moveToFailed(work, file, { name, sha256, reason, problem });
    if (path === undefined) continue;
    emit({ event: 'file failed', feed: route.feed.name, file: file.name, path, problem });
    return { kind: 'failed' };
  }
  throw new TransformerError(
    'ALREADY_EXISTS',
    `The name ${quoteName(failedPath(route, file.name))} or that of its error file is already in use, and so is the alternative name. Move those files away.`,
  );
}

type Failed = { name: string; sha256: string; reason: Uint8Array; problem: PassError };

/** @returns where it went; undefined when something else has the name, in either folder */
async function moveToFailed(work: Place, file: QuarantinedFile, failed: Failed): Promise<string | undefined> {
  const { store, route } = work;
  const { name, sha256, reason } = failed;
  const path = failedPath(route, name);
  const standing = await hashIfThere(store, path);
  if (standing !== undefined && standing !== sha256) return undefined;
  const mark = claimMark(file.claim);
  if (!(await writeUnlessOther(store, errorFilePath(route, name), reason, mark))) return undefined;
  // A pass that died while it wrote the reason has left what it had of it.
  if (file.adopted) await removeLeftovers(work, file, [nameOf(errorFilePath(route, name))]);
  // The same file failed for the same reason before, or its move was cut short: one error file serves both.
  const to = standing === undefined ? path : failedPath(route, withMark(name, mark));
  const errors = errorFilePath(route, name);
  await noteFailed(work, nameOf(to), { at: file.claim.at, errors, ...failed.problem });
  await store.move(file.path, to);
  return to;
}

/** The feeds have finer codes for what is wrong with a file. */
export const reasonOf = (error: TransformerError): string =>
  error.cause instanceof FeedError ? error.cause.code : error.code;
