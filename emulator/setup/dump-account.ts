/** An account's records, folders and files as data that can be read again. */

import type { World } from '../account/account-context.ts';
import { type FileData, type FolderData, isFieldName, type RecordData } from '../account/account-data.ts';
import { typeFromName } from '../account/cabinet.ts';
import type { Field, RecordType } from '../account/schema.ts';
import type { StoredRecord, Value, Values } from '../account/store.ts';

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
  const type = world.schema.typeOf(record.type);
  const sublists = Object.entries(record.sublists)
    .filter(([, lines]) => lines.length > 0)
    .map(([id, lines]) => [id, lines.map((line) => dumpValues(type.sublists.get(id), line))] as const);
  return {
    id: record.id,
    ...dumpValues(type.fields, record.fields),
    created: new Date(record.created).toISOString(),
    modified: new Date(record.modified).toISOString(),
    ...(sublists.length === 0 ? {} : { sublists: Object.fromEntries(sublists) }),
  };
}

/** Empty fields are left out, and so is what is not a field of the record. */
function dumpValues(
  fields: RecordType['fields'] | undefined,
  values: Readonly<Values>,
): Record<string, unknown> {
  const entries = Object.entries(values)
    .filter(([id, value]) => isFieldName(id) && fields?.has(id) && value !== null && value !== undefined)
    .map(([id, value]) => [id, dumpValue(fields?.get(id), value as Value)] as const);
  return Object.fromEntries(entries);
}

function dumpValue(field: Field | undefined, value: Value): unknown {
  if (field?.type === 'datetime' && typeof value === 'number') return new Date(value).toISOString();
  if (!field?.free || (field.type !== 'select' && field.type !== 'multiselect')) return value;
  const named = (id: string) => ({ value: id, text: field.choices?.[id] ?? id });
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
