/** The small faults that `npm run mutations` makes one by one, each in a copy, and that the named tests must notice. */
import { feedMutants } from './feed-mutants.ts';
import type { Mutant } from './mutant.ts';
import { scriptMutants } from './script-mutants.ts';
import { transformerMutants } from './transformer-mutants.ts';

export const mutants: readonly Mutant[] = [...transformerMutants, ...feedMutants, ...scriptMutants];
