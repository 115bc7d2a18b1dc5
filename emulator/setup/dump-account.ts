/** An account's records, folders and files as data that can be read again. */

import type { World } from '../account/account-context.ts';
import { type FileData, type FolderData, isFieldName, type RecordData } from '../account/account-data.ts';
import { typeFromName } from '../account/cabinet.ts';
import type { Field, RecordType, Schema } from '../account/schema.ts';
import type { StoredRecord, Subrecord, Value, Values } from '../account/store.ts';
import { isSubrecord } from '../records/subrecords/subrecord-values.ts';

export type AccountState = {
  records: Record<string, RecordData[]>;
  folders: FolderData[];
  files: FileData[];
};

export function dumpAccount(world: World): AccountState {
  const { folder = [], ...records } = Object.fromEntries(
    world.store
      .types()
      .map((type) => [type, world.store.lookAll(type).map((record) => dumpRecord(world, record))]),
  );
  return { records, folders: folder as FolderData[], files: world.cabinet.list().map(dumpFile) };
}

function dumpRecord(world: World, record: Readonly<StoredRecord>): RecordData {
  const { sublists, ...fields } = dumpPart(world.schema, world.schema.typeOf(record.type), record);
  return {
    id: record.id,
    ...fields,
    created: new Date(record.created).toISOString(),
    modified: new Date(record.modified).toISOString(),
    ...(sublists === undefined ? {} : { sublists }),
  };
}

/** The fields, and the lines under `sublists`, of a record or subrecord. */
function dumpPart(schema: Schema, type: RecordType, { fields, sublists }: Readonly<Subrecord>): RecordData {
  const lists = Object.entries(sublists)
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([id, lines]) => [id, lines.map((line) => dumpValues(schema, type.sublists.get(id), line))] as const,
    );
  const body = dumpValues(schema, type.fields, fields);
  return lists.length === 0 ? body : { ...body, sublists: Object.fromEntries(lists) };
}

/** Empty fields are left out, and so is what is not a field of the record. */
function dumpValues(
  schema: Schema,
  fields: RecordType['fields'] | undefined,
  values: Readonly<Values>,
): Record<string, unknown> {
  const entries = Object.entries(values)
    .filter(([id, value]) => isFieldName(id) && fields?.has(id) && value !== null && value !== undefined)
    .map(([id, value]) => [id, dumpValue(schema, fields?.get(id), value as Value)] as const);
  return Object.fromEntries(entries);
}

function dumpValue(schema: Schema, field: Field | undefined, value: Value): unknown {
  if (field && isSubrecord(value)) return dumpPart(schema, schema.subrecordTypeOf(field), value);
  if (field?.type === 'datetime' && typeof value === 'number') return new Date(value).toISOString();
  const choices = field?.choices;
  if (!choices || (field.type !== 'select' && field.type !== 'multiselect')) return value;
  const named = (id: string) => ({ value: id, text: choices[id] ?? id });
  return Array.isArray(value) ? value.map(named) : named(String(value));
}

function dumpFile({
  id,
  name,
  folder,
  bytes,
  description,
  fileType,
  created,
  modified,
}: ReturnType<World['cabinet']['list']>[number]): FileData {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const isText = Buffer.from(text).equals(bytes);
  return {
    id,
    name,
    ...(folder === null ? {} : { folder }),
    ...(isText ? { contents: text } : { base64: Buffer.from(bytes).toString('base64') }),
    ...(description === '' ? {} : { description }),
    ...(fileType === typeFromName(name) ? {} : { fileType }),
    created: new Date(created).toISOString(),
    modified: new Date(modified).toISOString(),
  };
}
