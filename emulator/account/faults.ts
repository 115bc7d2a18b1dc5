/**
 * Faults on request: a test is asked before and after every N call of a script, and may throw there. What it throws as an
 * ordinary error the script can catch, as it could a failing server; a ServerDown ends the run where it stands.
 */

import type { Pair } from '../platform/map-reduce-pairs.ts';
import type { Execution } from './execution.ts';

/**
 * One call a script makes. `number` counts the calls of the invocation from 1, in the order they are made.
 * @property record on which it is made, when it is a call of a record, or which it names, as N/record's calls do; its id is null while it is new
 */
export type NCall = {
  name: string;
  number: number;
  deploymentId: string;
  stage: string;
  record?: { type: string; id: number | null };
};

/** One record a CSV import is about to change. `number` counts them from 1, `record` is what its rows call it. */
export type ImportStep = { taskId: string; job: string; number: number; record: string };

export type Faults = {
  before?(call: NCall): void;
  after?(call: NCall): void;
  /** What it throws refuses the rows of this record; an ImportFailed ends the job. */
  importing?(step: ImportStep): void;
};

/**
 * What Oracle's documentation leaves open, otherwise than the emulator has it: what works both ways works in NetSuite.
 * @property dateFieldZone the zone in which a Date is a day, when a script sets a date field; the server's
 * @property fieldsOnCostLines cost of goods sold rows of a search have the custom fields of the lines they are of; not so
 * @property withoutStatusNotes no transaction has system notes, as in a sandbox that was refreshed; each has them
 * @property committed throws what NetSuite finds fault with as soon as a line is committed in dynamic mode; nothing before it is saved
 * @property placeOfFulfilled the location of a line of which something is fulfilled, when a script sets another: it stays as it is without a word, or
 * the save is refused; of a wholly fulfilled line it is not emulated, of a partly fulfilled one the new one is taken
 * @property fieldsOffForm what a script sets on an order's form that lacks the field is lost without a word; it is taken
 * @property written what reduce calls wrote, as summarize gets it; as they wrote it
 */
export type Doubts = {
  dateFieldZone?: string;
  fieldsOnCostLines?: boolean;
  placeOfFulfilled?: 'kept' | 'refused';
  fieldsOffForm?: 'kept';
  withoutStatusNotes?: boolean;
  committed?(sublistId: string, line: Readonly<Record<string, unknown>>): void;
  written?(pairs: readonly Pair[]): Pair[];
};

/** The job fails: what it has changed stays changed, the rest of its rows are never read. */
export class ImportFailed extends Error {
  constructor(message = 'An unexpected error occurred during the import.') {
    super(message);
    this.name = 'ImportFailed';
  }
}

/**
 * The server goes down in the middle of a run: nothing of the script runs on, what it has saved stays. Whoever runs the
 * deployment gets it, as there is no report of a run that did not end.
 */
export class ServerDown extends Error {
  constructor(call: NCall, when: 'before' | 'after') {
    super(`The server went down ${when} call ${call.number} of ${call.deploymentId}: ${call.name}.`);
    this.name = 'ServerDown';
  }
}

/**
 * The server goes down and NetSuite starts again what was interrupted: a scheduled script from its beginning, of a map/reduce
 * script the call that was running (section_1517279626).
 */
export class ServerRestart extends ServerDown {}

/** How often NetSuite is let to start the same thing again, so that a fault that always strikes ends. */
export const MAX_RESTARTS = 3;

/** Objects on which a script makes further calls, by the call that gives them. */
const GIVES: Readonly<Record<string, string>> = {
  'N/sftp.createConnection': 'Connection',
  'N/record.create': 'Record',
  'N/record.load': 'Record',
  'N/record.transform': 'Record',
  'N/search.create': 'Search',
  'N/search.load': 'Search',
  'Search.run': 'ResultSet',
  'Search.runPaged': 'PagedData',
  'N/task.create': 'Task',
};

/** Calls that reach nothing outside the script: a crash there is a crash before the next call. */
const LOCAL =
  /^(N\/(runtime|format|error|log|file)\.|Record\.(get|set|find|insert|remove)|N\/search\.create|N\/task\.create)/;

/** The same object, of which every call asks the faults first. */
export function withFaults<T extends object>(
  name: string,
  object: T,
  faults: Faults,
  execution: Execution,
): T {
  const proxy = new Proxy(object, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== 'function' || typeof key === 'symbol') return value;
      const call = `${name}.${key}`;
      const asked = (...values: unknown[]) => {
        const made = { name: call, ...recordOf(name, object, values) };
        const result: unknown = ask(made, faults, execution, () => Reflect.apply(value, target, values));
        // Calls that can be chained give the object itself, which must stay wrapped.
        if (result === target) return receiver;
        const given = GIVES[call];
        return given && typeof result === 'object' && result !== null
          ? withFaults(given, result, faults, execution)
          : result;
      };
      const promise = Object.getOwnPropertyDescriptor(value, 'promise');
      return promise ? Object.defineProperty(asked, 'promise', promise) : asked;
    },
  });
  bare.set(proxy, object);
  return proxy;
}

const bare = new WeakMap<object, object>();

/** The object itself, by which the emulator knows it. */
export const withoutFaults = (given: object): object => bare.get(given) ?? given;

function recordOf(name: string, object: object, [options]: readonly unknown[]): Pick<NCall, 'record'> {
  const named = name === 'Record' ? object : name === 'N/record' ? options : undefined;
  const { type, id = null } = (named ?? {}) as Record<string, unknown>;
  return typeof type === 'string' ? { record: { type, id: id === null ? null : Number(id) } } : {};
}

function ask<T>(
  made: Pick<NCall, 'name' | 'record'>,
  faults: Faults,
  execution: Execution,
  work: () => T,
): T {
  if (LOCAL.test(made.name) || !execution.script) return work();
  execution.calls += 1;
  const { deployment, stage } = execution.script;
  const call = { ...made, number: execution.calls, deploymentId: deployment.id, stage };
  raise(execution, () => faults.before?.(call));
  const result = work();
  raise(execution, () => faults.after?.(call));
  return result;
}

/** A script cannot catch its way out of a server that is down. */
function raise(execution: Execution, fault: () => void): void {
  try {
    fault();
  } catch (thrown) {
    if (thrown instanceof ServerDown) execution.fatal = thrown;
    throw thrown;
  }
}
