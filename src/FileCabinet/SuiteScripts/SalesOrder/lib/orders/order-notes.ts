/**
 * What is noted on the sales order before it is fulfilled: where its lines ship from, as stock is committed there, and what HotWax's own
 * scripts note beside, tag and pickup box. Source: docs/contracts.md#shipped-lines-netsuite.
 */
import * as log from 'N/log';
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { asFailure, isNamed } from '../netsuite/failure.ts';
import { lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import type { Order } from './orders.ts';
import { BUSY } from './row-outcomes.ts';
import type { Shipment } from './shipments.ts';

/** What to set; the line is `''` for the body. */
type FieldChange = { line: string; fieldId: string; value: string | boolean };

/** A change that was made. @property before what stood there */
type Note = FieldChange & { before: string | boolean };

/**
 * @property thrown what NetSuite said when it did not take the notes
 * @property revert takes them back, for when NetSuite refuses the fulfillment
 */
export type Noted = { thrown?: unknown; revert: () => void };

export type NoteSettings = { tagLines: boolean; placeField: 'location' | 'inventorylocation' };

/** Nothing is loaded when the order has it all by the search; otherwise 10 units, and 20 when something is to be noted. */
export function noteOnSalesOrder(
  shipment: Shipment,
  rows: readonly ShippedLineRow[],
  order: Order,
  settings: NoteSettings,
): Noted {
  const made: Note[] = [];
  const revert = () => takeBack(shipment, made);
  try {
    write(shipment, notesOf(shipment, rows, order, settings), made);
    return { revert };
  } catch (thrown) {
    // A script of the account may have thrown after NetSuite had saved.
    revert();
    return { thrown, revert };
  }
}

function notesOf(
  { locationId, maySplit }: Shipment,
  rows: readonly ShippedLineRow[],
  { lines }: Order,
  { tagLines, placeField }: NoteSettings,
): FieldChange[] {
  const moved = rows.filter(({ line }) => lines[line.line_id]?.place !== locationId);
  const wholeOrder = maySplit === 'N' && moved.length > 0 && placeField === 'location';
  return [
    // An order that may not be split ships from one location, which stands on its body too.
    ...(wholeOrder ? [{ line: '', fieldId: 'location', value: locationId }] : []),
    ...moved.map(({ line }) => ({ line: line.line_id, fieldId: placeField, value: locationId })),
    ...(tagLines ? rows.flatMap((row) => tagsOf(row, lines)) : []),
  ];
}

function tagsOf({ line }: ShippedLineRow, lines: Order['lines']): FieldChange[] {
  const { line_id: id, tags, shipment_method_type_id: method } = line;
  const known = lines[id];
  const isPickedUp = method === 'STOREPICKUP' && !known?.storePickup;
  return [
    ...(known?.tag === tags ? [] : [{ line: id, fieldId: lineField.tag, value: tags }]),
    ...(isPickedUp ? [{ line: id, fieldId: lineField.storePickup, value: true }] : []),
  ];
}

/** @param made takes what is changed, and what stood there, before it is saved */
function write(shipment: Shipment, notes: readonly FieldChange[], made: Note[]): void {
  if (notes.length === 0) return;
  const order = loadOrder(shipment);
  made.push(...notes.flatMap((note) => writeNote(order, note)));
  if (made.length > 0) order.save({ ignoreMandatoryFields: true });
}

const loadOrder = ({ salesOrderId }: Shipment): record.Record =>
  record.load({ type: record.Type.SALES_ORDER, id: Number(salesOrderId) });

/** @param ifIs changes nothing where something else stands by now */
function writeNote(
  order: record.Record,
  { line, fieldId, value }: FieldChange,
  ifIs?: FieldChange['value'],
): Note[] {
  const index = line === '' ? BODY : findLine(order, line);
  if (index === undefined) return [];
  const found = readValue(order, index, fieldId);
  const before = typeof value === 'boolean' ? isTrue(found) : textOf(found);
  if (before === value || (ifIs !== undefined && before !== ifIs)) return [];
  if (index === BODY) order.setValue({ fieldId, value });
  else order.setSublistValue({ sublistId: 'item', fieldId, line: index, value });
  return [{ line, fieldId, value, before }];
}

const BODY = -1;

const readValue = (order: record.Record, index: number, fieldId: string): record.FieldValue =>
  index === BODY
    ? order.getValue({ fieldId })
    : order.getSublistValue({ sublistId: 'item', fieldId, line: index });

/** `findSublistLineWithValue` compares types, and that of a line id is not documented. */
function findLine(order: record.Record, lineId: string): number | undefined {
  const count = order.getLineCount({ sublistId: 'item' });
  for (let line = 0; line < count; line += 1) {
    if (textOf(order.getSublistValue({ sublistId: 'item', fieldId: 'line', line })) === lineId) return line;
  }
  return undefined;
}

/** How often it is tried when others save the sales order at the same time. */
const ATTEMPTS = 3;

/** The rows are refused for another reason already: what goes wrong here is for the administrator alone. */
function takeBack(shipment: Shipment, made: readonly Note[]): void {
  if (made.length === 0) return;
  for (let attempt = 1; ; attempt += 1) {
    try {
      restore(shipment, made);
      return;
    } catch (thrown) {
      if (isNamed(thrown, ...BUSY) && attempt < ATTEMPTS) continue;
      const { salesOrderId: salesOrder } = shipment;
      log.error({
        title: 'Notes of a refused shipment remain on its sales order',
        details: { salesOrder, notes: made, reason: asFailure(thrown).message },
      });
      return;
    }
  }
}

/** What somebody has changed again since stays as they left it. */
function restore(shipment: Shipment, made: readonly Note[]): void {
  const order = loadOrder(shipment);
  const restored = [...made]
    .reverse()
    .flatMap(({ value, before, ...where }) => writeNote(order, { ...where, value: before }, value));
  if (restored.length > 0) order.save({ ignoreMandatoryFields: true });
}
