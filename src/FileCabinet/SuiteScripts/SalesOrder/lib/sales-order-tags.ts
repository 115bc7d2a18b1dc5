/** What HotWax's own scripts note on the sales order before it is fulfilled: tag, pickup box and location. Source: contracts A.f. */
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { lineField } from './ids.ts';
import { isTrue } from './parameters.ts';
import { textOf } from './searches.ts';
import type { Shipment } from './shipments.ts';

/** 10 units, and 20 when something is to be noted. */
export function tagSalesOrderLines(shipment: Shipment, rows: readonly ShippedLineRow[]): void {
  const order = record.load({ type: record.Type.SALES_ORDER, id: Number(shipment.salesOrderId) });
  const wholeOrder = shipment.maySplit === 'N';
  const changes = [
    wholeOrder && setBodyLocation(order, shipment.locationId),
    ...rows.map((row) => tagLine(order, row, wholeOrder)),
  ];
  if (changes.includes(true)) order.save({ ignoreMandatoryFields: true });
}

/** An order that may not be split ships from one location, which stands on its body. */
function setBodyLocation(order: record.Record, locationId: string): boolean {
  if (textOf(order.getValue({ fieldId: 'location' })) === locationId) return false;
  order.setValue({ fieldId: 'location', value: locationId });
  return true;
}

function tagLine(order: record.Record, { line: shipped }: ShippedLineRow, wholeOrder: boolean): boolean {
  const line = findLine(order, shipped.line_id);
  if (line === -1) return false;
  const pickup = shipped.shipment_method_type_id === 'STOREPICKUP';
  const changes = [
    setText(order, line, lineField.tag, shipped.tags),
    !wholeOrder && setText(order, line, 'location', shipped.location_id),
    pickup && setFlag(order, line, lineField.storePickup),
  ];
  return changes.includes(true);
}

/** `findSublistLineWithValue` compares types, and that of a line id is not documented. */
function findLine(order: record.Record, lineId: string): number {
  const count = order.getLineCount({ sublistId: 'item' });
  for (let line = 0; line < count; line += 1) {
    if (textOf(order.getSublistValue({ sublistId: 'item', fieldId: 'line', line })) === lineId) return line;
  }
  return -1;
}

function setText(order: record.Record, line: number, fieldId: string, value: string): boolean {
  if (textOf(order.getSublistValue({ sublistId: 'item', fieldId, line })) === value) return false;
  order.setSublistValue({ sublistId: 'item', fieldId, line, value });
  return true;
}

function setFlag(order: record.Record, line: number, fieldId: string): boolean {
  if (isTrue(order.getSublistValue({ sublistId: 'item', fieldId, line }))) return false;
  order.setSublistValue({ sublistId: 'item', fieldId, line, value: true });
  return true;
}
