/** What rows ask for, written on a loaded sales order: only what is not as they ask, so that an order that has it all is not saved. */
import type * as record from 'N/record';
import { isTrue } from '../netsuite/parameters.ts';
import { findLine } from '../netsuite/record-lines.ts';
import { textOf } from '../netsuite/searches.ts';
import { type Refusal, refusal } from './judge-row.ts';
import { isAsWished, isFlag, isYes, type OrderField } from './order-fields.ts';
import type { AllocatedRow } from './work.ts';

/** A field of a record, wherever it stands. */
type Place = {
  field: OrderField;
  wish: string;
  read(): record.FieldValue;
  text(): string | string[];
  write(value: record.FieldValue): void;
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
  const others = placesOf(order, line, row, fields).filter((place) => !isInPlace(place));
  const problem = others.length === 0 ? undefined : lineProblem(order, line, row, others);
  if (problem) return problem;
  for (const place of others) place.write(typedAs(place));
  return others.length;
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
    const wish = wishes[field.column];
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
  isAsWished(wish, read(), textWhere(text), field.kind);

/** Fields without a text of their own may refuse to give one. */
function textWhere(text: () => unknown): unknown {
  try {
    return text();
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
