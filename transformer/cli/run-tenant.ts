/** One pass for one tenant: opens its store, reports, writes its metrics, and turns every failure into a report. */

import { resolve } from 'node:path';
import { acknowledgementsPath, readAcknowledgements } from '../answers/acknowledgements.ts';
import { isAcknowledged } from '../answers/problems.ts';
import { notePassed, type Pause, pauseAt, skipping } from '../config/growing-pauses.ts';
import { contextOf, pausesOf } from '../config/settings.ts';
import { failureOf } from '../errors.ts';
import { newPassId, runPass } from '../pass/run-pass.ts';
import { columnsOf } from '../report/layout.ts';
import {
  exitCodeOf,
  type PassError,
  type PassEvent,
  type PassReport,
  problemOf,
} from '../report/pass-report.ts';
import type { MeasuredPass } from '../report/prometheus.ts';
import { writeMetrics } from '../report/prometheus.ts';
import { jsonReporter, type Reporter, terminalReporter } from '../report/report.ts';
import type { RetrySettings } from '../retries/retry-look.ts';
import { openRowIndex, type RowIndex } from '../row-index/open-index.ts';
import type { FileStore } from '../store/file-store.ts';
import { notePublished, type Published, startScripts } from './after-pass/start-scripts.ts';
import { stateAfterFailure, stateAfterPass } from './after-pass/state-after-pass.ts';
import { tellAfterPass } from './after-pass/tell-after-pass.ts';
import { type CliContext, type ExitCode, exitCodes } from './context.ts';
import type { TenantState } from './questions/tenant-flows.ts';
import type { ChosenTenant } from './tenants.ts';
import { type Openings, openings } from './turns/openings.ts';
import { limitTime } from './turns/time-limit.ts';
import type { Turn } from './turns/turns.ts';

/**
 * @property problem why the pass could not be made, or not to its end
 * @property orphansInSeconds how soon something may be taken up that another pass has begun
 */
export type PassResult = { exitCode: ExitCode; problem?: PassError; orphansInSeconds?: number };

/** @property state how the feeds are after it; left out when nobody wants to know, or the pass was asked to stop */
type PassEnd = PassResult & { state?: TenantState | undefined };

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

/** @property stop when asked, or when the time is over; @property asked when the process is to end */
type How = {
  passId: string;
  endedPasses: ReadonlySet<string>;
  stop: AbortSignal;
  asked: AbortSignal;
  onEvent: (event: PassEvent) => void;
  turn: Turn;
  isObserved: boolean;
};

async function passThrough(
  tenant: ChosenTenant,
  cli: CliContext,
  how: How,
  looked: Map<string, number>,
): Promise<PassEnd> {
  const open = openings(tenant, cli.clock, how.stop);
  how.turn.follow(open.silence);
  try {
    const store = await open.first();
    throwIfFailed(how.stop);
    if (!store) return { exitCode: exitCodes.done }; // asked to stop before anything was begun
    const index = openIndexOrReport(tenant, how.onEvent);
    const retries = await retriesOf(tenant, how.onEvent, looked);
    try {
      return await passOver(tenant, cli, how, { ...open, store, index, retries });
    } finally {
      index?.close();
    }
  } catch (error) {
    return await failedPass(tenant, cli, how, failureOf(how.stop) ?? error);
  } finally {
    await open.close();
  }
}

async function failedPass(tenant: ChosenTenant, cli: CliContext, how: How, error: unknown): Promise<PassEnd> {
  const problem = problemOf(error);
  const around = { ...how, stop: how.asked, now: cli.clock() };
  return { exitCode: exitCodes.failed, problem, state: await stateAfterFailure(tenant, around, problem) };
}

function throwIfFailed(stop: AbortSignal): void {
  const failure = failureOf(stop);
  if (failure) throw failure;
}

type Opened = Openings & {
  store: FileStore;
  index: RowIndex | undefined;
  retries: RetrySettings;
};

async function passOver(
  tenant: ChosenTenant,
  cli: CliContext,
  how: How,
  { store, index, retries, reconnect, abandon, current }: Opened,
): Promise<PassEnd> {
  const { configuration, routes } = tenant;
  const { staleClaimMinutes, filesInFlight } = configuration;
  const { clock } = cli;
  const { keepDays } = configuration.index;
  const context = contextOf(configuration, clock());
  const settings = { routes, context, clock, staleClaimMinutes, filesInFlight, keepDays };
  const { withinBudget } = how.turn;
  const report = await runPass({
    store,
    index,
    retries,
    reconnect,
    abandon,
    withinBudget,
    ...settings,
    ...how,
  });
  throwIfFailed(how.stop);
  const around = { ...how, stop: how.asked, now: clock(), store: current() ?? store, index };
  return { exitCode: exitCodeOf(report), state: await stateAfterPass(tenant, around) };
}

/** A pass goes on without its index, which can be made again. */
function openIndexOrReport(tenant: ChosenTenant, onEvent: How['onEvent']): RowIndex | undefined {
  try {
    return tenant.indexFile === undefined ? undefined : openRowIndex(tenant.indexFile);
  } catch (error) {
    onEvent({ event: 'index not updated', problem: problemOf(error) });
    return undefined;
  }
}

/** Whoever has said that a refusal needs nothing does not want it tried again. What is not known of that stops nothing. */
async function retriesOf(
  { configuration, indexFile }: ChosenTenant,
  onEvent: How['onEvent'],
  looked: Map<string, number>,
): Promise<RetrySettings> {
  const pauses = pausesOf(configuration);
  try {
    const known =
      indexFile === undefined || pauses.length === 0
        ? []
        : await readAcknowledgements(acknowledgementsPath(indexFile));
    return { pauses, looked, isAcknowledged: (cause) => isAcknowledged(cause, known) };
  } catch (error) {
    onEvent({ event: 'index not updated', problem: problemOf(error) });
    return { pauses, looked };
  }
}

async function writeOwnMetrics(
  { configuration, configurationFolder }: ChosenTenant,
  measured: MeasuredPass,
  result: PassResult,
  onEvent: How['onEvent'],
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
