/** Item fulfillments that earlier files or runs have made of the same shipments, and the rows they hold. */
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { isInternalId } from '#feeds/text.ts';
import { bodyField } from './ids.ts';
import { allRows, inChunks, textOf, unique } from './searches.ts';
import type { Shipment } from './shipments.ts';

/** @property held keys of the rows it holds, one a line, as a search shows them */
export type EarlierPart = { id: number; held: string };

/** By the key of their shipment. */
export type EarlierParts = Map<string, EarlierPart[]>;

/** 10 units for each 500 sales orders. */
export function findEarlierParts(shipments: readonly Shipment[]): EarlierParts {
  const parts: EarlierParts = new Map();
  const orders = unique(shipments.map(({ salesOrderId }) => salesOrderId)).filter(isInternalId);
  for (const ids of inChunks(orders)) {
    for (const row of fulfillmentsOf(ids)) {
      const key = textOf(row.getValue('externalid')).replace(PART_NUMBER, '');
      const part = { id: Number(row.id), held: textOf(row.getValue(bodyField.orderItems)) };
      parts.set(key, [...(parts.get(key) ?? []), part]);
    }
  }
  return parts;
}

export const partKey = (shipment: Shipment, part: number): string =>
  part === 1 ? shipment.key : `${shipment.key}#${part}`;

/** What `partKey` appends to the key of a second or later part. */
const PART_NUMBER = /#\d+$/;

const fulfillmentsOf = (salesOrderIds: readonly string[]) =>
  allRows({
    type: 'itemfulfillment',
    filters: [
      ['createdfrom', 'anyof', salesOrderIds],
      'and',
      ['mainline', 'is', 'T'],
      'and',
      [bodyField.shipmentId, 'isnotempty', ''],
    ],
    columns: ['externalid', bodyField.orderItems],
  });

/** Several order items can share a line of the sales order, so the line alone does not tell a row. */
export const rowKey = ({ line }: ShippedLineRow): string =>
  `${line.line_id} ${line.order_item_seq_id ?? ''}`.trim();

/** Those of the rows that the parts hold. */
export function rowsIn(rows: readonly ShippedLineRow[], parts: readonly EarlierPart[]): ShippedLineRow[] {
  if (parts.length === 0) return [];
  const held = new Set(parts.flatMap(heldRows));
  return rows.filter((row) => held.has(rowKey(row)));
}

/** A search may cut long texts short, at how many characters is not documented; the record has it whole. 10 units then. */
const SURELY_WHOLE = 3000;

function heldRows({ id, held }: EarlierPart): string[] {
  if (held !== '' && held.length < SURELY_WHOLE) return held.split('\n');
  const fulfillment = record.load({ type: record.Type.ITEM_FULFILLMENT, id });
  return textOf(fulfillment.getValue({ fieldId: bodyField.orderItems })).split('\n');
}
