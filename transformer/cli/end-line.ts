/** Ends the log of a process with its exit code, which a scheduler may not show. */
import { hasCode } from '../errors.ts';
import { problemOf } from '../report/pass-report.ts';
import { endLine, formatProblem } from '../report/report.ts';
import { type CliContext, type ExitCode, exitCodes } from './context.ts';

/** @param msg what the last line says, such as `run ended`; a person at a terminal is shown none */
export async function withEndLine(
  msg: string,
  cli: CliContext,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const exitCode = await work().catch((error: unknown) => failed(cli, error));
  if (!cli.isTerminal) cli.standardError(endLine(msg, exitCode));
  return exitCode;
}

/** Why a command as a whole could not be done. */
export function failed(cli: CliContext, error: unknown): ExitCode {
  cli.standardError(formatProblem(problemOf(error)));
  return hasCode(error, 'WRONG_USAGE') ? exitCodes.wrongUsage : exitCodes.failed;
}
