/** Prints docs/emulator-behaviours.md for `npm run docs`. */
import { behavioursPage } from './behaviours-page.ts';

process.stdout.write(behavioursPage());
