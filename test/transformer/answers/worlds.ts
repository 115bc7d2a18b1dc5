/** Two sides of an order that agree, line by line, and faults that can be planted into one of them. */
import type { StatementRow } from '#feeds/statement/rows.ts';
import type {
  Circumstances,
  OrderOnBothSides,
  Sent,
} from '../../../transformer/answers/agreement/both-sides.ts';
import type { Cause } from '../../../transformer/answers/reconcile.ts';

export const AT = Date.parse('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;

export const circumstances: Circumstances = {
  at: AT,
  cutoff: AT - HOUR / 2,
  since: AT - 30 * 24 * HOUR,
  recordsSince: AT - 60 * 24 * HOUR,
  waitingExport: () => undefined,
  failedExport: () => undefined,
};

/** What has happened to a line, so that both sides agree on it. */
export const STORIES = [
  'allocated',
  'allocated twice',
  'shipped by HotWax',
  'shipped by HotWax in two parts',
  'shipped by HotWax, sent again',
  'shipped by NetSuite',
  'shipped by NetSuite in two parts',
  'allocated to the other side',
  'not sent yet',
] as const;

export type Story = (typeof STORIES)[number];

/** @property quantity of the line, a multiple of two */
export type LineStory = { story: Story; quantity: number };

export const ORDER = { salesOrderId: '71501', orderId: 'HC1', externalId: 'SO_HC1' };

export const row = (line: number, fields: Partial<StatementRow> = {}): StatementRow => ({
  salesOrderId: ORDER.salesOrderId,
  lineId: String(line),
  externalId: ORDER.externalId,
  orderId: ORDER.orderId,
  orderItemSeqId: `0010${line}`,
  orderStatus: 'pendingFulfillment',
  itemId: '501',
  state: 'allocated',
  quantity: '2',
  fulfilled: '0',
  locationId: '114',
  closed: 'F',
  rejected: 'F',
  tags: '',
  fulfillmentId: '',
  fulfillmentLineId: '',
  fulfillmentStatus: '',
  fulfilledAt: '',
  shipmentId: '',
  shippedQuantity: '',
  shippedFrom: '',
  trackingNumber: '',
  exported: '',
  exportFile: '',
  notExported: '',
  ...fields,
});

export const sent = (line: number, fields: Partial<Sent> = {}): Sent => ({
  feed: 'brokered-order-items',
  file: 'hotwax/BrokeredOrderItems/archive/a.json',
  row: line,
  made: AT - 5 * HOUR,
  at: AT - 5 * HOUR,
  settled: AT - 4 * HOUR,
  orderId: ORDER.orderId,
  orderItemSeqId: `0010${line}`,
  salesOrder: ORDER.salesOrderId,
  line: String(line),
  shipment: '',
  shipmentItem: '',
  tracking: '',
  fulfillment: '',
  fulfillmentLine: '',
  location: '114',
  quantity: '2',
  fate: { kind: 'applied' },
  ...fields,
});

const shipmentOf = (line: number, quantity: number, part = 1): Sent =>
  sent(line, {
    feed: 'fulfilled-order-items',
    file: 'hotwax/FulfilledOrderItems/archive/s.json',
    made: AT - 3 * HOUR,
    at: AT - 3 * HOUR,
    settled: AT - 2 * HOUR,
    shipment: `S${line}-${part}`,
    shipmentItem: '00001',
    tracking: `1Z${line}-${part}`,
    location: '15',
    quantity: String(quantity),
  });

const fulfilledOf = (
  line: number,
  total: number,
  quantity: number,
  part: number,
  more: Partial<StatementRow>,
): StatementRow =>
  row(line, {
    state: 'fulfilled',
    quantity: String(total),
    fulfilled: String(total),
    fulfillmentId: `9${line}${part}`,
    fulfillmentLineId: '1',
    fulfillmentStatus: 'shipped',
    fulfilledAt: '2026-03-02T10:00:00Z',
    shippedQuantity: String(quantity),
    trackingNumber: `1Z${line}-${part}`,
    ...more,
  });

const byHotWax = (line: number, total: number, quantity: number, part = 1): StatementRow =>
  fulfilledOf(line, total, quantity, part, {
    locationId: '15',
    shippedFrom: '15',
    shipmentId: `S${line}-${part}`,
    exported: 'F',
    notExported: 'SHIPPED_BY_HOTWAX',
  });

const EXPORT_FILE = '2026-03-02-10-15-00-000-1f3a9c04-SalesOrderFulfillment.csv';

const byNetSuite = (line: number, total: number, quantity: number, part = 1): StatementRow =>
  fulfilledOf(line, total, quantity, part, { shippedFrom: '114', exported: 'T', exportFile: EXPORT_FILE });

const toldOf = (line: number, quantity: number, part = 1): Sent =>
  sent(line, {
    feed: 'item-fulfillments',
    file: `netsuite/salesorder/import/fulfillment-nifi/archive/${EXPORT_FILE}`,
    made: AT - 105 * 60_000,
    at: AT - 100 * 60_000,
    settled: AT - 100 * 60_000,
    salesOrder: '',
    line: '',
    fulfillment: `9${line}${part}`,
    fulfillmentLine: '1',
    tracking: `1Z${line}-${part}`,
    quantity: String(quantity),
  });

const elsewhere = (line: number): Sent =>
  sent(line, { location: '15', fate: { kind: 'skipped', code: 'OTHER_FACILITY' } });

function lineOf(line: number, { story, quantity }: LineStory): OrderOnBothSides {
  const half = quantity / 2;
  const open = row(line, { quantity: String(quantity) });
  const allocation = sent(line, { quantity: String(quantity) });
  switch (story) {
    case 'allocated':
      return { stated: [open], sent: [allocation] };
    case 'allocated twice':
      return {
        stated: [{ ...open, locationId: '115' }],
        sent: [allocation, { ...allocation, file: 'b.json', made: AT - 4.5 * HOUR, location: '115' }],
      };
    case 'shipped by HotWax':
      return {
        stated: [byHotWax(line, quantity, quantity)],
        sent: [elsewhere(line), shipmentOf(line, quantity)],
      };
    case 'shipped by HotWax in two parts':
      return {
        stated: [byHotWax(line, quantity, half, 1), byHotWax(line, quantity, half, 2)],
        sent: [shipmentOf(line, half, 1), shipmentOf(line, half, 2)],
      };
    case 'shipped by HotWax, sent again':
      return {
        stated: [byHotWax(line, quantity, quantity)],
        sent: [
          {
            ...shipmentOf(line, quantity),
            file: 'first.json',
            fate: { kind: 'refused', by: 'NetSuite', code: 'NOT_SAVED', message: 'No.' },
          },
          shipmentOf(line, quantity),
          {
            ...shipmentOf(line, quantity),
            file: 't.json',
            fate: { kind: 'skipped', code: 'ALREADY_APPLIED' },
          },
        ],
      };
    case 'shipped by NetSuite':
      return { stated: [byNetSuite(line, quantity, quantity)], sent: [allocation, toldOf(line, quantity)] };
    case 'shipped by NetSuite in two parts':
      return {
        stated: [byNetSuite(line, quantity, half, 1), byNetSuite(line, quantity, half, 2)],
        sent: [allocation, toldOf(line, half, 1), toldOf(line, half, 2)],
      };
    case 'allocated to the other side':
      return {
        stated: [open],
        sent: [allocation, { ...elsewhere(line), made: AT - 4 * HOUR, file: 'c.json' }],
      };
    case 'not sent yet':
      return { stated: [open], sent: [] };
  }
}

export function agreeing(stories: readonly LineStory[]): OrderOnBothSides {
  const lines = stories.map((story, index) => lineOf(index + 1, story));
  return { stated: lines.flatMap(({ stated }) => stated), sent: lines.flatMap((one) => one.sent) };
}

/**
 * @property to the stories of a line that it can happen to
 * @property plant changes the rows of one line @property around and what is known besides
 */
export type Fault = {
  what: string;
  cause: Cause;
  code?: string;
  to: readonly Story[];
  plant(line: OrderOnBothSides, number: number): OrderOnBothSides;
  around?: Partial<Circumstances>;
};

type Change<Row> = (row: Row) => Row | Row[];

const changeSent =
  (feed: Sent['feed'], change: Change<Sent>) =>
  ({ stated, sent: rows }: OrderOnBothSides): OrderOnBothSides => ({
    stated,
    sent: changeLast(rows, (one) => one.feed === feed, change),
  });

const changeStated =
  (change: Change<StatementRow>, counts: (row: StatementRow) => boolean = () => true) =>
  ({ stated, sent: rows }: OrderOnBothSides): OrderOnBothSides => ({
    stated: changeLast(stated, counts, change),
    sent: rows,
  });

function changeLast<Row>(rows: readonly Row[], counts: (row: Row) => boolean, change: Change<Row>): Row[] {
  const last = rows.findLastIndex(counts);
  return rows.flatMap((one, index) => (index === last ? change(one) : one));
}

const all =
  (...changes: ((line: OrderOnBothSides) => OrderOnBothSides)[]) =>
  (line: OrderOnBothSides) =>
    changes.reduce((changed, change) => change(changed), line);

const untold = changeSent('item-fulfillments', () => []);
const refused = { kind: 'refused', by: 'NetSuite', code: 'LINE_CLOSED', message: 'It is closed.' } as const;
const waits = { kind: 'waits', by: 'NetSuite', since: AT - 5 * HOUR } as const;
const failed = { kind: 'failed', by: 'NetSuite', code: 'UNREADABLE_FILE', message: 'It is empty.' } as const;
const gone = { kind: 'gone', by: 'NetSuite' } as const;

const moved = changeStated((one) => ({ ...one, locationId: '999' }));
const unexported = (notExported: string) =>
  all(
    untold,
    changeStated((one) => ({ ...one, exportFile: '', exported: 'F', notExported })),
  );

const ALLOCATED = ['allocated', 'allocated twice'] as const;
const SHIPPED = ['shipped by HotWax', 'shipped by HotWax in two parts'] as const;
const EXPORTED = ['shipped by NetSuite', 'shipped by NetSuite in two parts'] as const;

/** A shipment that came to nothing is not in NetSuite either. */
const stoppedShipment = (fate: Sent['fate']) =>
  all(
    changeSent('fulfilled-order-items', (one) => ({ ...one, fate })),
    changeStated(({ lineId, quantity }) => row(Number(lineId), { quantity, locationId: '15' })),
  );

export const FAULTS: readonly Fault[] = [
  {
    what: 'refused',
    cause: 'ALLOCATION_REFUSED',
    code: 'LINE_CLOSED',
    to: ALLOCATED,
    plant: all(
      moved,
      changeSent('brokered-order-items', (one) => ({ ...one, fate: refused })),
    ),
  },
  {
    what: 'refused by the transformer',
    cause: 'ALLOCATION_REFUSED',
    code: 'MISSING_NETSUITE_LINE_ID',
    to: ['allocated'],
    plant: all(
      moved,
      changeSent('brokered-order-items', (one) => ({
        ...one,
        line: '',
        fate: { ...refused, by: 'transformer', code: 'MISSING_NETSUITE_LINE_ID' },
      })),
    ),
  },
  {
    what: 'not taken',
    cause: 'ALLOCATION_WAITS',
    to: ALLOCATED,
    plant: all(
      moved,
      changeSent('brokered-order-items', (one) => ({ ...one, fate: waits })),
    ),
  },
  {
    what: 'in a file that NetSuite could not read',
    cause: 'ALLOCATION_FAILED',
    code: 'UNREADABLE_FILE',
    to: ALLOCATED,
    plant: all(
      moved,
      changeSent('brokered-order-items', (one) => ({ ...one, fate: failed })),
    ),
  },
  {
    what: 'lost on its way',
    cause: 'ALLOCATION_NEVER_ARRIVED',
    to: ALLOCATED,
    plant: all(
      moved,
      changeSent('brokered-order-items', (one) => ({ ...one, fate: gone })),
    ),
  },
  {
    what: 'moved by hand',
    cause: 'ALLOCATION_CHANGED',
    to: [...ALLOCATED, ...EXPORTED.slice(0, 1)],
    plant: moved,
  },
  {
    what: 'taken off the order',
    cause: 'LINE_NOT_IN_NETSUITE',
    to: ALLOCATED,
    plant: changeStated(() => [row(9)]),
  },
  {
    what: 'shipped, and refused',
    cause: 'SHIPMENT_REFUSED',
    code: 'LINE_CLOSED',
    to: ['shipped by HotWax'],
    plant: stoppedShipment(refused),
  },
  {
    what: 'shipped, and not taken',
    cause: 'SHIPMENT_WAITS',
    to: ['shipped by HotWax'],
    plant: stoppedShipment(waits),
  },
  {
    what: 'shipped, in a file that NetSuite could not read',
    cause: 'SHIPMENT_FAILED',
    code: 'UNREADABLE_FILE',
    to: ['shipped by HotWax'],
    plant: stoppedShipment(failed),
  },
  {
    what: 'shipped, and lost on its way',
    cause: 'SHIPMENT_NEVER_ARRIVED',
    to: ['shipped by HotWax'],
    plant: stoppedShipment(gone),
  },
  {
    what: 'shipped, and its fulfillment deleted',
    cause: 'SHIPMENT_DELETED',
    to: ['shipped by HotWax'],
    plant: stoppedShipment({ kind: 'applied' }),
  },
  {
    what: 'shipped, and one part deleted',
    cause: 'SHIPMENT_DELETED',
    to: ['shipped by HotWax in two parts'],
    plant: changeStated(() => []),
  },
  {
    what: 'shipped with another quantity',
    cause: 'SHIPMENT_QUANTITY',
    to: SHIPPED,
    plant: changeStated((one) => ({ ...one, shippedQuantity: String(Number(one.shippedQuantity) - 0.5) })),
  },
  {
    what: 'shipped with another tracking number',
    cause: 'SHIPMENT_TRACKING',
    to: SHIPPED,
    plant: changeStated((one) => ({ ...one, trackingNumber: '' })),
  },
  {
    what: 'shipped from another place',
    cause: 'SHIPMENT_LOCATION',
    to: SHIPPED,
    plant: changeStated((one) => ({ ...one, shippedFrom: '16' })),
  },
  {
    what: 'fulfilled twice',
    cause: 'FULFILLED_TWICE',
    to: SHIPPED,
    plant: changeStated((one) => [one, { ...one, fulfillmentId: '99999' }]),
  },
  {
    what: 'of a shipment that nobody sent',
    cause: 'NETSUITE_ONLY',
    to: ['shipped by HotWax', 'shipped by HotWax in two parts'],
    plant: changeStated((one) => [one, { ...one, fulfillmentId: '99999', shipmentId: 'S99' }]),
  },
  {
    what: 'not exported yet',
    cause: 'NOT_EXPORTED',
    code: 'NOT_YET',
    to: EXPORTED,
    plant: unexported('NOT_YET'),
  },
  {
    what: 'given up by the export',
    cause: 'NOT_EXPORTED',
    code: 'GIVEN_UP',
    to: EXPORTED,
    plant: unexported('GIVEN_UP Its lines have no location.'),
  },
  {
    what: 'without an id of HotWax',
    cause: 'NOT_EXPORTED',
    code: 'NO_HOTWAX_ID',
    to: EXPORTED,
    plant: unexported('NO_HOTWAX_ID'),
  },
  {
    what: 'in an export file that waits',
    cause: 'EXPORT_WAITS',
    to: EXPORTED,
    plant: untold,
    around: { waitingExport: (file) => (file === EXPORT_FILE ? AT - 2 * HOUR : undefined) },
  },
  {
    what: 'in an export file that failed',
    cause: 'EXPORT_FAILED',
    code: 'UNCLOSED_QUOTE',
    to: EXPORTED,
    plant: untold,
    around: { failedExport: () => ({ code: 'UNCLOSED_QUOTE', message: 'It ends too soon.' }) },
  },
  { what: 'in an export file that is lost', cause: 'EXPORT_NEVER_ARRIVED', to: EXPORTED, plant: untold },
  {
    what: 'exported, and refused',
    cause: 'EXPORT_REFUSED',
    code: 'MISSING_LOCATION',
    to: EXPORTED,
    plant: changeSent('item-fulfillments', (one) => ({
      ...one,
      fate: { kind: 'refused', by: 'transformer', code: 'MISSING_LOCATION', message: 'No.' },
    })),
  },
  {
    what: 'exported, and not taken by HotWax',
    cause: 'EXPORT_NOT_TAKEN',
    to: EXPORTED,
    plant: changeSent('item-fulfillments', (one) => ({ ...one, fate: { ...waits, by: 'HotWax' } })),
  },
  {
    what: 'changed after its export',
    cause: 'EXPORT_DIFFERS',
    to: EXPORTED,
    plant: changeStated((one) => ({ ...one, trackingNumber: 'other' })),
  },
  {
    what: 'exported, and its fulfillment deleted',
    cause: 'EXPORT_DELETED',
    to: ['shipped by NetSuite'],
    plant: changeStated(({ lineId, quantity }) => row(Number(lineId), { quantity })),
  },
  {
    what: 'exported, and taken back to packed',
    cause: 'EXPORT_DELETED',
    to: EXPORTED,
    plant: changeStated((one) => ({ ...one, fulfillmentStatus: 'packed' })),
  },
  {
    what: 'exported twice',
    cause: 'EXPORTED_TWICE',
    to: EXPORTED,
    plant: changeSent('item-fulfillments', (one) => [one, { ...one, file: 'again.csv' }]),
  },
];

/** Plants a fault into the last line that it can happen to. @returns undefined when there is none */
export function withFault(stories: readonly LineStory[], fault: Fault): OrderOnBothSides | undefined {
  const at = stories.findLastIndex(({ story }) => fault.to.includes(story));
  if (at === -1) return undefined;
  const lines = stories.map((story, index) => {
    const line = lineOf(index + 1, story);
    return index === at ? fault.plant(line, index + 1) : line;
  });
  return { stated: lines.flatMap(({ stated }) => stated), sent: lines.flatMap((one) => one.sent) };
}
