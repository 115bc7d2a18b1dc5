/** The command `replay`: puts a failed or archived file back, to be processed again. */
import type { Command } from 'commander';
import { TransformerError } from '../errors.ts';
import { type Replayed, replayFile } from '../operate/replay.ts';
import { type Resent, replayRefused, type Wanted } from '../operate/replay-refused.ts';
import { countRows } from '../report/report.ts';
import { quoteName } from '../store/store-path.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from './context.ts';
import { withStore } from './for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from './options.ts';
import { withIndex, withTenantStore } from './questions/with-index.ts';
import { type ChosenTenant, chooseOneTenant } from './tenants.ts';

const explanation = `
replay moves the file to its source folder under a new name, <name>.replay-<time>. Under its old name the file
would count as a repeat, because .state/<name>.json keeps the decision about that name permanently. The next pass
processes the file as a new one, with its own record. So every row of an archived file is delivered a second time, which
has to be asked for by --again.

With --refused-only it leaves the file where it is, and makes a new one of the rows that were refused and that no later
file has set right, as they came; also of files in NetSuite's folders. Correct the cause first.`;

type ReplayOptions = PlaceOptions & { refusedOnly?: boolean; again?: boolean; order?: string };

export function addReplay(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'replay', {
    says: 'Put a failed or archived file back under a new name, for the next pass to process again.',
    examples: [
      'replay export.csv --config transformer.yaml',
      'replay hotwax/BrokeredOrderItems/archive/feed.json --again --config transformer.yaml',
      'replay feed.json --refused-only --config transformer.yaml',
      'replay --order HC1001 --config transformer.yaml',
    ],
    remarks: explanation,
  })
    .argument(
      '[file]',
      'its name, or its path such as failed/export.csv; a name is looked up in failed/ first, then in archive/',
    )
    .option('--again', 'also an archived file, whose rows are then delivered a second time')
    .option('--refused-only', 'only the rows of the file that were refused, in a file of their own')
    .option(
      '--order <id>',
      'only the refused rows of this order, by any of its ids, of the file or of all files',
    )
    .action(async (file: string | undefined, options: ReplayOptions) =>
      exit(await replay(file, options, cli)),
    );
}

async function replay(file: string | undefined, options: ReplayOptions, cli: CliContext): Promise<ExitCode> {
  const tenant = await chooseOneTenant(options, cli);
  if (options.order !== undefined || (options.refusedOnly && file !== undefined))
    return resend({ file, order: options.order }, tenant, cli);
  if (file === undefined)
    throw new TransformerError('WRONG_USAGE', 'Name a file, or an order with --order <id>.');
  return withStore(tenant, cli, async (store) => {
    const replayed = await replayFile(store, tenant.routes, file, {
      now: cli.clock(),
      again: options.again ?? false,
    });
    cli.standardOutput(sentenceOf(replayed));
    return exitCodes.done;
  });
}

function sentenceOf({ from, to, delivered }: Replayed): string {
  const moved = `${quoteName(from)} is now ${quoteName(to)}; the next pass processes it.\n`;
  const output = delivered?.output;
  if (!delivered || !output) return moved;
  return `${moved}Warning: an earlier pass delivered ${countRows(delivered.counts.applied)} of this file in ${quoteName(output.path)}, and the next pass delivers them again. To prevent that, move the file back first.\n`;
}

async function resend(wanted: Wanted, tenant: ChosenTenant, cli: CliContext): Promise<ExitCode> {
  return withIndex(tenant, cli, async ({ index, problem }) => {
    if (problem) throw new TransformerError('UNREACHABLE', problem.message);
    const resent = await withTenantStore(tenant, (store) => replayRefused(store, index, wanted, cli.clock()));
    for (const one of resent) cli.standardOutput(resentSentence(one));
    return exitCodes.done;
  });
}

function resentSentence({ from, to, rows, overtaken, by }: Resent): string {
  const left =
    overtaken === 0
      ? ''
      : ` ${countRows(overtaken)} left out: a later file says something else of the same order items.`;
  if (rows === 0) return `${quoteName(from)}: nothing to send again.${left}\n`;
  const next = by === 'NetSuite' ? 'the next run in NetSuite' : 'the next pass';
  return `${countRows(rows)} of ${quoteName(from)} ${rows === 1 ? 'is' : 'are'} now in ${quoteName(to)}; ${next} processes ${rows === 1 ? 'it' : 'them'}.${left}\n`;
}
