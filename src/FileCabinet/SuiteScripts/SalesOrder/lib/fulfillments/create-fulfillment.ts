/** One shipment into one item fulfillment, exactly once. Source: docs/architecture.md#shipments-hotwax-to-netsuite. */
import * as record from 'N/record';
import { parseDate } from '#feeds/format/dates.ts';
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { isNamed } from '../netsuite/failure.ts';
import { bodyField } from '../netsuite/ids.ts';
import { type EarlierPart, HELD_ROWS_CHANGED, nextPartKey } from './earlier-fulfillments.ts';
import { setLines } from './fulfillment-lines.ts';
import { formatHeldRows } from './held-rows.ts';
import { BUSY, isDefinite, type RowOutcome, refuseAll } from './row-outcomes.ts';
import { tagSalesOrderLines } from './sales-order-tags.ts';
import { type Comparison, compareWithParts } from './shipment-comparison.ts';
import { firstOf, type Shipment } from './shipments.ts';

export type FulfillmentSettings = {
  tagLines: boolean;
  useShipDate: boolean;
  /** Weight of a package of which the feed says none: NetSuite refuses a package without. */
  packageWeight: number;
  memo: string;
};

/** How often a shipment is tried when others save its sales order at the same time, and drafted when they change it. */
const ATTEMPTS = 3;

/** 30 units, and 40 more when its sales order lines are to be tagged; as much again for each draft that is not saved. */
export function fulfillShipment(
  shipment: Shipment,
  earlier: readonly EarlierPart[],
  settings: FulfillmentSettings,
  findEarlier: (shipment: Shipment) => readonly EarlierPart[],
): RowOutcome[] {
  for (let attempt = 1; ; attempt += 1) {
    const parts = attempt === 1 ? earlier : findEarlier(shipment);
    const { open, settled } = compared(shipment, parts);
    if (open.length === 0) return settled;
    try {
      const key = nextPartKey(shipment, parts);
      const made = { ...shipment, rows: open };
      return [...settled, ...fulfillRows(made, key, settings, () => findEarlier(shipment))];
    } catch (thrown) {
      const again = isNamed(thrown, ...BUSY, 'DUP_RCRD') && attempt < ATTEMPTS;
      if (!again) return [...settled, ...refuseAll(open, thrown)];
    }
  }
}

function compared(shipment: Shipment, parts: readonly EarlierPart[]): Comparison {
  try {
    return compareWithParts(shipment, parts);
  } catch (thrown) {
    if (!isNamed(thrown, HELD_ROWS_CHANGED)) throw thrown;
    return { open: [], settled: refuseAll(shipment.rows, thrown) };
  }
}

/** @throws what NetSuite says when it does not save, with the sales order as it was before */
function fulfillRows(
  shipment: Shipment,
  key: string,
  settings: FulfillmentSettings,
  findParts: () => readonly EarlierPart[],
  unsaved?: Unsaved,
): RowOutcome[] {
  let draft = unsaved ? draftAgain(shipment, unsaved) : draftOf(shipment, false);
  if (draft.applied.length === 0) return draft.outcomes;
  const revert = settings.tagLines ? tagSalesOrderLines(shipment, draft.applied) : undefined;
  try {
    // A draft of an order that was changed since may be out of date.
    if (revert) draft = draftOf(shipment, draft.onlyCommitted);
    if (draft.applied.length > 0) save(draft, shipment, key, settings);
    else revert?.();
    return draft.outcomes;
  } catch (thrown) {
    if (isSavedAllTheSame(draft, shipment, thrown, findParts)) return draft.outcomes;
    revert?.();
    if (isNamed(thrown, ...BUSY, 'DUP_RCRD')) throw thrown;
    const tries = (unsaved?.tries ?? 0) + 1;
    return fulfillRows(shipment, key, settings, findParts, { draft, thrown, tries });
  }
}

/** A draft that NetSuite did not save, and why. */
type Unsaved = { draft: Draft; thrown: unknown; tries: number };

