/** One pass for one tenant: opens its store, reports, writes its metrics, and turns every failure into a report. */

import { resolve } from 'node:path';
import { notePassed, type Pause, pauseAt, skipping } from '../config/growing-pauses.ts';
import { newPassId } from '../pass/run-pass.ts';
import { columnsOf } from '../report/layout.ts';
import { type PassError, type PassEvent, type PassReport, problemOf } from '../report/pass-report.ts';
import type { MeasuredPass } from '../report/prometheus.ts';
import { writeMetrics } from '../report/prometheus.ts';
import { jsonReporter, type Reporter, terminalReporter } from '../report/report.ts';
import { notePublished, type Published, startScripts } from './after-pass/start-scripts.ts';
import { tellAfterPass } from './after-pass/tell-after-pass.ts';
import { type CliContext, exitCodes } from './context.ts';
import type { ChosenTenant } from './tenants.ts';
import { failedPass, type PassResult, passThrough } from './turns/pass-through.ts';
import { limitTime } from './turns/time-limit.ts';
import type { Turn } from './turns/turns.ts';

/**
 * What the passes of a process know of each other.
 * @property ended ids of those before, which each joins at its end
 * @property looked error files of each tenant of which nothing is to be tried again
 * @property published files of each tenant that NetSuite is still to be asked to take
 */
export type ProcessMemory = {
  ended: Set<string>;
  looked: Map<ChosenTenant, Map<string, number>>;
  published: Map<ChosenTenant, Published>;
};

export const newMemory = (): ProcessMemory => ({
  ended: new Set(),
  looked: new Map(),
  published: new Map(),
});

/**
 * @property stop of the process
 * @property isAlone whether nobody else writes to the terminal meanwhile
 * @property observer who is told that it gets on, and how it went
 */
export type PassAround = {
  stop: AbortSignal;
  memory: ProcessMemory;
  turn: Turn;
  isAlone: boolean;
  observer?: PassObserver | undefined;
};

export type PassObserver = { moved: () => void; measured: (pass: MeasuredPass) => void };

export async function onePass(
  tenant: ChosenTenant,
  cli: CliContext,
  { stop, memory, turn, isAlone, observer }: PassAround,
): Promise<PassResult> {
  const passId = newPassId();
  const startedAt = cli.clock();
  const published: Published = memory.published.get(tenant) ?? new Map();
  memory.published.set(tenant, published);
  const emit = reporterFor(tenant, passId, cli, isAlone);
  const { onEvent, report, orphansInSeconds } = listener(published, emit, observer);
  const { ended, looked } = memory;
  const own = looked.get(tenant) ?? new Map();
  looked.set(tenant, own);
  const pause = await pauseAt(tenant.failures, startedAt);
  const limit = limitTime(tenant.configuration.passMinutes, stop);
  const isObserved = observer !== undefined;
  const how = { passId, endedPasses: ended, stop: limit.signal, asked: stop, onEvent, turn, isObserved };
  const { state, ...result } = pause
    ? await failedPass(tenant, cli, how, skipping(pause))
    : await passThrough(tenant, cli, how, own);
  limit.end();
  ended.add(passId);
  const span = { startedAt, endedAt: cli.clock() };
  if (!pause && !stop.aborted) await notePassed(tenant.failures, { ...span, ...result, report: report() });
  followWaiting(turn);
  if (!stop.aborted) await startScripts(tenant, cli, published, onEvent);
  const paused = pause ?? (await pauseAt(tenant.failures, span.endedAt));
  if (result.problem && !report()) onEvent(passFailed(result.problem, pause));
  const around = { tenant: tenant.name, report: report(), flows: state?.flows, pausedUntil: paused?.until };
  const measured = { ...around, ...span, ...result };
  observer?.measured(measured);
  const written = await writeOwnMetrics(tenant, measured, result, onEvent);
  const over = { state, report: report(), problem: result.problem, onEvent };
  const isTold = await tellAfterPass(tenant, cli, over);
  return { ...written, ...(!isTold && { exitCode: exitCodes.failed }), orphansInSeconds: orphansInSeconds() };
}

/** What comes after a pass waits for others than its server, such as NetSuite, and needs as little: it takes no place from other tenants. */
function followWaiting({ follow }: Turn): void {
  const since = Date.now();
  follow(() => Date.now() - since);
}

type Heard = {
  onEvent: (event: PassEvent) => void;
  report: () => PassReport | undefined;
  orphansInSeconds: () => number;
};

/** Hears what the pass reports, for those that come after it. */
function listener(published: Published, emit: Reporter, observer: PassObserver | undefined): Heard {
  let report: PassReport | undefined;
  let orphansInSeconds = Number.POSITIVE_INFINITY;
  const onEvent = (event: PassEvent): void => {
    observer?.moved();
    notePublished(published, event);
    if (event.event === 'pass ended') report = event.report;
    if (event.event === 'file left' && event.takenUpInSeconds !== undefined)
      orphansInSeconds = Math.min(orphansInSeconds, event.takenUpInSeconds);
    emit(event);
  };
  return { onEvent, report: () => report, orphansInSeconds: () => orphansInSeconds };
}

/** One bar would be drawn over the other. */
function reporterFor({ name }: ChosenTenant, passId: string, cli: CliContext, hasBar: boolean): Reporter {
  const mark = { passId, ...(name !== undefined && { tenant: name }) };
  if (!cli.isTerminal) return jsonReporter(cli.standardError, mark);
  return terminalReporter(cli.standardError, {
    ...(hasBar && { clock: cli.clock }),
    columns: () => columnsOf(cli),
    ...(name !== undefined && { name }),
  });
}

const passFailed = (problem: PassError, pause: Pause | undefined): PassEvent => ({
  event: 'pass failed',
  problem,
  exitCode: exitCodes.failed,
  ...(pause && { pausedUntil: new Date(pause.until).toISOString() }),
});

async function writeOwnMetrics(
  { configuration, configurationFolder }: ChosenTenant,
  measured: MeasuredPass,
  result: PassResult,
  onEvent: (event: PassEvent) => void,
): Promise<PassResult> {
  if (configuration.metricsFile === undefined) return result;
  try {
    await writeMetrics(resolve(configurationFolder, configuration.metricsFile), measured);
    return result;
  } catch (error) {
    const problem = problemOf(error);
    onEvent({ event: 'metrics not written', problem });
    return { exitCode: exitCodes.failed, problem: result.problem ?? problem };
  }
}

/** What will not be otherwise at the next attempt, and may lock an account when it is tried again. */
const lasting = ['AUTHENTICATION_FAILED', 'HOST_KEY_MISMATCH', 'INVALID_CONFIGURATION'];

export const isLasting = (problem: PassError | undefined): boolean =>
  problem !== undefined && lasting.includes(problem.code);
