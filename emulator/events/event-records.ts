/** The records that a user event script is shown: the one under way, or copies of it that nobody saves. */
import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { Execution } from '../account/execution.ts';
import type { RecordChange } from '../account/record-events.ts';
import type { StoredRecord } from '../account/store.ts';
import { makeRecord } from '../records/record-object.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';

export const copyOf = (draft: Draft): Draft => ({
  ...draft,
  fields: structuredClone(draft.fields),
  sublists: structuredClone(draft.sublists),
});

export function onlyEdited(draft: Draft, edited: readonly string[]): Draft {
  const fields = Object.entries(draft.fields).filter(([id]) => edited.includes(id));
  const sublists = Object.fromEntries(Object.keys(draft.sublists).map((id) => [id, []]));
  return { ...draft, fields: Object.fromEntries(fields), sublists };
}

/** Null for what is new (section_4407992281). */
export const oldRecordOf =
  (world: World, { now, before }: RecordChange): ((execution: Execution) => object | null) =>
  (execution) =>
    before ? recordFor(world, execution, storedAs(now, before)) : null;

const storedAs = (now: Draft, { id, version, fields, sublists, lastLine }: StoredRecord): Draft =>
  copyOf({ ...now, id, version, fields, sublists, lastLine });

/** A record in standard mode without a save of its own: the save that caused the event is under way. */
export function recordFor(world: World, execution: Execution, draft: Draft): object {
  return new Proxy(makeRecord(world, execution, draft), {
    get: (record, key) => {
      if (key !== 'save') return Reflect.get(record, key) as unknown;
      throw new NotEmulated('save of the record of a user event');
    },
  });
}
