/** Fields that a shipped item may lack, read alike on both sides. */

import { trackingNumbers } from '../format/tracking-numbers.ts';
import { type Id, type JsonObject, ownValue, quoteForMessage, readId } from '../format/values.ts';
import { type FieldResult, valueIn } from '../rows/row-field.ts';

/** An id that may be absent (`''`). */
export const optionalId = (item: JsonObject, field: string, what = `The ${field}`): FieldResult =>
  lookupOf(readId(ownValue(item, field)), field, what);

/**
 * Tracking numbers as one text or as a list of texts; each once, joined by ` | `. What cannot be read is refused: dropped,
 * it would leave a parcel that nobody can follow.
 */
export function optionalTrackingNumbers(item: JsonObject, field: string): FieldResult {
  const value = ownValue(item, field);
  if (typeof value === 'string') return { value: trackingNumbers(value).join(' | ') };
  const read = (Array.isArray(value) ? value : [value]).map(readNumber);
  const numbers = read.flatMap((number) => ('id' in number ? [number.id] : []));
  const unreadable = read.find((number) => 'invalid' in number);
  const whole: Id = unreadable ?? { id: trackingNumbers(numbers.join(' | ')).join(' | ') };
  return lookupOf(whole, field, 'The tracking number');
}

/**
 * Serial numbers of a numbered item, as a list or as one text with bars between, joined by ` | `: each once, and at most one for each
 * piece. Fewer are let through, as only NetSuite knows whether it numbers the item.
 */
export function optionalSerialNumbers(item: JsonObject, field: string, quantity: FieldResult): FieldResult {
  const value = ownValue(item, field);
  if (value === undefined) return { value: '' };
  const read = (Array.isArray(value) ? value : [value]).flatMap(readSerialNumbers);
  const unreadable = read.find((number) => 'invalid' in number);
  if (unreadable) return lookupOf(unreadable, field, 'A serial number');
  const numbers = read.flatMap((number) => ('id' in number && number.id !== '' ? [number.id] : []));
  const problem = serialProblem(numbers, valueIn(quantity));
  if (problem !== undefined) return { code: 'INVALID_SERIAL_NUMBERS', field, message: problem };
  return { value: numbers.join(' | ') };
}

const readSerialNumbers = (value: unknown): Id[] =>
  typeof value === 'string' ? value.split('|').map(readId) : [readId(value)];

function serialProblem(numbers: readonly string[], quantity: string): string | undefined {
  const repeated = numbers.find((number, index) => numbers.indexOf(number) < index);
  if (repeated !== undefined) return `The serial number ${quoteForMessage(repeated)} is there twice.`;
  if (quantity === '' || numbers.length <= Number(quantity)) return undefined;
  return `There are ${numbers.length} serial numbers for a quantity of ${quantity}.`;
}

/** A number is taken only while it keeps all its digits: tracking numbers have more than a JSON number holds. */
function readNumber(value: unknown): Id {
  if (typeof value === 'string') return { id: value };
  const isAbsent = value === undefined || value === null;
  return isAbsent || typeof value === 'number' ? readId(value) : { invalid: quoteForMessage(value) };
}

const lookupOf = (id: Id, field: string, what: string): FieldResult =>
  'id' in id ? { value: id.id } : { code: 'INVALID_ID', field, message: `${what} is ${id.invalid}.` };
