/** The command `replay`: puts a failed or archived file back, to be processed again. */
import type { Command } from 'commander';
import { type Replayed, replayFile } from '../operate/replay.ts';
import { countRows } from '../report/report.ts';
import { quoteName } from '../store/store-path.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from './context.ts';
import { withEachStore } from './for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from './options.ts';
import { chooseOneTenant } from './tenants.ts';

const explanation = `
replay moves the file to its source folder under a new name, <name>.replay-<time>. Under its old name the file
would count as a repeat, because .state/<name>.json keeps the decision about that name permanently. The next pass
processes the file as a new one, with its own record. So every row of an archived file is delivered a second time.`;

export function addReplay(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'replay', {
    says: 'Put a failed or archived file back under a new name, for the next pass to process again.',
    examples: [
      'replay export.csv --config transformer.yaml',
      'replay hotwax/BrokeredOrderItems/archive/feed.json --config transformer.yaml',
    ],
    remarks: explanation,
  })
    .argument(
      '<file>',
      'its name, or its path such as failed/export.csv; a name is looked up in failed/ first, then in archive/',
    )
    .action(async (file: string, options: PlaceOptions) => exit(await replay(file, options, cli)));
}

async function replay(file: string, options: PlaceOptions, cli: CliContext): Promise<ExitCode> {
  const tenant = await chooseOneTenant(options, cli);
  return withEachStore([tenant], cli, async (store) => {
    const replayed = await replayFile(store, tenant.routes, file, cli.clock());
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
