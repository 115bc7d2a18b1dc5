/** Files of the real feeds around one place, as HotWax, NetSuite and the transformer write them. */
import { defaultContext } from '#feeds/feed.ts';
import { catchUp } from '../../../transformer/catch-up/catch-up.ts';
import { defaultRoutes, foldersOf } from '../../../transformer/folders/folders.ts';
import { runPass } from '../../../transformer/pass/run-pass.ts';
import { filesWhere } from '../../../transformer/row-index/files-table.ts';
import type { RowIndex } from '../../../transformer/row-index/open-index.ts';
import { type FoundRow, rowsOfFile } from '../../../transformer/row-index/read-index.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';

export const NOW = Date.parse('2026-03-01T12:00:00Z');

export const ALLOCATIONS = 'hotwax/BrokeredOrderItems';
export const UPDATE = 'netsuite/salesorder/update';
export const SHIPMENTS = 'hotwax/FulfilledOrderItems';
export const EXPORT = 'netsuite/fulfilledsalesorder/export';
export const FULFILLED = 'netsuite/salesorder/import/fulfillment-nifi';
export const COMPLETED = 'netsuite/salesorder/import/fulfillment';

type Item = { seq: string; line?: string; facility?: 'netsuite' | 'oms' | 'none'; more?: object };

const groups = { netsuite: 'NETSUITE_FULFILLMENT', oms: 'OMS_FULFILLMENT', none: 'OTHER' };

const itemKeys = ({ seq, line, facility = 'netsuite', more }: Item) => ({
  orderItemSeqId: seq,
  orderItemQuantity: 1,
  orderItemExternalId: `129${seq}`,
  facilityId: 'KR_WH',
  facilityExternalId: '114',
  parentFacilityTypeId: 'DISTRIBUTION_CENTER',
  productTypeId: 'FINISHED_GOOD',
  goodIdentifications: [{ goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: '40675' }],
  orderItemAttributes: line === undefined ? [] : [{ attrName: 'NetsuiteItemLineId', attrValue: line }],
  facilityGroupMembers: [{ facilityId: 'KR_WH', facilityGroupId: groups[facility] }],
  ...more,
});

const orderKeys = (orderId: string, salesOrder: string) => ({
  orderId,
  orderName: `#${orderId.replace(/\D/g, '')}`,
  orderIdentifications: [{ orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: salesOrder }],
});

export const allocation = (orderId: string, salesOrder: string, ...items: Item[]) => ({
  ...orderKeys(orderId, salesOrder),
  orderItems: items.map(itemKeys),
});

export const shipment = (orderId: string, salesOrder: string, shipmentId: string, ...items: Item[]) => ({
  ...orderKeys(orderId, salesOrder),
  shipments: [
    {
      shipmentId,
      trackingNumber: `1Z-${shipmentId}`,
      shipmentItems: items.map((item) => ({
        ...itemKeys({ facility: 'oms', ...item }),
        shipmentItemSeqId: item.seq,
        itemQuantity: 1,
      })),
    },
  ],
});

export const list = (...orders: object[]): string => JSON.stringify(orders);

export async function makeTree(store: FileStore): Promise<void> {
  const extra = ['processing', 'archive', 'failed', 'error', 'outcome'];
  for (const route of defaultRoutes()) {
    for (const folder of foldersOf(route)) await store.makeFolder(folder);
    for (const folder of extra) await store.makeFolder(`${route.targetFolder}/${folder}`);
  }
}

let passes = 0;

export function pass(store: FileStore, index?: RowIndex, clock: () => number = () => NOW) {
  passes += 1;
  const options = { store, context: defaultContext(NOW), clock, staleClaimMinutes: 0, passId: `p${passes}` };
  return runPass({ ...options, index });
}

export const bringUpToDate = (store: FileStore, index: RowIndex, now = NOW) =>
  catchUp({
    index,
    store,
    routes: defaultRoutes(),
    contextAt: (instant) => defaultContext(instant),
    now,
    keepDays: 90,
  });

/** Everything that the index says, but for when it was written and from what. */
export function contentOf(index: RowIndex): unknown[] {
  const line = ({
    row,
    outcome,
    orderId,
    orderItemSeqId,
    names,
    salesOrder,
    line,
    shipment,
    tracking,
    refusal,
  }: FoundRow) => [
    row,
    outcome.kind,
    outcome.code,
    orderId,
    orderItemSeqId,
    names.join(),
    salesOrder,
    line,
    shipment,
    tracking,
    refusal?.message,
  ];
  return filesWhere(index, '1 = 1')
    .map((file) => ({
      file: [file.side, file.folder, file.place, file.name, file.output, file.errors, file.code],
      counts: [file.applied, file.rejected, file.skipped],
      rows: rowsOfFile(index, file).map(line),
    }))
    .sort((one, other) => (one.file.join() < other.file.join() ? -1 : 1));
}
