/** `npm run netsuite -- run <script.js> --account <account.json>`: any SuiteScript, on an account kept in a file. */
import { runCommand } from './command-line/command.ts';

process.exitCode = runCommand(process.argv.slice(2), {
  // npm starts scripts in the package's folder; paths are meant from where the caller stands.
  folder: (process.env.npm_lifecycle_event === 'netsuite' && process.env.INIT_CWD) || process.cwd(),
  clock: Date.now,
  write: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
});
