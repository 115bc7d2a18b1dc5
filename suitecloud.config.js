/** What the SuiteCloud CLI works on: the built project, except for commands that write sources. */
import { execFileSync } from 'node:child_process';

export const defaultProjectFolder = 'dist/netsuite';

/** Problems are told by the script that finds them; a stack of this file would only hide them. */
const run = (script) => {
  try {
    const flags = ['--disable-warning=ExperimentalWarning', script];
    execFileSync(process.execPath, flags, { cwd: import.meta.dirname, stdio: 'inherit' });
  } catch {
    throw new Error(
      `${script} found problems, so nothing was sent to NetSuite. Correct what is listed above.`,
    );
  }
};

/** An account only ever gets what the sources say now, and only when the checks find nothing wrong with it. */
const buildAndCheck = (options) => {
  run('scripts/build/build-suitescripts.ts');
  run('scripts/check-project.ts');
  return options;
};

export const commands = {
  'object:import': { projectFolder: 'src' },
  'object:update': { projectFolder: 'src' },
  'project:validate': { beforeExecuting: buildAndCheck },
  'project:deploy': { beforeExecuting: buildAndCheck },
};
