/** The body of an item fulfillment: its keys, its day, how it was sent, and what became of a method or a day that NetSuite does not take. */
import type * as record from 'N/record';
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { formatHeldRows } from '../earlier-parts/held-rows.ts';
import { bodyField } from '../netsuite/ids.ts';
import { firstOf, type Shipment } from '../orders/shipments.ts';
import type { AccountKnowledge } from './account-knowledge.ts';
import { setPackages } from './packages.ts';
import type { FulfillmentSettings } from './settings.ts';
import { noonOf, type ShipDay, shipDay } from './ship-dates.ts';

/** A shipping method that NetSuite does not take costs the method, not the shipment: `why` is what NetSuite said of it. */
export type RefusedMethod = { id: string; why: string };

/** The method that the rows name; `''` where they name none, or the one that NetSuite has refused. */
export function wantedMethod(rows: readonly ShippedLineRow[], refused: RefusedMethod | undefined): string {
  const id = firstOf(rows, 'ship_method_id');
  return id === refused?.id ? '' : id;
}

type Around = { settings: FulfillmentSettings; account: AccountKnowledge };

export function setBody(
  fulfillment: record.Record,
  { shipmentId }: Shipment,
  rows: readonly ShippedLineRow[],
  key: string,
  refused: RefusedMethod | undefined,
  { settings, account }: Around,
): void {
  const set = (fieldId: string, value: record.FieldValue) => fulfillment.setValue({ fieldId, value });
  set('externalid', key);
  set(bodyField.shipmentId, shipmentId);
  set(bodyField.orderItems, formatHeldRows(rows.map(({ line }) => line)));
  // HotWax knows of it already, so it must never be exported back.
  set(bodyField.exported, true);
  set('shipstatus', SHIPPED);
  const methodId = wantedMethod(rows, refused);
  if (methodId !== '') setMethod(set, methodId, account);
  const date = firstOf(rows, 'shipped_date');
  const day = settings.useShipDate ? shipDay(date, settings.moveClosedDates, account) : undefined;
  if (day) setDay(set, day, account);
  set('memo', memoOf(settings.memo, methodId === '' ? refused : undefined, day));
  const numbers = trackingNumbers(rows.map(({ line }) => line.tracking_number ?? '').join('|'));
  const description = firstOf(rows, 'carrier_party_id');
  setPackages(fulfillment, numbers, { weight: settings.packageWeight, description });
}

type Set = (fieldId: string, value: record.FieldValue) => unknown;

/** `shipstatus` of an item fulfillment: A picked, B packed, C shipped. */
const SHIPPED = 'C';

/** The list of methods is that of the carrier, so the carrier comes first. */
function setMethod(set: Set, methodId: string, account: AccountKnowledge): void {
  const carrier = account.carrierOf(methodId);
  if (carrier !== undefined) set('shipcarrier', carrier);
  set('shipmethod', methodId);
}

/** With Pick, Pack and Ship an empty ship date would date the transaction today (help section_3997655525). */
function setDay(set: Set, { day, shipped }: ShipDay, account: AccountKnowledge): void {
  set('trandate', noonOf(day));
  if (account.hasShippedDate()) set('shippeddate', noonOf(shipped));
}

/** What people have to know is kept whole; what is too long is the account's own text. */
function memoOf(memo: string, refused: RefusedMethod | undefined, day: ShipDay | undefined): string {
  const notes = [
    ...(day && day.day !== day.shipped ? [`Shipped on ${day.shipped}, in a closed period.`] : []),
    ...(refused ? [`Without shipping method ${refused.id}: ${refused.why}`] : []),
  ]
    .join(' ')
    .slice(0, MEMO_LENGTH);
  const room = notes === '' ? MEMO_LENGTH : Math.max(0, MEMO_LENGTH - notes.length - 1);
  return [memo.slice(0, room), notes].filter((part) => part !== '').join(' ');
}

/** Longest memo of a transaction. */
const MEMO_LENGTH = 999;
