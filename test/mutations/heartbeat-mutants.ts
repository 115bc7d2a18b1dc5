/** Faults in the signs of life of passes, by which others know what to take up and what to leave alone. */
import { type Mutant, mutantsOf } from './mutant.ts';

const tested = { folder: 'transformer', tests: 'test/transformer' };
const tests = ['pass/heartbeats'];

/** @param first the number of the first one, after all others */
export const heartbeatMutants = (first: number): Mutant[] =>
  mutantsOf({ first, ...tested }, [
    {
      file: 'folders/heartbeats.ts',
      fault: 'A sign of life is given once and not renewed',
      find: '[...signs.keys()].map(renew)',
      replacement: '[]',
      harm: 'What a pass works on for longer than 90 seconds is taken from it, again and again, and is not done for long.',
      tests,
    },
    {
      file: 'folders/heartbeats.ts',
      fault: 'A pass that hangs goes on giving signs of life',
      find: 'if (Math.abs(clock() - movedAt) >= STILL_FOR_MILLISECONDS) return;',
      replacement: '',
      harm: 'Its files are left to it for as long as its process is there: nobody delivers them.',
      tests,
    },
    {
      file: 'pass/list-files.ts',
      fault: 'A claim is as old as when it was made, whatever signs its pass gives',
      find: 'alive ?? claim?.at ?? entry.modified',
      replacement: 'claim?.at ?? alive ?? entry.modified',
      harm: 'What a pass works on for longer than 90 seconds is taken from it although it lives.',
      tests,
    },
    {
      file: 'pass/list-files.ts',
      fault: 'What a killed pass had begun is left until claims are stale',
      find: 'alive === undefined ? Number.POSITIVE_INFINITY : GONE_AFTER_MILLISECONDS',
      replacement: 'Number.POSITIVE_INFINITY',
      harm: 'After a kill the files in progress wait for a quarter of an hour, and what is newer waits behind them.',
      tests,
    },
    {
      file: 'pass/run-pass.ts',
      fault: 'A pass removes its signs although it could not let go of all its files',
      find: 'if (feeds.some(({ interruptions }) => interruptions.length > 0)) heart?.stop();\n  else await heart?.end();',
      replacement: 'await heart?.end();',
      harm: 'Its claims then count as those of a pass without signs, and wait for a quarter of an hour.',
      tests,
    },
  ]);
