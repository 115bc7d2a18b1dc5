/**
 * What HotWax's own scripts note on the sales order before it is fulfilled: tag, pickup box and location.
 * Source: docs/contracts.md#shipped-lines-netsuite.
 */
import * as log from 'N/log';
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { asFailure } from '../netsuite/failure.ts';
import { lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import type { Shipment } from './shipments.ts';

/** What to set, or what was there before; the line is `''` for the body. */
type FieldChange = { line: string; fieldId: string; value: string | boolean };

/**
 * Stock is committed to a line at its location, so the notes come before the fulfillment. 10 units, and 20 when something
 * is to be noted.
 * @returns takes the notes back, for when NetSuite refuses the fulfillment; nothing when all were there
 */
export function tagSalesOrderLines(
  shipment: Shipment,
  rows: readonly ShippedLineRow[],
): (() => void) | undefined {
  const before = write(shipment, notesOf(shipment, rows));
  return before.length === 0 ? undefined : () => revert(shipment, before);
}

function notesOf(shipment: Shipment, rows: readonly ShippedLineRow[]): FieldChange[] {
  const { locationId } = shipment;
  const wholeOrder = shipment.maySplit === 'N';
  // An order that may not be split ships from one location, which stands on its body.
  const body = wholeOrder ? [{ line: '', fieldId: 'location', value: locationId }] : [];
  return [
    ...body,
    ...rows.flatMap(({ line: { line_id: line, tags, shipment_method_type_id: method } }): FieldChange[] => [
      { line, fieldId: lineField.tag, value: tags },
      ...(wholeOrder ? [] : [{ line, fieldId: 'location', value: locationId }]),
      ...(method === 'STOREPICKUP' ? [{ line, fieldId: lineField.storePickup, value: true }] : []),
    ]),
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
