/** How the feeds of a tenant are once a pass is over, for its metrics and its notices; nothing of it changes the pass. */
import { statusOf } from '../../operate/status.ts';
import { type PassError, type PassEvent, problemOf } from '../../report/pass-report.ts';
import type { RowIndex } from '../../row-index/open-index.ts';
import type { FileStore } from '../../store/file-store.ts';
import { type TenantState, tenantState } from '../questions/tenant-flows.ts';
import type { ChosenTenant } from '../tenants.ts';

/** @property isObserved whether somebody wants to know who is not in the configuration */
type Around = {
  stop: AbortSignal;
  now: number;
  onEvent: (event: PassEvent) => void;
  isObserved: boolean;
};

/** @returns undefined when nobody wants to know, or the pass was asked to stop */
export async function stateAfterPass(
  tenant: ChosenTenant,
  around: Around & { store: FileStore; index: RowIndex | undefined },
): Promise<TenantState | undefined> {
  const { store, index, now } = around;
  if (around.stop.aborted || !isWatched(tenant, around)) return undefined;
  const { routes, configuration, indexFile } = tenant;
  const { staleClaimMinutes } = configuration;
  try {
    const statuses = await statusOf({
      store,
      routes,
      now,
      staleClaimMinutes,
      reasons: indexFile === undefined,
    });
    const onProblem = reportingIndex(around);
    return await tenantState(tenant, { statuses, now, index: index ?? null, onProblem });
  } catch (error) {
    return stateAfterFailure(tenant, around, problemOf(error));
  }
}

/** What the index knows is true without the store too. */
export async function stateAfterFailure(
  tenant: ChosenTenant,
  around: Around,
  unknown: PassError,
): Promise<TenantState | undefined> {
  if (around.stop.aborted || !isWatched(tenant, around)) return undefined;
  const { now } = around;
  return tenantState(tenant, { statuses: [], unknown, now, onProblem: reportingIndex(around) });
}

const isWatched = ({ configuration }: ChosenTenant, { isObserved }: Around): boolean =>
  isObserved || configuration.metricsFile !== undefined || configuration.notify !== undefined;

const reportingIndex =
  ({ onEvent }: Around) =>
  (problem: PassError): void =>
    onEvent({ event: 'index not updated', problem });
