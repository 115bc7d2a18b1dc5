/** Where the program starts: the surroundings of a process, and its exit code. */
import { runCommandLine } from './command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  clock: Date.now,
  standardOutput: (text) => process.stdout.write(text),
  standardError: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
});
