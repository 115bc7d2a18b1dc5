/** `netsuite-emulator run <script.js>`, here `npm run netsuite -- run <script.js>`: any SuiteScript, on an account kept in a file. */
import { runCommand } from './command-line/command.ts';
import { describeError } from './strictness/suite-error.ts';

// A script may leave a promise to its fate; the report is written by then, and its exit code stands.
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`A promise that the script did not wait for was rejected: ${describeError(reason)}\n`);
});

// Whoever reads the report may stop before its end; the account is written by then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = runCommand(process.argv.slice(2), {
  // npm starts scripts in the package's folder; paths are meant from where the caller stands.
  folder: (process.env.npm_lifecycle_event === 'netsuite' && process.env.INIT_CWD) || process.cwd(),
  clock: Date.now,
  write: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
});
