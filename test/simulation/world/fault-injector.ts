/** Makes the faults of a run happen: at calls of scripts, at records of imports, at requests to the transformer's store. */
import {
  type Faults,
  ImportFailed,
  type ImportStep,
  type NCall,
  ServerDown,
  ServerRestart,
} from '../../../emulator/account/faults.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import type { Action, Fault, InjectedFault, When } from '../plan/plan.ts';

/**
 * One run and what is still to go wrong with it. Runs in the middle of runs have their own.
 * @property count what the run has asked for so far
 */
export type ArmedFaults = { pending: InjectedFault[]; count: number };

export type FaultReporters = {
  /** A fault happens: tells it. */
  happens(fault: InjectedFault['fault'], where: string): void;
  /** Does what is in the middle of a run; a promise only for what a script cannot wait for. */
  meanwhile(action: Action, where: string): void | Promise<void>;
  /** An import is at this record. */
  importFailed(step: ImportStep): void;
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
    for (const due of dueAt(armed, (fault) => strikesCall(fault, when, armed.count, call)))
      strikeCall(due, call, when, armed.count, reporters);
  };
  return {
    faults: {
      before: (call) => atCall(call, 'before'),
      after: (call) => atCall(call, 'after'),
      importing: (step) => {
        const armed = armedFaults.at(-1);
        if (!armed) return;
        reporters.tick();
        for (const due of dueAt(armed, (fault) => strikesRecord(fault, step.number)))
          strikeRecord(due, step, reporters);
      },
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

function strikesCall(fault: Fault, when: When, count: number, call: NCall): boolean {
  if (count < fault.at) return false;
  if (fault.kind === 'crash' || fault.kind === 'restart') return fault.when === when;
  if (fault.kind === 'time-out') return fault.when === when && isSftp(call);
  return ['meanwhile', 'slow'].includes(fault.kind) && when === 'before';
}

const isSftp = ({ name }: NCall): boolean =>
  name.startsWith('Connection.') || name === 'N/sftp.createConnection';

function strikeCall(fault: Fault, call: NCall, when: When, count: number, reporters: FaultReporters): void {
  const where = `${when} call ${count}, ${call.name}`;
  reporters.happens(fault, where);
  if (fault.kind === 'meanwhile') void reporters.meanwhile(fault.action, where);
  if (fault.kind === 'slow') reporters.tick(fault.minutes);
  if (fault.kind === 'crash') throw new ServerDown(call, when);
  if (fault.kind === 'restart') throw new ServerRestart(call, when);
  if (fault.kind === 'time-out')
    throw Object.assign(new Error('The server did not answer in time.'), { name: timeOutCode(call) });
}

const timeOutCode = ({ name }: NCall): string =>
  name.startsWith('Connection.') ? 'FTP_TRANSFER_TIMEOUT_EXCEEDED' : 'FTP_CONNECT_TIMEOUT_EXCEEDED';

function strikesRecord(fault: Fault, number: number): boolean {
  return ['import fails', 'record is locked', 'meanwhile'].includes(fault.kind) && number >= fault.at;
}

function strikeRecord(fault: Fault, step: ImportStep, reporters: FaultReporters): void {
  const where = `at record ${step.number}, sales order ${step.record}`;
  reporters.happens(fault, where);
  if (fault.kind === 'meanwhile') return void reporters.meanwhile(fault.action, where);
  reporters.importFailed(step);
  if (fault.kind === 'import fails') throw new ImportFailed();
  throw Object.assign(new Error('The record is locked: a user is saving it.'), { name: 'RCRD_LOCKED_BY_WF' });
}

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
