/** What a person is told of a seed that breaks the promise. */

import { claims } from '../invariants/claims.ts';
import { partsOf } from '../plan/plan.ts';
import type { Shrunk } from './shrink.ts';
import { type Outcome, recordedTrace } from './simulate.ts';

/** @param originally number of lines of the whole trace */
export function reportFailure({ outcome, plays }: Shrunk, originally: number): string {
  const { plan, differences, trace } = outcome;
  return [
    `Seed ${plan.seed} breaks the promise.`,
    '',
    ...differences.flatMap(({ claim, text }) => [`  ${claims[claim]}`, `    ${text}`]),
    '',
    `The shortest trace that ${plays} plays found, ${trace.length} lines of ${originally}:`,
    '',
    ...recordedTrace(outcome).map((line) => `  ${line}`),
    '',
    `Again: npm run simulate -- --seed ${plan.seed} --only ${onlyOf(outcome)}`,
    '',
  ].join('\n');
}

const onlyOf = ({ plan }: Outcome): string => [...(plan.orders ?? []), ...partsOf(plan)].join(',');
