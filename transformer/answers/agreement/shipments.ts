/** Whether NetSuite has fulfilled what HotWax's facilities shipped of a sales order line, once and as it was shipped. */
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { StatementRow } from '#feeds/statement/rows.ts';
import { areSame, type Circumstances, type Sent, type StatedLine, sum } from './both-sides.ts';
import { type Difference, differenceOf, isUnfinished, statedDifference, stoppedAt } from './differences.ts';
import { statedText } from './allocations.ts';

/** @param sent rows about one line, in their order @param ofOrder every row that the statement has of the order */
export function judgeShipments(
  sent: readonly Sent[],
  stated: StatedLine | undefined,
  ofOrder: readonly StatementRow[],
): Difference[] {
  const shipped = sent.filter(({ feed, fate }) => feed === 'fulfilled-order-items' && wasSent(fate));
  return [...Map.groupBy(shipped, ({ shipment }) => shipment).values()].flatMap((rows) =>
    judgeShipment(itemsOf(rows), stated, ofOrder),
  );
}

/** A row that the transformer skips is none of NetSuite's; one that NetSuite skips it has applied before. */
const wasSent = (fate: Sent['fate']): boolean => fate.kind !== 'skipped' || fate.code === 'ALREADY_APPLIED';

const isApplied = ({ fate }: Sent): boolean => !isUnfinished(fate);

/** A row that was sent again is one piece of goods: applied if any was, else as it fared last. */
function itemsOf(rows: readonly Sent[]): Sent[] {
  const items = Map.groupBy(rows, (row) => row.shipmentItem || `${row.orderItemSeqId} ${row.quantity}`);
  return [...items.values()].flatMap((same) => same.findLast(isApplied) ?? same.at(-1) ?? []);
}

function judgeShipment(
  items: readonly Sent[],
  stated: StatedLine | undefined,
  ofOrder: readonly StatementRow[],
): Difference[] {
  const [first] = items;
  if (!first) return [];
  const parts = (stated?.fulfillments ?? []).filter(({ shipmentId }) => shipmentId === first.shipment);
  const fulfilled = sum(parts.map(({ shippedQuantity }) => shippedQuantity));
  const total = sum(items.map(({ quantity }) => quantity));
  if (areSame(fulfilled, total)) return likeness(items, parts, stated, ofOrder);
  const due = sum(items.filter(isApplied).map(({ quantity }) => quantity));
  const stopped = items.flatMap((item) =>
    isUnfinished(item.fate)
      ? stoppedAt('SHIPMENT', item, item.fate, stated, {
          hotwax: `shipped ${item.quantity} from location ${item.location}`,
          netsuite: parts.length === 0 ? statedText(stated) : `has fulfilled ${fulfilled} of the shipment`,
        })
      : [],
  );
  if (areSame(fulfilled, due))
    return [...stopped, ...likeness(items.filter(isApplied), parts, stated, ofOrder)];
  return [...stopped, quantityDifference(items.filter(isApplied)[0] ?? first, parts, stated, due)];
}

function quantityDifference(
  item: Sent,
  parts: readonly StatementRow[],
  stated: StatedLine | undefined,
  due: number,
): Difference {
  const fulfilled = sum(parts.map(({ shippedQuantity }) => shippedQuantity));
  const hotwax = `shipped ${due} in shipment ${item.shipment}`;
  if (!stated)
    return differenceOf('LINE_NOT_IN_NETSUITE', item, stated, { hotwax, netsuite: statedText(stated) });
  const ids = parts.map(({ fulfillmentId }) => fulfillmentId).join(', ');
  if (parts.length === 0)
    return differenceOf('SHIPMENT_DELETED', item, stated, { hotwax, netsuite: statedText(stated) });
  const cause = fulfilled > due && parts.length > 1 ? 'FULFILLED_TWICE' : 'SHIPMENT_QUANTITY';
  return differenceOf(cause, item, stated, {
    hotwax,
    netsuite: `has fulfilled ${fulfilled} in item fulfillment ${ids}`,
  });
}

/** The quantities agree: whether the rest does. */
function likeness(
  items: readonly Sent[],
  parts: readonly StatementRow[],
  stated: StatedLine | undefined,
  ofOrder: readonly StatementRow[],
): Difference[] {
  const [first] = items;
  if (!first || parts.length === 0) return [];
  const places = new Set(items.map(({ location }) => location));
  const elsewhere = parts.find(({ shippedFrom }) => shippedFrom !== '' && !places.has(shippedFrom));
  const known = new Set(
    ofOrder
      .filter(({ shipmentId }) => shipmentId === first.shipment)
      .flatMap(({ trackingNumber }) => trackingNumbers(trackingNumber)),
  );
  const untracked = items.find(({ tracking }) =>
    trackingNumbers(tracking).some((number) => !known.has(number)),
  );
  return [
    ...(elsewhere
      ? [
          differenceOf('SHIPMENT_LOCATION', first, stated, {
            hotwax: `shipped from location ${[...places].join(', ')}`,
            netsuite: `item fulfillment ${elsewhere.fulfillmentId} is from location ${elsewhere.shippedFrom}`,
          }),
        ]
      : []),
    ...(untracked
      ? [
          differenceOf('SHIPMENT_TRACKING', untracked, stated, {
            hotwax: `shipped with tracking number ${untracked.tracking}`,
            netsuite: `has ${known.size === 0 ? 'no tracking number' : [...known].join(', ')} for the shipment`,
          }),
        ]
      : []),
  ];
}

/** Files that hand over lines which were tagged before this project name their shipment so. */
const HANDED_OVER = 'tagged-lines';

/** Whether a shipment that NetSuite has can be looked for at all among what was sent. */
const isKnowable = (row: StatementRow, { recordsSince }: Circumstances): boolean =>
  row.shipmentId !== HANDED_OVER && recordsSince !== undefined && Date.parse(row.fulfilledAt) > recordsSince;

/** Shipments of HotWax's that NetSuite alone has. @returns undefined for each of which nothing can be said */
export function judgeUnsent(
  { line, fulfillments }: StatedLine,
  sent: readonly Sent[],
  circumstances: Circumstances,
): (Difference | undefined)[] {
  const known = new Set(sent.map(({ shipment }) => shipment));
  const unsent = Map.groupBy(
    fulfillments.filter(({ shipmentId }) => shipmentId !== '' && !known.has(shipmentId)),
    ({ shipmentId }) => shipmentId,
  );
  return [...unsent.values()].flatMap((rows) => {
    const [row] = rows;
    if (!row) return [];
    if (!isKnowable(row, circumstances)) return [undefined];
    const netsuite = `item fulfillment ${row.fulfillmentId} has ${sum(rows.map((one) => one.shippedQuantity))} of shipment ${row.shipmentId}`;
    return [
      statedDifference(
        'NETSUITE_ONLY',
        { ...row, lineId: line.lineId },
        { hotwax: 'has sent no such shipment', netsuite },
      ),
    ];
  });
}
