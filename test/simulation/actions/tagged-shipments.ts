/**
 * HotWax's own connector: what stores have shipped comes as tagged rows among the allocations of NetSuite's folder, past the
 * transformer. Source: docs/contracts.md#sales-order-lines-netsuite.
 */
import { LINE_UPDATES } from '../../../testbed/feed-folders.ts';
import { itemKey, sideOf } from '../../../testbed/hotwax.ts';
import type { OrderItem } from '../../../testbed/order-book.ts';
import { chooseSome, streamOf } from '../plan/random-streams.ts';
import type { ShippedRow } from '../world/hotwax.ts';
import { isShippable } from '../world/order-book.ts';
import { nextTaggedName, putFile } from '../world/places.ts';
import type { World } from '../world/world.ts';

type Tagged = { item: OrderItem; salesOrderId: number; lineId: string; quantity: number };

/** The shipment that the rows of a file become. */
const shipmentOf = (file: string): string => `file:${file}.shipments.json`;

export function shipAmongAllocations(world: World, id: string): boolean {
  const { hotwax, seed } = world;
  const count = 1 + streamOf(seed, id, 'how many').below(4);
  const chosen = chooseSome(
    openItems(world),
    count,
    ({ item }) => itemKey(item.orderId, item.seqId),
    seed,
    id,
    'which',
  );
  if (chosen.length === 0) return false;
  const name = nextTaggedName(world);
  const shipmentId = shipmentOf(name);
  const rows = chosen.map(({ item: { orderId, seqId }, quantity }): ShippedRow => {
    const state = hotwax.items.get(itemKey(orderId, seqId));
    if (state) state.shipped += quantity;
    return { orderId, seqId, shipmentId, quantity };
  });
  const list = chosen.map(({ item }) => `${item.orderId} item ${item.seqId}`).join(', ');
  world.trace.tell(`HotWax ships ${list}, as rows among the allocations: ${name}.`);
  hotwax.shipments.push({ name, broken: false, rows, tagged: true });
  putFile(
    world,
    LINE_UPDATES,
    name,
    ['lineId,internalId,item,quantity,location,tags', ...chosen.map(rowOf), ''].join('\n'),
  );
  return true;
}

const rowOf = ({ item, salesOrderId, lineId, quantity }: Tagged): string =>
  [lineId, salesOrderId, '', quantity, item.facilityId, 'hotwax-fulfilled'].join();

function openItems({ hotwax, netsuite }: World): Tagged[] {
  return [...hotwax.items.values()].flatMap(({ item, shipped }) => {
    const ids = netsuite.ids.get(item.orderId);
    const lineId = ids?.lineIds.get(item.seqId);
    const left = item.quantity - shipped;
    const isOpen = hotwax.allocated.has(item.orderId) && isShippable(item) && left > 0;
    if (!isOpen || !ids || !lineId || sideOf(hotwax.book, item.facilityId) !== 'oms') return [];
    const quantity = item.trouble === 'shipped too much' ? left + 1 : left;
    return [{ item, salesOrderId: ids.salesOrderId, lineId, quantity }];
  });
}
