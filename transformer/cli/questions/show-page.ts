/** What the commands `page` and `report` do: loaded by them alone, as a pass should start without a server of web pages. */
import { newestStatementPath } from '../../answers/agreement/statement-files.ts';
import { catchUp } from '../../catch-up/catch-up.ts';
import { pausesOf } from '../../config/settings.ts';
import { statusOf } from '../../operate/status.ts';
import type { Comparison } from '../../page/compared-sides.ts';
import { type Desk, type DeskTenant, openDesk } from '../../page/desk.ts';
import { makeGuard } from '../../page/guard.ts';
import { ownZone } from '../../page/parts/times.ts';
import { writeReport } from '../../page/report-folder.ts';
import { servePage } from '../../page/serve.ts';
import { makeReport } from '../../page/static-report.ts';
import { type CliContext, type ExitCode, exitCodes } from '../context.ts';
import { type ChosenTenant, chooseTenants } from '../tenants.ts';
import type { PlaceOptions } from '../options.ts';
import { compare } from './compare-tenant.ts';
import { catchUpOf, withTenantStore } from './with-index.ts';

export type PageOptions = PlaceOptions & { port: number; interval: number; allowChanges?: boolean };

/** Until it is stopped. */
export async function showPage(options: PageOptions, cli: CliContext): Promise<ExitCode> {
  const { port, interval, allowChanges: mayChange = false } = options;
  const desk = await deskFor(options, cli);
  const stop = cli.stopOnSignal();
  const onError = (says: string): void => cli.standardError(`${says}\n`);
  const serving = { desk, guard: makeGuard(), mayChange, onError, port, everyMilliseconds: interval * 1000 };
  const server = await servePage(serving).catch(async (error: unknown) => {
    await desk.close();
    throw error;
  });
  cli.standardOutput(`${server.address}\n`);
  cli.standardError('Open this address in a browser on this machine. Ctrl+C ends the page.\n');
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  await server.close();
  return exitCodes.done;
}

export type ReportOptions = PlaceOptions & { html: string; originals?: boolean };

export async function report(options: ReportOptions, cli: CliContext): Promise<ExitCode> {
  const desk = await deskFor(options, cli);
  try {
    await desk.refresh(0);
    const files = await makeReport({ desk, originals: options.originals ?? false });
    await writeReport(options.html, files);
    const unseen = desk.seats.filter(({ problem }) => problem !== undefined);
    for (const { name, problem } of unseen)
      cli.standardError(`${name === undefined ? '' : `${name}: `}${problem}\n`);
    cli.standardOutput(`${files.length} files are in ${options.html}; begin with index.html.\n`);
    return unseen.length === 0 ? exitCodes.done : exitCodes.failed;
  } finally {
    await desk.close();
  }
}

const deskFor = async (options: PlaceOptions, cli: CliContext): Promise<Desk> =>
  openDesk(
    (await chooseTenants(options, cli)).map((tenant) => deskTenant(tenant, cli)),
    cli.clock,
  );

/** Its people read the time in the zone that its dates for HotWax are in, or else of this machine. */
function deskTenant(tenant: ChosenTenant, cli: CliContext): DeskTenant {
  const { name, place, routes, indexFile, open, configuration } = tenant;
  const { staleClaimMinutes, hotwax, netsuite } = configuration;
  const zone = hotwax.timeZone ?? netsuite.timeZone ?? ownZone();
  const look: DeskTenant['look'] = (index) =>
    withTenantStore(tenant, async (store) => {
      await catchUp(catchUpOf(index, store, tenant, cli));
      return statusOf({ store, routes, now: cli.clock(), staleClaimMinutes, reasons: false });
    });
  return {
    name,
    place,
    zone,
    routes,
    indexFile,
    open,
    look,
    staleClaimMinutes,
    comparison: comparisonOf(tenant),
    pauses: pausesOf(configuration),
  };
}

function comparisonOf(tenant: ChosenTenant): Comparison {
  const { statementFolder } = tenant.configuration.netsuite;
  return {
    newest: () => withTenantStore(tenant, (store) => newestStatementPath(store, statementFolder)),
    run: (index, onDifference) =>
      withTenantStore(tenant, (store) => compare(tenant, store, index, { onDifference })),
  };
}