/**
 * One line that was closed while the draft was made refuses all of it: drafted anew, the others can be fulfilled. If nothing
 * has changed, what NetSuite has not committed may be to blame.
 * @throws what NetSuite said of the draft before, when nothing can be left out
 */
function draftAgain(shipment: Shipment, { draft, thrown, tries }: Unsaved): Draft {
  if (tries === ATTEMPTS) throw thrown;
  const again = draftOf(shipment, draft.onlyCommitted);
  if (again.applied.length < draft.applied.length) return again;
  if (draft.onlyCommitted || again.uncommitted === 0) throw thrown;
  return draftOf(shipment, true);
}

/** An error that says nothing definite, such as a time limit, may come after NetSuite has saved. */
function isSavedAllTheSame(
  { applied }: Draft,
  shipment: Shipment,
  thrown: unknown,
  findParts: () => readonly EarlierPart[],
): boolean {
  if (isDefinite(thrown) || isNamed(thrown, 'DUP_RCRD')) return false;
  return compared({ ...shipment, rows: applied }, findParts()).open.length === 0;
}

/** @property uncommitted rows that are more than NetSuite offers, which not every account takes */
type Draft = {
  fulfillment: record.Record;
  onlyCommitted: boolean;
  outcomes: RowOutcome[];
  applied: ShippedLineRow[];
  uncommitted: number;
};

function draftOf(shipment: Shipment, onlyCommitted: boolean): Draft {
  const fulfillment = record.transform({
    fromType: record.Type.SALES_ORDER,
    fromId: Number(shipment.salesOrderId),
    toType: record.Type.ITEM_FULFILLMENT,
    isDynamic: false,
  });
  const { outcomes, uncommitted } = setLines(fulfillment, shipment, onlyCommitted);
  const applied = outcomes.filter(({ outcome }) => outcome === 'applied').map(({ row }) => row);
  return { fulfillment, onlyCommitted, outcomes, applied, uncommitted };
}

function save(
  { fulfillment, applied }: Draft,
  shipment: Shipment,
  key: string,
  settings: FulfillmentSettings,
): void {
  setBody(fulfillment, shipment, applied, key, settings);
  setPackages(fulfillment, applied, settings);
  fulfillment.save();
}

function setBody(
  fulfillment: record.Record,
  { shipmentId }: Shipment,
  applied: readonly ShippedLineRow[],
  key: string,
  { memo, useShipDate }: FulfillmentSettings,
): void {
  const set = (fieldId: string, value: record.FieldValue) => fulfillment.setValue({ fieldId, value });
  set('externalid', key);
  set(bodyField.shipmentId, shipmentId);
  set(bodyField.orderItems, formatHeldRows(applied.map(({ line }) => line)));
  // HotWax knows of it already, so it must never be exported back.
  set(bodyField.exported, true);
  set('shipstatus', SHIPPED);
  set('memo', memo);
  const shipMethod = firstOf(applied, 'ship_method_id');
  if (shipMethod !== '') set('shipmethod', shipMethod);
  const shipped = parseDate(firstOf(applied, 'shipped_date'));
  if (useShipDate && shipped) set('trandate', calendarDate(shipped.wallClock));
}

/** `shipstatus` of an item fulfillment: A picked, B packed, C shipped. */
const SHIPPED = 'C';

/** Noon is the same day in every zone NetSuite may read the date in, but those more than half a day from UTC. */
function calendarDate(wallClock: number): Date {
  const date = new Date(wallClock);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12);
}

/** One package for each tracking number; without any NetSuite's own default stands. */
function setPackages(
  fulfillment: record.Record,
  rows: readonly ShippedLineRow[],
  { packageWeight }: FulfillmentSettings,
): void {
  const numbers = trackingNumbers(rows.map(({ line }) => line.tracking_number ?? '').join('|'));
  numbers.forEach((number, line) => {
    const set = (fieldId: string, value: record.FieldValue) =>
      fulfillment.setSublistValue({ sublistId: 'package', fieldId, line, value });
    set('packageweight', packageWeight);
    set('packagetrackingnumber', number);
    set('packagedescr', firstOf(rows, 'carrier_party_id'));
  });
}
