/** The NetSuite account of the demo, and what its people do in it: enter orders and ship what is allocated to them. */
import { type Account, type AccountOptions, createAccount } from '../emulator/account.ts';
import type { Facility, Order, OrderBook, OrderItem, Product, SalesOrderIds } from '../testbed/order-book.ts';
import type { Random } from '../testbed/random.ts';
import type { HostAddress } from '../testbed/sftp/sftp-host.ts';

export type NetSuiteSide = { account: Account; ids: Map<string, SalesOrderIds> };

const SECRET = 'custsecret_hotwax_sftp';
const CUSTOMER = 900;
const SHIP_METHOD = 2830;

/** What an account is opened with besides the orders: the built project, and what a simulation does to it. */
export type AccountSetting = { project: string } & Pick<
  AccountOptions,
  'clock' | 'onEvent' | 'faults' | 'sftpHosts'
>;

export function openAccount(book: OrderBook, host: HostAddress, setting: AccountSetting): NetSuiteSide {
  const account = createAccount({
    ...setting,
    features: ['MULTILOCINVT'],
    secrets: { [SECRET]: host.password },
  });
  account.addRecord('customrecord_ns_sftp_configuration', sftpConfiguration(host));
  account.addRecord('customer', { id: CUSTOMER, entityid: 'Web customers' });
  account.addRecord('shipitem', { id: SHIP_METHOD, itemid: '2-Day Shipping', shipcarrier: 'nonups' });
  for (const facility of book.facilities) account.addRecord('location', location(facility));
  for (const product of [...book.products].reverse()) addItem(account, product, book);
  return {
    account,
    ids: new Map(book.orders.map((order) => [order.orderId, enterOrder(account, order, book)])),
  };
}

const sftpConfiguration = (host: HostAddress) => ({
  custrecord_ns_sftp_server: host.host,
  custrecord_ns_sftp_userid: host.username,
  custrecord_ns_sftp_port_no: host.port,
  custrecord_ns_sftp_host_key: host.hostKey,
  custrecord_ns_sftp_guid: SECRET,
  custrecord_ns_sftp_default_file_dir: `${host.home}/netsuite/`,
});

const location = ({ id, name, inactive }: Facility) => ({
  id: Number(id),
  name,
  isinactive: inactive === true,
});

/** Components are entered before the kits that hold them. */
function addItem(account: Account, product: Product, book: OrderBook): void {
  const fields = { id: product.netsuiteId, itemid: product.sku };
  if (!product.kitOf) {
    account.addRecord('inventoryitem', fields);
    return;
  }
  const member = product.kitOf.map((id) => ({ item: netsuiteIdOf(book, id), quantity: 1 }));
  account.addRecord('kititem', { ...fields, sublists: { member } });
}

function netsuiteIdOf(book: OrderBook, productId: string): string {
  const product = book.products.find(({ id }) => id === productId);
  if (!product) throw new Error(`The order book has no product ${productId}.`);
  return String(product.netsuiteId);
}

/** Items fulfilled by HotWax have no location yet; the components of a kit are no lines of their own. */
function enterOrder(account: Account, order: Order, book: OrderBook): SalesOrderIds {
  const lines = order.items.filter(({ kit }) => kit === undefined);
  const lost = order.items.some(({ trouble }) => trouble === 'HotWax order id lost');
  const salesOrderId = account.addRecord('salesorder', {
    entity: String(CUSTOMER),
    shipmethod: String(SHIP_METHOD),
    ...(lost ? {} : { custbody_hc_order_id: order.orderId }),
    sublists: { item: lines.map((item) => salesOrderLine(item, book)) },
  });
  const entered = account.getRecord('salesorder', salesOrderId).sublists.item ?? [];
  return {
    salesOrderId,
    lineIds: new Map(lines.map(({ seqId }, index) => [seqId, String(entered[index]?.line)])),
  };
}

const salesOrderLine = (item: OrderItem, book: OrderBook) => ({
  item: item.trouble === 'item differs' ? netsuiteIdOf(book, '10609') : netsuiteIdOf(book, item.productId),
  quantity: item.quantity,
  custcol_hc_order_line_id: item.seqId,
});

/** What changed in NetSuite after HotWax had learnt of the order. */
export function befall({ account, ids }: NetSuiteSide, order: Order, trouble: OrderItem['trouble']): void {
  const salesOrderId = ids.get(order.orderId)?.salesOrderId;
  if (salesOrderId === undefined) return;
  account.asUser(({ record }) => {
    const loaded = record.load({ type: 'salesorder', id: salesOrderId });
    if (trouble === 'line gone from NetSuite') {
      loaded.insertLine({ sublistId: 'item', line: 1 });
      for (const fieldId of ['item', 'quantity']) {
        const value = loaded.getSublistValue({ sublistId: 'item', fieldId, line: 0 });
        loaded.setSublistValue({ sublistId: 'item', fieldId, line: 1, value });
      }
      loaded.removeLine({ sublistId: 'item', line: 0 });
    } else {
      loaded.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line: 0, value: true });
    }
    loaded.save();
  });
}

