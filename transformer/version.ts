/** Which version of the project this is; package.json lies above this folder in a clone and in the image alike. */
import { readFileSync } from 'node:fs';

export const version: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;
