/** Faults in what lets tenants be worked on side by side. */
import { type Mutant, mutantsOf } from './mutant.ts';

const tested = { folder: 'transformer', tests: 'test/transformer' };

/** @param first the number of the first one, after all others */
export const turnMutants = (first: number): Mutant[] =>
  mutantsOf({ first, ...tested }, [
    {
      file: 'cli/turns/lanes.ts',
      fault: 'A tenant that waits for its server takes a place from others',
      find: '[...taken].filter((lane) => !isSilent(lane)).length',
      replacement: 'taken.size',
      harm: 'A dead server with a few tenants delays all the others by minutes.',
      tests: ['turns/lanes'],
    },
    {
      file: 'file/memory-budget.ts',
      fault: 'What a pass holds that waits for its server is not free for others',
      find: '(isIdle() ? left : left - held)',
      replacement: 'left - held',
      harm: 'A server that falls silent in the middle of a large file stops the conversions of all tenants.',
      tests: ['turns/budget'],
    },
    {
      file: 'config/growing-pauses.ts',
      fault: 'A pass that finished files and then failed is followed by a pause',
      find: 'if (!problem || hasFinished)',
      replacement: 'if (!problem)',
      harm: 'With a line that is cut now and then, files wait for half an hour between passes that would each have finished some.',
      tests: ['turns/growing-pauses'],
    },
    {
      file: 'file/judge-file.ts',
      fault: 'A file that is judged while it arrives holds the memory of all, however slowly the rest comes',
      find: '    isGivenUp = true;\n    void judging.close();\n',
      replacement: '',
      harm: 'A server that throttles in the middle of a large file stops the conversions of all tenants for minutes.',
      tests: ['file/judge-while-arriving'],
    },
  ]);
