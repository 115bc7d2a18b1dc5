/** What is written down while a trace goes on: for telling it, and for judging what is left. */
import { beginTrace, type Trace } from './trace.ts';

export type ActionLog = {
  clock: { now: number };
  trace: Trace;
  /** How often each kind of action was done and of fault was met. */
  met: Map<string, number>;
  /** Script deployments that are under way, the innermost last. */
  running: string[];
  /** Kinds of the tasks NetSuite has queued, oldest first. */
  queued: string[];
  /** Grows with everything that moves a file, and so tells whether the system is at rest. */
  activity: number;
  /** The sales order that stops whoever saves it, by its internal id. */
  deadlyOrder?: string | undefined;
  known: KnownCauses;
};

/** What the trace has done that explains why a row was refused. */
export type KnownCauses = {
  /** `order/item` of lines, and ids of orders, that users have closed or cancelled. */
  closedItems: Set<string>;
  closedOrders: Set<string>;
  /** How often users have saved an order, by order id. */
  saves: Map<string, number>;
  /** How many lines users have added, by order id. */
  linesAdded: Map<string, number>;
  /** Sales orders of which a save was refused, and how often others were at one as it was saved, by internal id. */
  refusedSaves: Set<string>;
  busySaves: Map<string, number>;
  /** Those of which a save was reported as failed although NetSuite had made it. */
  lateErrors: Set<string>;
  /** Runs that have stopped before their end. */
  stops: number;
  /** How many files came late. */
  heldUp: number;
  /** Names of files of shipped lines that came again under another name. */
  renamed: string[];
  /** `folder/name` of files that came again under a name that was taken. */
  namesTaken: Set<string>;
};

/** A Monday morning. */
const BEGINNING = Date.UTC(2026, 2, 2, 6, 30);

export function beginActionLog(): ActionLog {
  const clock = { now: BEGINNING };
  const known = {
    closedItems: new Set<string>(),
    closedOrders: new Set<string>(),
    saves: new Map<string, number>(),
    linesAdded: new Map<string, number>(),
    refusedSaves: new Set<string>(),
    busySaves: new Map<string, number>(),
    lateErrors: new Set<string>(),
    stops: 0,
    heldUp: 0,
    renamed: [],
    namesTaken: new Set<string>(),
  };
  const trace = beginTrace(() => clock.now);
  return { clock, trace, met: new Map(), running: [], queued: [], activity: 0, known };
}

export function count({ met }: Pick<ActionLog, 'met'>, what: string): void {
  met.set(what, (met.get(what) ?? 0) + 1);
}
