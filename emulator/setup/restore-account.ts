/** Puts an account's data into its store as it is: history, so no usage, no locking and no rule on who may change what. */

import type { World } from '../account/account-context.ts';
import {
  type AccountData,
  CREATED_NAMES,
  MODIFIED_NAMES,
  type RecordData,
  recordsOf,
} from '../account/account-data.ts';
import type { Field, RecordType } from '../account/schema.ts';
import type { StoredRecord, Value, Values } from '../account/store.ts';
import { DATES_BY_STATUS } from '../orders/item-fulfillment.ts';
import { readItem } from '../orders/items.ts';
import { keepPackages } from '../orders/packages.ts';
import { prepareSalesOrder } from '../orders/sales-order.ts';
import { countFromData, hasSteps } from '../orders/transforms/follow-order.ts';
import { ITEM_TYPES, LISTS } from '../platform/record-types.ts';
import { statusLetter, TRANSACTIONS } from '../platform/transactions.ts';
import { findReferenced } from '../records/references.ts';
import { partsOf, subrecordPartsOf } from '../records/subrecords/subrecord-values.ts';
import { describeError } from '../strictness/suite-error.ts';
import { badData, instantFrom, listFrom, readValues } from './restore-values.ts';

type Entry = { type: RecordType; id: number; data: RecordData; where: string };

/** The values of the project's lists, numbered from 1 in the order of their file. */
export function restoreLists(world: World): void {
  const now = world.clock();
  for (const { id: type, values } of world.project.customLists)
    values.forEach((name, index) => {
      const fields = { name, isinactive: false };
      world.store.write({
        type,
        id: index + 1,
        version: 1,
        created: now,
        modified: now,
        fields,
        sublists: {},
        lastLine: 0,
      });
    });
}

/** What was wrong and was corrected, in words. */
export function restoreAccount(world: World, data: AccountData): string[] {
  const entries = entriesOf(world, data);
  for (const entry of entries) write(world, entry, identityOf(entry));
  for (const entry of entries) {
    const { fields, sublists } = valuesOf(world, entry);
    write(world, entry, fields, sublists);
  }
  const notices = addMissing(world, entries);
  for (const entry of entries.filter(({ type }) => type.id === 'itemfulfillment'))
    completeShipment(world, entry);
  for (const entry of entries.filter(({ type }) => type.id === 'salesorder')) completeOrder(world, entry);
  for (const entry of entries) completeStatus(world, entry);
  for (const entry of entries.filter(({ type }) => hasSteps(type.id))) completeSteps(world, entry);
  return notices;
}

function entriesOf(world: World, data: AccountData): Entry[] {
  const given = Object.entries(recordsOf(data)).flatMap(([typeId, records]) =>
    records.map((record, index) => ({
      type: world.schema.typeOf(typeId),
      data: record,
      where: `records.${typeId}[${index}]`,
    })),
  );
  let highest = Math.max(0, ...given.map(({ data: record }) => idOf(record) ?? 0));
  const entries = given.map((entry) => ({ ...entry, id: idOf(entry.data) ?? ++highest }));
  assertUnique(entries);
  return entries;
}

function idOf({ id, internalid }: RecordData): number | undefined {
  const given = Number(id ?? internalid ?? Number.NaN);
  return Number.isInteger(given) ? given : undefined;
}

function assertUnique(entries: readonly Entry[]): void {
  const seen = new Set<string>();
  for (const { type, id, where } of entries) {
    const key = `${type.family ?? type.id} ${id}`;
    if (seen.has(key)) throw badData(where, `there is already a ${type.family ?? type.id} with id ${id}`);
    seen.add(key);
  }
}

/** Enough to be found by, so that records may name each other in any order. */
function identityOf({ type, data }: Entry): Values {
  const named = data[type.nameField];
  return {
    ...(named === undefined ? {} : { [type.nameField]: String(named) }),
    ...(data.externalid === undefined ? {} : { externalid: String(data.externalid) }),
  };
}

