/** Makes the mishaps of a run happen: at calls of scripts, at records of imports, at requests to the transformer's store. */
import {
  type Faults,
  ImportFailed,
  type ImportStep,
  type NCall,
  ServerDown,
  ServerRestart,
} from '../../../emulator/account/faults.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import type { Deed, Mishap, NamedMishap, When } from '../plan/plan.ts';

/**
 * One run and what is still to go wrong with it. Runs in the middle of runs have their own.
 * @property count what the run has asked for so far
 */
export type Trial = { pending: NamedMishap[]; count: number };

export type MishapTellers = {
  /** A mishap happens: tells it. */
  happens(mishap: NamedMishap['mishap'], where: string): void;
  /** Does what is in the middle of a run; a promise only for what a script cannot wait for. */
  meanwhile(deed: Deed, where: string): void | Promise<void>;
  /** An import is at this record. */
  importFailed(step: ImportStep): void;
  /** Time goes by with every call. */
  tick(minutes?: number): void;
};

export type Mishaps = {
  faults: Faults;
  /** Runs `work` with these mishaps before it. */
  during<Result>(mishaps: readonly NamedMishap[], work: () => Result): Result;
  /** One request of the transformer to its store. */
  request<Result>(trial: Trial, name: string, work: () => Promise<Result>): Promise<Result>;
};

/** The transformer's process ends: nothing of it runs on. */
export class ProcessDied extends Error {}

export function createMishaps(tellers: MishapTellers): Mishaps {
  const trials: Trial[] = [];
  const atCall = (call: NCall, when: When): void => {
    const trial = trials.at(-1);
    if (!trial) return;
    if (when === 'before') {
      trial.count += 1;
      tellers.tick();
    }
    for (const due of dueAt(trial, (mishap) => strikesCall(mishap, when, trial.count, call)))
      strikeCall(due, call, when, trial.count, tellers);
  };
  return {
    faults: {
      before: (call) => atCall(call, 'before'),
      after: (call) => atCall(call, 'after'),
      importing: (step) => {
        const trial = trials.at(-1);
        if (!trial) return;
        tellers.tick();
        for (const due of dueAt(trial, (mishap) => strikesRecord(mishap, step.number)))
          strikeRecord(due, step, tellers);
      },
    },
    during: (mishaps, work) => {
      const trial = { pending: [...mishaps], count: 0 };
      trials.push(trial);
      try {
        return work();
      } finally {
        trials.splice(trials.indexOf(trial));
      }
    },
    request: (trial, name, work) => request(trial, name, work, tellers),
  };
}

/** Takes what is due out of what is pending. */
function dueAt(trial: Trial, isDue: (mishap: Mishap) => boolean): Mishap[] {
  const due = trial.pending.filter(({ mishap }) => isDue(mishap));
  if (due.length === 0) return [];
  // One at a time: what comes after a crash is for what is started again.
  const [first] = due as [NamedMishap];
  trial.pending = trial.pending.filter((pending) => pending !== first);
  return [first.mishap];
}

function strikesCall(mishap: Mishap, when: When, count: number, call: NCall): boolean {
  if (count < mishap.at) return false;
  if (mishap.kind === 'crash' || mishap.kind === 'restart') return mishap.when === when;
  if (mishap.kind === 'time-out') return mishap.when === when && isSftp(call);
  return ['meanwhile', 'slow'].includes(mishap.kind) && when === 'before';
}

const isSftp = ({ name }: NCall): boolean =>
  name.startsWith('Connection.') || name === 'N/sftp.createConnection';

function strikeCall(mishap: Mishap, call: NCall, when: When, count: number, tellers: MishapTellers): void {
  const where = `${when} call ${count}, ${call.name}`;
  tellers.happens(mishap, where);
  if (mishap.kind === 'meanwhile') void tellers.meanwhile(mishap.deed, where);
  if (mishap.kind === 'slow') tellers.tick(mishap.minutes);
  if (mishap.kind === 'crash') throw new ServerDown(call, when);
  if (mishap.kind === 'restart') throw new ServerRestart(call, when);
  if (mishap.kind === 'time-out')
    throw Object.assign(new Error('The server did not answer in time.'), { name: timeOutCode(call) });
}

const timeOutCode = ({ name }: NCall): string =>
  name.startsWith('Connection.') ? 'FTP_TRANSFER_TIMEOUT_EXCEEDED' : 'FTP_CONNECT_TIMEOUT_EXCEEDED';

function strikesRecord(mishap: Mishap, number: number): boolean {
  return ['import fails', 'record is locked', 'meanwhile'].includes(mishap.kind) && number >= mishap.at;
}

function strikeRecord(mishap: Mishap, step: ImportStep, tellers: MishapTellers): void {
  const where = `at record ${step.number}, sales order ${step.record}`;
  tellers.happens(mishap, where);
  if (mishap.kind === 'meanwhile') return void tellers.meanwhile(mishap.deed, where);
  tellers.importFailed(step);
  if (mishap.kind === 'import fails') throw new ImportFailed();
  throw Object.assign(new Error('The record is locked: a user is saving it.'), { name: 'RCRD_LOCKED_BY_WF' });
}

async function request<Result>(
  trial: Trial,
  name: string,
  work: () => Promise<Result>,
  tellers: MishapTellers,
): Promise<Result> {
  trial.count += 1;
  tellers.tick();
  await strikeRequest(trial, name, 'before', tellers);
  const result = await work();
  await strikeRequest(trial, name, 'after', tellers);
  return result;
}

async function strikeRequest(trial: Trial, name: string, when: When, tellers: MishapTellers): Promise<void> {
  const isDue = (mishap: Mishap): boolean =>
    trial.count >= mishap.at && ('when' in mishap ? mishap.when === when : when === 'before');
  for (const mishap of dueAt(trial, isDue)) {
    const where = `${when} request ${trial.count}, ${name}`;
    tellers.happens(mishap, where);
    if (mishap.kind === 'meanwhile') await tellers.meanwhile(mishap.deed, where);
    if (mishap.kind === 'crash') throw new ProcessDied();
    if (mishap.kind === 'time-out')
      throw new TransformerError('TIMED_OUT', 'The server did not answer in time.');
  }
}
