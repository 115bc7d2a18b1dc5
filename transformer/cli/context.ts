/** What the commands touch besides files and the network, and the exit codes they end with. */
import type { StandardStreams } from '../local-files/standard-streams.ts';

export type CliContext = {
  environment: Readonly<Record<string, string | undefined>>;
  clock: () => number;
  standardOutput: (text: string) => void;
  standardError: (text: string) => void;
  /** For data, where `-` means a standard stream. */
  streams: StandardStreams;
  /** Whether a person reads standard error. */
  isTerminal: boolean;
  /** How wide the terminal is now; undefined where there is none. */
  columns?: number | undefined;
  /** From the call on, the first signal to end aborts this instead of ending the process. */
  stopOnSignal: () => AbortSignal;
};

export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, rejected: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Where a command's exit code goes. */
export type Exit = (code: ExitCode) => void;

/** Of several tenants, what most needs a person. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  const order = [exitCodes.failed, exitCodes.wrongUsage, exitCodes.rejected] as const;
  return order.find((code) => codes.includes(code)) ?? exitCodes.done;
}

export const exitCodesHelp = `
Exit codes:
  0  done, or nothing to do
  1  something failed; no file is half-written: fix the cause and run again
  2  the command line is invalid
  3  done, but rows were rejected or a file was quarantined: see the error files`;

export const shortExitCodesHelp = `
Exit codes:
  0  done
  1  something failed, or needs fixing
  2  the command line is invalid`;

export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ transformer ${line}`).join('\n')}`;
