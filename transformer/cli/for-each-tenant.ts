/** Does something with the open store of each tenant; the failure of one does not stop the others. */
import { TransformerError } from '../errors.ts';
import { type PassError, problemOf } from '../report/pass-report.ts';
import { formatProblem } from '../report/report.ts';
import type { FileStore } from '../store/file-store.ts';
import { type CliContext, type ExitCode, exitCodes, worstOf } from './context.ts';
import type { PlaceOptions } from './options.ts';
import { type ChosenTenant, choose } from './tenants.ts';
import { type Turn, type Turns, turnsOf } from './turns/turns.ts';

export type { Turns };

type Work = (store: FileStore, tenant: ChosenTenant) => Promise<ExitCode>;
/** Is given how long the server of the moment has not answered. */
export type Follow = Turn['follow'];
type OnProblem = (tenant: ChosenTenant, problem: PassError) => void;

/** @throws TransformerError INVALID_CONFIGURATION, WRONG_USAGE */
export const chooseInTurn = async (options: PlaceOptions, cli: CliContext): Promise<Turns> =>
  turnsOf(await choose(options, cli));

/** As their turns come, so that a dead server delays no other tenant: what is printed of one is printed at once, under its name. */
export async function withEachStore(
  turns: Turns,
  cli: CliContext,
  work: Work,
  onProblem: OnProblem = () => {},
): Promise<ExitCode> {
  return worstOf(
    await forEachInTurn(turns, (tenant, follow) => withStore(tenant, cli, work, onProblem, follow)),
  );
}

/** @returns the results in the order of the tenants */
export async function forEachInTurn<Result>(
  { tenants, inTurn }: Turns,
  work: (tenant: ChosenTenant, follow: Follow) => Promise<Result>,
): Promise<Result[]> {
  const never = new AbortController().signal;
  const results = await Promise.all(
    tenants.map((tenant) => inTurn(tenant, never, async ({ follow }) => [await work(tenant, follow)])),
  );
  return results.flatMap((result) => result ?? []);
}

export async function withStore(
  tenant: ChosenTenant,
  { standardError }: CliContext,
  work: Work,
  onProblem: OnProblem = () => {},
  follow: Follow = () => {},
): Promise<ExitCode> {
  try {
    const store = await openFollowed(tenant, follow);
    try {
      return await work(store, tenant);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof TransformerError) || error.code === 'WRONG_USAGE') throw error;
    const problem = problemOf(error);
    standardError(`${labelOf(tenant)}${formatProblem(problem)}`);
    onProblem(tenant, problem);
    return exitCodes.failed;
  }
}

export async function openFollowed(tenant: ChosenTenant, follow: Follow): Promise<FileStore> {
  const since = Date.now();
  follow(() => Date.now() - since);
  const store = await tenant.open();
  follow(() => store.silence?.() ?? 0);
  return store;
}

/** The prefix of a line about a tenant, if there are several. */
export const labelOf = ({ name }: ChosenTenant): string => (name === undefined ? '' : `${name}: `);
