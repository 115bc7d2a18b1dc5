/** From words on the command line to an exit code; each command has a file of its own beside this one. */
import { Command, CommanderError } from 'commander';
import { hasCode } from '../errors.ts';
import { problemOf } from '../report/pass-report.ts';
import { type CliContext, type Exit, type ExitCode, examples, exitCodes, exitCodesHelp } from './context.ts';

/** @param words what stands after the program's name */
export async function runCommandLine(words: readonly string[], cli: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = makeProgram(cli);
  try {
    for (const addCommand of await commandsFor(words)) {
      addCommand(program, cli, (code) => {
        exitCode = code;
      });
    }
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    const { formatProblem } = await import('../report/report.ts');
    cli.standardError(formatProblem(problemOf(error)));
    return hasCode(error, 'WRONG_USAGE') ? exitCodes.wrongUsage : exitCodes.failed;
  }
}

type AddCommand = (program: Command, cli: CliContext, exit: Exit) => void;

const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  run: async () => (await import('./run.ts')).addRun,
  watch: async () => (await import('./watch.ts')).addWatch,
  convert: async () => (await import('./convert.ts')).addConvert,
  check: async () => (await import('./check.ts')).addCheck,
  init: async () => (await import('./init.ts')).addInit,
  status: async () => (await import('./status.ts')).addStatus,
  replay: async () => (await import('./replay.ts')).addReplay,
};

/** All of them if none is named: to load what they need takes longer than a small file. */
function commandsFor([word = '']: readonly string[]): Promise<AddCommand[]> {
  const named = Object.hasOwn(commands, word) ? commands[word] : undefined;
  return Promise.all((named ? [named] : Object.values(commands)).map((load) => load()));
}

function makeProgram(cli: CliContext): Command {
  return new Command('transformer')
    .description('Converts the files that HotWax Commerce and NetSuite exchange.')
    .exitOverride()
    .configureOutput({ writeOut: cli.standardOutput, writeErr: cli.standardError })
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
}
