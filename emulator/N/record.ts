/** N/record: create, load, transform, submit and delete records. */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { RecordEventType } from '../account/event-data.ts';
import { charge, type Execution } from '../account/execution.ts';
import { actorOf } from '../account/record-events.ts';
import { type Field, fieldOf, type RecordType } from '../account/schema.ts';
import type { Value, Values } from '../account/store.ts';
import { type TransformDefaults, transformToFulfillment } from '../orders/transform.ts';
import { type OrderDefaults, transformOrder } from '../orders/transforms/transform-order.ts';
import type { MeteredCall } from '../platform/governance.ts';
import { applyDefaults, assertDefaults, splitDefaults } from '../records/default-values.ts';
import { loadDraft, newDraft, readRecord } from '../records/drafts.ts';
import { makeRecord } from '../records/record-object.ts';
import { deleteRecord, saveDraft } from '../records/save-record.ts';
import { isUndefinedField } from '../records/undefined-fields.ts';
import { storedFromScript, storedFromText } from '../records/values.ts';
import { idOption, type Options, readArguments, textOption } from '../strictness/arguments.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { assertMayRead } from './company/role-permissions.ts';
import { RECORD_TYPE_NAMES } from './record-names.ts';

export function createRecordModule(world: World, execution: Execution): object {
  return strictProxy('N/record', {
    Type: strictProxy('N/record.Type', RECORD_TYPE_NAMES),
    create: (...values: unknown[]) => create(world, execution, values),
    load: (...values: unknown[]) => load(world, execution, values),
    transform: (...values: unknown[]) => transform(world, execution, values),
    submitFields: (...values: unknown[]) => submitFields(world, execution, values),
    delete: (...values: unknown[]) => remove(world, execution, values),
    copy: (...values: unknown[]) => copy(world, execution, values),
  });
}

function create(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/record.create';
  const options = readArguments(
    { call, required: ['type'], optional: ['isDynamic', 'defaultValues'] },
    values,
  );
  const type = metered(world, execution, 'record.create', textOption(call, options, 'type'));
  if (type.id === 'itemreceipt') throw new NotEmulated(`${call} of an item receipt (transform an order): it`);
  if (type.id === 'itemfulfillment') {
    throw suiteError(
      'INVALID_RCRD_TYPE',
      'An item fulfillment cannot be created directly: transform a sales order (section_N3195884).',
    );
  }
  const { isDynamic, defaults } = splitDefaults(call, options);
  const draft = newDraft(type);
  applyDefaults(world, call, draft, defaults);
  return makeRecord(world, execution, opened(world, execution, draft, 'create'), isDynamic);
}

function load(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/record.load';
  const options = readArguments(
    { call, required: ['type', 'id'], optional: ['isDynamic', 'defaultValues'] },
    values,
  );
  const type = metered(world, execution, 'record.load', textOption(call, options, 'type'));
  assertMayRead(world, execution, type.id, 'load');
  const { isDynamic, defaults } = splitDefaults(call, options);
  assertDefaults(call, defaults, []);
  const draft = loadDraft(world, type.id, idOption(call, options, 'id'));
  return makeRecord(world, execution, opened(world, execution, draft, 'edit'), isDynamic);
}

/** Lines and fields again, without the identity and history of the original (help page of record.copy). */
function copy(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/record.copy';
  const options = readArguments(
    { call, required: ['type', 'id'], optional: ['isDynamic', 'defaultValues'] },
    values,
  );
  const type = metered(world, execution, 'record.copy', textOption(call, options, 'type'));
  if (type.id === 'itemfulfillment')
    throw suiteError('INVALID_RCRD_TYPE', 'An item fulfillment cannot be copied: transform a sales order.');
  const { fields, sublists } = loadDraft(world, type.id, idOption(call, options, 'id'));
  const draft = { ...newDraft(type), fields: withoutHistory(type.fields, fields) };
  for (const [id, lines] of Object.entries(sublists)) {
    const known = type.sublists.get(id) ?? new Map<string, Field>();
    draft.sublists[id] = lines.map((line) => withoutHistory(known, line));
  }
  const { isDynamic, defaults } = splitDefaults(call, options);
  applyDefaults(world, call, draft, defaults);
  return makeRecord(world, execution, opened(world, execution, draft, 'copy'), isDynamic);
}

