/** What the SuiteCloud CLI works on: the built project, except for commands that write sources. */
import { execFileSync } from 'node:child_process';

export const defaultProjectFolder = 'dist/netsuite';

/** An account only ever gets what the sources say now. A build that fails stops the command. */
const buildFirst = (options) => {
  const flags = ['--disable-warning=ExperimentalWarning', 'scripts/build-suitescripts.ts'];
  execFileSync(process.execPath, flags, { cwd: import.meta.dirname, stdio: 'inherit' });
  return options;
};

export const commands = {
  'object:import': { projectFolder: 'src' },
  'object:update': { projectFolder: 'src' },
  'project:validate': { beforeExecuting: buildFirst },
  'project:deploy': { beforeExecuting: buildFirst },
};
