/** What the commands that answer questions share: a row index that has everything the store has, as far as it can be asked. */
import { type CaughtUp, catchUp } from '../../catch-up/catch-up.ts';
import type { CatchUp } from '../../catch-up/task.ts';
import { contextOf } from '../../config/settings.ts';
import { hasCode, TransformerError } from '../../errors.ts';
import { type PassError, problemOf } from '../../report/pass-report.ts';
import { formatProblem } from '../../report/report.ts';
import { openIndexOrMemory, type RowIndex } from '../../row-index/open-index.ts';
import { extentOf } from '../../row-index/read-index.ts';
import type { FileStore } from '../../store/file-store.ts';
import type { CliContext } from '../context.ts';
import { type Follow, labelOf, openFollowed } from '../for-each-tenant.ts';
import type { ChosenTenant } from '../tenants.ts';

/**
 * @property problem why the store could not be asked: then the index alone answers
 * @property caughtUp what was read from the store before the answer
 */
export type OpenIndex = { index: RowIndex; problem: PassError | undefined; caughtUp: CaughtUp | undefined };

/** Without an index of its own that can be used a tenant gets one for this answer, from all that the store has. */
export async function withIndex<Result>(
  tenant: ChosenTenant,
  cli: CliContext,
  work: (open: OpenIndex) => Promise<Result> | Result,
  follow?: Follow,
): Promise<Result> {
  const { index, problem } = openIndexOrMemory(tenant.indexFile);
  try {
    if (problem) cli.standardError(`${labelOf(tenant)}${formatProblem(problemOf(problem))}`);
    return await work(await upToDate(index, tenant, cli, follow));
  } finally {
    index.close();
  }
}

async function upToDate(
  index: RowIndex,
  tenant: ChosenTenant,
  cli: CliContext,
  follow: Follow | undefined,
): Promise<OpenIndex> {
  try {
    const caughtUp = await withTenantStore(
      tenant,
      (store) => twice(() => catchUp(catchUpOf(index, store, tenant, cli))),
      follow,
    );
    for (const line of caughtUp.unread) cli.standardError(`${labelOf(tenant)}not read: ${line}\n`);
    return { index, problem: undefined, caughtUp };
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    const isEmpty = hasCode(error, 'INDEX_FAILED') || extentOf(index).files === 0;
    if (isEmpty) throw error;
    return { index, problem: problemOf(error), caughtUp: undefined };
  }
}

/** A damaged index is begun anew by whoever finds it so. */
async function twice<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!hasCode(error, 'INDEX_FAILED')) throw error;
    return work();
  }
}

export function catchUpOf(index: RowIndex, store: FileStore, tenant: ChosenTenant, cli: CliContext): CatchUp {
  const { configuration, routes } = tenant;
  let read = 0;
  const onFile = (): void => {
    read += 1;
    if (read % FILES_BETWEEN_NOTES === 0)
      cli.standardError(`${labelOf(tenant)}${read} files read into the index ...\n`);
  };
  return {
    index,
    store,
    routes,
    contextAt: (instant) => contextOf(configuration, instant),
    now: cli.clock(),
    keepDays: configuration.index.keepDays,
    onFile,
  };
}

const FILES_BETWEEN_NOTES = 1000;

export async function withTenantStore<Result>(
  tenant: ChosenTenant,
  work: (store: FileStore) => Promise<Result>,
  follow: Follow = () => {},
): Promise<Result> {
  const store = await openFollowed(tenant, follow);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
