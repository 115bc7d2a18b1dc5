/** Shipped lines of sales orders become completed order items. Source: contracts A.c, A.e. */
import { formatWallClock, parseDate, toInstant, toWallClock } from '../dates.ts';
import { type ConversionContext, type ConvertedFile, FeedError, type SourceRecords } from '../feed.ts';
import { firstProblem, isProblem, type Lookup, type Problem, requiredId, valueIn } from '../lookup.ts';
import { readQuantity } from '../quantity.ts';
import { wrongWidth } from '../table.ts';
import { emptyTally, type RowOwner, reject, type Tally } from '../tally.ts';
import { shown } from '../text.ts';
import { trackingNumbers } from '../tracking-numbers.ts';
import { type CompletedOrder, type CompletedOrderItem, formatCompletedOrders } from './hotwax.ts';
import { type ExportedLine, type ExportedRow, readExportedLines } from './netsuite.ts';

/** @throws FeedError NOT_THIS_FEED */
export function convertItemFulfillments(source: SourceRecords, context: ConversionContext): ConvertedFile {
  if (source.format !== 'csv') {
    throw new FeedError('NOT_THIS_FEED', 'The file is JSON where a table of item fulfillments is expected.');
  }
  const tally = emptyTally();
  // HotWax may not take an order twice in one file, and the lines of an order need not stand together (contracts A.c).
  const orders = new Map<string, CompletedOrderItem[]>();
  const seen = new Set<string>();
  for (const exported of readExportedLines(source.table)) {
    tally.rows += 1;
    const owner = ownerOf(exported.line, tally.rows);
    const item = convertLine(exported, context);
    if (isProblem(item)) reject(tally, owner, item.code, item.field, item.message);
    else if (isRepeated(exported.line, seen)) refuseRepeat(owner, tally);
    else {
      addItem(orders, owner.orderId, item);
      tally.applied += 1;
    }
  }
  return { text: formatCompletedOrders([...orders].map(completedOrder)), tally };
}

function addItem(orders: Map<string, CompletedOrderItem[]>, orderId: string, item: CompletedOrderItem): void {
  const items = orders.get(orderId);
  if (items) items.push(item);
  else orders.set(orderId, [item]);
}

const ownerOf = (line: ExportedLine, row: number): RowOwner => ({
  row,
  orderId: line.orderId,
  orderItemSeqId: line.orderItemSeqId,
});

const completedOrder = ([orderId, items]: [string, CompletedOrderItem[]]): CompletedOrder => ({
  orderMap: { orderId, items },
});

/**
 * Two lots of one line or the same shipment told twice: the file cannot tell, so a person must. Rows that differ in
 * anything (another tracking number, another minute) are parts of one order item and all of them count.
 */
function isRepeated(line: ExportedLine, seen: Set<string>): boolean {
  const content = JSON.stringify(Object.values(line));
  if (seen.has(content)) return true;
  seen.add(content);
  return false;
}

function refuseRepeat(owner: RowOwner, tally: Tally): void {
  const message =
    'The file has this row more than once, letter for letter. The first was applied; if both were shipped, raise its quantity in HotWax.';
  reject(tally, owner, 'REPEATED_ROW', 'orderItemSeqId', message);
}

function convertLine(
  { line, cells, expectedCells }: ExportedRow,
  context: ConversionContext,
): CompletedOrderItem | Problem {
  const shifted = wrongWidth(cells, expectedCells);
  if (shifted) return shifted;
  const orderId = requiredId(line, 'orderId', 'MISSING_ORDER_ID', 'The HotWax order id');
  const seqId = requiredId(line, 'orderItemSeqId', 'MISSING_ORDER_ITEM_SEQ_ID', 'The HotWax order item id');
  const facility = requiredId(
    line,
    'externalFacilityId',
    'MISSING_LOCATION',
    'The id of the location that shipped it',
  );
  const shippedDate = readShippedDate(line.shippedDate, context);
  const quantity = readShippedQuantity(line.quantity);
  const problem = firstProblem(orderId, seqId, facility, shippedDate, quantity);
  if (problem) return problem;
  return {
    orderItemSeqId: valueIn(seqId),
    externalFacilityId: valueIn(facility),
    shippedDate: valueIn(shippedDate),
    quantity: valueIn(quantity),
    trackingNumber: trackingNumbers(line.trackingNumber).join(' | '),
    ...(line.carrier && { carrier: line.carrier }),
    ...(line.shippingMethod && { shippingMethod: line.shippingMethod }),
    'validation-result': 'success',
  };
}

function readShippedQuantity(text: string): Lookup {
  const field = 'quantity';
  const found = readQuantity(text);
  if ('quantity' in found) return { value: found.quantity };
  if (found.problem === 'missing')
    return { code: 'MISSING_QUANTITY', field, message: 'The quantity is missing.' };
  return {
    code: 'INVALID_QUANTITY',
    field,
    message: `The quantity is ${shown(text)}, not a positive decimal number.`,
  };
}

function readShippedDate(
  text: string,
  { netsuiteDateOrder, netsuiteZone, hotwaxZone }: ConversionContext,
): Lookup {
  const field = 'shippedDate';
  if (text === '') return { code: 'MISSING_DATE', field, message: missingDate };
  const date = parseDate(text, netsuiteDateOrder);
  if (!date) return { code: 'INVALID_DATE', field, message: `${shown(text)} is not a date and time.` };
  if (date.offsetMinutes === undefined && !netsuiteZone) return { value: formatWallClock(date.wallClock) };
  return { value: formatWallClock(toWallClock(toInstant(date, netsuiteZone), hotwaxZone)) };
}

/** Source: contracts F.2. */
const missingDate =
  'The shipped date is missing. The script HotWax published writes the word "undefined" here: replace it with this project\'s.';
