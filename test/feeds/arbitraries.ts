/** Files of the feeds as they should not be, and as they should. */
import fc from 'fast-check';
import type { JsonObject } from '#feeds/format/values.ts';
import type { ExportedLine } from '#feeds/item-fulfillments/netsuite.ts';

/** A value that may stand where an id should. */
const idLike = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('71501', '71502', '00101', '101', '1', '_NA_') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ', '__proto__', 'toString', '=1+1', 'a\nb', 'x'.repeat(300)),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const dateLike = fc.oneof(
  fc.constantFrom(null, '', '2024-05-31T17:00:00-07:00', '2024-06-01T00:00:00Z', '2024-2-08', 'soon'),
  fc.integer(),
  fc.jsonValue(),
);
const quantityLike = fc.oneof(fc.constantFrom(1, 2, '1.0', '0,5', 0, -1, null, '', 'one'), fc.jsonValue());

type Shape = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** An object that is mostly sound, or sound but for two keys at most; now and then something else altogether. */
function spoilt(sound: Shape, spoilers: Shape): fc.Arbitrary<unknown> {
  const keys = fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.subarray(Object.keys(spoilers), { minLength: 1, maxLength: 2 }) },
  );
  const object = fc
    .tuple(fc.record(sound), fc.record(spoilers), keys)
    .map(([values, spoils, spoilt]) => ({ ...values, ...picked(spoils, spoilt) }));
  return fc.oneof({ weight: 39, arbitrary: object }, { weight: 1, arbitrary: fc.jsonValue() });
}