function write(world: World, entry: Entry, fields: Values, sublists: Record<string, Values[]> = {}): void {
  const { type, id, data, where } = entry;
  const time = (names: readonly string[]) => {
    const name = names.find((candidate) => data[candidate] !== undefined && data[candidate] !== null);
    return name === undefined ? undefined : instantFrom(world, data[name], `${where}.${name}`);
  };
  const created = time(CREATED_NAMES) ?? world.clock();
  const lines = Object.fromEntries(
    [...type.sublists.keys()].map((sublist) => [sublist, sublists[sublist] ?? []]),
  );
  const lastLine = Math.max(0, ...(lines.item ?? []).map((line) => Number(line.line ?? 0)));
  world.store.write({
    type: type.id,
    id,
    version: 1,
    created,
    modified: time(MODIFIED_NAMES) ?? created,
    fields,
    sublists: lines,
    lastLine,
  });
}

function valuesOf(world: World, { type, data, where }: Entry): Pick<StoredRecord, 'fields' | 'sublists'> {
  const { sublists = {}, ...body } = data;
  const fields = readValues(world, type.fields, body, where);
  const item = ITEM_TYPES[type.id];
  if (item) fields.isfulfillable ??= item.fulfillable;
  for (const field of type.fields.values()) if (field.type === 'checkbox') fields[field.id] ??= false;
  const lines = Object.entries(sublists).map(([id, given]) => {
    const known = type.sublists.get(id);
    if (!known || !Array.isArray(given))
      throw badData(`${where}.sublists.${id}`, 'it must be a list of lines');
    return [
      id,
      given.map((line, index) => readValues(world, known, line, `${where}.sublists.${id}[${index}]`)),
    ] as const;
  });
  return { fields, sublists: Object.fromEntries(lines) };
}

/** Records others point at and the data leaves out: named after their ids, so that lines and names still work. */
function addMissing(world: World, entries: readonly Entry[]): string[] {
  const notices = new Set<string>();
  for (const { type, id } of entries) {
    const record = world.store.look(type.id, id);
    const parts = record ? partsOf(type, record) : [];
    for (const { fields, values } of parts.flatMap((part) => [part, ...subrecordPartsOf(world.schema, part)]))
      for (const field of fields.values()) addTarget(world, field, values[field.id], notices);
  }
  return [...notices];
}

const STAND_INS: Readonly<Record<string, string>> = {
  item: 'inventoryitem',
  entity: 'customer',
  customer: 'customer',
  location: 'location',
  subsidiary: 'subsidiary',
  employee: 'employee',
  shipitem: 'shipitem',
  inventorynumber: 'inventorynumber',
  bin: 'bin',
  inventorystatus: 'inventorystatus',
};

function addTarget(world: World, field: Field, value: Value | undefined, notices: Set<string>): void {
  const type = STAND_INS[field.target];
  if (
    !type ||
    field.type !== 'select' ||
    typeof value !== 'string' ||
    findReferenced(world, field.target, value)
  )
    return;
  const id = Number(value);
  if (!Number.isInteger(id)) return;
  const { nameField } = world.schema.typeOf(type);
  const now = world.clock();
  const fields: Values = {
    [nameField]: `${field.target} ${id}`,
    ...uncheckedBoxes(world.schema.typeOf(type)),
  };
  if (type === 'inventoryitem') fields.isfulfillable = true;
  world.store.write({ type, id, version: 1, created: now, modified: now, fields, sublists: {}, lastLine: 0 });
  notices.add(`${field.target} ${id} is referenced but not in the data: an empty ${type} is used instead`);
}

const uncheckedBoxes = ({ fields }: RecordType): Values =>
  Object.fromEntries(
    [...fields.values()].flatMap(({ id, type }) => (type === 'checkbox' ? [[id, false]] : [])),
  );

