/** Without Advanced Shipping an invoice is made with each shipment, of what was shipped (section_N3195884, section_N2281951). */

import type { World } from '../account/account-context.ts';
import type { Execution } from '../account/execution.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { hasFeature } from '../account/switches.ts';
import { saveDraft } from '../records/save-record.ts';
import { transformOrder } from './transforms/transform-order.ts';

export function invoiceShipment(
  world: World,
  shipment: Readonly<StoredRecord>,
  previous: StoredRecord | undefined,
  execution: Execution | undefined,
): void {
  const isShipped = shipment.fields.shipstatus === 'C' && previous?.fields.shipstatus !== 'C';
  if (hasFeature(world, 'ADVSHIPPING') || !isShipped) return;
  const path = { from: 'salesorder', id: Number(shipment.fields.createdfrom), to: 'invoice' };
  const invoice = transformOrder(world, path, {});
  invoice.fields.trandate = shipment.fields.trandate ?? null;
  invoice.sublists.item = (invoice.sublists.item ?? []).flatMap((line) => shippedPart(shipment, line));
  saveDraft(world, invoice, { execution });
}

function shippedPart({ sublists }: Readonly<StoredRecord>, line: Values): Values[] {
  const shipped = sublists.item?.find(({ orderline }) => orderline === line.orderline);
  return shipped ? [{ ...line, quantity: shipped.quantity ?? null }] : [];
}
