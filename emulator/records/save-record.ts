/** Saving and deleting: what every record must satisfy, then what its own kind demands, then the write. */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { Execution } from '../account/execution.ts';
import { emptyMandatory, formOf, keepOffForm } from '../account/forms.ts';
import { type Actor, actorOf, type RecordChange } from '../account/record-events.ts';
import type { Field } from '../account/schema.ts';
import type { StoredRecord, Subrecord, Value, Values } from '../account/store.ts';
import { ITEM_TYPES } from '../platform/record-types.ts';
import { tolerate } from '../strictness/leniency.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { loadDraft, readRecord } from './drafts.ts';
import {
  dropEmptySubrecords,
  isSubrecord,
  type Part,
  partsOf,
  subrecordPartsOf,
} from './subrecords/subrecord-values.ts';
import { assertReference } from './values.ts';
import { writeRecord } from './write-record.ts';

export type SaveOptions = {
  ignoreMandatoryFields?: boolean;
  /** Only fields that follow no rule of the record's kind have changed: nothing else is checked or completed. */
  isMarking?: boolean;
  isDynamic?: boolean;
  /** Whose run it is; undefined for seed data. */
  execution?: Execution | undefined;
  /** Whom user events hear of where no script runs. */
  actor?: Actor | undefined;
  /** The only fields that submitFields has changed. */
  edited?: readonly string[];
  /** Hears of the write itself, which stands even if a user event then throws. */
  onWritten?: (id: number) => void;
};

/** Writes the draft and everything that follows from it; returns the record's id. */
export function saveDraft(world: World, draft: Draft, options: SaveOptions = {}): number {
  const previous = draft.id === null ? undefined : world.store.read(draft.type.id, draft.id);
  dropEmptySubrecords(draft.type, draft);
  if (draft.version !== null) assertUnchanged(draft, previous);
  const change = changeOf(draft, previous, options);
  if (change) world.events.beforeSubmit(change);
  assertUniqueExternalId(world, draft);
  if (world.doubts.fieldsOffForm === 'kept' && options.execution && previous)
    keepOffForm(formOf(world.forms, draft), draft, previous);
  const rules = world.rules[draft.type.id];
  const saving = {
    execution: options.execution,
    isDynamic: options.isDynamic === true,
    ignoreMandatoryFields: options.ignoreMandatoryFields === true,
  };
  if (options.isMarking) rules?.prepareMark?.(world, draft, previous);
  else rules?.prepare?.(world, draft, previous, saving);
  assertComplete(world, draft, saving.ignoreMandatoryFields);
  assertReferences(world, draft, previous);
  const saved = write(world, draft, previous, options.execution);
  if (!options.isMarking) rules?.afterSave?.(world, saved, previous, saving);
  options.onWritten?.(saved.id);
  if (change) world.events.afterSubmit({ ...change, now: loadDraft(world, saved.type, saved.id) });
  return saved.id;
}

/** What the account's user events and workflows are asked about; undefined for seed data. */
function changeOf(
  draft: Draft,
  before: StoredRecord | undefined,
  { execution, edited, actor = execution && actorOf(execution) }: SaveOptions,
): RecordChange | undefined {
  const type = edited ? 'xedit' : before ? 'edit' : 'create';
  return actor && { type, now: draft, before, edited, actor };
}

export function deleteRecord(world: World, typeId: string, id: number, execution?: Execution): void {
  const record = readRecord(world, typeId, id);
  const rules = world.rules[typeId];
  const change: RecordChange | undefined = execution && {
    type: 'delete',
    now: loadDraft(world, typeId, id),
    before: record,
    edited: undefined,
    actor: actorOf(execution),
  };
  if (change) world.events.beforeSubmit(change);
  rules?.assertDeletable?.(world, record);
  world.store.remove(typeId, id);
  world.emit({ kind: 'record-deleted', type: typeId, id });
  rules?.afterDelete?.(world, record, execution);
  if (change) world.events.afterSubmit(change);
}

/** Optimistic locking; the codes differ by kind (SuiteTalk status codes; section_N2877583 for custom records). */
function assertUnchanged(draft: Draft, previous: StoredRecord | undefined): void {
  const { type, id } = draft;
  if (!previous) throw suiteError('RCRD_DSNT_EXIST', `That record does not exist: ${type.id} ${id}.`);
  if (!type.optimisticLocking || previous.version === draft.version) return;
  if (type.class === 'custom') {
    throw suiteError(
      'CUSTOM_RECORD_COLLISION',
      `${type.id} ${id} was changed by someone else since it was loaded.`,
    );
  }
  throw suiteError('RCRD_HAS_BEEN_CHANGED', `Record has been changed: ${type.id} ${id}.`);
}

