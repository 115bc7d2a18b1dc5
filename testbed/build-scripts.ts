/** Builds dist/netsuite for a program that runs the scripts, once it is known that it will: not for a `--help`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BUILD = join(import.meta.dirname, '../scripts/build/build-suitescripts.ts');

/** @returns false when the sources cannot be built; the build has then said why */
export function buildScripts(): boolean {
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', BUILD], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return status === 0;
}
