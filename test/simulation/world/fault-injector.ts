/** Makes the faults of a run happen: at calls of scripts, at saves of sales orders, at requests to the transformer's store. */
import { type Faults, type NCall, ServerDown, ServerRestart } from '../../../emulator/account/faults.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import type { Action, Fault, InjectedFault, When } from '../plan/plan.ts';

/**
 * One run and what is still to go wrong with it. Runs in the middle of runs have their own.
 * @property count what the run has asked for so far
 * @property saves how many sales orders it has begun to save
 * @property busy a sales order that others are at, and at how many more saves
 */
export type ArmedFaults = {
  pending: InjectedFault[];
  count: number;
  saves?: number;
  busy?: { order: string; times: number };
};

export type FaultReporters = {
  /** A fault happens: tells it. */
  happens(fault: InjectedFault['fault'], where: string): void;
  /** Does what is in the middle of a run; a promise only for what a script cannot wait for. */
  meanwhile(action: Action, where: string): void | Promise<void>;
  /** A save of this sales order, by its internal id, is refused, collides, or is reported as failed when it is made. */
  saveFailed(order: string, how: 'refused' | 'busy' | 'late'): void;
  /** Whether whoever saves it is stopped. */
  stopsRuns(order: string): boolean;
  /** Time goes by with every call. */
  tick(minutes?: number): void;
};

export type FaultInjector = {
  faults: Faults;
  /** Runs `work` with these faults before it. */
  during<Result>(faults: readonly InjectedFault[], work: () => Result): Result;
  /** One request of the transformer to its store. */
  request<Result>(armed: ArmedFaults, name: string, work: () => Promise<Result>): Promise<Result>;
};

/** The transformer's process ends: nothing of it runs on. */
export class ProcessDied extends Error {}

export function createFaultInjector(reporters: FaultReporters): FaultInjector {
  const armedFaults: ArmedFaults[] = [];
  const atCall = (call: NCall, when: When): void => {
    const armed = armedFaults.at(-1);
    if (!armed) return;
    if (when === 'before') {
      armed.count += 1;
      reporters.tick();
    }
    const order = savedOrder(call);
    if (order !== undefined && when === 'before') beginSave(armed, call, order, reporters);
    for (const due of dueAt(armed, (fault) => strikesCall(fault, when, armed, call)))
      strikeCall(due, call, when, armed, reporters);
  };
  return {
    faults: {
      before: (call) => atCall(call, 'before'),
      after: (call) => atCall(call, 'after'),
    },
    during: (faults, work) => {
      const armed = { pending: [...faults], count: 0 };
      armedFaults.push(armed);
      try {
        return work();
      } finally {
        armedFaults.splice(armedFaults.indexOf(armed));
      }
    },
    request: (armed, name, work) => request(armed, name, work, reporters),
  };
}

/** Takes what is due out of what is pending. */
function dueAt(armed: ArmedFaults, isDue: (fault: Fault) => boolean): Fault[] {
  const due = armed.pending.filter(({ fault }) => isDue(fault));
  if (due.length === 0) return [];
  // One at a time: what comes after a crash is for what is started again.
  const [first] = due as [InjectedFault];
  armed.pending = armed.pending.filter((pending) => pending !== first);
  return [first.fault];
}

/** The sales order that the call saves. */
const savedOrder = ({ name, record }: NCall): string | undefined =>
  name === 'Record.save' && record?.type === 'salesorder' ? String(record.id) : undefined;

function beginSave(armed: ArmedFaults, call: NCall, order: string, reporters: FaultReporters): void {
  armed.saves = (armed.saves ?? 0) + 1;
  if (reporters.stopsRuns(order)) throw new ServerDown(call, 'before');
  if (armed.busy?.order === order) collide(armed, armed.busy, reporters);
}

