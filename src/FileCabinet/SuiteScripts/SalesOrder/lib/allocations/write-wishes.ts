/** What rows ask for, written on a loaded sales order: only what is not as they ask, so that an order that has it all is not saved. */
import type * as record from 'N/record';
import { isInternalId } from '#feeds/format/values.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { findLine } from '../netsuite/record-lines.ts';
import { textOf } from '../netsuite/searches.ts';
import { type Refusal, refusal } from './judge-row.ts';
import { isAsWished, isFlag, isYes, type OrderField, wishFor } from './order-fields.ts';
import type { AllocatedRow } from './work.ts';

/** A field of a record, wherever it stands. */
type Place = {
  field: OrderField;
  wish: string;
  read(): record.FieldValue;
  text(): string | string[];
  write(value: record.FieldValue): void;
  writeName(name: string): void;
};

/**
 * @returns how many fields it has changed, or why the record cannot take the row
 * @throws what NetSuite says when a field does not take its value
 */
export function writeRow(
  order: record.Record,
  row: AllocatedRow,
  fields: readonly OrderField[],
): number | Refusal {
  const line = findLine(order, row.lineId);
  if (line === undefined) {
    return refusal('LINE_NOT_FOUND', 'lineId', `The sales order does not have line ${row.lineId} any more.`);
  }
  const places = placesOf(order, line, row, fields);
  const others = places.filter((place) => !isInPlace(place));
  const problem = others.length === 0 ? undefined : lineProblem(order, line, row, others);
  if (problem) return problem;
  for (const place of withWholeAddress(places, others)) write(place);
  return others.length;
}

/** Once an order leaves the customer's address behind, nothing is known of what is left of it. */
function withWholeAddress(places: readonly Place[], others: readonly Place[]): Place[] {
  const isNewAddress = others.some(({ field }) => field.on === 'address');
  return places.filter((place) => others.includes(place) || (isNewAddress && place.field.on === 'address'));
}

function write(place: Place): void {
  const { field, wish } = place;
  if (field.kind === 'choice' && wish !== '' && !isInternalId(wish)) place.writeName(wish);
  else place.write(typedAs(place));
}

/** Whether the order has what the row asks for. */
export function hasRow(order: record.Record, row: AllocatedRow, fields: readonly OrderField[]): boolean {
  const line = findLine(order, row.lineId);
  return line !== undefined && placesOf(order, line, row, fields).every(isInPlace);
}

function placesOf(
  order: record.Record,
  line: number,
  { wishes }: AllocatedRow,
  fields: readonly OrderField[],
): Place[] {
  return fields.flatMap((field) => {
    const wish = wishFor(field.column, wishes);
    return wish === undefined ? [] : [{ field, wish, ...accessTo(order, line, field) }];
  });
}

function accessTo(
  order: record.Record,
  line: number,
  { on, fieldId }: OrderField,
): Omit<Place, 'field' | 'wish'> {
  if (on === 'line') {
    const at = { sublistId: 'item', fieldId, line };
    return {
      read: () => order.getSublistValue(at),
      text: () => order.getSublistText(at),
      write: (value) => order.setSublistValue({ ...at, value }),
      writeName: (text) => order.setSublistText({ ...at, text }),
    };
  }
  const body = () => (on === 'address' ? addressOf(order) : order);
  return {
    read: () => body().getValue({ fieldId }),
    text: () => body().getText({ fieldId }) as string,
    write: (value) => {
      if (on === 'address') leaveAddressBook(order);
      body().setValue({ fieldId, value });
    },
    writeName: (text) => body().setText({ fieldId, text }),
  };
}

const addressOf = (order: record.Record): record.Record =>
  order.getSubrecord({ fieldId: 'shippingaddress' }) as unknown as record.Record;

/** The customer's own address stays as it is: the order gets one of its own (help section_4703173812). */
function leaveAddressBook(order: record.Record): void {
  const fieldId = 'shipaddresslist';
  if (textOf(order.getValue({ fieldId })) !== '') order.setValue({ fieldId, value: null });
}

const isInPlace = ({ field, wish, read, text }: Place): boolean =>
  isAsWished(wish, whereGiven(read), whereGiven(text), field.kind);

/** Fields without a text refuse to give one; what an earlier row has set by its name or its id has only that until it is saved. */
function whereGiven(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const typedAs = ({ field, wish, read }: Place): record.FieldValue => {
  if (field.kind === 'number') return Number(wish);
  return isFlag(wish) && (field.kind === 'flag' || typeof read() === 'boolean') ? isYes(wish) : wish;
};

/** What NetSuite would let pass, although nobody would ship from there. */
function lineProblem(
  order: record.Record,
  line: number,
  { lineId }: AllocatedRow,
  others: readonly Place[],
): Refusal | undefined {
  const read = (fieldId: string) => order.getSublistValue({ sublistId: 'item', fieldId, line });
  if (isTrue(read('isclosed'))) return refusal('LINE_CLOSED', 'lineId', `Line ${lineId} is closed by now.`);
  const isMoved = others.some(({ field }) => field.column === 'location');
  if (!isMoved || !(Number(read('quantityrequestedtofulfill') || 0) > 0)) return undefined;
  const message = `Line ${lineId} is on a fulfillment request, which keeps its own location: a store is asked to ship it. Reject or cancel the request in NetSuite, and send the row again.`;
  return refusal('LINE_REQUESTED', 'location', message);
}
