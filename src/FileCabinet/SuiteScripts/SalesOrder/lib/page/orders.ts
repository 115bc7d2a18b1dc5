/** Where an order is: what NetSuite has of it, and what stands out as missing. */
import * as url from 'N/url';
import { findOrders } from '../look-up/find-orders.ts';
import { type Fulfillment, type Order, readOrders } from '../look-up/read-order.ts';
import { standsOut } from '../look-up/stands-out.ts';
import { findEntriesOf } from '../monitor/ledger-entries.ts';
import { counted } from '../monitor/times.ts';
import { exportedFulfillment } from '../netsuite/ids.ts';
import { unique } from '../netsuite/searches.ts';
import { type Cell, type Html, html, link, nothing, table } from './html.ts';
import { filesTable } from './overview.ts';

/** 60 units, 5 for each 1,000 lines, and 10 for each 100 item fulfillments. */
export function showOrders(id: string): Html {
  const { ids, more } = findOrders(id);
  const orders = readOrders(ids);
  const entries = findEntriesOf(unique([id, ...orders.flatMap(filesOf)]));
  if (orders.length === 0 && entries.length === 0) return nothingFound(id);
  return html`
${orders.map(showOrder)}
${more ? html`<p>There are more orders that have ${id} somewhere: ask for a more exact id.</p>` : nothing}
${filesTable('Files', entries)}`;
}

const nothingFound = (id: string): Html => html`
<p class="hc-first">NetSuite has nothing under ${id}.</p>
<p>Looked for: sales orders by internal id, number, external id and HotWax order id; item fulfillments by internal id, number, HotWax
order id, HotWax shipment id and tracking number; files of the feeds by name.</p>
<p>If HotWax has the order, ask the transformer: <code>transformer find</code> with this id shows what HotWax has sent of it.</p>`;

/** Files that have rows of it, as far as NetSuite knows. Fulfillments of older producers have the name of their file as shipment. */
const filesOf = ({ fulfillments }: Order): string[] =>
  fulfillments.flatMap(({ record, shipmentId }) => [
    record?.file ?? '',
    shipmentId.startsWith('file:') ? shipmentId.slice('file:'.length) : '',
  ]);

function showOrder(order: Order): Html {
  const { number, statusText, day, hotwaxId, externalId, id } = order;
  const missing = standsOut(order);
  const address = url.resolveRecord({ recordType: 'salesorder', recordId: id });
  return html`
<h2>${link(address, `Order ${number}`)}</h2>
<p class="hc-first">${sentence(order, missing.length)}</p>
<p>${statusText}, of ${day}. HotWax order id: ${hotwaxId || 'none'}. External id: ${externalId || 'none'}. Internal id: ${id}.</p>
${table(
  'What stands out',
  ['About', 'What', 'What to do'],
  missing.map(({ about, what, toDo }) => [about, what, toDo]),
)}
${table('Lines', ['Line', 'HotWax order item', 'Item', 'Location', 'Tag', 'Quantity', 'Fulfilled', 'Notes'], lineRows(order))}
${table('Item fulfillments', FULFILLMENT_HEAD, order.fulfillments.map(fulfillmentRow))}`;
}

function sentence({ lines, fulfillments }: Order, missing: number): string {
  const open = lines.filter(({ closed, shipped, quantity }) => !closed && shipped < quantity);
  const placed = open.filter(({ place }) => place !== '');
  const told = fulfillments.filter(({ record }) => record?.status === 'Exported').length;
  const parts = [
    open.length === 0
      ? 'Nothing is left to fulfill'
      : `${open.length} of ${counted(lines.length, 'line')} to be fulfilled, ${placed.length} of them with a location`,
    `${counted(fulfillments.length, 'item fulfillment')}, and HotWax was told of ${told}`,
    missing === 0 ? 'nothing stands out' : counted(missing, 'thing stands out', 'things stand out'),
  ];
  return `${parts.join('; ')}.`;
}

const lineRows = ({ lines }: Order): Cell[][] =>
  lines.map(({ line, orderItem, item, place, tag, quantity, shipped, closed, rejected }) => [
    line,
    orderItem,
    item,
    place || 'none',
    tag,
    quantity,
    shipped,
    [closed ? 'closed' : '', rejected ? 'rejected by HotWax' : ''].filter((note) => note !== '').join(', '),
  ]);

const FULFILLMENT_HEAD = [
  'Number',
  'Status',
  'Date',
  'HotWax shipment',
  'Tracking numbers',
  'Order items',
  'Box Exported',
  'Told to HotWax',
  'In file',
  'When',
];

function fulfillmentRow({
  id,
  number,
  status,
  day,
  shipmentId,
  tracking,
  lines,
  exported,
  record,
}: Fulfillment): Cell[] {
  const goods = lines.map(
    ({ orderItem, item, quantity, place }) =>
      `${quantity} ${item}${orderItem ? ` (${orderItem})` : ''} from ${place || 'no location'}`,
  );
  return [
    link(url.resolveRecord({ recordType: 'itemfulfillment', recordId: id }), number),
    status,
    day,
    shipmentId || 'none: made in NetSuite',
    tracking,
    goods.join('; '),
    exported ? 'ticked' : 'clear',
    record
      ? link(
          url.resolveRecord({ recordType: exportedFulfillment.type, recordId: record.recordId }),
          record.status,
        )
      : shipmentId === ''
        ? 'no'
        : 'HotWax shipped it',
    record?.file ?? '',
    record?.made ?? '',
  ];
}
