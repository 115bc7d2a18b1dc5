/** What HotWax Commerce and the people of the client do with orders, and what must have become of each line in the end. */
import { SHIPPED, shipLine } from '../../../../testbed/accounts/years-of-shipments.ts';
import { enterSalesOrder } from '../../../../testbed/netsuite-account.ts';
import { ITEM, STORE, WAREHOUSE } from '../../scenario.ts';
import { OWN_COLUMN } from './hotwax-project.ts';
import type { Site } from './site.ts';
import { put } from './site-files.ts';

/** @property exported what HotWax is told that NetSuite has shipped */
export type Line = {
  quantity: number;
  fulfilled: number;
  exported: number;
  location: string;
  giftNote: string;
};
export type Desk = { site: Site; orders: Map<number, { hotwaxId: string; lines: Line[] }>; files: number };
export type Row = { order: number; line?: number; quantity?: number; location?: number; giftNote?: string };

export const openDesk = (site: Site): Desk => ({ site, orders: new Map(), files: 0 });

/** Lines of these quantities, in the warehouse or nowhere yet. */
export function enter(desk: Desk, quantities: readonly number[] = [1], location?: number): number {
  const hotwaxId = `M${desk.orders.size + 1}`;
  const lines = quantities.map((quantity, index) => ({
    item: ITEM,
    quantity,
    seqId: `0010${index + 1}`,
    ...(location && { location }),
  }));
  const id = enterSalesOrder(desk.site.account, lines, { custbody_hc_order_id: hotwaxId });
  const place = location ? String(location) : '';
  desk.orders.set(id, {
    hotwaxId,
    lines: quantities.map((quantity) => ({
      quantity,
      fulfilled: 0,
      exported: 0,
      location: place,
      giftNote: '',
    })),
  });
  return id;
}

export function lineOf(desk: Desk, { order, line = 1 }: Row): Line {
  const found = desk.orders.get(order)?.lines[line - 1];
  if (!found) throw new Error(`there is no line ${line} of order ${order}`);
  return found;
}

const HEADER = 'internalId,lineId,item,location,quantity,closed,rejected,tags,giftNote';

/** @returns the name of the file */
function send(desk: Desk, rows: readonly string[], kind: string): string {
  desk.files += 1;
  const time = new Date(desk.site.now + desk.files).toISOString().replace(/[:.TZ]/g, '-');
  const name = `${time}${kind}.csv`;
  put(desk.site, `salesorder/update/${name}`, `${[HEADER, ...rows].join('\n')}\n`);
  return name;
}

/** The connector's allocations, with what a client had added. */
export function allocate(desk: Desk, rows: readonly Row[], wrong: readonly string[] = []): string {
  const texts = rows.map((row) => {
    const { order, line = 1, location = WAREHOUSE, giftNote = '' } = row;
    const known = lineOf(desk, row);
    Object.assign(known, { location: String(location), giftNote });
    return `${order},${line},${ITEM},${location},${known.quantity},,,,${giftNote}`;
  });
  return send(desk, [...texts, ...wrong], 'BrokeredOrderItems');
}

/** The connector's shipments of stores: the quantity is what was ordered. */
export function storeShips(desk: Desk, rows: readonly Row[], wrong: readonly string[] = []): string {
  const texts = rows.map((row) => {
    const { order, line = 1 } = row;
    const known = lineOf(desk, row);
    Object.assign(known, { location: String(STORE), fulfilled: known.quantity });
    return `${order},${line},,${STORE},${known.quantity},,,hotwax-fulfilled,`;
  });
  return send(desk, [...texts, ...wrong], 'hotwax-fulfilled');
}

/** Shipments of stores as HotWax's integrations before July 2025 send them. */
export function storeShipsJson(desk: Desk, rows: readonly Row[], wrong: readonly object[] = []): string {
  const items = rows.map((row) => {
    const { order, line = 1, quantity = lineOf(desk, row).quantity } = row;
    const known = lineOf(desk, row);
    Object.assign(known, { location: String(STORE), fulfilled: known.fulfilled + quantity });
    return shippedItem(order, line, quantity);
  });
  desk.files += 1;
  const name = `HotWaxFulfilledOrderItemsFeed-${desk.files}.json`;
  put(desk.site, `fulfilledsalesorder/export/${name}`, JSON.stringify([...items, ...wrong]));
  return name;
}

export const shippedItem = (order: number, line: number, quantity: number) => ({
  order_id: String(order),
  items: [
    {
      line_id: String(line),
      location_id: String(STORE),
      quantity: String(quantity),
      tags: SHIPPED,
      shipment_method_type_id: null,
    },
  ],
});

/** A person of the warehouse ships. */
export function warehouseShips(desk: Desk, row: Row): number {
  const { order, line = 1, quantity = lineOf(desk, row).quantity - lineOf(desk, row).fulfilled } = row;
  const known = lineOf(desk, row);
  known.fulfilled += quantity;
  known.exported += quantity;
  return shipLine(desk.site.account, { order, line, quantity });
}

/** What a store has shipped of a line, as a script of HotWax's before July 2025 leaves it: tagged, and fulfilled in part. */
export function oldStoreShipment(desk: Desk, row: Row & { quantity: number }): void {
  const known = lineOf(desk, row);
  known.fulfilled += row.quantity;
  known.location = String(STORE);
  shipLine(desk.site.account, { ...row, line: row.line ?? 1, tag: SHIPPED, location: STORE });
}

/** As the account and the export files have it. */
export function asItIs({ site, orders }: Desk, told: ReadonlyMap<string, number>): Map<string, Line> {
  return linesBy(orders, (id, index, hotwaxId) => {
    const line = site.account.getRecord('salesorder', id).sublists.item?.[index] ?? {};
    return {
      quantity: Number(line.quantity),
      fulfilled: Number(line.quantityfulfilled ?? 0),
      exported: told.get(`${hotwaxId} 0010${index + 1}`) ?? 0,
      location: String(line.location ?? ''),
      giftNote: String(line[OWN_COLUMN] ?? ''),
    };
  });
}

export const asItMustBe = ({ orders }: Desk): Map<string, Line> =>
  linesBy(orders, (id, index) => ({ ...(orders.get(id)?.lines[index] as Line) }));

function linesBy(
  orders: Desk['orders'],
  of: (id: number, index: number, hotwaxId: string) => Line,
): Map<string, Line> {
  const found = [...orders].flatMap(([id, { hotwaxId, lines }]) =>
    lines.map((_, index) => [`${hotwaxId} line ${index + 1}`, of(id, index, hotwaxId)] as const),
  );
  return new Map(found);
}
