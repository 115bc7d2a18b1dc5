/**
 * Has Node keep what it makes of the program's files, so that the next process starts in half of the time. Beside the
 * packages and not in the temporary folder, where others could put something in its place. Imported for its effect; where
 * the folder cannot be written, as in a container, everything is as without it. In JavaScript, as what comes before the
 * cache does not come from it.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/transformer'));