export type Shipped = { fulfillmentId: number; lines: number };

/** Warehouse people ship what is allocated to their location: some in two packages, some in two parts. */
export function shipAllocated(
  { account, ids }: NetSuiteSide,
  locations: readonly string[],
  random: Random,
): Shipped[] {
  const shipped: Shipped[] = [];
  for (const { salesOrderId } of ids.values()) {
    for (const locationId of locations) {
      const again = random.chance(0.15);
      const first = shipFrom(account, salesOrderId, locationId, again ? 'in part' : 'whole', random);
      if (first) shipped.push(first);
      const second =
        first && again ? shipFrom(account, salesOrderId, locationId, 'whole', random) : undefined;
      if (second) shipped.push(second);
    }
  }
  return shipped;
}

function shipFrom(
  account: Account,
  salesOrderId: number,
  locationId: string,
  how: 'whole' | 'in part',
  random: Random,
): Shipped | undefined {
  const order = account.getRecord('salesorder', salesOrderId);
  const here = (order.sublists.item ?? []).filter((line) => isOpenAt(line, locationId));
  if (here.length === 0) return undefined;
  const lineIds = here.map((line) => String(line.line));
  return account.asUser(({ record }) => {
    const fulfillment = record.transform({
      fromType: 'salesorder',
      fromId: salesOrderId,
      toType: 'itemfulfillment',
      isDynamic: false,
    });
    const count = fulfillment.getLineCount({ sublistId: 'item' });
    for (let line = 0; line < count; line += 1) {
      const orderLine = String(
        fulfillment.getSublistValue({ sublistId: 'item', fieldId: 'orderline', line }) ?? '',
      );
      if (orderLine === '') continue;
      const mine = lineIds.includes(orderLine);
      fulfillment.setSublistValue({ sublistId: 'item', fieldId: 'itemreceive', line, value: mine });
      const quantity = Number(fulfillment.getSublistValue({ sublistId: 'item', fieldId: 'quantity', line }));
      if (mine && how === 'in part' && quantity > 1) {
        fulfillment.setSublistValue({ sublistId: 'item', fieldId: 'quantity', line, value: quantity - 1 });
      }
    }
    fulfillment.setValue({ fieldId: 'shipstatus', value: 'C' });
    setPackages(fulfillment, random.chance(0.2) ? 2 : 1, random);
    return { fulfillmentId: fulfillment.save(), lines: lineIds.length };
  });
}

const isOpenAt = (line: Readonly<Record<string, unknown>>, locationId: string): boolean =>
  String(line.location ?? '') === locationId &&
  line.isclosed !== true &&
  Number(line.quantityfulfilled ?? 0) < Number(line.quantity ?? 0);

type Fulfillment = {
  setSublistValue(options: { sublistId: string; fieldId: string; line: number; value: unknown }): unknown;
};

function setPackages(fulfillment: Fulfillment, count: number, random: Random): void {
  for (let line = 0; line < count; line += 1) {
    const set = (fieldId: string, value: unknown) =>
      fulfillment.setSublistValue({ sublistId: 'package', fieldId, line, value });
    set('packageweight', 1.5);
    set('packagetrackingnumber', String(788_000_000_000 + random.below(999_999_999)));
  }
}

/** Orders that were shipped and exported long ago, by the script this project replaces. */
export function enterExportedBefore({ account, ids }: NetSuiteSide, book: OrderBook): void {
  for (const { orderId, items, exportedBefore } of book.orders) {
    const salesOrderId = ids.get(orderId)?.salesOrderId;
    if (!exportedBefore || salesOrderId === undefined) continue;
    account.asUser(({ record }) => {
      const order = record.load({ type: 'salesorder', id: salesOrderId });
      order.setSublistValue({
        sublistId: 'item',
        fieldId: 'location',
        line: 0,
        value: items[0]?.facilityId ?? '',
      });
      order.save();
      const fulfillment = record.transform({
        fromType: 'salesorder',
        fromId: salesOrderId,
        toType: 'itemfulfillment',
        isDynamic: false,
      });
      fulfillment.setValue({ fieldId: 'shipstatus', value: 'C' });
      fulfillment.setValue({ fieldId: 'custbody_hc_fulfillment_exported', value: true });
      fulfillment.save();
    });
  }
}
