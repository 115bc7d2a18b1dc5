/** From words on the command line to an exit code; each command has a file of its own beside this one. */
import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { type CliContext, type Exit, type ExitCode, examples, exitCodes, exitCodesHelp } from './context.ts';
import { failed } from './end-line.ts';

type AddCommand = (program: Command, cli: CliContext, exit: Exit) => void;

/** In the order of the help. Only the one that is called is loaded: to load all takes longer than to convert a small file. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  run: async () => (await import('./run.ts')).addRun,
  watch: async () => (await import('./watch.ts')).addWatch,
  convert: async () => (await import('./convert.ts')).addConvert,
  check: async () => (await import('./check.ts')).addCheck,
  init: async () => (await import('./init.ts')).addInit,
  status: async () => (await import('./status.ts')).addStatus,
  find: async () => (await import('./questions/find.ts')).addFind,
  problems: async () => (await import('./questions/problems.ts')).addProblems,
  reconcile: async () => (await import('./questions/reconcile.ts')).addReconcile,
  page: async () => (await import('./questions/page.ts')).addPage,
  report: async () => (await import('./questions/page.ts')).addReport,
  acknowledge: async () => (await import('./questions/acknowledge.ts')).addAcknowledge,
  replay: async () => (await import('./replay.ts')).addReplay,
  index: async () => (await import('./questions/index-command.ts')).addIndex,
  notify: async () => (await import('./after-pass/notify.ts')).addNotify,
};

/** @param words what follows the program's name */
export async function runCommandLine(words: readonly string[], cli: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = makeProgram(cli);
  try {
    for (const load of commandsFor(words)) {
      const addCommand = await load();
      addCommand(program, cli, (code) => {
        exitCode = code;
      });
    }
    for (const command of [program, ...program.commands])
      command.version(version, '--version', 'print the version');
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    return failed(cli, error);
  }
}

/** All of them where none is called, for the help and for what is told of a misspelt one. */
function commandsFor([name = '']: readonly string[]): (() => Promise<AddCommand>)[] {
  const called = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return called ? [called] : Object.values(commands);
}

function makeProgram(cli: CliContext): Command {
  return new Command('transformer')
    .description('Converts the files that HotWax Commerce and NetSuite exchange.')
    .exitOverride()
    .configureOutput({ writeOut: cli.standardOutput, writeErr: cli.standardError })
    .showHelpAfterError('(use --help to see the options)')
    .addHelpText(
      'after',
      examples(
        'init --config transformer.yaml     # create the folders',
        'check --config transformer.yaml    # check the setup',
        'run --config transformer.yaml      # one pass',
        'status --config transformer.yaml   # show waiting and failed files',
      ),
    )
    .addHelpText('after', exitCodesHelp);
}
