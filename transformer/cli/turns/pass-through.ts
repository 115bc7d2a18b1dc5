/** The store of a tenant, and one pass over it; every failure is a result. */
import { acknowledgementsPath, readAcknowledgements } from '../../answers/acknowledgements.ts';
import { isAcknowledged } from '../../answers/problems.ts';
import { contextOf, pausesOf } from '../../config/settings.ts';
import { failureOf } from '../../errors.ts';
import { runPass } from '../../pass/run-pass.ts';
import { exitCodeOf, type PassError, type PassEvent, problemOf } from '../../report/pass-report.ts';
import type { RetrySettings } from '../../retries/retry-look.ts';
import { openRowIndex, type RowIndex } from '../../row-index/open-index.ts';
import type { FileStore } from '../../store/file-store.ts';
import { stateAfterFailure, stateAfterPass } from '../after-pass/state-after-pass.ts';
import { type CliContext, type ExitCode, exitCodes } from '../context.ts';
import type { TenantState } from '../questions/tenant-flows.ts';
import type { ChosenTenant } from '../tenants.ts';
import { type Openings, openings } from './openings.ts';
import type { Turn } from './turns.ts';

/**
 * @property problem why the pass could not be made, or not to its end
 * @property orphansInSeconds how soon something may be taken up that another pass has begun
 */
export type PassResult = { exitCode: ExitCode; problem?: PassError; orphansInSeconds?: number };

/** @property state how the feeds are after it; left out when nobody wants to know, or the pass was asked to stop */
export type PassEnd = PassResult & { state?: TenantState | undefined };

/** @property stop when asked, or when the time is over; @property asked when the process is to end */
export type How = {
  passId: string;
  endedPasses: ReadonlySet<string>;
  stop: AbortSignal;
  asked: AbortSignal;
  onEvent: (event: PassEvent) => void;
  turn: Turn;
  isObserved: boolean;
};

export async function passThrough(
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

export async function failedPass(
  tenant: ChosenTenant,
  cli: CliContext,
  how: How,
  error: unknown,
): Promise<PassEnd> {
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
  const from = { store, index, retries, reconnect, abandon, withinBudget };
  const report = await runPass({ ...from, ...settings, ...how });
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
