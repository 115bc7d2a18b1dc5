/** Fulfilled order items as NetSuite reads them: sales orders, each with the lines one location has shipped. */
import { parseDate } from '../dates.ts';
import { formatJsonList, parseJsonList } from '../json.ts';
import { readQuantity } from '../quantity.ts';
import type { RejectCode } from '../reject.ts';
import { emptyTally, type RowOwner, reject, type Tally } from '../tally.ts';
import { isObject, type JsonObject, ownValue, readId, readText } from '../text.ts';

/**
 * One shipped line of a sales order.
 * @property line_id `line` of the sales order line
 * @property location_id internal id of the location
 * @property quantity decimal text
 * @property shipped_date ISO 8601; with `Z` when HotWax said the offset
 * @property ship_method_id internal id of the NetSuite ship method
 */
export type ShippedLine = {
  line_id: string;
  location_id: string;
  quantity: string;
  tags: string;
  shipment_method_type_id: string | null;
  order_item_seq_id?: string;
  shipment_id?: string;
  tracking_number?: string;
  carrier_party_id?: string;
  ship_method_id?: string;
  shipped_date?: string;
};

/**
 * What one location has shipped of a sales order. The first keys are the published ones (contracts A.f); the rest is for
 * `HC_SC_CreateItemFulfillment`, and older readers ignore it.
 * @property order_id internal id of the sales order
 */
export type ShippedSalesOrder = {
  order_id: string;
  maySplit?: 'Y' | 'N';
  hotwax_order_id?: string;
  items: ShippedLine[];
};

/** A shipped line with its sales order, and where it stands in the file. */
export type ShippedLineRow = RowOwner & {
  salesOrderId: string;
  maySplit: 'Y' | 'N' | '';
  line: ShippedLine;
};

export const formatShippedSalesOrders = (orders: readonly ShippedSalesOrder[]): string =>
  formatJsonList(orders);

/**
 * The shipped lines of a file in both generations' shapes; unreadable ones are in the tally.
 * @throws FeedError NOT_JSON, NOT_A_LIST
 */
export function parseShippedSalesOrders(text: string): { lines: ShippedLineRow[]; tally: Tally } {
  const tally = emptyTally();
  const lines: ShippedLineRow[] = [];
  for (const order of parseJsonList(text)) readOrder(order, lines, tally);
  return { lines, tally };
}

function readOrder(order: unknown, lines: ShippedLineRow[], tally: Tally): void {
  if (!isObject(order)) {
    refuse(tally, '', 'NOT_AN_ORDER', '', 'The element is not a sales order.');
    return;
  }
  const items = ownValue(order, 'items');
  const salesOrderId = readId(ownValue(order, 'order_id'));
  const owner = readText(ownValue(order, 'hotwax_order_id')) || ('id' in salesOrderId ? salesOrderId.id : '');
  if (!Array.isArray(items)) {
    refuse(tally, owner, 'MISSING_ORDER_ITEMS', 'items', 'The sales order has no list "items".');
    return;
  }
  for (const item of items) {
    const line = isObject(item) ? readLine(order, item, owner, tally) : undefined;
    if (line) lines.push(line);
    else if (!isObject(item))
      refuse(tally, owner, 'NOT_AN_ORDER_ITEM', 'items', 'The element is not a line.');
  }
}

function refuse(tally: Tally, orderId: string, code: RejectCode, field: string, message: string): void {
  tally.rows += 1;
  reject(tally, { row: tally.rows, orderId, orderItemSeqId: '' }, code, field, message);
}

/** Ids of a line that must be there, and what to say when they are not. */
const requiredIds = [
  ['line_id', 'MISSING_NETSUITE_LINE_ID', 'the line of the sales order'],
  ['location_id', 'MISSING_LOCATION', 'the location that shipped it'],
] as const;

function readLine(
  order: JsonObject,
  item: JsonObject,
  orderId: string,
  tally: Tally,
): ShippedLineRow | undefined {
  tally.rows += 1;
  const owner: RowOwner = {
    row: tally.rows,
    orderId,
    orderItemSeqId: readText(ownValue(item, 'order_item_seq_id')),
  };
  const salesOrderId = readId(ownValue(order, 'order_id'));
  if ('invalid' in salesOrderId || salesOrderId.id === '') {
    const message =
      'invalid' in salesOrderId ? `order_id is ${salesOrderId.invalid}.` : 'order_id is missing.';
    reject(tally, owner, 'MISSING_NETSUITE_ORDER_ID', 'order_id', message);
    return undefined;
  }
  for (const [field, code, what] of requiredIds) {
    const id = readId(ownValue(item, field));
    if ('id' in id && id.id !== '') continue;
    const message = 'invalid' in id ? `${field} is ${id.invalid}.` : `The row does not name ${what}.`;
    reject(tally, owner, 'invalid' in id ? 'INVALID_ID' : code, field, message);
    return undefined;
  }
  const quantity = readQuantity(ownValue(item, 'quantity'));
  if ('problem' in quantity) {
    const code = quantity.problem === 'missing' ? 'MISSING_QUANTITY' : 'INVALID_QUANTITY';
    reject(
      tally,
      owner,
      code,
      'quantity',
      `The quantity ${JSON.stringify(item.quantity)} is not a positive decimal number.`,
    );
    return undefined;
  }
  const shippedDate = readText(ownValue(item, 'shipped_date'));
  if (shippedDate !== '' && !parseDate(shippedDate)) {
    reject(tally, owner, 'INVALID_DATE', 'shipped_date', `"${shippedDate}" is not a date.`);
    return undefined;
  }
  const line = { ...optionalTexts(item), ...readRequired(item, quantity.quantity) };
  return { ...owner, salesOrderId: salesOrderId.id, maySplit: readMaySplit(order), line };
}

function readRequired(item: JsonObject, quantity: string): ShippedLine {
  return {
    line_id: readText(ownValue(item, 'line_id')),
    location_id: readText(ownValue(item, 'location_id')),
    quantity,
    tags: readTags(item),
    shipment_method_type_id: readText(ownValue(item, 'shipment_method_type_id')) || null,
  };
}

/** A published sample carries the placeholder `#{defaultTags}` that nobody replaced. Source: contracts G. */
function readTags(item: JsonObject): string {
  const tags = readText(ownValue(item, 'tags'));
  return tags === '' || tags.includes('#{') ? defaultTag : tags;
}

/** What HotWax's scripts tag a line with that HotWax has fulfilled. Source: contracts A.f. */
export const defaultTag = 'hotwax-fulfilled';

const optionalFields = [
  'order_item_seq_id',
  'shipment_id',
  'tracking_number',
  'carrier_party_id',
  'ship_method_id',
  'shipped_date',
] as const;

function optionalTexts(item: JsonObject): Partial<Record<(typeof optionalFields)[number], string>> {
  const present = optionalFields.map((field) => [field, readText(ownValue(item, field))] as const);
  return Object.fromEntries(present.filter(([, text]) => text !== ''));
}

function readMaySplit(order: JsonObject): 'Y' | 'N' | '' {
  const maySplit = readText(ownValue(order, 'maySplit', 'may_split')).toUpperCase();
  return maySplit === 'Y' || maySplit === 'N' ? maySplit : '';
}
