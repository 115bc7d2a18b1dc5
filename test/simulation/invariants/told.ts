/** What NetSuite's own people shipped HotWax is told exactly once. */
import { isShippable } from '../world/order-book.ts';
import { type Difference, when } from './claims.ts';
import type { Evidence } from './evidence.ts';
import { isOfHotWax } from './shipments.ts';

type Shipped = { key: string; orderId: string; seqId: string };

export function checkTold(evidence: Evidence): Difference[] {
  const { hotwax } = evidence.world;
  const told = new Map<string, number>();
  for (const { orderId, seqId, quantity, trackingNumber } of hotwax.told) {
    const key = keyOf(orderId, seqId, quantity, trackingNumber);
    told.set(key, (told.get(key) ?? 0) + 1);
  }
  const shipped = shippedLines(evidence);
  const wanted = new Set(shipped.map(({ key }) => key));
  return [
    ...shipped.flatMap((one) => checkOne(evidence, one, told.get(one.key) ?? 0)),
    ...[...told.keys()].flatMap((key) =>
      when(!wanted.has(key), 'told', `HotWax was told of ${key}, which no warehouse shipped.`),
    ),
    ...hotwax.refused.flatMap((text) => when(true, 'told', `HotWax cannot use what it was told: ${text}`)),
    ...ofKnownOrders(evidence).flatMap(({ id, fields }) =>
      when(
        fields.custbody_hc_fulfillment_exported !== true,
        'told',
        `Item fulfillment ${id} is not marked as exported.`,
      ),
    ),
  ];
}

/** Others are those that HotWax's own scripts made before the trace began. */
function ofKnownOrders({ world, fulfillments }: Evidence) {
  const orders = new Set([...world.netsuite.ids.values()].map(({ salesOrderId }) => String(salesOrderId)));
  return fulfillments.filter(({ fields }) => orders.has(String(fields.createdfrom)));
}

const keyOf = (orderId: string, seqId: string, quantity: number, tracking: string): string =>
  `${quantity} of ${orderId} item ${seqId} with ${tracking}`;

function shippedLines({ world, fulfillments }: Evidence): Shipped[] {
  const orders = [...world.netsuite.ids];
  return fulfillments
    .filter((fulfillment) => !isOfHotWax(fulfillment))
    .flatMap(({ fields, sublists }) => {
      const [orderId = '', ids] =
        orders.find(([, one]) => String(one.salesOrderId) === fields.createdfrom) ?? [];
      const tracking = (sublists.package ?? []).map((each) => String(each.packagetrackingnumber)).join(' | ');
      return (sublists.item ?? []).flatMap((line) => {
        const seqId = [...(ids?.lineIds ?? [])].find(([, id]) => id === String(line.orderline ?? ''))?.[0];
        if (seqId === undefined) return [];
        return [{ orderId, seqId, key: keyOf(orderId, seqId, Number(line.quantity), tracking) }];
      });
    });
}

function checkOne(evidence: Evidence, { key, orderId, seqId }: Shipped, times: number): Difference[] {
  if (times === 1) return [];
  if (times > 1) return when(true, 'told', `HotWax was told ${times} times of ${key}.`);
  const item = evidence.world.hotwax.items.get(`${orderId}/${seqId}`)?.item;
  // An order that has lost its HotWax id is named by nothing but its item.
  const refused = evidence.refused.some(
    (row) =>
      row.feed === 'item-fulfillments' &&
      (evidence.isAbout(row, orderId, seqId) || (row.orderId === '' && row.orderItemSeqId === seqId)),
  );
  const isKnown = item !== undefined && isShippable(item);
  return when(isKnown && !refused, 'told', `HotWax was never told of ${key}.`);
}
