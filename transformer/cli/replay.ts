/** The command `replay`: has a failed or archived file taken again. */
import type { Command } from 'commander';
import { type Replayed, replayFile } from '../operate/replay.ts';
import { quoteName } from '../store/store-path.ts';
import { type CliContext, type Exit, type ExitCode, exitCodes } from './context.ts';
import { withEachStore } from './for-each-tenant.ts';
import { operatorCommand, type PlaceOptions } from './options.ts';
import { chooseOneTenant } from './tenants.ts';

const explanation = `
The file is moved to its source folder under a new name, <name>.replay-<time>, because what was decided about a
name stands for ever in .state/<name>.json: under the old name it would count as a repeat. The next pass takes it
as a new file, with a record of its own. So an archived file is delivered a second time, every row of it.`;

export function addReplay(program: Command, cli: CliContext, exit: Exit): void {
  operatorCommand(program, 'replay', {
    says: 'Put a failed or archived file back under a new name, so that the next pass takes it again.',
    examples: [
      'replay export.csv --config transformer.yaml',
      'replay hotwax/BrokeredOrderItems/archive/feed.json --config transformer.yaml',
    ],
    remarks: explanation,
  })
    .argument('<file>', 'its name, or its path such as failed/export.csv; failed/ goes before archive/')
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
  const moved = `${quoteName(from)} is now ${quoteName(to)}; the next pass takes it.\n`;
  const output = delivered?.output;
  if (!delivered || !output) return moved;
  return `${moved}Beware: rows of it that were delivered before: ${delivered.counts.applied}, in ${quoteName(output.path)}. They will be delivered again. If that is not meant, move the file back before the next pass.\n`;
}
