/** What HotWax shipped is fulfilled exactly once, and nothing else is. */
import type { RecordView } from '../../../emulator/account.ts';
import type { RefusedRow } from '../../../testbed/error-files.ts';
import { SHIPMENTS } from '../../../testbed/feed-folders.ts';
import { isRefusedToday } from '../world/accounts.ts';
import type { ShippedRow } from '../world/hotwax.ts';
import { type Difference, when } from './claims.ts';
import type { Evidence } from './evidence.ts';
import { withoutRetries } from './tried-again.ts';

/** Goods without a shipment are known by their file, and by another one when they were sent again. */
const shipmentOf = ({ fields }: RecordView): string =>
  withoutRetries(String(fields.custbody_hc_shipment_id ?? ''));

export const isOfHotWax = (fulfillment: RecordView): boolean => shipmentOf(fulfillment) !== '';

export function checkShipments(evidence: Evidence): Difference[] {
  const rows = new Map<string, ShippedRow>();
  for (const sent of evidence.world.hotwax.shipments) for (const row of sent.rows) rows.set(keyOf(row), row);
  return [...[...rows.values()].flatMap((row) => checkRow(evidence, row)), ...nothingElse(evidence, rows)];
}

const keyOf = ({ shipmentId, orderId, seqId }: Omit<ShippedRow, 'quantity'>): string =>
  `${shipmentId} ${orderId} ${seqId}`;

function checkRow(evidence: Evidence, row: ShippedRow): Difference[] {
  const { shipmentId, orderId, seqId, quantity } = row;
  const fulfilled = fulfilledLines(evidence, row).reduce((sum, line) => sum + Number(line.quantity), 0);
  const what = `Shipment ${shipmentId}, ${quantity} of ${orderId} item ${seqId}`;
  const sent = evidence.world.hotwax.shipments.filter(({ rows }) => rows.includes(row));
  const outputs = sent.map(({ name }) => evidence.outputOf(SHIPMENTS, name));
  const files = sent.length + evidence.world.known.renamed.filter((name) => outputs.includes(name)).length;
  const refusals = evidence.standing.filter(
    (one) =>
      (one.feed === 'fulfilled-order-items' && evidence.isAbout(one, orderId, seqId)) ||
      isOfFile(evidence, one, row),
  );
  if (fulfilled === 0) return when(refusals.length === 0, 'shipment', `${what}, is lost.`);
  if (fulfilled !== quantity) return when(true, 'shipment', `${what}, is fulfilled as ${fulfilled}.`);
  const ofOtherShipments = evidence.world.hotwax.shipments
    .flatMap(({ rows }) => rows)
    .some((other) => other !== row && other.orderId === orderId && other.seqId === seqId);
  // What is refused today though it should not be may come again, and be applied then.
  const { accountName } = evidence.world;
  const wrongly = refusals.filter((one) => !isRefusedToday(accountName, one));
  const both = wrongly.length > 0 && files === 1 && !ofOtherShipments;
  return when(both, 'shipment', `${what}, is fulfilled, and refused with ${refusals[0]?.code}.`);
}

/** Rows that came among the allocations are refused there, row by row or as a file that runs stopped at. */
const isOfFile = ({ world, isAbout }: Evidence, one: RefusedRow, row: ShippedRow): boolean =>
  world.hotwax.shipments.some(
    ({ tagged, name, rows }) =>
      tagged &&
      rows.includes(row) &&
      [name, `${name}.shipments.json`].includes(withoutRetries(one.file)) &&
      (one.row === '0' || isAbout(one, row.orderId, row.seqId)),
  );

function fulfilledLines({ world, fulfillments }: Evidence, { shipmentId, orderId, seqId }: ShippedRow) {
  const known = world.netsuite.ids.get(orderId);
  return fulfillments
    .filter((one) => shipmentOf(one) === shipmentId && one.fields.createdfrom === String(known?.salesOrderId))
    .flatMap(({ sublists }) => sublists.item ?? [])
    .filter((line) => String(line.orderline ?? '') === known?.lineIds.get(seqId));
}

/** Every line that a fulfillment of HotWax's holds must be one that HotWax has sent. */
function nothingElse({ world, fulfillments }: Evidence, rows: ReadonlyMap<string, ShippedRow>): Difference[] {
  const orders = new Map(
    [...world.netsuite.ids].map(([orderId, ids]) => [String(ids.salesOrderId), { orderId, ids }]),
  );
  return fulfillments.filter(isOfHotWax).flatMap((fulfillment) => {
    const order = orders.get(String(fulfillment.fields.createdfrom));
    const lines = (fulfillment.sublists.item ?? []).filter(({ kitmemberof }) => !kitmemberof);
    return lines.flatMap((line) => {
      const seqId =
        [...(order?.ids.lineIds ?? [])].find(([, id]) => id === String(line.orderline))?.[0] ?? '';
      const sent = rows.get(
        keyOf({ shipmentId: shipmentOf(fulfillment), orderId: order?.orderId ?? '', seqId }),
      );
      const what = `Item fulfillment ${fulfillment.id} of shipment ${shipmentOf(fulfillment)}`;
      const text = `${what} has line ${String(line.orderline)} of ${order?.orderId}, which HotWax has not shipped.`;
      return when(!sent, 'nothingElse', text);
    });
  });
}
