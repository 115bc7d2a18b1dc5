/**
 * Runs a map/reduce script to its end: getInputData, map, shuffle, reduce, summarize.
 * Sources: section_4412447940 (data flow), section_4480364878 (limits), section_1517279521 (errors and retries).
 */
import type { ExecutionReport, StageReport } from '../account/account-events.ts';
import { MAX_RESTARTS, ServerDown, ServerRestart } from '../account/faults.ts';
import { loadSearch } from '../N/search.ts';
import { MAP_REDUCE_LIMITS, type Stage } from '../platform/governance.ts';
import { assertStorable, assertTotal, asText, type Pair, shuffle } from '../platform/map-reduce-pairs.ts';
import { errorToJson, suiteError } from '../strictness/suite-error.ts';
import { inputPairs } from './map-reduce-input.ts';
import { errorRows, type StageErrors, type StageOutcome, summaryContext } from './map-reduce-summary.ts';
import { callEntryPoint, type Invocation, invoke, type Run, refusalOf, reportOf } from './run-script.ts';

/** After a restart unfinished pairs run again, unless the script says `retryCount: 0` itself. */
type Config = { retryCount: number; exitOnError: boolean; restartable: boolean };

/** What one call of map or reduce is given. */
type StageItem = { key: string; values: string[]; context: 'map' | 'reduce' };

type Shape = { config: Config; hasMap: boolean; hasReduce: boolean; hasSummarize: boolean };

export function runMapReduce(run: Run): ExecutionReport {
  const outcomes: Partial<Record<Stage, StageOutcome>> = {};
  const begun = run.world.clock();
  let failure: unknown;
  let output: Pair[] = [];
  let shape: Shape = {
    config: { retryCount: 0, exitOnError: false, restartable: true },
    hasMap: false,
    hasReduce: false,
    hasSummarize: true,
  };
  try {
    const input = getInput(run, outcomes);
    shape = input.shape;
    const written = runPairs(run, outcomes, shape, input.pairs);
    output = run.world.doubts.written?.(written) ?? written;
  } catch (error) {
    if (error instanceof ServerDown) throw error;
    failure = error;
  }
  if (shape.hasSummarize && !refusalOf(run))
    failure = summarize(run, outcomes, { begun, output, failure }) ?? failure;
  const report = reportOf(run, Object.values(outcomes).map(withoutInternals), failure);
  return { ...report, processors: processorsOf(run) };
}

/** NetSuite lowers a deployment's limit to what the account has (section_1509578980). */
const processorsOf = ({ world, deployment }: Run): { taken: number; of: number } => ({
  taken: Math.min(deployment.concurrencyLimit, world.processors),
  of: world.processors,
});

function getInput(run: Run, outcomes: Partial<Record<Stage, StageOutcome>>): { shape: Shape; pairs: Pair[] } {
  const outcome = begin(run, outcomes, 'getInputData');
  try {
    return restarting(outcome, (isRestarted) =>
      invoke(run, 'getInputData', (invocation) => {
        const shape = shapeOf(invocation);
        const context = invocation.realm.adopt({ isRestarted });
        const input = callEntryPoint(invocation, 'getInputData', context);
        const pairs = inputPairs(run.world, input, (id) => loadSearch(run.world, invocation.execution, id));
        pairs.forEach(assertStorable);
        return { shape, pairs };
      }),
    );
  } catch (error) {
    outcome.errors.push({ key: '', error: JSON.stringify(errorToJson(error)), executionNo: 1 });
    throw error;
  } finally {
    finish(run, outcome, 1);
  }
}

/** What was interrupted runs again from its beginning. */
function restarting<T>(outcome: StageOutcome, work: (isRestarted: boolean) => T): T {
  for (;;) {
    try {
      return work(outcome.restarts > 0);
    } catch (error) {
      if (!mayRestart(outcome, error)) throw error;
    }
  }
}

/** Counts the restart, when it is one. */
function mayRestart(outcome: StageOutcome, error: unknown): boolean {
  if (!(error instanceof ServerRestart) || outcome.restarts >= MAX_RESTARTS) return false;
  outcome.restarts++;
  return true;
}

function shapeOf({ entryPoints }: Invocation): Shape {
  const has = (name: string) => typeof entryPoints[name] === 'function';
  if (!has('map') && !has('reduce')) {
    throw suiteError(
      'SSS_NO_ENTRY_POINT',
      'A map/reduce script needs map, reduce or both (section_1509578980).',
    );
  }
  const config = (entryPoints.config ?? {}) as Partial<Config>;
  return {
    config: {
      retryCount: config.retryCount ?? 0,
      exitOnError: config.exitOnError === true,
      restartable: config.retryCount !== 0,
    },
    hasMap: has('map'),
    hasReduce: has('reduce'),
    hasSummarize: has('summarize'),
  };
}

/** Without map the input goes straight to the shuffle; without reduce map's output is the output. */
function runPairs(
  run: Run,
  outcomes: Partial<Record<Stage, StageOutcome>>,
  shape: Shape,
  input: Pair[],
): Pair[] {
  assertTotal(input);
  const mapWork = input.map(({ key, value }): StageItem => ({ key, values: [value], context: 'map' }));
  const mapped = shape.hasMap ? runStage(run, outcomes, 'map', shape.config, mapWork) : input;
  if (!shape.hasReduce || outcomes.map?.stopped) return mapped;
  assertTotal(mapped);
  const reduceWork = shuffle(mapped).map(
    ({ key, values }): StageItem => ({ key, values, context: 'reduce' }),
  );
  return runStage(run, outcomes, 'reduce', shape.config, reduceWork);
}

