/** What summarize receives (section_4413276323). */

import type { StageReport } from '../account/account-events.ts';
import type { Stage } from '../platform/governance.ts';
import type { Pair } from '../platform/map-reduce-pairs.ts';
import type { Realm } from '../platform/realm.ts';
import { errorToJson } from '../strictness/suite-error.ts';

export type StageOutcome = StageReport & {
  started: number;
  keys: string[];
  stopped: boolean;
  restarts: number;
  yields: number;
};

export type StageErrors = { key: string; error: string; executionNo: number }[];

type Facts = { begun: number; output: Pair[]; failure: unknown; isRestarted: boolean };

export function summaryContext(
  realm: Realm,
  now: number,
  stages: Partial<Record<Stage, StageOutcome>>,
  { begun, output, failure, isRestarted }: Facts,
): object {
  const seconds = (now - begun) / 1000;
  const usage = Object.values(stages).reduce((sum, stage) => sum + stage.units, 0);
  const yields = Object.values(stages).reduce((sum, stage) => sum + stage.yields, 0);
  const context = realm.adopt({ isRestarted, seconds, usage, concurrency: 1, yields });
  const input = stages.getInputData;
  return Object.assign(context, {
    dateCreated: realm.date(begun),
    inputSummary: Object.assign(
      realm.adopt({ seconds, usage: input?.units ?? 0, error: inputError(input, failure) }),
      {
        dateCreated: realm.date(begun),
      },
    ),
    mapSummary: stageSummary(realm, begun, stages.map),
    reduceSummary: stageSummary(realm, begun, stages.reduce),
    output: { iterator: () => iterator(output.map(({ key, value }) => [key, value])) },
  });
}

/** `each` ends when the callback does not return true. */
export const errorRows = (errors: StageErrors): object =>
  iterator(errors.map(({ key, error, executionNo }) => [key, error, executionNo]));

/** A failure between the stages, such as too much data, is reported with the input. */
function inputError(input: StageOutcome | undefined, failure: unknown): string | null {
  const own = input?.errors[0]?.error;
  if (own !== undefined) return own;
  return failure === undefined ? null : JSON.stringify(errorToJson(failure));
}

function stageSummary(realm: Realm, begun: number, outcome: StageOutcome | undefined): object {
  const failed = new Set(outcome?.errors.map(({ key }) => key));
  const keys = (outcome?.keys ?? []).map((key) => [key, 1, failed.has(key) ? 'FAILED' : 'COMPLETE'] as const);
  const { units: usage = 0, yields = 0 } = outcome ?? {};
  return Object.assign(realm.adopt({ seconds: 0, usage, concurrency: 1, yields }), {
    dateCreated: realm.date(begun),
    keys: { iterator: () => iterator(keys) },
    errors: { iterator: () => errorRows(outcome?.errors ?? []) },
  });
}

function iterator(rows: readonly (readonly unknown[])[]): object {
  return {
    each: (callback: (...row: readonly unknown[]) => unknown) => {
      for (const row of rows) if (callback(...row) !== true) return;
    },
  };
}
