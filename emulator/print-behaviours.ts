/** Prints docs/emulator-behaviours.md: `node emulator/print-behaviours.ts > docs/emulator-behaviours.md`. */
import { behavioursPage } from './behaviours-page.ts';

process.stdout.write(behavioursPage());