/** A spoiler that is undefined takes its key away once the object is text. */
const picked = (spoils: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(keys.map((key) => [key, spoils[key]]));

const absentOr = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.option(arbitrary, { nil: undefined });

const some = (...elements: fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown> =>
  fc.array(fc.oneof(...elements), { maxLength: 3 });

const dated = { fromDate: absentOr(dateLike), thruDate: absentOr(dateLike) };

const identification = (typeKey: string, type: string, id: string): fc.Arbitrary<unknown> =>
  spoilt(
    { [typeKey]: fc.constant(type), idValue: fc.constant(id), thruDate: fc.constant(null) },
    { ...dated, [typeKey]: fc.constant('SHOPIFY_ID'), idValue: absentOr(idLike), IdValue: idLike },
  );
const orderId = identification('orderIdentificationTypeId', 'NETSUITE_ORDER_ID', '71501');
const productId = identification('goodIdentificationTypeId', 'NETSUITE_PRODUCT_ID', '40675');
const lineId = spoilt(
  { attrName: fc.constantFrom('NetsuiteItemLineId', 'NetSuiteItemLineId'), attrValue: fc.constant('1') },
  { attrName: fc.constant('UPC'), attrValue: absentOr(idLike) },
);
const member = spoilt(
  { facilityGroupId: fc.constantFrom('NETSUITE_FULFILLMENT', 'OMS_FULFILLMENT') },
  { ...dated, facilityGroupId: fc.constant('DO_PICKING'), facilityId: idLike },
);

const orderItem = spoilt(
  {
    orderItemSeqId: fc.constantFrom('00101', '00102'),
    orderItemExternalId: fc.constant('12149028683909'),
    orderItemQuantity: fc.constantFrom(1, '2.0'),
    shippedQuantity: fc.constantFrom(1, '2.0', null),
    itemQuantity: fc.constant(3),
    shipmentId: fc.constantFrom('5579572', '5579573'),
    facilityId: fc.constant('101'),
    facilityExternalId: fc.constantFrom('114', '155'),
    goodIdentifications: fc.tuple(productId),
    orderItemAttributes: fc.tuple(lineId),
    facilityGroupMembers: fc.array(member, { minLength: 1, maxLength: 2 }),
  },
  {
    orderId: absentOr(idLike),
    orderItemSeqId: absentOr(idLike),
    itemStatusId: fc.constant('ITEM_CANCELLED'),
    orderItemQuantity: absentOr(quantityLike),
    itemQuantity: absentOr(quantityLike),
    shippedQuantity: absentOr(quantityLike),
    orderItemExternalId: absentOr(idLike),
    shipmentId: absentOr(idLike),
    shipmentItemSeqId: idLike,
    shipmentMethodTypeId: fc.constantFrom('STANDARD', 'POS_COMPLETED', '__proto__'),
    slaShipmentMethodTypeId: fc.constantFrom('STOREPICKUP', 'POS_COMPLETED', '__proto__'),
    carrierPartyId: idLike,
    trackingNumber: idLike,
    statusDatetime: dateLike,
    lotId: idLike,
    serialNumber: idLike,
    serialNumbers: fc.array(idLike, { maxLength: 3 }),
    binNumber: idLike,
    maySplit: fc.constantFrom('Y', 'N', 1),
    facilityId: absentOr(idLike),
    facilityExternalId: absentOr(idLike),
    externalFacilityId: idLike,
    parentFacilityTypeId: fc.constant('VIRTUAL_FACILITY'),
    productTypeId: fc.constant('DIGITAL_GOOD'),
    goodIdentifications: absentOr(some(productId, fc.jsonValue())),
    orderItemAttributes: absentOr(some(lineId, fc.jsonValue())),
    facilityGroupMembers: absentOr(some(member, fc.jsonValue())),
    fromOrderItemAssocs: some(fc.constant({ orderItemAssocTypeId: 'KIT_COMPONENT' }), fc.jsonValue()),
  },
);
const orderItems = fc.array(orderItem, { maxLength: 3 });

const shipment = spoilt(
  { trackingNumber: fc.constant('788736716808'), shipmentItems: orderItems },
  { trackingNumber: absentOr(idLike), shipmentItems: absentOr(fc.jsonValue()), shipmentId: idLike },
);

/** What may stand in a HotWax file where an order should, for both HotWax feeds. */
export const orderLike = spoilt(
  {
    orderId: fc.constantFrom('KR10188', 'KR10189'),
    orderIdentifications: fc.tuple(orderId),
    orderItems,
    shipments: fc.array(shipment, { maxLength: 2 }),
  },
  {
    orderId: absentOr(idLike),
    orderName: idLike,
    orderExternalId: idLike,
    orderIdentifications: absentOr(some(orderId, fc.jsonValue())),
    orderItems: absentOr(fc.jsonValue()),
    shipments: absentOr(fc.jsonValue()),
  },
);

const salesOrderLine = spoilt(
  { line_id: fc.constant('1'), location_id: fc.constant('549'), quantity: fc.constantFrom(1, '2.0') },
  {
    line_id: absentOr(idLike),
    location_id: absentOr(idLike),
    quantity: absentOr(quantityLike),
    tags: idLike,
    shipment_id: idLike,
    tracking_number: idLike,
    shipped_date: dateLike,
    lot_number: idLike,
    serial_numbers: fc.oneof(idLike, fc.array(idLike, { maxLength: 3 })),
    bin: idLike,
  },
);

/** What may stand in a file for NetSuite where a sales order should. */
export const salesOrderLike = spoilt(
  { order_id: fc.constant('71501'), items: fc.array(salesOrderLine, { maxLength: 3 }) },
  { order_id: absentOr(idLike), items: absentOr(fc.jsonValue()), maySplit: idLike, hotwax_order_id: idLike },
);

const letters = fc.stringMatching(/^[A-Za-z0-9注][A-Za-z0-9 ,"'_|-]{0,8}[A-Za-z0-9é]$/);
const id = fc.oneof(fc.constantFrom('00101', '00102', '101', '__proto__', '=1'), letters);
/** A whole number of thousandths, so that sums are exact. */
export const thousandths = fc.integer({ min: 1, max: 5_000_000 });
const optional = fc.oneof(fc.constant(''), letters);

/** A line that NetSuite has shipped, with everything that must be there. */
export const shippedLine: fc.Arbitrary<ExportedLine> = fc.record({
  orderId: fc.oneof(fc.constantFrom('KR15831', 'KR15863', '0015831'), id),
  orderItemSeqId: id,
  externalFacilityId: id,
  shippedDate: fc.constantFrom('2024-01-04T16:23:00Z', '2024-01-04T16:23:00-05:00', '1/4/2024 4:23 pm'),
  quantity: thousandths.map((amount) => String(amount / 1000)),
  trackingNumber: fc.array(letters, { maxLength: 3 }).map((numbers) => numbers.join(' | ')),
  carrier: optional,
  shippingMethod: optional,
  shippingMethodId: optional,
  itemFulfillmentId: fc.constantFrom('', '70111', '70112'),
  itemFulfillmentLineId: fc.constantFrom('', '1', '2'),
});

/** An order item that nothing is wrong with, for either HotWax feed. */
const soundItem = (line: number, quantity: number, more: JsonObject): JsonObject => ({
  orderItemSeqId: String(line).padStart(5, '0'),
  orderItemExternalId: '12149028683909',
  orderItemQuantity: quantity,
  shippedQuantity: quantity,
  shipmentItemSeqId: String(line),
  goodIdentifications: [{ goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: '40675' }],
  orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: String(line) }],
  ...more,
});

/** Orders that nothing is wrong with, of as many items as there are quantities, at facilities of one group. */
export function soundOrders(group: string): fc.Arbitrary<JsonObject[]> {
  const member = { facilityGroupMembers: [{ facilityGroupId: group }] };
  const item = fc.record({
    quantity: thousandths.map((amount) => amount / 1000),
    facilityExternalId: fc.constantFrom('114', '155'),
    shipmentId: fc.constantFrom('5579572', '5579573', null),
  });
  return fc.array(fc.array(item, { maxLength: 5 }), { maxLength: 5 }).map((orders) =>
    orders.map((items, order) => {
      const orderItems = items.map(({ quantity, ...more }, line) =>
        soundItem(line + 1, quantity, { facilityId: 'KR', ...member, ...more }),
      );
      const orderIdentifications = [
        { orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: String(71501 + order) },
      ];
      const shipments = orderItems.map((shipped) => ({ shipmentItems: [shipped] }));
      return { orderId: `KR${order}`, orderIdentifications, orderItems, shipments };
    }),
  );
}
