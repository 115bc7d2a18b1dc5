/** Prints docs/emulator-behaviours.md: `npm run docs:behaviours`. */
import { behavioursPage } from './behaviours-page.ts';

process.stdout.write(behavioursPage());