function runStage(
  run: Run,
  outcomes: Partial<Record<Stage, StageOutcome>>,
  stage: 'map' | 'reduce',
  config: Config,
  work: StageItem[],
): Pair[] {
  const outcome = begin(run, outcomes, stage);
  const written: Pair[] = [];
  for (const item of work) {
    outcome.keys.push(item.key);
    written.push(...runWithRetries(run, outcome, stage, config, item));
    if (outcome.stopped) break;
  }
  finish(run, outcome, outcome.invocations);
  return written;
}

/** A failed attempt's writes are thrown away, what it did to records stays. Out of units ends the stage. */
function runWithRetries(
  run: Run,
  outcome: StageOutcome,
  stage: 'map' | 'reduce',
  config: Config,
  item: StageItem,
): Pair[] {
  const earlier: StageErrors = [];
  let attempts = config.retryCount + 1;
  for (let executionNo = 1; executionNo <= attempts; executionNo++) {
    outcome.invocations++;
    try {
      return runPair(run, stage, item, { executionNo, earlier, isRestarted: outcome.restarts > 0 });
    } catch (error) {
      if (config.restartable && mayRestart(outcome, error)) {
        attempts++;
        const interrupted = { key: item.key, error: APP_SERVER_RESTART, executionNo };
        earlier.push(interrupted);
        outcome.errors.push(interrupted);
        continue;
      }
      if (error instanceof ServerDown) throw error;
      const failed = { key: item.key, error: JSON.stringify(errorToJson(error)), executionNo };
      earlier.push(failed);
      outcome.errors.push(failed);
      if (run.executions.at(-1)?.fatal !== undefined) {
        outcome.stopped = true;
        return [];
      }
    }
  }
  outcome.stopped = config.exitOnError;
  return [];
}

/** What an interrupted pair, and summarize, find among the errors. */
const APP_SERVER_RESTART = JSON.stringify(
  errorToJson(suiteError('SSS_APP_SERVER_RESTART', 'The application server was restarted during this call.')),
);

function runPair(
  run: Run,
  stage: 'map' | 'reduce',
  item: StageItem,
  { executionNo, earlier, isRestarted }: { executionNo: number; earlier: StageErrors; isRestarted: boolean },
): Pair[] {
  const written: Pair[] = [];
  invoke(run, stage, (invocation) => {
    const data =
      stage === 'map'
        ? { key: item.key, value: item.values[0] ?? '' }
        : { key: item.key, values: item.values };
    const context = invocation.realm.adopt({ ...data, isRestarted, executionNo });
    Object.assign(context, {
      errors: { iterator: () => errorRows(earlier) },
      write: (...values: unknown[]) => {
        const pair = readWrite(values);
        assertStorable(pair);
        written.push(pair);
      },
    });
    callEntryPoint(invocation, stage, context);
  });
  return written;
}

/** `write(key, value)` or `write({key, value})`. */
function readWrite(values: unknown[]): Pair {
  const [first, second] = values;
  const asOptions = values.length === 1 && typeof first === 'object' && first !== null;
  const { key, value } = asOptions
    ? (first as { key: unknown; value?: unknown })
    : { key: first, value: second };
  return { key: asText(key), value: asText(value ?? '') };
}

function summarize(
  run: Run,
  outcomes: Partial<Record<Stage, StageOutcome>>,
  facts: { begun: number; output: Pair[]; failure: unknown },
): unknown {
  const before = { ...outcomes };
  const outcome = begin(run, outcomes, 'summarize');
  try {
    restarting(outcome, (isRestarted) =>
      invoke(run, 'summarize', (invocation) => {
        if (typeof invocation.entryPoints.summarize !== 'function') return;
        const context = summaryContext(invocation.realm, run.world.clock(), before, {
          ...facts,
          isRestarted,
        });
        callEntryPoint(invocation, 'summarize', context);
      }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ServerDown) throw error;
    outcome.errors.push({ key: '', error: JSON.stringify(errorToJson(error)), executionNo: 1 });
    return error;
  } finally {
    finish(run, outcome, 1);
  }
}

function begin(run: Run, outcomes: Partial<Record<Stage, StageOutcome>>, stage: Stage): StageOutcome {
  const outcome = {
    stage,
    invocations: 0,
    units: 0,
    errors: [],
    started: run.world.clock(),
    keys: [],
    stopped: false,
    restarts: 0,
    yields: 0,
  };
  outcomes[stage] = outcome;
  return outcome;
}

function finish(run: Run, outcome: StageOutcome, invocations: number): void {
  outcome.invocations = invocations;
  const used = run.executions
    .filter(({ script }) => script?.stage === outcome.stage)
    .map((each) => each.used);
  outcome.units = used.reduce((sum, units) => sum + units, 0);
  outcome.yields = outcome.stage === 'map' || outcome.stage === 'reduce' ? yieldsAfter(used) : 0;
}

/**
 * A job of map or reduce that has used its soft limit ends between two calls, and another one goes on (section_4480364878).
 * The limit of minutes is not emulated: the account's clock is its owner's.
 */
function yieldsAfter(used: readonly number[]): number {
  let yields = 0;
  let ofJob = 0;
  used.forEach((units, index) => {
    ofJob += units;
    if (ofJob < MAP_REDUCE_LIMITS.unitsOfJob || index === used.length - 1) return;
    yields += 1;
    ofJob = 0;
  });
  return yields;
}

const withoutInternals = ({ stage, invocations, units, errors }: StageOutcome): StageReport => ({
  stage,
  invocations,
  units,
  errors,
});
