/** The NetSuite account of a story: the built scripts, and a sales order for every order of the book. */
import { befall, type NetSuiteSide } from '../../../demo/netsuite-side.ts';
import { type Account, type AccountOptions, createAccount } from '../../../emulator/account.ts';
import type { Order, OrderBook, OrderItem, SalesOrderIds } from '../../../testbed/order-book.ts';
import { GIFT_CARD } from './order-book.ts';

export const SFTP_HOST = 'sftp.example.com';
export const SFTP_HOME = '/home/hotwax';

const SECRET = 'custsecret_hotwax_sftp';
const CUSTOMER = 900;
const SHIP_METHOD = 2830;

export function openAccount(book: OrderBook, options: AccountOptions): NetSuiteSide {
  const account = createAccount({
    ...options,
    features: ['MULTILOCINVT'],
    // The scripts are ours: no thread has to watch that each call comes to an end.
    timeLimits: false,
    secrets: { [SECRET]: 'a password' },
  });
  addMasterData(account, book);
  const ids = new Map(book.orders.map((order) => [order.orderId, enterOrder(account, order, book)]));
  const netsuite = { account, ids };
  for (const order of book.orders) {
    const trouble = order.items[0]?.trouble;
    if (trouble && changedSince.includes(trouble)) befall(netsuite, order, trouble);
  }
  return netsuite;
}

/** Troubles that befall an order after HotWax has learnt its ids. */
const changedSince: readonly OrderItem['trouble'][] = [
  'line gone from NetSuite',
  'sales order closed',
  'line closed meanwhile',
];

function addMasterData(account: Account, book: OrderBook): void {
  account.addRecord('customrecord_ns_sftp_configuration', {
    custrecord_ns_sftp_server: SFTP_HOST,
    custrecord_ns_sftp_userid: 'hotwax',
    custrecord_ns_sftp_port_no: 22,
    custrecord_ns_sftp_host_key: `ssh-rsa AAAAB3NzaC1yc2EA${'A'.repeat(120)}`,
    custrecord_ns_sftp_guid: SECRET,
    custrecord_ns_sftp_default_file_dir: `${SFTP_HOME}/netsuite/`,
  });
  account.addRecord('customer', { id: CUSTOMER, entityid: 'Web customers' });
  account.addRecord('shipitem', { id: SHIP_METHOD, itemid: '2-Day Shipping', shipcarrier: 'nonups' });
  for (const { id, name, inactive } of book.facilities)
    account.addRecord('location', { id: Number(id), name, isinactive: inactive === true });
  addItems(account, book);
}

/** Components are entered before the kits that hold them. */
function addItems(account: Account, book: OrderBook): void {
  const kitsLast = [...book.products].sort((one, other) => Number(!!one.kitOf) - Number(!!other.kitOf));
  for (const { id, netsuiteId, sku, kitOf } of kitsLast) {
    const type = kitOf ? 'kititem' : id === GIFT_CARD.id ? 'giftcertificateitem' : 'inventoryitem';
    const member = kitOf?.map((part) => ({ item: netsuiteIdOf(book, part), quantity: 1 }));
    account.addRecord(type, { id: netsuiteId, itemid: sku, ...(member ? { sublists: { member } } : {}) });
  }
}

function netsuiteIdOf(book: OrderBook, productId: string): string {
  const product = book.products.find(({ id }) => id === productId);
  if (!product) throw new Error(`The order book has no product ${productId}.`);
  return String(product.netsuiteId);
}

function enterOrder(account: Account, order: Order, book: OrderBook): SalesOrderIds {
  const lines = order.items.filter(({ kit }) => kit === undefined);
  const lost = order.items.some(({ trouble }) => trouble === 'HotWax order id lost');
  const salesOrderId = account.addRecord('salesorder', {
    entity: String(CUSTOMER),
    shipmethod: String(SHIP_METHOD),
    ...(lost ? {} : { custbody_hc_order_id: order.orderId }),
    sublists: { item: lines.map((item) => lineOf(item, book)) },
  });
  const entered = account.getRecord('salesorder', salesOrderId).sublists.item ?? [];
  const lineIds = new Map(lines.map(({ seqId }, index) => [seqId, String(entered[index]?.line)]));
  return { salesOrderId, lineIds };
}

const lineOf = (item: OrderItem, book: OrderBook) => ({
  item: netsuiteIdOf(book, item.trouble === 'item differs' ? '10609' : item.productId),
  quantity: item.quantity,
  custcol_hc_order_line_id: item.seqId,
});