function withoutHistory(fields: ReadonlyMap<string, Field>, values: Values): Values {
  const kept = Object.entries(values).filter(
    ([id]) => !['externalid', 'tranid', 'orderstatus'].includes(id) && fields.get(id)?.readOnly === false,
  );
  return Object.fromEntries(kept);
}

function transform(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/record.transform';
  const options = readArguments(
    { call, required: ['fromType', 'fromId', 'toType'], optional: ['isDynamic', 'defaultValues'] },
    values,
  );
  metered(world, execution, 'record.transform', textOption(call, options, 'toType'));
  const { isDynamic, defaults } = splitDefaults(call, options);
  const path = {
    from: String(options.fromType),
    id: idOption(call, options, 'fromId'),
    to: String(options.toType),
  };
  const draft =
    path.from === 'salesorder' && path.to === 'itemfulfillment'
      ? transformToFulfillment(world, path.id, transformDefaults(call, defaults))
      : transformOrder(world, path, orderDefaults(call, path, defaults));
  return makeRecord(world, execution, opened(world, execution, draft, 'create'), isDynamic);
}

/** After the account's user events and workflows have had their say, which may be no. */
function opened(world: World, execution: Execution, draft: Draft, type: RecordEventType): Draft {
  world.events.opened(draft, type, actorOf(execution));
  return draft;
}

/** Only a receipt of a transfer order is made of one shipment. */
function orderDefaults(
  call: string,
  { from, to }: { from: string; to: string },
  defaults: Options,
): OrderDefaults {
  const isReceipt = from === 'transferorder' && to === 'itemreceipt';
  assertDefaults(call, defaults, isReceipt ? ['itemfulfillment'] : []);
  return isEmpty(defaults.itemfulfillment) ? {} : { itemfulfillment: String(defaults.itemfulfillment) };
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function transformDefaults(call: string, defaults: Options): TransformDefaults {
  assertDefaults(call, defaults, ['inventorylocation', 'shipgroup']);
  const given = Object.entries(defaults).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

function submitFields(world: World, execution: Execution, values: unknown[]): number {
  const call = 'N/record.submitFields';
  const options = readArguments({ call, required: ['type', 'id', 'values'], optional: ['options'] }, values);
  const type = metered(world, execution, 'record.submitFields', textOption(call, options, 'type'));
  readArguments(
    {
      call: `${call} options`,
      optional: ['enableSourcing', 'enablesourcing', 'ignoreMandatoryFields', 'disableTriggers'],
    },
    [options.options ?? {}],
  );
  const draft = { ...loadDraft(world, type.id, idOption(call, options, 'id')), version: null };
  for (const [id, value] of Object.entries(options.values as Options)) {
    if (isUndefinedField(type.fields, id, type.id)) continue;
    draft.fields[id] = submittedValue(world, submittableField(type, id), value);
  }
  const edited = Object.keys(options.values as Options);
  return saveDraft(world, draft, { execution, edited, isMarking: type.class === 'transaction' });
}

/** Of the standard fields of a transaction only `memo` is marked for it in Oracle's schema; custom body fields all are. */
function submittableField(type: RecordType, id: string): Field {
  const field = fieldOf(type, id);
  const submittable = type.class !== 'transaction' || id === 'memo' || id.startsWith('custbody');
  if (!submittable || field.readOnly) throw new NotEmulated(`submitFields of ${type.id}.${id}`);
  return field;
}

/** Check boxes as T and F, dates as text in the account's format too: production scripts give what N/format made. */
function submittedValue(world: World, field: Field, value: unknown): Value {
  if (field.type === 'checkbox' && (value === 'T' || value === 'F')) return value === 'T';
  if ((field.type === 'date' || field.type === 'datetime') && typeof value === 'string')
    return storedFromText(world, field, value);
  return storedFromScript(field, value);
}

function remove(world: World, execution: Execution, values: unknown[]): number {
  const call = 'N/record.delete';
  const options = readArguments({ call, required: ['type', 'id'] }, values);
  const type = metered(world, execution, 'record.delete', textOption(call, options, 'type'));
  const id = idOption(call, options, 'id');
  readRecord(world, type.id, id);
  deleteRecord(world, type.id, id, execution);
  return id;
}

/** The record type, after the call has been paid for by its class. */
function metered(world: World, execution: Execution, call: MeteredCall, typeId: string): RecordType {
  const type = world.schema.typeOf(typeId);
  charge(execution, call, type.class);
  return type;
}
