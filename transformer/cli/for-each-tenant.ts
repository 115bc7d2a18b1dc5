/** Does something with the open store of each tenant; the failure of one does not stop the others. */
import { TransformerError } from '../errors.ts';
import { type PassError, problemOf } from '../report/pass-report.ts';
import { formatProblem } from '../report/report.ts';
import type { FileStore } from '../store/file-store.ts';
import { type CliContext, type ExitCode, exitCodes, worstOf } from './context.ts';
import type { ChosenTenant } from './tenants.ts';

export async function withEachStore(
  tenants: readonly ChosenTenant[],
  cli: CliContext,
  work: (store: FileStore, tenant: ChosenTenant) => Promise<ExitCode>,
  onProblem: (tenant: ChosenTenant, problem: PassError) => void = () => {},
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const tenant of tenants) codes.push(await withStore(tenant, cli, work, onProblem));
  return worstOf(codes);
}

async function withStore(
  tenant: ChosenTenant,
  { standardError }: CliContext,
  work: (store: FileStore, tenant: ChosenTenant) => Promise<ExitCode>,
  onProblem: (tenant: ChosenTenant, problem: PassError) => void,
): Promise<ExitCode> {
  try {
    const store = await tenant.open();
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

/** The prefix of a line about a tenant, if there are several. */
export const labelOf = ({ name }: ChosenTenant): string => (name === undefined ? '' : `${name}: `);
