/** When the account's own user events and workflows are asked: as records are opened, saved and deleted, and by whom. */
import type { Draft } from './draft.ts';
import type { ActorContext, RecordEventType } from './event-data.ts';
import type { Execution } from './execution.ts';
import type { StoredRecord } from './store.ts';

export type Actor = { context: ActorContext; execution?: Execution | undefined };

export type RecordChange = {
  type: RecordEventType;
  /** What is to be saved, and may still be changed before it is; the saved record afterwards. */
  now: Draft;
  before: StoredRecord | undefined;
  /** Of an xedit, the only fields its user events see (section_4407992070). */
  edited: readonly string[] | undefined;
  actor: Actor;
};

export type RecordEvents = {
  /** Throws what a user event or a workflow throws: the record is not opened. */
  opened(draft: Draft, type: RecordEventType, actor: Actor): void;
  /** Throws: nothing is saved. */
  beforeSubmit(change: RecordChange): void;
  /** Throws after all is saved. */
  afterSubmit(change: RecordChange): void;
};

const nothing = (): void => undefined;
export const NO_EVENTS: RecordEvents = { opened: nothing, beforeSubmit: nothing, afterSubmit: nothing };

const CONTEXTS = {
  scheduled: 'SCHEDULED',
  mapreduce: 'MAPREDUCE',
  userevent: 'USEREVENT',
  restlet: 'RESTLET',
  suitelet: 'SUITELET',
} as const;

/** A person at the screen has no script. */
export function actorOf(execution: Execution): Actor {
  const { script } = execution;
  return { context: script ? CONTEXTS[script.record.type] : 'USERINTERFACE', execution };
}