function completeShipment(world: World, { id, where }: Entry): void {
  const record = world.store.read('itemfulfillment', id) as StoredRecord;
  const order = world.store.look('salesorder', Number(record.fields.createdfrom));
  const open = (order?.sublists.item ?? []).map(
    (line, index) => ({ ...line, line: line.line ?? String(index + 1) }) as Values,
  );
  const { fields } = record;
  fields.shipstatus ??= 'C';
  fields.status = LISTS.shipstatus?.[String(fields.shipstatus)] ?? '';
  fields.entity ??= order?.fields.entity ?? null;
  if (fields.trandate)
    for (const name of DATES_BY_STATUS[String(fields.shipstatus)] ?? []) fields[name] ??= fields.trandate;
  fields.tranid ??= `IF${id}`;
  record.sublists.item?.forEach((line, index) => {
    const fits = (candidate: Values) =>
      line.orderline ? candidate.line === line.orderline : candidate.item === line.item;
    const place = open.findIndex(fits);
    const [taken] = place < 0 ? [] : open.splice(place, 1);
    line.orderline ??= taken?.line ?? null;
    line.item ??= taken?.item ?? null;
    line.itemreceive = true;
    line.line ??= String(index + 1);
    line.lineuniquekey ??= String(world.store.nextLineKey());
    line.itemtype = at(`${where}.sublists.item[${index}]`, () => readItem(world, line.item).code);
  });
  keepPackages(world, record);
  world.store.write(record);
}

/** Plain data may write a status in any of its forms; scripts read the label. */
function completeStatus(world: World, { type, id }: Entry): void {
  const kind = TRANSACTIONS[type.id];
  const record = world.store.read(type.id, id) as StoredRecord;
  const { status, orderstatus } = record.fields;
  const letter = kind && statusLetter(kind, String(orderstatus ?? status ?? ''));
  if (letter === undefined) return;
  if (orderstatus) record.fields.orderstatus = letter;
  if (status) record.fields.status = kind?.statuses[letter] ?? null;
  world.store.write(record);
}

/** What was shipped of a line by fulfillments the data does not have is remembered beside the line. */
function completeOrder(world: World, { type, id, where }: Entry): void {
  const record = world.store.read('salesorder', id) as StoredRecord;
  const lines = record.sublists.item ?? [];
  if (lines.length === 0) return;
  lines.forEach((line, index) => {
    line.line ??= String(Math.max(index + 1, record.lastLine + 1));
    record.lastLine = Math.max(record.lastLine, Number(line.line));
    const shipped = Number(line.quantityfulfilled ?? 0);
    line.fulfilledbefore = Math.max(0, shipped - shippedOf(world, id, line));
    if (typeof line.quantitycommitted === 'number')
      line.quantitybackordered ??= Math.max(0, Number(line.quantity ?? 1) - shipped - line.quantitycommitted);
  });
  const draft = { ...record, type };
  draft.fields.orderstatus ??= statusFrom(draft.fields.status);
  at(where, () => prepareSalesOrder(world, draft, undefined));
  record.fields.tranid ??= `SO${id}`;
  world.store.write({ ...record, lastLine: draft.lastLine });
}

/** What a transfer or purchase order or a return leaves out of what was shipped and received is counted from the data. */
function completeSteps(world: World, { type, id }: Entry): void {
  const record = world.store.read(type.id, id) as StoredRecord;
  record.sublists.item?.forEach((line, index) => {
    line.line ??= String(type.id === 'transferorder' ? 3 * index + 1 : index + 1);
    record.lastLine = Math.max(record.lastLine, Number(line.line));
  });
  countFromData(world, record);
  world.store.write(record);
}

function statusFrom(status: Value | undefined): Value {
  if (typeof status !== 'string' || status === '') return null;
  return listFrom({ target: 'orderstatus' } as Field, status);
}

function shippedOf(world: World, orderId: number, line: Values): number {
  return world.store
    .lookAll('itemfulfillment')
    .filter(({ fields }) => fields.createdfrom === String(orderId) && fields.shipstatus === 'C')
    .flatMap(({ sublists }) => sublists.item ?? [])
    .filter(({ orderline }) => orderline === line.line)
    .reduce((sum, { quantity }) => sum + Number(quantity ?? 0), 0);
}

function at<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw badData(where, describeError(cause), cause);
  }
}
