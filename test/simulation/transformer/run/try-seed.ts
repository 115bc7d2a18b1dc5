/** One seed: played, and when it breaks the promise, cut down to its shortest story. */
import { leaveOut } from '../../run/shrink.ts';
import type { SeedResult } from '../../run/tally.ts';
import { numbered } from '../../world/trace.ts';
import { type Claim, claims } from '../judge/claims.ts';
import { makePlan } from '../plan/make-plan.ts';
import { keepParts, type Plan, partsOf } from '../plan/plan.ts';
import { type Outcome, play, type Simulator } from '../play/play.ts';

/** @property except claims that are not looked at, so that others are seen beside known faults */
export type Trying = { shorten: boolean; except: readonly string[] };

/** What a seed has broken is told beside the story, for sums. */
export type TransformerResult = SeedResult & { broken: Claim[] };

export async function trySeed(
  simulator: Simulator,
  seed: number,
  trying: Trying,
): Promise<TransformerResult> {
  try {
    const outcome = await played(simulator, makePlan(seed), trying.except);
    const result = { seed, met: [...outcome.met], broken: brokenBy(outcome) };
    if (outcome.differences.length === 0) return result;
    const { shortest, plays } = trying.shorten
      ? await shrink(simulator, outcome, trying.except)
      : { shortest: outcome, plays: 0 };
    return { ...result, failure: reportFailure(shortest, plays, outcome.trace.length) };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.stack : String(thrown);
    return { seed, met: [], broken: ['ends'], failure: `Seed ${seed} could not be played: ${why}\n` };
  }
}

const brokenBy = ({ differences }: Outcome): Claim[] => [...new Set(differences.map(({ claim }) => claim))];

export async function played(simulator: Simulator, plan: Plan, except: readonly string[]): Promise<Outcome> {
  const outcome = await play(simulator, plan);
  return { ...outcome, differences: outcome.differences.filter(({ claim }) => !except.includes(claim)) };
}

const MOST_PLAYS = 250;

async function shrink(simulator: Simulator, broken: Outcome, except: readonly string[]) {
  const wanted = broken.differences[0]?.claim;
  let shortest = broken;
  let plays = 0;
  const stillBreaks = async (kept: readonly string[]): Promise<boolean> => {
    if (plays >= MOST_PLAYS) return false;
    plays += 1;
    const outcome = await played(simulator, keepParts(broken.plan, new Set(kept)), except);
    const breaks = outcome.differences.some(({ claim }) => claim === wanted);
    if (breaks) shortest = outcome;
    return breaks;
  };
  let parts: readonly string[] = partsOf(broken.plan);
  for (;;) {
    const fewer = await leaveOut(parts, stillBreaks);
    if (fewer.length === parts.length) return { shortest, plays };
    parts = fewer;
  }
}

const MOST_TOLD = 6;

export function reportFailure(outcome: Outcome, plays: number, originally: number): string {
  const { plan, differences, trace } = outcome;
  const { feeds, receiver, errorReader, minimumAgeSeconds } = plan;
  return [
    `Seed ${plan.seed} breaks the promise.`,
    '',
    ...differences
      .slice(0, MOST_TOLD)
      .flatMap(({ claim, text }) => [`  ${claim}: ${claims[claim]}`, `    ${text}`]),
    ...(differences.length > MOST_TOLD ? [`  and ${differences.length - MOST_TOLD} more`] : []),
    '',
    plays === 0
      ? `The trace, ${trace.length} lines:`
      : `The shortest trace that ${plays} plays found, ${trace.length} lines of ${originally}:`,
    `  (${feeds.join(', ')}; minimum age ${minimumAgeSeconds} s; outputs: ${receiver}; error files: ${errorReader})`,
    '',
    ...numbered(trace).map((line) => `  ${line}`),
    '',
    `Again: npm run simulate -- --transformer --seed ${plan.seed} --only ${partsOf(plan).join(',')}`,
    '',
  ].join('\n');
}
