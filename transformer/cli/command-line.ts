/** From words on the command line to an exit code; each command has a file of its own beside this one. */
import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { addNotify } from './after-pass/notify.ts';
import { addCheck } from './check.ts';
import { type CliContext, type ExitCode, examples, exitCodes, exitCodesHelp } from './context.ts';
import { addConvert } from './convert.ts';
import { failed } from './end-line.ts';
import { addInit } from './init.ts';
import { addAcknowledge } from './questions/acknowledge.ts';
import { addFind } from './questions/find.ts';
import { addIndex } from './questions/index-command.ts';
import { addPage, addReport } from './questions/page.ts';
import { addProblems } from './questions/problems.ts';
import { addReconcile } from './questions/reconcile.ts';
import { addReplay } from './replay.ts';
import { addRun } from './run.ts';
import { addStatus } from './status.ts';
import { addWatch } from './watch.ts';

/** In the order of the help. */
const commands = [
  addRun,
  addWatch,
  addConvert,
  addCheck,
  addInit,
  addStatus,
  addFind,
  addProblems,
  addReconcile,
  addPage,
  addReport,
  addAcknowledge,
  addReplay,
  addIndex,
  addNotify,
];

/** @param words what follows the program's name */
export async function runCommandLine(words: readonly string[], cli: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = makeProgram(cli);
  try {
    for (const addCommand of commands) {
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
