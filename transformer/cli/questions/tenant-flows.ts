/** Whether the feeds of a tenant flow, with what its row index knows, as far as it keeps one. */
import { existsSync } from 'node:fs';
import { acknowledgementsPath, readAcknowledgements } from '../../answers/acknowledgements.ts';
import type { FeedFlow } from '../../answers/flow.ts';
import { contextOf } from '../../config/settings.ts';
import { TransformerError } from '../../errors.ts';
import { flowsFrom } from '../../operate/feed-flows.ts';
import type { FeedStatus } from '../../operate/status.ts';
import { problemOf } from '../../report/pass-report.ts';
import { formatProblem } from '../../report/report.ts';
import { openRowIndex } from '../../row-index/open-index.ts';
import type { CliContext } from '../context.ts';
import { labelOf } from '../for-each-tenant.ts';
import type { ChosenTenant } from '../tenants.ts';

/** The index is asked as the last pass left it; without one, or where it cannot be used, the folders alone answer. */
export async function tenantFlows(
  tenant: ChosenTenant,
  cli: CliContext,
  statuses: readonly FeedStatus[],
  now: number,
): Promise<FeedFlow[]> {
  const { name, routes, configuration, indexFile } = tenant;
  const zone = contextOf(configuration, now).netsuiteZone;
  const { staleClaimMinutes } = configuration;
  const options = { tenant: name, routes, now, staleClaimMinutes, zone };
  if (indexFile === undefined || !existsSync(indexFile)) return flowsFrom(options, statuses);
  try {
    const acknowledgements = await readAcknowledgements(acknowledgementsPath(indexFile));
    const index = openRowIndex(indexFile);
    try {
      return flowsFrom({ ...options, index, acknowledgements }, statuses);
    } finally {
      index.close();
    }
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    cli.standardError(`${labelOf(tenant)}${formatProblem(problemOf(error))}`);
    return flowsFrom(options, statuses);
  }
}
