/** The command `watch`: pass after pass, pausing in between, until it is stopped. */
import { type Command, Option } from 'commander';
import { type CliContext, type Exit, type ExitCode, examples, exitCodes } from './context.ts';
import { withEndLine } from './end-line.ts';
import { type PlaceOptions, parseInterval, withPlace } from './options.ts';
import { reportNothingEnabled } from './run.ts';
import { isLasting, newMemory, onePass, type ProcessMemory, slept } from './run-tenant.ts';
import { type ChosenTenant, chooseTenants } from './tenants.ts';

type WatchOptions = PlaceOptions & { interval: number };

const exitCodesOfWatch = `
Exit codes:
  0  stopped by SIGTERM or SIGINT, with the files in progress finished
  1  cannot continue: the configuration, the login or the host key is wrong
  2  the command line is invalid`;

export function addWatch(program: Command, cli: CliContext, exit: Exit): void {
  withPlace(program.command('watch'))
    .description('Run passes continuously, pausing after each.')
    .addOption(
      new Option('--interval <time>', 'pause after each pass, such as 30s, 5m or 1h')
        .argParser(parseInterval)
        .default(60, '60s'),
    )
    .addHelpText(
      'after',
      examples('watch --config transformer.yaml', 'watch --config transformer.yaml --interval 5m'),
    )
    .addHelpText('after', exitCodesOfWatch)
    .addHelpText(
      'after',
      '\nwatch reports a failed pass and tries again after the pause. It does not retry a wrong login or host key.',
    )
    .action(async (options: WatchOptions) =>
      exit(await withEndLine('watch ended', cli, () => watch(options, cli))),
    );
}

async function watch(options: WatchOptions, cli: CliContext): Promise<ExitCode> {
  let tenants = await chooseTenants(options, cli);
  reportNothingEnabled(tenants, cli);
  const stop = cli.stopOnSignal();
  const memory = newMemory();
  let exitCode: ExitCode = exitCodes.done;
  do {
    const given = await passes(tenants, cli, stop, memory);
    if (given.length > 0) exitCode = exitCodes.failed;
    tenants = tenants.filter((tenant) => !given.includes(tenant));
  } while (tenants.length > 0 && (await slept(options.interval, stop)));
  return exitCode;
}

/** @returns the tenants that are given up, so that the others go on without them */
async function passes(
  tenants: readonly ChosenTenant[],
  cli: CliContext,
  stop: AbortSignal,
  memory: ProcessMemory,
): Promise<ChosenTenant[]> {
  const givenUp: ChosenTenant[] = [];
  for (const tenant of tenants) {
    if (stop.aborted) break;
    const { problem } = await onePass(tenant, cli, stop, memory);
    if (isLasting(problem)) givenUp.push(tenant);
  }
  return givenUp;
}
