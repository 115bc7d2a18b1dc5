/** What a person is told of a seed that breaks the promise. */
import { partsOf } from '../plan/plan.ts';
import { claims } from '../promise/claims.ts';
import type { Shrunk } from './shrink.ts';
import { type Outcome, toldStory } from './simulate.ts';

/** @param originally number of lines of the whole story */
export function tellFailure({ outcome, plays }: Shrunk, originally: number): string {
  const { plan, differences, story } = outcome;
  return [
    `Seed ${plan.seed} breaks the promise.`,
    '',
    ...differences.flatMap(({ claim, text }) => [`  ${claims[claim]}`, `    ${text}`]),
    '',
    `The shortest story that ${plays} plays found, ${story.length} lines of ${originally}:`,
    '',
    ...toldStory(outcome).map((line) => `  ${line}`),
    '',
    `Again: npm run simulate -- --seed ${plan.seed} --only ${onlyOf(outcome)}`,
    '',
  ].join('\n');
}

const onlyOf = ({ plan }: Outcome): string => [...(plan.orders ?? []), ...partsOf(plan)].join(',');
