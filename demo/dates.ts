/** Dates of the files of the demo, by its own clock: the server dates what is written by that of this machine, which is later. */
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts right what a step has written.
 * @param since when the demo began, by the clock of this machine; what the demo has dated is older
 * @param time by the clock of the demo
 */
export function dateFilesSince(root: string, since: number, time: number): void {
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && statSync(path).mtimeMs >= since) utimesSync(path, time / 1000, time / 1000);
  }
}
