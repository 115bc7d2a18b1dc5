/** One pass for one tenant: opens its store, reports, writes its metrics, and turns every failure into a report. */

import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acknowledgementsPath, readAcknowledgements } from '../answers/acknowledgements.ts';
import { isAcknowledged } from '../answers/problems.ts';
import { refuseTooSoon } from '../config/refused-login.ts';
import { contextOf, pausesOf } from '../config/settings.ts';
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

/** @property problem why the pass could not be made, or not to its end */
export type PassResult = { exitCode: ExitCode; problem?: PassError };

/** @property state how the feeds are after it; left out when nobody wants to know, or the pass was asked to stop */
type PassEnd = PassResult & { state?: TenantState | undefined };

/** Orchestrators give thirty seconds between asking to end and killing: some for finishing, some for letting go. */
const [FINISHING_SECONDS, GRACE_SECONDS] = [12, 20];

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

export async function onePass(
  tenant: ChosenTenant,
  cli: CliContext,
  stop: AbortSignal,
  memory: ProcessMemory = newMemory(),
): Promise<PassResult> {
  const passId = newPassId();
  const startedAt = cli.clock();
  let report: PassReport | undefined;
  const emit = reporterFor(tenant, passId, cli);
  const published: Published = memory.published.get(tenant) ?? new Map();
  memory.published.set(tenant, published);
  const onEvent = (event: PassEvent): void => {
    notePublished(published, event);
    if (event.event === 'pass ended') report = event.report;
    emit(event);
  };
  const { ended, looked } = memory;
  const own = looked.get(tenant) ?? new Map();
  looked.set(tenant, own);
  const how = { passId, endedPasses: ended, stop, onEvent };
  const { state, ...result } = await passThrough(tenant, cli, how, own);
  ended.add(passId);
  if (!stop.aborted) await startScripts(tenant, cli, published, onEvent);
  if (result.problem && !report)
    onEvent({ event: 'pass failed', problem: result.problem, exitCode: result.exitCode });
  const flows = state?.flows;
  const measured = { tenant: tenant.name, report, startedAt, endedAt: cli.clock(), flows, ...result };
  const written = await writeOwnMetrics(tenant, measured, result, onEvent);
  const isTold = await tellAfterPass(tenant, cli, { state, report, problem: result.problem, onEvent });
  return isTold ? written : { ...written, exitCode: exitCodes.failed };
}

function reporterFor({ name }: ChosenTenant, passId: string, cli: CliContext): Reporter {
  const mark = { passId, ...(name !== undefined && { tenant: name }) };
  if (!cli.isTerminal) return jsonReporter(cli.standardError, mark);
  return terminalReporter(cli.standardError, {
    clock: cli.clock,
    columns: () => columnsOf(cli),
    ...(name !== undefined && { name }),
  });
}

type How = {
  passId: string;
  endedPasses: ReadonlySet<string>;
  stop: AbortSignal;
  onEvent: (event: PassEvent) => void;
};

async function passThrough(
  tenant: ChosenTenant,
  cli: CliContext,
  how: How,
  looked: Map<string, number>,
): Promise<PassEnd> {
  const open = openings(tenant, cli.clock, how.stop);
  try {
    const store = await open.first();
    if (!store) return { exitCode: exitCodes.done }; // asked to stop before anything was begun
    const index = openIndexOrReport(tenant, how.onEvent);
    const retries = await retriesOf(tenant, how.onEvent, looked);
    try {
      return await passOver(tenant, cli, how, { ...open, store, index, retries });
    } finally {
      index?.close();
    }
  } catch (error) {
    const problem = problemOf(error);
    const state = await stateAfterFailure(tenant, { ...how, now: cli.clock() }, problem);
    return { exitCode: exitCodes.failed, problem, state };
  } finally {
    await open.close();
  }
}

type Opened = ReturnType<typeof openings> & {
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
  const report = await runPass({ store, index, retries, reconnect, abandon, ...settings, ...how });
  const around = { ...how, now: clock(), store: current() ?? store, index };
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

const RECONNECTION_DELAYS_SECONDS = [1, 5, 15];

/** The store of the moment: a lost one is replaced, and none is left open. */
function openings(tenant: ChosenTenant, clock: () => number, stop: AbortSignal) {
  let current: FileStore | undefined;
  const abandon = new AbortController();
  let timers: NodeJS.Timeout[] = [];
  // Closing makes whatever is still under way fail, so that a pass ends in time even when the server is silent.
  const onStop = (): void => {
    timers = [
      setTimeout(() => abandon.abort(), FINISHING_SECONDS * 1000),
      setTimeout(() => void current?.close(), GRACE_SECONDS * 1000),
    ];
  };
  stop.addEventListener('abort', onStop);
  const openUnlessTooSoon = async (): Promise<FileStore> => {
    await refuseTooSoon(tenant.login, clock());
    return tenant.open();
  };
  const next = async (): Promise<FileStore | undefined> => {
    await current?.close();
    current = undefined;
    const opening = openUnlessTooSoon();
    current = await unlessStopped(opening, stop);
    if (!current) opening.then((late) => late.close()).catch(() => {}); // nobody waits for it any more
    return current;
  };
  return {
    first: next,
    current: (): FileStore | undefined => current,
    abandon: abandon.signal,
    reconnect: async (attempt: number): Promise<FileStore | undefined> => {
      const delay = RECONNECTION_DELAYS_SECONDS[attempt];
      if (delay === undefined || !(await slept(delay, stop))) return undefined;
      return next();
    },
    close: async (): Promise<void> => {
      stop.removeEventListener('abort', onStop);
      for (const timer of timers) clearTimeout(timer);
      await current?.close();
    },
  };
}

/** @returns undefined when asked to stop before the work is done */
async function unlessStopped<Result>(work: Promise<Result>, stop: AbortSignal): Promise<Result | undefined> {
  let onStop = (): void => {};
  const stopped = new Promise<undefined>((resolve) => {
    onStop = () => resolve(undefined);
  });
  stop.addEventListener('abort', onStop);
  if (stop.aborted) onStop();
  try {
    return await Promise.race([work, stopped]);
  } finally {
    stop.removeEventListener('abort', onStop);
  }
}

/** @returns false when asked to stop meanwhile */
export async function slept(seconds: number, stop: AbortSignal): Promise<boolean> {
  if (stop.aborted) return false;
  await sleep(seconds * 1000, undefined, { signal: stop }).catch(() => {}); // it is rejected by the stop alone
  return !stop.aborted;
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
