/** The version of the package that the emulator is in, whichever that is: of the nearest package.json above. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export function ownVersion(folder: string = path.dirname(fileURLToPath(import.meta.url))): string {
  const file = path.join(folder, 'package.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).version;
  const above = path.dirname(folder);
  if (above === folder) throw new Error('There is no package.json above the emulator that says its version.');
  return ownVersion(above);
}
