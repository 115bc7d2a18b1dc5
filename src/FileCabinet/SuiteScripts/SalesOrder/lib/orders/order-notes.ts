/**
 * What is noted on the sales order before it is fulfilled: where its lines ship from, as stock is committed there, and what HotWax's own
 * scripts note beside, tag and pickup box. Source: docs/contracts.md#shipped-lines-netsuite.
 */
import * as log from 'N/log';
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { asFailure } from '../netsuite/failure.ts';
import { lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import type { Order } from './orders.ts';
import type { Shipment } from './shipments.ts';

/** What to set, or what was there before; the line is `''` for the body. */
type FieldChange = { line: string; fieldId: string; value: string | boolean };

export type NoteSettings = { tagLines: boolean; placeField: 'location' | 'inventorylocation' };

/**
 * Nothing is loaded when the order has it all by the search; otherwise 10 units, and 20 when something is to be noted.
 * @returns takes the notes back, for when NetSuite refuses the fulfillment; nothing when all were there
 */
export function noteOnSalesOrder(
  shipment: Shipment,
  rows: readonly ShippedLineRow[],
  order: Order,
  settings: NoteSettings,
): (() => void) | undefined {
  const notes = notesOf(shipment, rows, order, settings);
  if (notes.length === 0) return undefined;
  const before = write(shipment, notes);
  return before.length === 0 ? undefined : () => revert(shipment, before);
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

/** @returns what stood where something was changed */
function write(shipment: Shipment, notes: readonly FieldChange[]): FieldChange[] {
  const order = record.load({ type: record.Type.SALES_ORDER, id: Number(shipment.salesOrderId) });
  const before = notes.flatMap((note) => writeNote(order, note));
  if (before.length > 0) order.save({ ignoreMandatoryFields: true });
  return before;
}

function writeNote(order: record.Record, { line, fieldId, value }: FieldChange): FieldChange[] {
  const index = line === '' ? BODY : findLine(order, line);
  if (index === undefined) return [];
  const found = readValue(order, index, fieldId);
  const present = typeof value === 'boolean' ? isTrue(found) : textOf(found);
  if (present === value) return [];
  if (index === BODY) order.setValue({ fieldId, value });
  else order.setSublistValue({ sublistId: 'item', fieldId, line: index, value });
  return [{ line, fieldId, value: present }];
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

/** The rows are refused for another reason already: what went wrong here is for the administrator alone. */
function revert(shipment: Shipment, before: readonly FieldChange[]): void {
  try {
    write(shipment, [...before].reverse());
  } catch (thrown) {
    const { salesOrderId: salesOrder } = shipment;
    log.error({
      title: 'Notes of a refused shipment remain on its sales order',
      details: { salesOrder, lines: before.map(({ line }) => line), reason: asFailure(thrown).message },
    });
  }
}
