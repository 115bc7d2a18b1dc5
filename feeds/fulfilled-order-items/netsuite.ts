/** Fulfilled order items as NetSuite reads them: sales orders, each with the lines one location has shipped. */
import { parseDate } from '../format/dates.ts';
import { parseJsonList } from '../format/json.ts';
import { readQuantity } from '../format/quantity.ts';
import { isObject, type JsonObject, ownValue, quoteForMessage, readId, readText } from '../format/values.ts';
import { type RejectCode, wholeRow } from '../rows/reject.ts';
import {
  type FieldResult,
  firstRowError,
  internalIdIn,
  isRowError,
  optionalText,
  type RowError,
  requiredId,
  valueIn,
} from '../rows/row-field.ts';
import { jsonListFile, type TargetLayout } from '../rows/row-reader.ts';
import { emptyTally, type RowOwner, reject, type Tally } from '../rows/tally.ts';
import { optionalId, optionalSerialNumbers, optionalTrackingNumbers } from './optional-fields.ts';

/**
 * One shipped line of a sales order.
 * @property line_id `line` of the sales order line
 * @property location_id internal id of the location
 * @property shipment_item_seq_id with `shipment_id` and `order_item_seq_id` what makes two rows the same piece of goods
 * @property quantity decimal text
 * @property serial_numbers with bars between
 * @property bin name of a bin of the location
 * @property shipped_date ISO 8601, as the clock showed it where it shipped, with its offset; in UTC (`Z`) when that is not known
 * @property ship_method_id internal id of the NetSuite ship method
 */
export type ShippedLine = {
  line_id: string;
  location_id: string;
  quantity: string;
  tags: string;
  shipment_method_type_id: string | null;
  order_item_seq_id?: string | undefined;
  shipment_id?: string | undefined;
  shipment_item_seq_id?: string | undefined;
  tracking_number?: string | undefined;
  carrier_party_id?: string | undefined;
  ship_method_id?: string | undefined;
  shipped_date?: string | undefined;
  lot_number?: string | undefined;
  serial_numbers?: string | undefined;
  bin?: string | undefined;
};

/**
 * What one location has shipped of a sales order. The first keys are the published ones; the rest is for
 * `HC_SC_CreateItemFulfillment`, and older readers ignore it. Source: docs/contracts.md#shipped-lines-netsuite.
 * @property order_id internal id of the sales order; `external_id` names it instead where the configuration says so
 */
export type ShippedSalesOrder = {
  order_id?: string | undefined;
  external_id?: string | undefined;
  maySplit?: 'Y' | 'N';
  hotwax_order_id?: string;
  items: ShippedLine[];
};

/** A shipped line with its sales order, and where it is in the file. */
export type ShippedLineRow = RowOwner & {
  /** Internal id, `''` when the file names the order by external id alone. */
  salesOrderId: string;
  externalId: string;
  maySplit: 'Y' | 'N' | '';
  line: ShippedLine;
};

/** How an element begins, as JSON without its items. */
export const shippedSalesOrderHead = (
  order: { internalId?: string; externalId?: string },
  hotwaxOrderId: string,
): string =>
  JSON.stringify({
    order_id: order.internalId,
    external_id: order.externalId,
    hotwax_order_id: hotwaxOrderId,
  } satisfies Omit<ShippedSalesOrder, 'items'>);

/**
 * A list of `ShippedSalesOrder`; the head of a group is the element without its items, as JSON, and its flag `maySplit`:
 * one line that may not be split off keeps the others.
 */
export const shippedSalesOrderLayout: TargetLayout = {
  file: jsonListFile,
  openGroup: (head, maySplit) =>
    `${head.slice(0, -1)}${maySplit === '' ? '' : `,"maySplit":"${maySplit}"`},"items":[`,
  betweenRows: ',',
  closeGroup: ']}',
};

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
    refuse(
      tally,
      '',
      'NOT_AN_ORDER',
      wholeRow,
      `Where a sales order should stand there is ${quoteForMessage(order)}.`,
    );
    return;
  }
  const items = ownValue(order, 'items');
  const salesOrderId = readId(ownValue(order, 'order_id'));
  const owner =
    readText(ownValue(order, 'hotwax_order_id')) ||
    ('id' in salesOrderId ? salesOrderId.id : '') ||
    readText(ownValue(order, 'external_id'));
  if (!Array.isArray(items)) {
    refuse(tally, owner, 'MISSING_ORDER_ITEMS', 'items', 'The sales order has no list "items".');
    return;
  }
  for (const item of items) {
    const line = isObject(item) ? readLine(order, item, owner, tally) : undefined;
    if (line) lines.push(line);
    else if (!isObject(item))
      refuse(
        tally,
        owner,
        'NOT_AN_ORDER_ITEM',
        'items',
        `Where a line should stand there is ${quoteForMessage(item)}.`,
      );
  }
}

function refuse(tally: Tally, orderId: string, code: RejectCode, field: string, message: string): void {
  tally.counts.rows += 1;
  reject(tally, { row: tally.counts.rows, orderId, orderItemSeqId: '' }, code, field, message);
}

