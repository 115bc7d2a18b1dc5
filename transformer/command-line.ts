/** From words on the command line to an exit code; each command has a file of its own under commands/. */
import { Command, CommanderError } from 'commander';
import { addCheck } from './commands/check.ts';
import { addConvert } from './commands/convert.ts';
import { addInit } from './commands/init.ts';
import { addReplay } from './commands/replay.ts';
import { addRun } from './commands/run.ts';
import { addStatus } from './commands/status.ts';
import {
  type Exit,
  type ExitCode,
  examples,
  exitCodes,
  exitCodesHelp,
  type Surroundings,
} from './commands/surroundings.ts';
import { addWatch } from './commands/watch.ts';
import { hasCode } from './errors.ts';
import { problemOf } from './pass-report.ts';
import { formatProblem } from './report.ts';

/** @param words what stands after the program's name */
export async function runCommandLine(words: readonly string[], around: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = makeProgram(around, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    around.standardError(formatProblem(problemOf(error)));
    return hasCode(error, 'WRONG_USAGE') ? exitCodes.wrongUsage : exitCodes.failed;
  }
}

const add = [addRun, addWatch, addConvert, addCheck, addInit, addStatus, addReplay];

function makeProgram(around: Surroundings, exit: Exit): Command {
  const program = new Command('transformer')
    .description('Converts the files that HotWax Commerce and NetSuite exchange.')
    .exitOverride()
    .configureOutput({ writeOut: around.standardOutput, writeErr: around.standardError })
    .showHelpAfterError('(add --help for what can be given)')
    .addHelpText(
      'after',
      examples(
        'init --config transformer.yaml     # make the folders',
        'check --config transformer.yaml    # is everything as it should be?',
        'run --config transformer.yaml      # one pass',
        'status --config transformer.yaml   # what waits, what failed and why',
      ),
    )
    .addHelpText('after', exitCodesHelp);
  for (const addCommand of add) addCommand(program, around, exit);
  return program;
}
