/** Shipped lines of sales orders become completed order items. Source: docs/contracts.md#completed-order-items-hotwax. */

import type { ConversionContext, RowReader, SourceHead } from '../contract.ts';
import { memoize } from '../conversion/memoize.ts';
import { FeedError } from '../errors.ts';
import { formatWallClock, parseDate, toInstant, toWallClock } from '../format/dates.ts';
import { readQuantity } from '../format/quantity.ts';
import { trackingNumbers } from '../format/tracking-numbers.ts';
import { compositeKey, quoteForMessage } from '../format/values.ts';
import {
  eitherSpelling,
  type FieldResult,
  firstRowError,
  isRowError,
  type RowError,
  requiredId,
  valueIn,
  wrongWidth,
} from '../rows/row-field.ts';
import { noIds, type RowIds } from '../rows/row-ids.ts';
import type { ClassifiedRow } from '../rows/row-reader.ts';
import type { CompletedOrderItem } from './hotwax.ts';
import { type ExportedLine, type ExportedRow, exportedRowReader } from './netsuite.ts';

/**
 * HotWax may not take an order twice in one file, so its lines are a group, wherever they stand. Rows that
 * differ in anything (another tracking number, another minute) are parts of one order item and all of them count, so the
 * whole row is its key. Source: docs/contracts.md#completed-order-items-hotwax.
 * @throws FeedError NOT_THIS_FEED
 */
export function judgeItemFulfillments(head: SourceHead, context: ConversionContext): RowReader {
  if (head.format !== 'csv') {
    throw new FeedError('NOT_THIS_FEED', 'The file is JSON, but a table of item fulfillments is expected.');
  }
  const read = exportedRowReader(head.header);
  const cellReaders: CellReaders = {
    shippedDate: memoize((text) => readShippedDate(text, context)),
    quantity: memoize(readShippedQuantity),
  };
  let row = 0;
  return (cells) => {
    row += 1;
    return [judgeRow(read(cells as readonly string[]), row, cellReaders)];
  };
}

type CellReaders = Record<'shippedDate' | 'quantity', (text: string) => FieldResult>;

function judgeRow(exported: ExportedRow, row: number, cellReaders: CellReaders): ClassifiedRow {
  const { line } = exported;
  const { orderId, orderItemSeqId } = line;
  const owner = { row, orderId, orderItemSeqId };
  const item = convertLine(exported, cellReaders);
  if (isRowError(item)) return { owner, item: line, outcome: item };
  const text = JSON.stringify(item);
  return {
    owner,
    item: line,
    outcome: { key: keyOf(line, item.externalFacilityId), group: orderId, head: orderId, flag: '', text },
  };
}

export const exportedLineIds = (_: unknown, { item }: ClassifiedRow): RowIds => {
  if (!item) return noIds;
  const line = item as ExportedLine;
  return {
    names: noIds.names,
    salesOrder: '',
    line: '',
    shipment: '',
    shipmentItem: '',
    tracking: line.trackingNumber,
    fulfillment: line.itemFulfillmentId,
    fulfillmentLine: line.itemFulfillmentLineId,
    location: line.externalFacilityId,
    quantity: line.quantity,
    facility: '',
  };
};

/** The whole row, after a mark of those that say which line of which item fulfillment they are. */
const keyOf = (line: ExportedLine, externalFacilityId: string): string =>
  compositeKey(
    line.itemFulfillmentId !== '' && line.itemFulfillmentLineId !== '' ? NAMED : '',
    line.orderId,
    line.orderItemSeqId,
    externalFacilityId,
    line.shippedDate,
    line.quantity,
    line.trackingNumber,
    line.carrier,
    line.shippingMethod,
    line.shippingMethodId,
    line.itemFulfillmentId,
    line.itemFulfillmentLineId,
  );

const NAMED = 'named';

/** A line of an item fulfillment that stands there twice is one; lines that do not say which they are may be two. */
export const exportedRepeats = (key: string): 'skipped' | 'refused' =>
  key.startsWith(NAMED) || key.startsWith(`["${NAMED}"`) ? 'skipped' : 'refused';

function convertLine(
  { line, facilityExternalId, cells, expectedCells }: ExportedRow,
  cellReaders: CellReaders,
): CompletedOrderItem | RowError {
  const shifted = wrongWidth(cells, expectedCells);
  if (shifted) return shifted;
  const orderId = requiredId(line, 'orderId', 'MISSING_ORDER_ID', 'The HotWax order id');
  const seqId = requiredId(line, 'orderItemSeqId', 'MISSING_ORDER_ITEM_SEQ_ID', 'The HotWax order item id');
  const facility = eitherSpelling(
    { externalFacilityId: line.externalFacilityId, facilityExternalId },
    ['externalFacilityId', 'facilityExternalId'],
    'The id of the location that shipped it',
    { missing: 'MISSING_LOCATION', ambiguous: 'AMBIGUOUS_FACILITY_EXTERNAL_ID' },
  );
  const shippedDate = cellReaders.shippedDate(line.shippedDate);
  const quantity = cellReaders.quantity(line.quantity);
  const problem = firstRowError(orderId, seqId, facility, shippedDate, quantity);
  if (problem) return problem;
  return {
    orderItemSeqId: valueIn(seqId),
    externalFacilityId: valueIn(facility),
    shippedDate: valueIn(shippedDate),
    quantity: valueIn(quantity),
    trackingNumber: trackingNumbers(line.trackingNumber).join(' | '),
    carrier: line.carrier || undefined,
    shippingMethod: line.shippingMethod || undefined,
    'validation-result': 'success',
  };
}

function readShippedQuantity(text: string): FieldResult {
  const field = 'quantity';
  const found = readQuantity(text);
  if ('quantity' in found) return { value: found.quantity };
  if (found.problem === 'missing')
    return { code: 'MISSING_QUANTITY', field, message: 'The quantity is missing.' };
  return {
    code: 'INVALID_QUANTITY',
    field,
    message: `The quantity is ${quoteForMessage(text)}, not a positive decimal number.`,
  };
}

function readShippedDate(
  text: string,
  { netsuiteDateOrder, netsuiteZone, hotwaxZone }: ConversionContext,
): FieldResult {
  const field = 'shippedDate';
  if (text === '') return { code: 'MISSING_DATE', field, message: missingDate };
  const date = parseDate(text, netsuiteDateOrder);
  if (!date)
    return { code: 'INVALID_DATE', field, message: `${quoteForMessage(text)} is not a date and time.` };
  if (date.offsetMinutes === undefined && !netsuiteZone) return { value: formatWallClock(date.wallClock) };
  return { value: formatWallClock(toWallClock(toInstant(date, netsuiteZone), hotwaxZone)) };
}

/** Source: docs/contracts.md#published-scripts. */
const missingDate =
  'The shipped date is missing. The script HotWax published writes the word "undefined" here: replace it with this project\'s.';
