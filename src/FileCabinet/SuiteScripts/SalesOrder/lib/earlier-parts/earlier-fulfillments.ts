/** Item fulfillments that earlier files or runs have made of the same shipments, and the rows they hold. */
import * as record from 'N/record';
import { isInternalId } from '#feeds/format/values.ts';
import { failure, isNamed } from '../netsuite/failure.ts';
import { bodyField } from '../netsuite/ids.ts';
import { allRows, inChunks, textOf, unique } from '../netsuite/searches.ts';
import { type Shipment, shipmentKey } from '../orders/shipments.ts';
import { isReadable, parseHeldRows } from './held-rows.ts';

/**
 * @property number which part of its shipment it is; 0 of one that an earlier version made
 * @property held what it holds, as a search shows it
 * @property tracking its tracking numbers, as a search joins them
 */
export type EarlierPart = { id: number; number: number; held: string; tracking: string };

/** By the key of their shipment. */
export type EarlierParts = Map<string, EarlierPart[]>;

/** 10 units for each 500 sales orders. */
export function findEarlierParts(shipments: readonly Shipment[]): EarlierParts {
  const parts: EarlierParts = new Map();
  const orders = unique(shipments.map(({ salesOrderId }) => salesOrderId)).filter(isInternalId);
  for (const ids of inChunks(orders)) {
    for (const row of fulfillmentsOf(ids)) {
      const key = shipmentKey(
        textOf(row.getValue('createdfrom')),
        textOf(row.getValue(bodyField.shipmentId)),
      );
      const part = {
        id: Number(row.id),
        number: partNumber(textOf(row.getValue('externalid'))),
        held: textOf(row.getValue(bodyField.orderItems)),
        tracking: textOf(row.getValue('trackingnumbers')),
      };
      parts.set(key, [...(parts.get(key) ?? []), part]);
    }
  }
  return parts;
}

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
    columns: ['externalid', 'createdfrom', 'trackingnumbers', bodyField.shipmentId, bodyField.orderItems],
  });

/**
 * Idempotency key of the next part: NetSuite holds one item fulfillment with this external id, so of two runs that know of
 * the same parts one makes the next. The number stands before the shipment's id, which can hold any characters.
 */
export function nextPartKey({ salesOrderId, shipmentId }: Shipment, parts: readonly EarlierPart[]): string {
  const number = Math.max(0, ...parts.map((part) => part.number)) + 1;
  return `hc-shipped-${salesOrderId}-${number}-${shipmentId}`;
}

const partNumber = (externalId: string): number =>
  Number(/^hc-shipped-\d+-(\d+)-/.exec(externalId)?.[1] ?? 0);

/** A search may cut long texts short, at how many characters is not documented; the record has it whole. 10 units then. */
const SURELY_WHOLE = 3000;

export const HELD_ROWS_CHANGED = 'HELD_ROWS_CHANGED';

/** @throws HELD_ROWS_CHANGED */
export function heldBy(part: EarlierPart): ReturnType<typeof parseHeldRows> {
  if (part.held.length < SURELY_WHOLE && isReadable(part.held)) return parseHeldRows(part.held);
  const held = textOf(loadPart(part)?.getValue({ fieldId: bodyField.orderItems }));
  if (held === '' || isReadable(held)) return parseHeldRows(held);
  throw failure(
    HELD_ROWS_CHANGED,
    `HC Order Items of item fulfillment ${part.id} was changed, so it is unknown what it contains of the shipment. Restore the value in its system notes, or fulfill by hand.`,
  );
}

/** A part that was deleted since it was found holds nothing any more. */
function loadPart({ id }: EarlierPart): record.Record | undefined {
  try {
    return record.load({ type: record.Type.ITEM_FULFILLMENT, id });
  } catch (thrown) {
    if (isNamed(thrown, 'RCRD_DSNT_EXIST')) return undefined;
    throw thrown;
  }
}

/** What a part has of a sales order line, for what its own text does not say. */
export type PartLine = { line: string; quantity: string; location: string };

/** 10 units. */
export function linesOfPart(part: EarlierPart): PartLine[] {
  const fulfillment = loadPart(part);
  const count = fulfillment?.getLineCount({ sublistId: 'item' }) ?? 0;
  const value = (line: number, fieldId: string): string =>
    textOf(fulfillment?.getSublistValue({ sublistId: 'item', fieldId, line }));
  return Array.from({ length: count }, (_, line) => ({
    line: value(line, 'orderline'),
    quantity: value(line, 'quantity'),
    location: value(line, 'location'),
  }));
}
