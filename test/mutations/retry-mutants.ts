/** Faults in what tries refused rows again. */
import { type Mutant, mutantsOf } from './mutant.ts';

const tested = { folder: 'transformer', tests: 'test/transformer' };

/** @param first the number of the first one, after all others */
export const retryMutants = (first: number): Mutant[] =>
  mutantsOf({ first, ...tested }, [
    {
      file: 'retries/pick-rows.ts',
      fault: 'Rows are tried again whatever their error file calls them',
      find: '(row) => isAsReported(row, keys) &&',
      replacement: '() => true &&',
      harm: 'An error file of another file sends rows again that were applied.',
      tests: ['retries/retries'],
    },
    {
      file: 'retries/pick-rows.ts',
      fault: 'What somebody has sent again by hand is tried again as well',
      find: '!said.has(goods) &&',
      replacement: '',
      harm: 'Goods are sent twice, under two names.',
      tests: ['retries/retries'],
    },
    {
      file: 'retries/pick-rows.ts',
      fault: 'Goods without a shipment are tried again although another file has them',
      find: '&& (isKnownAgain || !later.has(goods))',
      replacement: '',
      harm: 'Somebody has made a file of the refused rows by hand: they are fulfilled twice.',
      tests: ['retries/retries'],
    },
    {
      file: 'retries/folder-places.ts',
      fault: 'A file that is not finished counts as refused',
      find: 'if ([...files.waiting, ...files.processing, ...files.failed].some(isOther)) return undefined;',
      replacement: '',
      harm: 'Rows are sent again of which the script has not said its last word.',
      tests: ['retries/retries'],
    },
    {
      file: 'retries/make-retry.ts',
      fault: 'What a dead pass has prepared is left behind',
      find: 'if (isLeftover(name, entry.name, own))',
      replacement: 'if (false as boolean)',
      harm: 'Files pile up in .tmp/.',
      tests: ['retries/crash'],
    },
    {
      file: 'retries/schedule.ts',
      fault: 'A refusal is tried again however old it is',
      find: 'now >= at && now <= at + LATEST_AFTER_DUE',
      replacement: 'now >= at',
      harm: 'The first pass of an upgrade sends again what people have fulfilled by hand long ago.',
      tests: ['retries/retries'],
    },
    {
      file: 'row-index/settle-refusals.ts',
      fault: 'A file that is sent again counts as of the same time as the first',
      find: 'file.made > than.made || (file.made === than.made && isSentAfter(file.name, than.name));',
      replacement: 'file.made > than.made;',
      harm: 'A problem stays open although a retry has applied its rows.',
      tests: ['retries/shown'],
    },
  ]);
