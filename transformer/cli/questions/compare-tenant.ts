/** Compares both sides of one tenant, by the newest statement or by another. */
import { newestStatement, readRows, readStatement } from '../../answers/agreement/statement-files.ts';
import {
  type Difference,
  type Reconciliation,
  reconcile,
  USUAL_GRACE_MINUTES,
} from '../../answers/reconcile.ts';
import { TransformerError } from '../../errors.ts';
import { type PassError, problemOf } from '../../report/pass-report.ts';
import { formatProblem } from '../../report/report.ts';
import type { RowIndex } from '../../row-index/open-index.ts';
import type { FileStore } from '../../store/file-store.ts';
import { quoteName, storePath } from '../../store/store-path.ts';
import type { CliContext } from '../context.ts';
import { labelOf } from '../for-each-tenant.ts';
import type { ChosenTenant } from '../tenants.ts';
import { oldestRequest } from './request-statement.ts';
import { withIndex, withTenantStore } from './with-index.ts';

/** @property problem why the tenant could not be compared */
export type TenantReconciliation = {
  tenant: string | null;
  place: string;
  problem: PassError | null;
  answer: Reconciliation | null;
};

/**
 * @property statement name or path of the last part of a statement; the newest one when left out
 * @property grace minutes
 */
export type ReconcileTenantOptions = {
  statement?: string;
  grace?: number;
  onDifference?: (difference: Difference) => void;
};

export async function reconcileTenant(
  tenant: ChosenTenant,
  cli: CliContext,
  options: ReconcileTenantOptions = {},
): Promise<TenantReconciliation> {
  const place = { tenant: tenant.name ?? null, place: tenant.place };
  try {
    const answer = await withIndex(tenant, cli, ({ index }) =>
      withTenantStore(tenant, async (store) => {
        if (options.statement === undefined) await tellUnanswered(tenant, store, cli);
        return compare(tenant, store, index, options);
      }),
    );
    tellAhead(tenant, answer, cli);
    return { ...place, problem: null, answer };
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    const problem = problemOf(error);
    cli.standardError(`${labelOf(tenant)}${formatProblem(problem)}`);
    return { ...place, problem, answer: null };
  }
}

/** Who compares each morning what was asked for each evening would not notice that nobody answers. */
async function tellUnanswered(tenant: ChosenTenant, store: FileStore, cli: CliContext): Promise<void> {
  const asked = await oldestRequest(store, tenant.configuration.netsuite.statementFolder);
  if (asked === undefined) return;
  cli.standardError(
    `${labelOf(tenant)}A statement was asked for (${quoteName(asked)}), and NetSuite has not written it: what is compared is an older one. Check that the deployment customdeploy_hc_order_statement is Scheduled, and "A statement of sales order lines" in docs/monitoring.md.\n`,
  );
}

/** A minute is nothing beside the half hour that is not judged. */
const CLOCKS_DIFFER = 60_000;

/** What moved is told by this machine's clock, and the statement by NetSuite's, which is that of many servers. */
function tellAhead(tenant: ChosenTenant, { statement }: Reconciliation, cli: CliContext): void {
  const minutes = Math.round((Date.parse(statement.at) - cli.clock()) / 60_000);
  if (minutes * 60_000 <= CLOCKS_DIFFER) return;
  cli.standardError(
    `${labelOf(tenant)}The statement is of ${minutes} minutes from now: the clock of this machine is behind NetSuite's, and what moved just before the statement may look like a difference. Set the clock, or give --grace ${minutes + USUAL_GRACE_MINUTES}.\n`,
  );
}

export async function compare(
  { configuration, routes }: ChosenTenant,
  store: FileStore,
  index: RowIndex,
  { statement: named, grace, onDifference }: ReconcileTenantOptions,
): Promise<Reconciliation> {
  const { statementFolder, orderKey } = configuration.netsuite;
  const statement =
    named === undefined
      ? await newestStatement(store, statementFolder)
      : await readStatement(store, named.includes('/') ? named : storePath(statementFolder, named));
  return reconcile({
    index,
    routes,
    statement,
    readRows: (onRow) => readRows(store, statement, onRow),
    byExternalId: orderKey === 'externalId',
    ...(grace !== undefined && { graceMinutes: grace }),
    ...(onDifference && { onDifference }),
  });
}
