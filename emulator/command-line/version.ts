/** The version of the package that the emulator is in, whichever that is: of the nearest package.json above. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export function ownVersion(folder: string = import.meta.dirname): string {
  const file = path.join(folder, 'package.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).version;
  const above = path.dirname(folder);
  if (above === folder) throw new Error('There is no package.json above the emulator that says its version.');
  return ownVersion(above);
}
