/** The small faults that `npm run mutations` makes one by one, each in a copy, and that the named tests must notice. */
import { feedMutants } from './feed-mutants.ts';
import { heartbeatMutants } from './heartbeat-mutants.ts';
import type { Mutant } from './mutant.ts';
import { retryMutants } from './retry-mutants.ts';
import { scriptMutants } from './script-mutants.ts';
import { transformerMutants } from './transformer-mutants.ts';
import { turnMutants } from './turn-mutants.ts';

const numbered: readonly Mutant[] = [...transformerMutants, ...feedMutants, ...scriptMutants];

const withRetries: readonly Mutant[] = [...numbered, ...retryMutants(numbered.length + 1)];

const withTurns: readonly Mutant[] = [...withRetries, ...turnMutants(withRetries.length + 1)];

export const mutants: readonly Mutant[] = [...withTurns, ...heartbeatMutants(withTurns.length + 1)];
