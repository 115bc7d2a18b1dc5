/**
 * Orders in the shapes of HotWax's feeds: the keys that matter, spelt as the real ones.
 * Source: docs/contracts.md#shipments-hotwax.
 */
import type { BrokeredOrder, FulfilledOrder } from './hotwax-orders.ts';
import {
  type Facility,
  findIn,
  type Order,
  type OrderBook,
  type OrderItem,
  type Product,
  type SalesOrderIds,
} from './order-book.ts';

/** The order book, and what HotWax has learnt of NetSuite's ids. */
export type Knowledge = { book: OrderBook; ids: ReadonlyMap<string, SalesOrderIds> };

export type Parcel = {
  shipmentId: string;
  /** null when the customer picks it up. */
  trackingNumber: string | null;
  contents: readonly { item: OrderItem; quantity: number }[];
};

const SINCE = '2023-11-22T11:05:40-08:00';

export function brokeredOrder(order: Order, knowledge: Knowledge): BrokeredOrder {
  return {
    productStoreId: 'STORE',
    orderId: order.orderId,
    orderStatusId: 'ORDER_APPROVED',
    orderItemSeqId: null,
    facilityId: null,
    orderIdentifications: orderIdentifications(order, knowledge),
    orderAttributes: [],
    orderItems: order.items.map((item) => ({
      ...commonItem(item, knowledge),
      itemStatusId: 'ITEM_APPROVED',
      orderItemQuantity: item.quantity,
      fulfillmentStatus: null,
      shipmentMethodTypeId: item.pickup ? 'STOREPICKUP' : 'STANDARD',
      carrierPartyId: '_NA_',
    })),
  };
}

export function fulfilledOrder(
  order: Order,
  parcels: readonly Parcel[],
  knowledge: Knowledge,
  at: Date,
): FulfilledOrder {
  return {
    productStoreId: 'STORE',
    orderId: order.orderId,
    orderStatusId: 'ORDER_COMPLETED',
    orderIdentifications: orderIdentifications(order, knowledge),
    orderAttributes: [],
    shipments: parcels.map((parcel) => shipment(parcel, knowledge, at)),
  };
}

function shipment(parcel: Parcel, knowledge: Knowledge, at: Date) {
  const carriage = {
    trackingNumber: parcel.trackingNumber,
    carrierPartyId: parcel.trackingNumber ? 'UPS' : '_NA_',
  };
  return {
    ...carriage,
    shipmentMethodTypeId: parcel.trackingNumber ? 'STANDARD' : 'STOREPICKUP',
    trackingUrl: '',
    shipmentItems: parcel.contents.map(({ item, quantity }, index) => ({
      ...commonItem(item, knowledge),
      ...carriage,
      itemStatusId: 'ITEM_COMPLETED',
      maySplit: 'Y',
      itemQuantity: item.quantity,
      // The fallback that the feed's documentation asks for is used now and then.
      shippedQuantity: quantity === item.quantity && item.seqId === '00201' ? null : quantity,
      slaShipmentMethodTypeId: item.pickup ? 'STOREPICKUP' : 'STANDARD',
      shipmentMethodTypeId: item.pickup ? 'STOREPICKUP' : 'STANDARD',
      statusDatetime: withOffset(at),
      shipmentId: parcel.shipmentId,
      shipmentItemSeqId: String(index + 1).padStart(5, '0'),
      shipmentStatusId: 'SHIPMENT_SHIPPED',
      isPhysical: 'Y',
      isDigital: 'N',
    })),
  };
}

/** HotWax's dates carry the offset of its own zone. */
const withOffset = (at: Date): string =>
  `${new Date(at.getTime() - 5 * 3_600_000).toISOString().slice(0, 19)}-05:00`;

function commonItem(item: OrderItem, knowledge: Knowledge) {
  const facility = findIn(knowledge.book.facilities, item.facilityId);
  const product = findIn(knowledge.book.products, item.productId);
  return {
    orderId: item.orderId,
    orderItemSeqId: item.seqId,
    orderItemExternalId:
      item.kit === undefined ? `129802${item.orderId.replace(/\D/g, '')}${item.seqId}` : null,
    shipGroupSeqId: '00001',
    facilityId: facility.id,
    facilityExternalId: facility.id,
    parentFacilityTypeId: facility.side === 'netsuite' ? 'DISTRIBUTION_CENTER' : 'PHYSICAL_STORE',
    productId: product.id,
    productTypeId: productTypeOf(product),
    internalName: product.sku,
    goodIdentifications: goodIdentifications(product, item),
    orderItemAttributes: orderItemAttributes(item, knowledge),
    ...(item.trouble === 'no membership list' ? {} : { facilityGroupMembers: memberships(facility) }),
  };
}

/** Gift cards are allocated like all else: their product type identifies them. */
function productTypeOf({ kitOf, giftCard }: Product): string {
  if (giftCard) return 'DIGITAL_GOOD';
  return kitOf ? 'MARKETING_PKG_PICK' : 'FINISHED_GOOD';
}

export function orderIdentifications({ orderId, items }: Order, { ids }: Knowledge) {
  const known = !items.some(({ trouble }) => trouble === 'order not in NetSuite yet');
  const shopify = {
    orderIdentificationTypeId: 'SHOPIFY_ORD_ID',
    idValue: `54992${orderId.replace(/\D/g, '')}`,
    orderId,
  };
  const netsuite = {
    orderIdentificationTypeId: 'NETSUITE_ORDER_ID',
    idValue: String(ids.get(orderId)?.salesOrderId),
    orderId,
  };
  return (known ? [shopify, netsuite] : [shopify]).map((row) => ({
    ...row,
    fromDate: SINCE,
    thruDate: null,
  }));
}

export function goodIdentifications(product: Product, item: OrderItem) {
  const thruDate = item.trouble === 'product id expired' ? '2024-03-27T01:36:21-07:00' : null;
  return [
    {
      goodIdentificationTypeId: 'SKU',
      idValue: product.sku,
      productId: product.id,
      fromDate: SINCE,
      thruDate: null,
    },
    {
      goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID',
      idValue: String(product.netsuiteId),
      productId: product.id,
      fromDate: SINCE,
      thruDate,
    },
  ];
}

export function orderItemAttributes(item: OrderItem, { ids }: Knowledge) {
  const lineId = ids.get(item.orderId)?.lineIds.get(item.seqId);
  if (lineId === undefined || item.trouble === 'line not known to HotWax') return [];
  // One page of HotWax's documentation spells the name the second way.
  const attrName = Number(lineId) % 2 === 0 ? 'NetSuiteItemLineId' : 'NetsuiteItemLineId';
  return [{ orderId: item.orderId, orderItemSeqId: item.seqId, attrName, attrValue: lineId }];
}

function memberships({ id, side }: Facility) {
  const group = side === 'netsuite' ? 'NETSUITE_FULFILLMENT' : 'OMS_FULFILLMENT';
  const ended = side === 'netsuite' ? 'OMS_FULFILLMENT' : 'NETSUITE_FULFILLMENT';
  return [
    { facilityId: id, facilityGroupId: group, fromDate: SINCE, thruDate: null },
    {
      facilityId: id,
      facilityGroupId: ended,
      fromDate: '2022-02-08T09:52:04-05:00',
      thruDate: '2023-01-01T00:00:00-05:00',
    },
  ];
}