function readLine(
  order: JsonObject,
  item: JsonObject,
  orderId: string,
  tally: Tally,
): ShippedLineRow | undefined {
  tally.counts.rows += 1;
  const orderItemSeqId = readText(ownValue(item, 'order_item_seq_id'));
  const owner: RowOwner = { row: tally.counts.rows, orderId, orderItemSeqId };
  const found = salesOrderAndLine(order, item);
  if (!isRowError(found)) return { ...owner, maySplit: readMaySplit(order), ...found };
  reject(tally, owner, found.code, found.field, found.message);
  return undefined;
}

function salesOrderAndLine(
  order: JsonObject,
  item: JsonObject,
): { salesOrderId: string; externalId: string; line: ShippedLine } | RowError {
  const externalId = optionalId(order, 'external_id');
  const isNamed =
    readText(ownValue(order, 'order_id')) === '' && (isRowError(externalId) || externalId.value !== '');
  const salesOrderId = isNamed
    ? externalId
    : requiredInternalId(order, 'order_id', 'MISSING_NETSUITE_ORDER_ID', 'The id of the sales order');
  const lineId = requiredInternalId(
    item,
    'line_id',
    'MISSING_NETSUITE_LINE_ID',
    'The line id of the sales order',
  );
  const locationId = requiredInternalId(
    item,
    'location_id',
    'MISSING_LOCATION',
    'The id of the location that shipped it',
  );
  const quantity = shippedQuantity(item);
  const optional = [
    ...Object.entries(optionalFields).map(([field, read]) => [field, read(item, field)] as const),
    ['serial_numbers', optionalSerialNumbers(item, 'serial_numbers', quantity)] as const,
  ];
  const lookups = optional.map(([, lookup]) => lookup);
  const problem = firstRowError(salesOrderId, lineId, locationId, quantity, ...lookups);
  if (problem) return problem;
  const line: ShippedLine = {
    ...withoutEmpty(optional),
    line_id: valueIn(lineId),
    location_id: valueIn(locationId),
    quantity: valueIn(quantity),
    tags: readTags(item),
    shipment_method_type_id: readText(ownValue(item, 'shipment_method_type_id')) || null,
  };
  return { salesOrderId: isNamed ? '' : valueIn(salesOrderId), externalId: valueIn(externalId), line };
}

const requiredInternalId = (
  object: JsonObject,
  field: string,
  missing: RejectCode,
  what: string,
): FieldResult => internalIdIn(requiredId(object, field, missing, what), field, what);

/** How each of the fields is read that a row may lack. */
const optionalFields: Readonly<Record<string, (item: JsonObject, field: string) => FieldResult>> = {
  order_item_seq_id: (item, field) => optionalId(item, field),
  shipment_id: (item, field) => optionalId(item, field),
  shipment_item_seq_id: (item, field) => optionalId(item, field),
  tracking_number: optionalTrackingNumbers,
  carrier_party_id: (item, field) => optionalText(item, field, `The ${field}`),
  ship_method_id: (item, field) => internalIdIn(optionalId(item, field), field, `The ${field}`),
  shipped_date: shippedDate,
  lot_number: (item, field) => optionalId(item, field),
  bin: (item, field) => optionalId(item, field),
};

const withoutEmpty = (lookups: readonly (readonly [string, FieldResult])[]): Partial<ShippedLine> =>
  Object.fromEntries(
    lookups.map(([field, lookup]) => [field, valueIn(lookup)]).filter(([, text]) => text !== ''),
  );

function shippedQuantity(item: JsonObject): FieldResult {
  const field = 'quantity';
  const found = readQuantity(ownValue(item, field));
  if ('quantity' in found) return { value: found.quantity };
  if (found.problem === 'missing')
    return { code: 'MISSING_QUANTITY', field, message: 'The quantity is missing.' };
  const message = `The quantity is ${quoteForMessage(ownValue(item, field))}, not a positive decimal number.`;
  return { code: 'INVALID_QUANTITY', field, message };
}

function shippedDate(item: JsonObject, field: string): FieldResult {
  const text = readText(ownValue(item, field));
  if (text === '' || parseDate(text)) return { value: text };
  return { code: 'INVALID_DATE', field, message: `${quoteForMessage(text)} is not a date and time.` };
}

/**
 * A published sample carries the placeholder `#{defaultTags}` that nobody replaced.
 * Source: docs/contracts.md#shipped-lines-netsuite.
 */
function readTags(item: JsonObject): string {
  const tags = readText(ownValue(item, 'tags'));
  return tags === '' || tags.includes('#{') ? defaultTag : tags;
}

/** What HotWax's scripts tag a line with that HotWax has fulfilled. Source: docs/contracts.md#shipped-lines-netsuite. */
export const defaultTag = 'hotwax-fulfilled';

export function readMaySplit(order: JsonObject): 'Y' | 'N' | '' {
  const maySplit = readText(ownValue(order, 'maySplit', 'may_split')).toUpperCase();
  return maySplit === 'Y' || maySplit === 'N' ? maySplit : '';
}
