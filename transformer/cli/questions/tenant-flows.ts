/** What is known of a tenant at a moment: whether its feeds flow and which problems are open, as far as it keeps an index. */
import { existsSync } from 'node:fs';
import { acknowledgementsPath, readAcknowledgements } from '../../answers/acknowledgements.ts';
import type { FeedFlow } from '../../answers/flow.ts';
import { type Problem, problemsIn } from '../../answers/problems.ts';
import { contextOf, pausesOf } from '../../config/settings.ts';
import { TransformerError } from '../../errors.ts';
import { flowsFrom } from '../../operate/feed-flows.ts';
import type { FeedStatus } from '../../operate/status.ts';
import { type PassError, problemOf } from '../../report/pass-report.ts';
import { openRowIndex, type RowIndex } from '../../row-index/open-index.ts';
import { isWhole } from '../../row-index/wholeness.ts';
import type { ChosenTenant } from '../tenants.ts';

/**
 * @property problems undefined where no index says it
 * @property isIndexWhole whether it has all that the store has
 */
export type TenantState = { flows: FeedFlow[]; problems: Problem[] | undefined; isIndexWhole: boolean };

/**
 * @property statuses of the folders; none where they could not be looked at, which `unknown` explains
 * @property index that is open already; null when it is known that there is none that can be used
 * @property onProblem hears why the index cannot be used: then the folders alone answer
 */
export type Looked = {
  statuses: readonly FeedStatus[];
  unknown?: PassError;
  now: number;
  index?: RowIndex | null;
  onProblem: (problem: PassError) => void;
};

/** The index is asked as the last pass left it. */
export async function tenantState(tenant: ChosenTenant, looked: Looked): Promise<TenantState> {
  const { indexFile } = tenant;
  if (looked.index === null || indexFile === undefined || !existsSync(indexFile))
    return stateFrom(tenant, looked);
  try {
    if (looked.index) return await stateWith(tenant, looked, indexFile, looked.index);
    const index = openRowIndex(indexFile);
    try {
      return await stateWith(tenant, looked, indexFile, index);
    } finally {
      index.close();
    }
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    looked.onProblem(problemOf(error));
    return stateFrom(tenant, looked);
  }
}

async function stateWith(
  tenant: ChosenTenant,
  looked: Looked,
  indexFile: string,
  index: RowIndex,
): Promise<TenantState> {
  const acknowledgements = await readAcknowledgements(acknowledgementsPath(indexFile));
  const retries = { pauses: pausesOf(tenant.configuration), now: looked.now };
  return stateFrom(tenant, looked, index, problemsIn(index, acknowledgements, retries));
}

function stateFrom(
  { name, routes, configuration }: ChosenTenant,
  { statuses, unknown, now }: Looked,
  index?: RowIndex,
  problems?: Problem[],
): TenantState {
  const zone = contextOf(configuration, now).netsuiteZone;
  const { staleClaimMinutes } = configuration;
  const options = { tenant: name, routes, now, staleClaimMinutes, zone, index, problems };
  const flows = flowsFrom({ ...options, ...(unknown && { unknown }) }, statuses);
  return { flows, problems, isIndexWhole: index !== undefined && isWhole(index) };
}
