/**
 * What only some installations have, through both halves: orders named by external ids, as in the first generation, items that
 * HotWax has taken back, and lines that are allocated again after somebody rejected them.
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { feedNamed } from '#feeds/catalogue.ts';
import { type ConversionContext, defaultContext, type FeedName } from '#feeds/feed.ts';
import { convertWhole } from '../feeds/convert-whole.ts';
import { ITEM, openScenario, type Scenario, STORE, WAREHOUSE } from '../suitescripts/scenario.ts';

let scenario: Scenario;
beforeEach(() => {
  scenario = openScenario();
});
afterEach(() => scenario.end());

type Element = Readonly<Record<string, unknown>>;

/** What the transformer makes of a file of HotWax. */
function converted(
  name: FeedName,
  elements: readonly Element[],
  context: Partial<ConversionContext>,
): string {
  const feed = feedNamed(name);
  if (!feed) throw new Error(`No feed is called ${name}.`);
  const given = { ...defaultContext(Date.parse('2026-03-01')), ...context };
  const { text, rejects } = convertWhole(feed, { format: 'json', elements }, given);
  expect(rejects).toEqual([]);
  return text;
}

const byExternalId = { externalIdTemplate: 'SO_{orderId}' };

const itemAt = (facility: string | number, group: string): Element => ({
  orderItemSeqId: '00101',
  facilityId: String(facility),
  facilityExternalId: String(facility),
  facilityGroupMembers: [{ facilityGroupId: group }],
  orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: '1' }],
  goodIdentifications: [{ goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: String(ITEM) }],
});

const allocated = (orderId: string, facility: string | number, more: Element = {}): Element => ({
  orderId,
  orderItems: [{ ...itemAt(facility, 'NETSUITE_FULFILLMENT'), orderItemQuantity: 1 }],
  ...more,
});

const internalId = (order: number): Element => ({
  orderIdentifications: [{ orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: String(order) }],
});

function allocate(name: string, text: string): string[] {
  scenario.put(`salesorder/update/${name}`, text);
  expect(scenario.run('customdeploy_update_salesorder').ended).toBe('normally');
  return scenario.errors('salesorder/update', name);
}

test('an order that HotWax knows by its own id alone is allocated by its external id', () => {
  const order = scenario.order([{}], { externalid: 'SO_KR16360' });
  const text = converted('brokered-order-items', [allocated('KR16360', WAREHOUSE)], byExternalId);
  expect(allocate('a.csv', text)).toEqual([]);
  expect(Number(scenario.line(order, 1).location)).toBe(WAREHOUSE);
});

test('what a store has shipped of such an order is fulfilled by its external id', () => {
  const order = scenario.order([{}], { externalid: 'SO_KR16360' });
  const shipped = { ...itemAt(STORE, 'OMS_FULFILLMENT'), shippedQuantity: 1, shipmentId: 'S1' };
  const element = { orderId: 'KR16360', shipments: [{ shipmentItems: [shipped] }] };
  const folder = 'fulfilledsalesorder/export';
  scenario.put(`${folder}/a.json`, converted('fulfilled-order-items', [element], byExternalId));
  expect(scenario.run('customdeploy_create_itemfulfillment').ended).toBe('normally');
  expect(scenario.errors(folder, 'a.json')).toEqual([]);
  expect(Number(scenario.line(order, 1).quantityfulfilled)).toBeGreaterThan(0);
});

test('an external id that NetSuite does not have is refused with it', () => {
  const text = converted('brokered-order-items', [allocated('KR1', WAREHOUSE)], byExternalId);
  allocate('a.csv', text);
  const [refused] = scenario.refusals('salesorder/update', 'a.csv');
  expect(refused).toMatchObject({ row: '1', code: 'ORDER_NOT_FOUND', orderId: 'SO_KR1' });
});

/** An order whose line somebody has rejected at the warehouse. */
function rejectedOrder(): number {
  const order = scenario.order([{}]);
  const text = `internalId,lineId,location,rejected\n${order},1,${WAREHOUSE},T\n`;
  expect(allocate('2026-03-01-10-00-00-000-a.csv', text)).toEqual([]);
  expect(scenario.line(order, 1).custcol_hc_order_item_rejected).toBe(true);
  scenario.later(15);
  return order;
}

test('a line of an item that HotWax has taken back loses its location, and keeps the mark of its rejection', () => {
  const order = rejectedOrder();
  const parked = converted('brokered-order-items', [allocated('KR1', '_NA_', internalId(order))], {
    unbrokeredFacilities: ['_NA_'],
  });
  expect(allocate('2026-03-01-10-15-00-000-b.csv', parked)).toEqual([]);
  const { location, custcol_hc_order_item_rejected } = scenario.line(order, 1);
  expect([Number(location ?? 0), custcol_hc_order_item_rejected]).toEqual([0, true]);
});

test('a line that is allocated again is not rejected any more', () => {
  const order = rejectedOrder();
  const text = converted('brokered-order-items', [allocated('KR1', STORE, internalId(order))], {});
  expect(allocate('2026-03-01-10-15-00-000-b.csv', text)).toEqual([]);
  const { location, custcol_hc_order_item_rejected } = scenario.line(order, 1);
  expect([Number(location), custcol_hc_order_item_rejected]).toEqual([STORE, false]);
});
