/** Prints docs/mutations.md for `npm run docs`. */
import { mutationsPage } from './page.ts';

process.stdout.write(mutationsPage());
