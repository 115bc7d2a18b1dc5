/** The NetSuite side of an order book: an account with a sales order for each of its orders, and what befalls them. */
import type { Account } from '../emulator/account.ts';
import type { Fields } from './accounts/named-account.ts';
import {
  enterSalesOrder,
  type Item,
  type Location,
  openNetSuiteAccount,
  type SalesOrderLine,
  type Setting,
  type SftpServer,
  withShipMethod,
} from './netsuite-account.ts';
import {
  type Facility,
  findIn,
  type Order,
  type OrderBook,
  type OrderItem,
  type Product,
  type SalesOrderIds,
  type Trouble,
} from './order-book.ts';

export type NetSuiteSide = { account: Account; ids: Map<string, SalesOrderIds> };

export function openNetSuiteSide(book: OrderBook, server: SftpServer, setting: Setting): NetSuiteSide {
  const locations = book.facilities.map(locationOf);
  // Components are entered before the kits that hold them.
  const kitsLast = [...book.products].sort((one, other) => Number(!!one.kitOf) - Number(!!other.kitOf));
  const items = kitsLast.map((product) => itemOf(product, book));
  const content = { server, items, locations };
  const account = openNetSuiteAccount(content, setting);
  const enter = (lines: readonly SalesOrderLine[], fields: Fields) =>
    enterSalesOrder(account, lines, fields, setting.named, content);
  const ids = new Map(
    book.orders.map((order) => [order.orderId, enterOrder({ account, enter }, order, book)]),
  );
  return { account, ids };
}

const locationOf = ({ id, name, side, inactive = false }: Facility): Location => ({
  id: Number(id),
  name,
  inactive,
  isStore: side === 'oms',
});

function itemOf({ netsuiteId: id, sku: name, kitOf, giftCard }: Product, book: OrderBook): Item {
  if (giftCard) return { id, name, type: 'giftcertificateitem' };
  if (!kitOf) return { id, name };
  const members = kitOf.map((part) => ({ item: netsuiteIdOf(book, part), quantity: 1 }));
  return { id, name, type: 'kititem', members };
}

const netsuiteIdOf = (book: OrderBook, productId: string): number =>
  findIn(book.products, productId).netsuiteId;

/** Items fulfilled by HotWax have no location yet; the components of a kit are no lines of their own. */
type Desk = { account: Account; enter(lines: readonly SalesOrderLine[], fields: Fields): number };

function enterOrder({ account, enter }: Desk, order: Order, book: OrderBook): SalesOrderIds {
  const lines = order.items.filter(({ kit }) => kit === undefined);
  const lost = order.items.some(({ trouble }) => trouble === 'HotWax order id lost');
  const salesOrderId = enter(
    lines.map((item) => lineOf(item, book)),
    { ...withShipMethod, ...(lost ? {} : { custbody_hc_order_id: order.orderId }) },
  );
  const entered = account.getRecord('salesorder', salesOrderId).sublists.item ?? [];
  const lineIds = new Map(lines.map(({ seqId }, index) => [seqId, String(entered[index]?.line)]));
  return { salesOrderId, lineIds };
}

const lineOf = ({ productId, quantity, seqId, trouble }: OrderItem, book: OrderBook) => ({
  item: netsuiteIdOf(book, trouble === 'item differs' ? '10609' : productId),
  quantity,
  seqId,
});

/** What changed in NetSuite after HotWax had learnt of the order. */
export function befall({ account, ids }: NetSuiteSide, order: Order, trouble: Trouble): void {
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
