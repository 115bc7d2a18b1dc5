/** Every feed in one list: what it says, where its files are, and how one side's become the other's. */
import { judgeBrokeredOrderItems } from './brokered-order-items/convert.ts';
import { salesOrderLineLayout } from './brokered-order-items/netsuite.ts';
import type { FeedContract } from './contract.ts';
import { judgeFulfilledOrderItems } from './fulfilled-order-items/convert.ts';
import { shippedSalesOrderLayout } from './fulfilled-order-items/netsuite.ts';
import { orderItemIds } from './hotwax/order-ids.ts';
import { orderKeyKind } from './hotwax/order-key.ts';
import { exportedLineIds, exportedRepeats, judgeItemFulfillments } from './item-fulfillments/convert.ts';
import { completedOrderLayout } from './item-fulfillments/hotwax.ts';

/** The only list of feeds: `FeedName` has the names in it. Folders are relative to the SFTP user's home. Source: docs/contracts.md#where-files-are. */
const catalogue = [
  {
    name: 'brokered-order-items',
    says: 'this order item is allocated to this NetSuite-fulfilled facility',
    noun: 'allocation',
    from: 'HotWax',
    to: 'NetSuite',
    source: { format: 'json', folder: 'hotwax/BrokeredOrderItems', rowLists: ['orderItems'] },
    target: { format: 'csv', folder: 'netsuite/salesorder/update' },
    targetName: 'BrokeredOrderItemsFeed',
    judge: judgeBrokeredOrderItems,
    keepsOrder: true,
    repeats: () => 'skipped',
    layout: (context) => salesOrderLineLayout(orderKeyKind(context)),
    idsOf: orderItemIds,
  },
  {
    name: 'item-fulfillments',
    says: 'this line was shipped from this location',
    noun: 'fulfillment',
    from: 'NetSuite',
    to: 'HotWax',
    source: { format: 'csv', folder: 'netsuite/salesorder/import/fulfillment-nifi' },
    target: { format: 'json', folder: 'netsuite/salesorder/import/fulfillment' },
    targetName: 'FulfilledOrderItemsFeed',
    judge: judgeItemFulfillments,
    repeats: exportedRepeats,
    layout: () => completedOrderLayout,
    idsOf: () => exportedLineIds,
  },
  {
    name: 'fulfilled-order-items',
    says: 'a HotWax facility shipped this',
    noun: 'shipment',
    from: 'HotWax',
    to: 'NetSuite',
    source: {
      format: 'json',
      folder: 'hotwax/FulfilledOrderItems',
      rowLists: ['shipments', 'shipmentItems'],
    },
    target: { format: 'json', folder: 'netsuite/fulfilledsalesorder/export', rowLists: ['items'] },
    targetName: 'FulfilledOrderItemsFeed',
    judge: judgeFulfilledOrderItems,
    repeats: () => 'skipped',
    layout: () => shippedSalesOrderLayout,
    idsOf: orderItemIds,
  },
] as const satisfies readonly FeedContract[];

export type FeedName = (typeof catalogue)[number]['name'];

export type Feed = FeedContract & { name: FeedName };

export const feeds: readonly Feed[] = catalogue;

export const feedNamed = (name: string): Feed | undefined => feeds.find((feed) => feed.name === name);
