/** What item fulfillments hold of a shipment, as `custbody_hc_order_items` keeps it: one row of a feed in each line. No N module. */

import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { ShippedLine } from '#feeds/fulfilled-order-items/netsuite.ts';

/**
 * A row as it was applied. All of it is compared when its shipment item comes again.
 * @property line `line` of the sales order line
 * @property location internal id
 * @property detail lot, serial numbers and bin as people read them; absent where an earlier version wrote the row
 */
export type HeldRow = {
  line: string;
  orderItem: string;
  shipmentItem: string;
  quantity: string;
  location: string;
  tracking: string[];
  detail?: string;
};

/** What the first version kept of a row: its line and its order item. */
export type EarlierHeldRow = Pick<HeldRow, 'line' | 'orderItem'>;

export const heldRow = (line: ShippedLine): HeldRow => ({
  line: line.line_id,
  orderItem: line.order_item_seq_id ?? '',
  shipmentItem: line.shipment_item_seq_id ?? '',
  quantity: line.quantity,
  location: line.location_id,
  tracking: trackingNumbers(line.tracking_number ?? '').sort(),
  detail: detailOf(line),
});

function detailOf({ lot_number: lot, serial_numbers: serials, bin }: ShippedLine): string {
  const sorted = serials?.split(' | ').sort().join(' | ');
  return [
    ...(lot === undefined ? [] : [`lot ${lot}`]),
    ...(sorted === undefined ? [] : [`serial numbers ${sorted}`]),
    ...(bin === undefined ? [] : [`bin ${bin}`]),
  ].join(', ');
}

export const formatHeldRows = (lines: readonly ShippedLine[]): string =>
  lines.map((line) => JSON.stringify(heldRow(line))).join('\n');

/** Rows that either version wrote. */
export function parseHeldRows(text: string): { held: HeldRow[]; earlier: EarlierHeldRow[] } {
  const held: HeldRow[] = [];
  const earlier: EarlierHeldRow[] = [];
  for (const line of text.split(/[\r\n]+/).map((found) => found.trim())) {
    if (line.startsWith('{')) held.push(JSON.parse(line) as HeldRow);
    else if (line !== '') earlier.push(parseEarlier(line));
  }
  return { held, earlier };
}

/** `2 00101`, or `2` of a row that does not say which order item it is. */
function parseEarlier(line: string): EarlierHeldRow {
  const [lineId = '', ...orderItem] = line.split(' ');
  return { line: lineId, orderItem: orderItem.join(' ') };
}

/** Whether a text is whole and can be read: a search may cut it short or change its characters. */
export function isReadable(text: string): boolean {
  try {
    parseHeldRows(text);
    return text !== '';
  } catch {
    return false;
  }
}

export const isSameRow = (one: HeldRow, other: HeldRow): boolean =>
  JSON.stringify([one.line, one.quantity, one.location, one.tracking]) ===
    JSON.stringify([other.line, other.quantity, other.location, other.tracking]) &&
  isSameDetail(one.detail, other.detail);

/** What an earlier version did not keep may have been anything. */
export const isSameDetail = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other;

/** As people read it. */
export function shownRow({ line, quantity, location, tracking, detail = '' }: HeldRow): string {
  const parcels = tracking.length === 0 ? 'no tracking number' : `tracking number ${tracking.join(' | ')}`;
  const goods = detail === '' ? '' : ` (${detail})`;
  return `${quantity} of line ${line}${goods} from location ${location} with ${parcels}`;
}
