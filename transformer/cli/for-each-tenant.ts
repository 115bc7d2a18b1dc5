/** Does something with the open store of each tenant; the failure of one does not stop the others. */
import { TransformerError } from '../errors.ts';
import { type PassError, problemOf } from '../report/pass-report.ts';
import { formatProblem } from '../report/report.ts';
import type { FileStore } from '../store/file-store.ts';
import { type CliContext, type ExitCode, exitCodes, worstOf } from './context.ts';
import type { ChosenTenant } from './tenants.ts';

type Work = (store: FileStore, tenant: ChosenTenant) => Promise<ExitCode>;
type OnProblem = (tenant: ChosenTenant, problem: PassError) => void;

/** One after the other, for what prints as it goes. */
export async function withEachStore(
  tenants: readonly ChosenTenant[],
  cli: CliContext,
  work: Work,
  onProblem: OnProblem = () => {},
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const tenant of tenants) codes.push(await withStore(tenant, cli, work, onProblem));
  return worstOf(codes);
}

/** @param follow is given how long the server of the moment has not answered */
export async function withStore(
  tenant: ChosenTenant,
  { standardError }: CliContext,
  work: Work,
  onProblem: OnProblem = () => {},
  follow: (silence: () => number) => void = () => {},
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

export async function openFollowed(
  tenant: ChosenTenant,
  follow: (silence: () => number) => void,
): Promise<FileStore> {
  const since = Date.now();
  follow(() => Date.now() - since);
  const store = await tenant.open();
  follow(() => store.silence?.() ?? 0);
  return store;
}

/** The prefix of a line about a tenant, if there are several. */
export const labelOf = ({ name }: ChosenTenant): string => (name === undefined ? '' : `${name}: `);
