/** Workflows an account file describes: a record is in the first state whose condition it meets. */
import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { ActorContext, WorkflowData, WorkflowStateData } from '../account/event-data.ts';
import type { Actor, RecordChange } from '../account/record-events.ts';
import type { Values } from '../account/store.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { bodyValues } from './account-values.ts';
import { type Condition, holds, readConditions } from './conditions.ts';

type State = { data: WorkflowStateData; conditions: readonly Condition[]; sets: Values | undefined };
type Workflow = { typeId: string; contexts: readonly ActorContext[] | undefined; states: readonly State[] };

export type Workflows = {
  /** A record that is locked is not opened at all (section_N2743672). */
  opened(draft: Draft, actor: Actor): void;
  submitting(change: RecordChange): void;
};

export function readWorkflows(world: World, given: readonly WorkflowData[]): Workflows {
  const workflows = given.map((data, index) => readWorkflow(world, data, `workflows[${index}]`));
  const awake = (typeId: string, { context }: Actor) =>
    workflows.filter((one) => one.typeId === typeId && (one.contexts?.includes(context) ?? true));
  return {
    opened: (draft, actor) => {
      if (draft.id !== null)
        for (const one of awake(draft.type.id, actor)) assertUnlocked(stateOf(one, draft.fields));
    },
    submitting: (change) => {
      for (const one of awake(change.now.type.id, change.actor)) submit(one, change);
    },
  };
}

function readWorkflow(world: World, data: WorkflowData, where: string): Workflow {
  const type = world.schema.typeOf(data.record);
  const states = data.states.map((state, index) => ({
    data: state,
    conditions: readConditions(world, type, state.condition, `${where}.states[${index}].condition`),
    sets: bodyValues(world, type, state.onEntry?.sets, `${where}.states[${index}].onEntry.sets`),
  }));
  return { typeId: type.id, contexts: data.contexts, states };
}

const stateOf = ({ states }: Workflow, values: Values): State | undefined =>
  states.find(({ conditions }) => holds(conditions, values));

function submit(workflow: Workflow, { type, now, before }: RecordChange): void {
  const was = before && stateOf(workflow, before.fields);
  if (type === 'xedit' || type === 'delete') assertUnlocked(was);
  const state = type === 'delete' ? undefined : stateOf(workflow, now.fields);
  if (!state || state === was) return;
  const { throws } = state.data.onEntry ?? {};
  if (throws) throw suiteError(throws.name, throws.message);
  Object.assign(now.fields, state.sets);
}

/** The code and the words are those that REST answers with in published integrations. */
function assertUnlocked(state: State | undefined): void {
  if (state?.data.locks)
    throw suiteError('USER_ERROR', 'This record has been locked by a user defined workflow.');
}
