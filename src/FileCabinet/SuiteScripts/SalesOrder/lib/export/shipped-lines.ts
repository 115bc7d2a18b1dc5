/**
 * Shipped lines of HotWax orders: which they are, and the rows of an export file.
 * Source: docs/architecture.md#item-fulfillments-netsuite-to-hotwax.
 */
import * as search from 'N/search';
import { shortHash } from '#feeds/format/file-name.ts';
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { ExportedLine } from '#feeds/item-fulfillments/netsuite.ts';
import { lineQuantityColumn } from '../netsuite/features.ts';
import { bodyField, lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, inChunks, itemLines, textOf } from '../netsuite/searches.ts';

/** What HotWax's own scripts write on each line that HotWax has shipped. */
export const HOTWAX_SHIPPED = 'hotwax-fulfilled';

/**
 * Lines that came from a HotWax order and that HotWax has not shipped itself: lines added in NetSuite have no order item, discount lines
 * have a line type. A line without a tag is asked for by itself, as nobody says whether `doesnotcontain` finds it.
 */
export const shippedLines = [
  ['status', 'anyof', ['ItemShip:C']],
  'and',
  ['createdfrom.type', 'anyof', ['SalesOrd']],
  'and',
  ...itemLines,
  'and',
  ['cogs', 'is', 'F'],
  'and',
  [lineField.orderItemSeqId, 'isnotempty', ''],
  'and',
  [lineField.lineType, 'isempty', ''],
  'and',
  [bodyField.shipmentId, 'isempty', ''],
  'and',
  [[lineField.tag, 'isempty', ''], 'or', [lineField.tag, 'doesnotcontain', HOTWAX_SHIPPED]],
];

/** @property ticked whether its fulfillment is marked as exported @property number of the fulfillment */
export type ShippedLineFound = { line: ExportedLine; ticked: boolean; number: string };

/**
 * The lines of fulfillments, always in the same order, those of one HotWax order together; none of a fulfillment that was deleted or is
 * no longer shipped. `shippedDate` is empty. 5 units for each 500, and 5 for each 1,000 lines.
 */
export function readLines(ids: readonly string[]): ShippedLineFound[] {
  const rows = inChunks([...ids].sort((one, other) => Number(one) - Number(other))).flatMap((chunk) =>
    allRows({
      type: 'itemfulfillment',
      filters: [['internalid', 'anyof', chunk], 'and', ...shippedLines],
      columns: [
        search.createColumn({ name: 'internalid', sort: search.Sort.ASC }),
        search.createColumn({ name: 'line', sort: search.Sort.ASC }),
        'tranid',
        ...orderColumns(),
        lineField.orderItemSeqId,
        'location',
        lineQuantityColumn(),
        'trackingnumbers',
        'shipcarrier',
        'shipmethod',
        bodyField.exported,
      ],
    }),
  );
  return byOrder(withPlaces(rows.map(lineFound)));
}

/** A line that needs no location, such as a gift card, comes from where the rest of its fulfillment does, if that is one place. */
function withPlaces(found: readonly ShippedLineFound[]): ShippedLineFound[] {
  const places = new Map<string, Set<string>>();
  for (const { line } of found) {
    const { itemFulfillmentId: id, externalFacilityId } = line;
    if (externalFacilityId !== '') places.set(id, (places.get(id) ?? new Set()).add(externalFacilityId));
  }
  return found.map((one) => {
    const [place = '', ...others] = places.get(one.line.itemFulfillmentId) ?? [];
    if (one.line.externalFacilityId !== '' || others.length > 0) return one;
    return { ...one, line: { ...one.line, externalFacilityId: place } };
  });
}

export const orderColumns = () => [
  bodyField.orderId,
  search.createColumn({ name: bodyField.orderId, join: 'createdfrom' }),
  search.createColumn({ name: 'externalid', join: 'createdfrom' }),
];

function byOrder(lines: readonly ShippedLineFound[]): ShippedLineFound[] {
  const orders = new Map<string, ShippedLineFound[]>();
  for (const found of lines) {
    const others = orders.get(found.line.orderId);
    if (others) others.push(found);
    else orders.set(found.line.orderId, [found]);
  }
  return [...orders.values()].flat();
}

const lineFound = (row: search.Result): ShippedLineFound => ({
  ticked: isTrue(row.getValue(bodyField.exported)),
  number: textOf(row.getValue('tranid')),
  line: {
    orderId: hotwaxOrderId(row),
    orderItemSeqId: textOf(row.getValue(lineField.orderItemSeqId)),
    externalFacilityId: textOf(row.getValue('location')),
    shippedDate: '',
    quantity: textOf(row.getValue(lineQuantityColumn())),
    trackingNumber: trackingNumbers(textOf(row.getValue('trackingnumbers'))).join(' | '),
    carrier: textOf(row.getText('shipcarrier')),
    shippingMethod: textOf(row.getText('shipmethod')),
    shippingMethodId: textOf(row.getValue('shipmethod')),
    itemFulfillmentId: textOf(row.id),
    itemFulfillmentLineId: textOf(row.getValue('line')),
  },
});

/**
 * The external id of an order is not always HotWax's order id, so it comes last.
 * Source: docs/contracts.md#ids-on-both-sides.
 */
export function hotwaxOrderId(row: search.Result): string {
  return (
    textOf(row.getValue(bodyField.orderId)) ||
    textOf(row.getValue({ name: bodyField.orderId, join: 'createdfrom' })) ||
    textOf(row.getValue({ name: 'externalid', join: 'createdfrom' }))
  );
}

/** A checksum of what HotWax is told of each fulfillment: carriers and methods may be renamed, which changes no shipment. */
export function checksums(found: readonly ShippedLineFound[]): Map<string, string> {
  const texts = new Map<string, string[]>();
  for (const { line } of found) {
    const { itemFulfillmentId: id, itemFulfillmentLineId, orderItemSeqId, externalFacilityId } = line;
    const parts = [
      itemFulfillmentLineId,
      orderItemSeqId,
      externalFacilityId,
      line.quantity,
      line.trackingNumber,
    ];
    texts.set(id, [...(texts.get(id) ?? []), parts.join(' ')]);
  }
  return new Map([...texts].map(([id, lines]) => [id, shortHash(lines.sort().join('\n'))]));
}
