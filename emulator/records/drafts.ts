/** Making drafts: new ones, and of records that are there. */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { RecordType } from '../account/schema.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { suiteError } from '../strictness/suite-error.ts';

export function newDraft(type: RecordType): Draft {
  const sublists = Object.fromEntries([...type.sublists.keys()].map((id) => [id, []]));
  return { type, id: null, version: null, fields: {}, sublists, lastLine: 0 };
}

export function loadDraft(world: World, typeId: string, id: number): Draft {
  const type = world.schema.typeOf(typeId);
  const record = readRecord(world, typeId, id);
  const { version, sublists, lastLine } = record;
  const fields = { ...record.fields, ...timesOf(type, record) };
  return { type, id, version, fields, sublists, lastLine };
}

/** A copy of the record, or NetSuite's error for one that is not there. */
export function readRecord(world: World, typeId: string, id: number): StoredRecord {
  const record = world.store.read(typeId, id);
  if (record) return record;
  throw suiteError('RCRD_DSNT_EXIST', `That record does not exist: ${typeId} ${id}.`);
}

/** The record's own times, in the fields its type shows them in. */
function timesOf({ fields }: RecordType, { created, modified }: StoredRecord): Values {
  const times = { createddate: created, created, lastmodifieddate: modified, lastmodified: modified };
  return Object.fromEntries(Object.entries(times).filter(([id]) => fields.has(id)));
}
