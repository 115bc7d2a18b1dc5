/** A trace before it is played: what is to happen and what is to go wrong, as plain data that can be cut. */

export type When = 'before' | 'after';

/** How a file comes a second time. */
export type Repeat = 'as it was' | 'with other content' | 'under another name';

/** What somebody does. Who and what it befalls is drawn from the action's own stream when it is played. */
export type Act =
  | { kind: 'script runs'; deployment: string }
  | { kind: 'queued job runs' }
  | { kind: 'transformer passes' }
  | { kind: 'HotWax allocates' }
  | { kind: 'HotWax allocates anew' }
  | { kind: 'HotWax ships' }
  | { kind: 'HotWax ships among allocations' }
  | { kind: 'HotWax reads' }
  | { kind: 'warehouse ships' }
  | { kind: 'user saves an order' }
  | { kind: 'user adds a line' }
  | { kind: 'user closes a line' }
  | { kind: 'user closes an order' }
  | { kind: 'user cancels an order' }
  | { kind: 'file comes again'; how: Repeat }
  | { kind: 'file is held up' }
  | { kind: 'held-up file arrives' }
  | { kind: 'older file comes late'; deployment: string }
  | { kind: 'order stops runs'; deployment: string }
  | { kind: 'failed file is put back' };

/**
 * @property at number of the call, of the request to the store, or of the save of a sales order, at which it happens at the
 * earliest
 */
export type Fault =
  | { kind: 'crash'; when: When; at: number }
  | { kind: 'restart'; when: When; at: number }
  | { kind: 'time-out'; when: When; at: number }
  | { kind: 'slow'; at: number; minutes: number }
  | { kind: 'killed at a save'; when: When; at: number }
  | { kind: 'save is refused'; at: number }
  | { kind: 'save times out'; at: number }
  | { kind: 'order is busy'; at: number; times: number }
  | { kind: 'meanwhile'; at: number; action: Action };

/** @property id `7`, and of what happens in the middle of it `7a`, `7b`: also the name of its stream of random numbers */
export type Action = { id: string; minutes: number; act: Act; faults: readonly InjectedFault[] };

export type InjectedFault = { id: string; fault: Fault };

/** @property orders ids of the orders there are; left out, all of the seed's order book */
export type Plan = { seed: number; orders?: readonly string[]; actions: readonly Action[] };

/** Deeds and faults of the plan by id, the outer ones first. */
export const partsOf = ({ actions }: Plan): string[] => actions.flatMap(partsOfAction);

const partsOfAction = ({ id, faults }: Action): string[] => [
  id,
  ...faults.flatMap(({ id: own, fault }) => [
    own,
    ...(fault.kind === 'meanwhile' ? inner(fault.action) : []),
  ]),
];

/** A action in the middle of another goes with the fault that is it. */
const inner = (action: Action): string[] => partsOfAction(action).slice(1);

/** The same plan without the actions and faults that are not wanted. */
export const keepParts = (plan: Plan, wanted: ReadonlySet<string>): Plan => ({
  ...plan,
  actions: keepActions(plan.actions, wanted),
});

function keepActions(actions: readonly Action[], wanted: ReadonlySet<string>): Action[] {
  // Time goes on although nothing happens in it.
  let skipped = 0;
  return actions.flatMap((action) => {
    skipped += action.minutes;
    if (!wanted.has(action.id)) return [];
    const kept = { ...action, minutes: skipped, faults: keepFaults(action.faults, wanted) };
    skipped = 0;
    return [kept];
  });
}

const keepFaults = (faults: readonly InjectedFault[], wanted: ReadonlySet<string>): InjectedFault[] =>
  faults
    .filter(({ id }) => wanted.has(id))
    .map(({ id, fault }) => {
      if (fault.kind !== 'meanwhile') return { id, fault };
      const { action } = fault;
      return { id, fault: { ...fault, action: { ...action, faults: keepFaults(action.faults, wanted) } } };
    });