/** Unique across a whole group of records, such as all transactions (section_N3436356). */
function assertUniqueExternalId(world: World, draft: Draft): void {
  const { externalid } = draft.fields;
  if (externalid === null || externalid === undefined) return;
  const { id: typeId, family } = draft.type;
  const holders = world.schema
    .membersOf(family ?? typeId)
    .flatMap((type) => world.store.lookBy(type.id, 'externalid', externalid));
  const [holder] = holders.filter(({ type, id }) => type !== typeId || id !== draft.id);
  if (!holder) return;
  throw suiteError(
    'DUP_RCRD',
    `This record already exists: ${holder.type} ${holder.id} has the external id ${String(externalid)}.`,
  );
}

function assertComplete({ schema, forms }: World, draft: Draft, ignoreMandatory: boolean): void {
  if (ignoreMandatory) return;
  const missing = emptyMandatory(formOf(forms, draft), draft);
  if (missing.length > 0) throw suiteError('USER_ERROR', `Please enter value(s) for: ${missing.join(', ')}.`);
  const parts = partsOf(draft.type, draft);
  for (const part of [...parts, ...parts.flatMap((outer) => subrecordPartsOf(schema, outer))])
    assertFilled(part);
}

function assertFilled({ fields, values, where }: Part): void {
  const missing = [...fields.values()].filter(({ id, required }) => required && isEmpty(values[id]));
  if (missing.length === 0) return;
  throw suiteError(
    'USER_ERROR',
    `Please enter value(s) for: ${missing.map(({ label }) => label).join(', ')}${where}.`,
  );
}

/** Only what is new or changed: a record may keep pointing at what has become inactive since. */
function assertReferences(world: World, draft: Draft, previous: StoredRecord | undefined): void {
  const check = (field: Field, values: Values, before: Values | undefined) => {
    const [value, old] = [values[field.id], before?.[field.id]];
    if (isSubrecord(value)) assertSubrecord(world, field, value, old);
    else if (value !== old) assertReference(world, field, value);
  };
  for (const field of draft.type.fields.values()) check(field, draft.fields, previous?.fields);
  for (const [id, fields] of draft.type.sublists) {
    for (const line of draft.sublists[id] ?? []) {
      const before = previous?.sublists[id]?.find((candidate) => candidate.line === line.line);
      for (const field of fields.values()) check(field, line, before);
    }
  }
}

function assertSubrecord(world: World, field: Field, value: Subrecord, old: Value | undefined): void {
  if (JSON.stringify(value) === JSON.stringify(old)) return;
  for (const { fields, values } of partsOf(world.schema.subrecordTypeOf(field), value))
    for (const inner of fields.values()) assertReference(world, inner, values[inner.id]);
}

function write(
  world: World,
  draft: Draft,
  previous: StoredRecord | undefined,
  execution?: Execution,
): StoredRecord {
  if (!previous && draft.type.class === 'transaction' && !world.rules[draft.type.id])
    tolerate(`record type ${draft.type.id} is kept as plain data: no rule of NetSuite applies to it`);
  const now = world.clock();
  const id = draft.id ?? world.store.nextId();
  const record: StoredRecord = {
    type: draft.type.id,
    id,
    version: (previous?.version ?? 0) + 1,
    created: previous?.created ?? now,
    modified: now,
    fields: withDefaults(draft, id),
    sublists: draft.sublists,
    lastLine: draft.lastLine,
  };
  writeRecord(world, record, previous === undefined, execution);
  return record;
}

/** Of transactions with rules here; how others are numbered is not known. */
const NUMBER_PREFIXES: Readonly<Record<string, string>> = { salesorder: 'SO', itemfulfillment: 'IF' };

function withDefaults(draft: Draft, id: number): Values {
  const fields = { ...draft.fields };
  const item = ITEM_TYPES[draft.type.id];
  if (item) fields.isfulfillable ??= item.fulfillable;
  for (const field of draft.type.fields.values()) {
    if (field.type === 'checkbox') fields[field.id] ??= false;
  }
  const prefix = NUMBER_PREFIXES[draft.type.id];
  if (prefix !== undefined) fields.tranid ??= `${prefix}${id}`;
  if (draft.type.class === 'custom') fields.name ??= String(id);
  return fields;
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';
