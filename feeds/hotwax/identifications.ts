/** Dated identifications in HotWax's feeds: by what other systems know an order or a product. */

import { isCurrent } from '../format/dates.ts';
import { isObject, type JsonObject, ownValue, readId, readText } from '../format/values.ts';
import type { RejectCode } from '../rows/reject.ts';
import { type FieldResult, internalIdIn, type RowError } from '../rows/row-field.ts';

/** The elements of a list, none when it is absent. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The NetSuite internal id of the sales order. Source: docs/contracts.md#ids-on-both-sides. */
export const netsuiteOrderId = (order: JsonObject, now: number): FieldResult =>
  netsuiteId({ ...orderIdentification('NETSUITE_ORDER_ID'), because: notKnownYet }, order, now, [
    'MISSING_NETSUITE_ORDER_ID',
    'AMBIGUOUS_NETSUITE_ORDER_ID',
  ]);

export const orderIdentification = (type: string): Identification => ({
  list: 'orderIdentifications',
  typeKey: 'orderIdentificationTypeId',
  type,
  what: 'order',
});

/** The NetSuite internal id of the item. Source: docs/contracts.md#ids-on-both-sides. */
export const netsuiteProductId = (item: JsonObject, now: number): FieldResult =>
  netsuiteId(
    {
      list: 'goodIdentifications',
      typeKey: 'goodIdentificationTypeId',
      type: 'NETSUITE_PRODUCT_ID',
      what: 'product',
      because: notKnownYet,
    },
    item,
    now,
    ['MISSING_NETSUITE_PRODUCT_ID', 'AMBIGUOUS_NETSUITE_PRODUCT_ID'],
  );

const notKnownYet = ': it is not known in NetSuite yet, or its id has expired';

const netsuiteId = (
  wanted: Identification,
  holder: JsonObject,
  now: number,
  codes: readonly [RejectCode, RejectCode],
): FieldResult =>
  internalIdIn(
    currentIdentification(wanted, holder, now, codes),
    `${wanted.list}.${wanted.type}`,
    `The ${wanted.type}`,
  );

/** @property because why there may be none, after a colon */
type Identification = { list: string; typeKey: string; type: string; what: string; because?: string };

/** The one current value among dated identifications, whatever it looks like. */
export function currentIdentification(
  wanted: Identification,
  holder: JsonObject,
  now: number,
  codes: readonly [RejectCode, RejectCode],
): FieldResult {
  const field = `${wanted.list}.${wanted.type}`;
  const values: string[] = [];
  for (const row of listOf(ownValue(holder, wanted.list))) {
    if (!isObject(row) || readText(row[wanted.typeKey]) !== wanted.type) continue;
    const current = isCurrent(row.fromDate, row.thruDate, now);
    if (current === undefined) return unreadableValidity(field);
    if (!current) continue;
    for (const spelling of ['idValue', 'IdValue']) {
      const problem = addId(values, ownValue(row, spelling), field, `The ${wanted.type}`);
      if (problem) return problem;
    }
  }
  const found = onlyOne(values);
  if (found) return found;
  return only(values, field, codes, {
    missing: `The ${wanted.what} has no current ${wanted.type}${wanted.because ?? ''}.`,
    ambiguous: `The ${wanted.what} has several current ${wanted.type} values`,
  });
}

/** An absent one adds nothing. */
export function addId(values: string[], value: unknown, field: string, what: string): RowError | undefined {
  const id = readId(value);
  if ('invalid' in id) return { code: 'INVALID_ID', field, message: `${what} is ${id.invalid}.` };
  if (id.id !== '' && !values.includes(id.id)) values.push(id.id);
  return undefined;
}

export const unreadableValidity = (field: string): RowError => ({
  code: 'INVALID_DATE',
  field,
  message: `A fromDate or thruDate of ${field} is not a date, so it is not known whether it holds now.`,
});

/** So that what is said of none or several is written only where it is needed. */
export const onlyOne = ([value, other]: readonly string[]): { value: string } | undefined =>
  value !== undefined && other === undefined ? { value } : undefined;

export function only(
  values: readonly string[],
  field: string,
  [missing, ambiguous]: readonly [RejectCode, RejectCode],
  messages: { missing: string; ambiguous: string },
): FieldResult {
  const [value] = values;
  if (value === undefined) return { code: missing, field, message: messages.missing };
  if (values.length === 1) return { value };
  return {
    code: ambiguous,
    field,
    message: `${messages.ambiguous} (${values.join(', ')}): end all but one in HotWax.`,
  };
}
