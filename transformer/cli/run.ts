/** The command `run`: one pass for each tenant, or a look at what it would do. */

import type { Command } from 'commander';
import { contextOf, pausesOf } from '../config/settings.ts';
import { formatPreview, previewedExitCode, previewPass } from '../operate/dry-run.ts';
import { type CliContext, type Exit, type ExitCode, examples, exitCodesHelp, worstOf } from './context.ts';
import { withEndLine } from './end-line.ts';
import { labelOf, withEachStore } from './for-each-tenant.ts';
import { printLines } from './print-lines.ts';
import { newMemory, onePass } from './run-tenant.ts';
import type { ChosenTenant } from './tenants.ts';
import { chooseTurns, type TurnOptions, type Turns, withTurns } from './turns/turns.ts';

type RunOptions = TurnOptions & { dryRun?: boolean };

export function addRun(program: Command, cli: CliContext, exit: Exit): void {
  withTurns(program.command('run'))
    .description('Run one pass: convert all waiting files, in a local folder or on an SFTP server.')
    .option('--dry-run', 'print what a pass would do, and change nothing')
    .addHelpText(
      'after',
      examples(
        'run --config transformer.yaml',
        'run --config transformer.yaml --tenant acme --feed item-fulfillments',
        'run --config transformer.yaml --shard 0/2     # and 1/2 on the other host',
        'run --folder /srv/sftp/hotwax --dry-run',
      ),
    )
    .addHelpText('after', exitCodesHelp)
    .addHelpText('after', '\nOn SIGTERM or SIGINT, run finishes the files in progress and exits.')
    .action(async (options: RunOptions) =>
      exit(await withEndLine('run ended', cli, () => run(options, cli))),
    );
}

async function run(options: RunOptions, cli: CliContext): Promise<ExitCode> {
  const turns = await chooseTurns(options, cli);
  const { tenants, isAlone, inTurn } = turns;
  reportNothingEnabled(tenants, cli);
  if (options.dryRun) return preview(turns, cli);
  const stop = cli.stopOnSignal();
  const memory = newMemory();
  const passes = await Promise.all(
    tenants.map((tenant) =>
      inTurn(tenant, stop, (turn) => onePass(tenant, cli, { stop, memory, turn, isAlone })),
    ),
  );
  return worstOf(passes.flatMap((pass) => pass?.exitCode ?? []));
}

export function reportNothingEnabled(tenants: readonly ChosenTenant[], { standardError }: CliContext): void {
  for (const { name, routes } of tenants) {
    if (routes.length > 0) continue;
    const whose = name === undefined ? '' : ` for ${name}`;
    standardError(`No feed is enabled in the configuration${whose}: nothing to do.\n`);
  }
}

async function preview(turns: Turns, cli: CliContext): Promise<ExitCode> {
  return withEachStore(turns, cli, async (store, tenant) => {
    const { configuration, routes } = tenant;
    const { staleClaimMinutes } = configuration;
    const now = cli.clock();
    const context = contextOf(configuration, now);
    const retries = { pauses: pausesOf(configuration) };
    const previews = await previewPass({ store, routes, now, staleClaimMinutes, context, retries });
    printLines(
      cli,
      previews.flatMap(formatPreview).map((line) => `${labelOf(tenant)}${line}`),
    );
    return previewedExitCode(previews);
  });
}
