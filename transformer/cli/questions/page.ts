/** The command `page`: the answers to what people ask, as a web page on this machine, until it is stopped. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { catchUp } from '../../catch-up/catch-up.ts';
import { type DeskTenant, openDesk } from '../../page/desk.ts';
import { makeGuard } from '../../page/guard.ts';
import { servePage } from '../../page/serve.ts';
import { ownZone } from '../../page/views/times.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from '../context.ts';
import { operatorCommand, type PlaceOptions, parseInterval } from '../options.ts';
import { type ChosenTenant, chooseTenants } from '../tenants.ts';
import { catchUpOf, withTenantStore } from './with-index.ts';

type PageOptions = PlaceOptions & { port: number; interval: number; allowChanges?: boolean };

const explanation = `
The page is only for this machine: it listens on 127.0.0.1, and asks for the token that is in the address. From another
machine, forward the port: ssh -L 8480:127.0.0.1:8480 <host>. It ends with Ctrl+C. Without index.file it reads the archives
into memory first, as find does.`;

const DEFAULT_PORT = 8480;

export function addPage(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'page', {
    says: 'Show where orders are, what is wrong, and whether both sides agree, as a web page on this machine.',
    examples: ['page --config transformer.yaml', 'page --folder . --port 0 --allow-changes'],
    remarks: explanation,
  })
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 for any that is free')
        .argParser(parsePort)
        .default(DEFAULT_PORT),
    )
    .addOption(
      new Option('--interval <time>', 'how often the files are looked at while the page is open')
        .argParser(parseInterval)
        .default(60, '60s'),
    )
    .option('--allow-changes', 'let the page send refused rows again and acknowledge problems')
    .action(async (options: PageOptions) => exit(await showPage(options, cli)));
}

const HIGHEST_PORT = 65_535;

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= HIGHEST_PORT) return port;
  throw new InvalidArgumentError('Give a number from 0 to 65535.');
}

async function showPage(options: PageOptions, cli: CliContext): Promise<ExitCode> {
  const { port, interval, allowChanges: mayChange = false } = options;
  const tenants = await chooseTenants(options, cli);
  const desk = openDesk(
    tenants.map((tenant) => deskTenant(tenant, cli)),
    cli.clock,
  );
  const stop = cli.stopOnSignal();
  const onError = (says: string): void => cli.standardError(`${says}\n`);
  const everyMilliseconds = interval * 1000;
  const serving = { desk, guard: makeGuard(), mayChange, onError, port, everyMilliseconds };
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

/** Its people read the time in the zone that its dates for HotWax are in, or else of this machine. */
export function deskTenant(tenant: ChosenTenant, cli: CliContext): DeskTenant {
  const { name, place, routes, indexFile, open, configuration } = tenant;
  const zone = configuration.hotwax.timeZone ?? configuration.netsuite.timeZone ?? ownZone();
  const look: DeskTenant['look'] = async (index) => {
    await withTenantStore(tenant, (store) => catchUp(catchUpOf(index, store, tenant, cli)));
  };
  return { name, place, zone, routes, indexFile, open, look };
}
