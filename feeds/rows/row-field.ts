/** Values that must be had from a row, or the reason to refuse it. */

import {
  isInternalId,
  type JsonObject,
  ownValue,
  quoteForMessage,
  readId,
  readPlainText,
} from '../format/values.ts';
import { type RejectCode, wholeRow } from './reject.ts';

/** Why a value could not be had. */
export type RowError = { code: RejectCode; field: string; message: string };

/** A value that was looked up, or why there is none. */
export type FieldResult = { value: string } | RowError;

/** To ask for the value is quicker than to ask whether it is `in` what was looked up, and each row asks a dozen times. */
export const isRowError = (lookup: object): lookup is RowError =>
  (lookup as Partial<RowError>).code !== undefined;

export const valueIn = (lookup: FieldResult): string => (isRowError(lookup) ? '' : lookup.value);

/** @param what the id as a sentence names it, e.g. `The HotWax order id` */
export function requiredId(
  object: JsonObject,
  field: string,
  missing: RejectCode,
  what: string,
): FieldResult {
  const id = readId(ownValue(object, field));
  if ('invalid' in id) return { code: 'INVALID_ID', field, message: `${what} is ${id.invalid}.` };
  if (id.id === '') return { code: missing, field, message: `${what} is missing.` };
  return { value: id.id };
}

/**
 * An id that files call by two names; where they have both, it must be the same.
 * @param fields the two, of which the first is blamed for what is wrong with both
 */
export function eitherSpelling(
  object: JsonObject,
  fields: readonly [string, string],
  what: string,
  codes: { missing: RejectCode; ambiguous: RejectCode },
): FieldResult {
  const first = optionalId(object, fields[0], what);
  if (valueIn(first) !== '' && (ownValue(object, fields[1]) ?? '') === '') return first;
  const second = optionalId(object, fields[1], what);
  const problem = firstRowError(first, second);
  if (problem) return problem;
  const ids = [valueIn(first), valueIn(second)].filter((id) => id !== '');
  const [id, other = id] = ids;
  const field = fields[0];
  if (id === undefined) return { code: codes.missing, field, message: `${what} is missing.` };
  if (id === other) return { value: id };
  const both = `${quoteForMessage(id)} as ${fields[0]} and ${quoteForMessage(other)} as ${fields[1]}`;
  const message = `${what} is ${both}: which of them is right is not known. Have the file written with one, or with the same in both, and have the row sent again.`;
  return { code: codes.ambiguous, field, message };
}

/** A value that must be a plain NetSuite internal id: NetSuite would take `2.831e3` for the order 2831, whoever's that is. */
export const internalIdIn = (lookup: FieldResult, field: string, what: string): FieldResult =>
  isRowError(lookup) || lookup.value === '' || isInternalId(lookup.value)
    ? lookup
    : {
        code: 'INVALID_ID',
        field,
        message: `${what} is ${quoteForMessage(lookup.value)}, not a NetSuite internal id, which is digits only and does not begin with 0. Correct it where it comes from, and have the row sent again.`,
      };

/** An id that may be absent (`''`). */
export function optionalId(object: JsonObject, field: string, what: string): FieldResult {
  const id = readId(ownValue(object, field));
  return 'id' in id ? { value: id.id } : { code: 'INVALID_ID', field, message: `${what} is ${id.invalid}.` };
}

/**
 * Text that may be absent (`''`); a list is several, joined as the feeds join tracking numbers. A number is taken only
 * while it keeps all its digits: tracking numbers have more than a JSON number holds, so a sender's tool may have cut them.
 */
export function optionalText(object: JsonObject, field: string, what: string): FieldResult {
  const value = ownValue(object, field);
  const texts: string[] = [];
  for (const each of Array.isArray(value) ? value : [value]) {
    const text = readPlainText(each);
    if ('invalid' in text) return { code: 'INVALID_ID', field, message: `${what} is ${text.invalid}.` };
    if (text.id !== '') texts.push(text.id);
  }
  return { value: texts.join(' | ') };
}

/** The first problem of several look-ups, which also names the others, so that one correction fixes the row. */
export function firstRowError(...lookups: readonly object[]): RowError | undefined {
  return lookups.some(isRowError) ? withOthers(lookups) : undefined;
}

function withOthers(lookups: readonly object[]): RowError | undefined {
  const [first, ...others] = lookups.filter(isRowError);
  if (!first || others.length === 0) return first;
  return {
    ...first,
    message: `${first.message} Also at fault: ${others.map(({ field }) => field).join(', ')}.`,
  };
}

/** A row of another width has shifted cells: the published scripts write cells with commas unquoted. */
export function wrongWidth(cells: number, expectedCells: number): RowError | undefined {
  if (cells === expectedCells) return undefined;
  return {
    code: 'WRONG_COLUMN_COUNT',
    field: wholeRow,
    message: `The row has ${cells} cells where the header has ${expectedCells}: a comma in a cell was not quoted, or the row is cut short.`,
  };
}