/** As another has saved it since it was loaded. */
function collide(
  armed: ArmedFaults,
  { order, times }: NonNullable<ArmedFaults['busy']>,
  reporters: FaultReporters,
): void {
  if (times === 0) return;
  armed.busy = { order, times: times - 1 };
  reporters.saveFailed(order, 'busy');
  throw named('RCRD_HAS_BEEN_CHANGED', 'Record has been changed.');
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

const OF_SAVES: readonly Fault['kind'][] = [
  'killed at a save',
  'save is refused',
  'save times out',
  'order is busy',
];

function strikesCall(fault: Fault, when: When, { count, saves = 0 }: ArmedFaults, call: NCall): boolean {
  if (OF_SAVES.includes(fault.kind)) {
    const own = fault.kind === 'save times out' ? 'after' : 'before';
    const at = 'when' in fault ? fault.when : own;
    return savedOrder(call) !== undefined && when === at && saves >= fault.at;
  }
  if (count < fault.at) return false;
  if (fault.kind === 'crash' || fault.kind === 'restart') return fault.when === when;
  if (fault.kind === 'time-out') return fault.when === when && isSftp(call);
  return ['meanwhile', 'slow'].includes(fault.kind) && when === 'before';
}

const isSftp = ({ name }: NCall): boolean =>
  name.startsWith('Connection.') || name === 'N/sftp.createConnection';

function strikeCall(
  fault: Fault,
  call: NCall,
  when: When,
  armed: ArmedFaults,
  reporters: FaultReporters,
): void {
  const order = savedOrder(call) ?? '';
  const where = `${when} call ${armed.count}, ${call.name}${order && ` of sales order ${order}`}`;
  reporters.happens(fault, where);
  if (fault.kind === 'meanwhile') void reporters.meanwhile(fault.action, where);
  if (fault.kind === 'slow') reporters.tick(fault.minutes);
  if (fault.kind === 'crash' || fault.kind === 'killed at a save') throw new ServerDown(call, when);
  if (fault.kind === 'order is busy') collide(armed, { order, times: fault.times }, reporters);
  if (fault.kind === 'save times out') {
    reporters.saveFailed(order, 'late');
    throw named('SSS_REQUEST_TIME_EXCEEDED', 'The host you are requesting is not responding in time.');
  }
  if (fault.kind === 'save is refused') {
    reporters.saveFailed(order, 'refused');
    throw named('UNEXPECTED_ERROR', 'An unexpected error occurred in a script of the account.');
  }
  if (fault.kind === 'restart') throw new ServerRestart(call, when);
  if (fault.kind === 'time-out') throw named(timeOutCode(call), 'The server did not answer in time.');
}

const timeOutCode = ({ name }: NCall): string =>
  name.startsWith('Connection.') ? 'FTP_TRANSFER_TIMEOUT_EXCEEDED' : 'FTP_CONNECT_TIMEOUT_EXCEEDED';

async function request<Result>(
  armed: ArmedFaults,
  name: string,
  work: () => Promise<Result>,
  reporters: FaultReporters,
): Promise<Result> {
  armed.count += 1;
  reporters.tick();
  await strikeRequest(armed, name, 'before', reporters);
  const result = await work();
  await strikeRequest(armed, name, 'after', reporters);
  return result;
}

async function strikeRequest(
  armed: ArmedFaults,
  name: string,
  when: When,
  reporters: FaultReporters,
): Promise<void> {
  const isDue = (fault: Fault): boolean =>
    armed.count >= fault.at && ('when' in fault ? fault.when === when : when === 'before');
  for (const fault of dueAt(armed, isDue)) {
    const where = `${when} request ${armed.count}, ${name}`;
    reporters.happens(fault, where);
    if (fault.kind === 'meanwhile') await reporters.meanwhile(fault.action, where);
    if (fault.kind === 'crash') throw new ProcessDied();
    if (fault.kind === 'time-out')
      throw new TransformerError('TIMED_OUT', 'The server did not answer in time.');
  }
}
