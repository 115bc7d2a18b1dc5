/** One shipment into one item fulfillment, exactly once. Source: design 4.8. */
import * as record from 'N/record';
import { parseDate } from '#feeds/dates.ts';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { trackingNumbers } from '#feeds/tracking-numbers.ts';
import { type EarlierPart, partKey, rowKey, rowsIn } from './earlier-parts.ts';
import { asFailure, isNamed } from './failure.ts';
import { bodyField } from './ids.ts';
import { tagSalesOrderLines } from './sales-order-tags.ts';
import { textOf } from './searches.ts';
import { firstOf, type Shipment } from './shipments.ts';

export type FulfillmentSettings = {
  tagLines: boolean;
  useShipDate: boolean;
  /** Weight of a package of which the feed says none: NetSuite refuses a package without. */
  packageWeight: number;
  memo: string;
};

/** What became of one row. */
export type RowOutcome =
  | { row: ShippedLineRow; outcome: 'applied' | 'already applied' }
  | { row: ShippedLineRow; outcome: 'refused'; code: string; field: string; message: string };

/** How often a shipment is tried when somebody else is saving its sales order at the same time. */
const ATTEMPTS = 3;

const BUSY = [
  'RCRD_HAS_BEEN_CHANGED',
  'RCRD_LOCKED_BY_WF',
  'RCRD_EDITED_SINCE_RETRIEVED',
  'CUSTOM_RECORD_COLLISION',
];

/** 30 units, and 30 more when its sales order lines are tagged. */
export function fulfillShipment(
  shipment: Shipment,
  earlier: readonly EarlierPart[],
  settings: FulfillmentSettings,
  findEarlier: (shipment: Shipment) => readonly EarlierPart[],
): RowOutcome[] {
  for (let attempt = 1; ; attempt += 1) {
    const parts = attempt === 1 ? earlier : findEarlier(shipment);
    const already = rowsIn(shipment.rows, parts);
    const open = shipment.rows.filter((row) => !already.includes(row));
    const outcomes = already.map((row): RowOutcome => ({ row, outcome: 'already applied' }));
    if (open.length === 0) return outcomes;
    try {
      return [...outcomes, ...fulfillRows(shipment, open, parts.length + 1, settings)];
    } catch (thrown) {
      const again = isNamed(thrown, ...BUSY, 'DUP_RCRD') && attempt < ATTEMPTS;
      if (!again) return [...outcomes, ...whatBecameOf(open, thrown, () => findEarlier(shipment))];
    }
  }
}

/** An error that says nothing definite, such as a time limit, may come after NetSuite has saved. */
function whatBecameOf(
  rows: readonly ShippedLineRow[],
  thrown: unknown,
  findParts: () => readonly EarlierPart[],
): RowOutcome[] {
  const saved = asFailure(thrown).name in explanations ? [] : rowsIn(rows, findParts());
  const refused = rows.filter((row) => !saved.includes(row));
  return [...saved.map((row): RowOutcome => ({ row, outcome: 'applied' })), ...refuseAll(refused, thrown)];
}

function fulfillRows(
  shipment: Shipment,
  rows: readonly ShippedLineRow[],
  part: number,
  settings: FulfillmentSettings,
): RowOutcome[] {
  if (settings.tagLines) tagSalesOrderLines(shipment, rows);
  const fulfillment = record.transform({
    fromType: record.Type.SALES_ORDER,
    fromId: Number(shipment.salesOrderId),
    toType: record.Type.ITEM_FULFILLMENT,
    isDynamic: false,
  });
  const outcomes = setLines(fulfillment, shipment, rows);
  if (outcomes.every(({ outcome }) => outcome === 'refused')) return outcomes;
  const applied = outcomes.filter(({ outcome }) => outcome === 'applied').map(({ row }) => row);
  setBody(fulfillment, shipment, applied, part, settings);
  setPackages(fulfillment, shipment, settings);
  fulfillment.save();
  return outcomes;
}

const lineIndexes = (fulfillment: record.Record): number[] =>
  Array.from({ length: fulfillment.getLineCount({ sublistId: 'item' }) }, (_, line) => line);

/** Text or number by the account's mood: netsuite-platform 4.2. Components of a kit have none. */
const orderLineOf = (fulfillment: record.Record, line: number): string =>
  textOf(fulfillment.getSublistValue({ sublistId: 'item', fieldId: 'orderline', line }));

/** Every line of the order arrives marked as received, so what HotWax has not shipped is unmarked. Source: contracts F.3. */
function setLines(
  fulfillment: record.Record,
  shipment: Shipment,
  rows: readonly ShippedLineRow[],
): RowOutcome[] {
  const outcomes = new Map<ShippedLineRow, RowOutcome>();
  for (const line of lineIndexes(fulfillment)) {
    const orderLine = orderLineOf(fulfillment, line);
    if (orderLine === '') continue;
    const wanted = rows.filter((row) => row.line.line_id === orderLine);
    const objection = wanted.length > 0 ? quantityObjection(fulfillment, line, wanted) : undefined;
    for (const row of wanted)
      outcomes.set(row, objection ? { row, ...objection } : { row, outcome: 'applied' });
    if (wanted.length === 0 || objection) setLine(fulfillment, line, 'itemreceive', false);
    else receiveLine(fulfillment, line, shipment.locationId, sumOf(wanted));
  }
  return rows.map((row) => outcomes.get(row) ?? notFulfillable(row));
}

function receiveLine(fulfillment: record.Record, line: number, locationId: string, quantity: number): void {
  setLine(fulfillment, line, 'itemreceive', true);
  setLine(fulfillment, line, 'location', locationId);
  setLine(fulfillment, line, 'quantity', quantity);
}

function setLine(fulfillment: record.Record, line: number, fieldId: string, value: record.FieldValue): void {
  fulfillment.setSublistValue({ sublistId: 'item', fieldId, line, value });
}

/** Added up in ten-thousandths, as 0.1 and 0.2 of a floating point sum are more than 0.3. */
const sumOf = (rows: readonly ShippedLineRow[]): number =>
  rows.reduce((sum, { line }) => sum + Math.round(Number(line.quantity) * 10_000), 0) / 10_000;

function quantityObjection(fulfillment: record.Record, line: number, rows: readonly ShippedLineRow[]) {
  const remaining = remainingQuantity(fulfillment, line);
  const asked = sumOf(rows);
  if (asked <= remaining) return undefined;
  const message = `HotWax shipped ${asked} of line ${rows[0]?.line.line_id}, of which ${remaining} can still be fulfilled.`;
  return { outcome: 'refused', code: 'MORE_THAN_REMAINS', field: 'quantity', message } as const;
}

function remainingQuantity(fulfillment: record.Record, line: number): number {
  const remaining = fulfillment.getSublistValue({ sublistId: 'item', fieldId: 'quantityremaining', line });
  const offered = fulfillment.getSublistValue({ sublistId: 'item', fieldId: 'quantity', line });
  return Number(remaining || offered || 0);
}

const notFulfillable = (row: ShippedLineRow): RowOutcome => ({
  row,
  outcome: 'refused',
  code: 'LINE_NOT_FULFILLABLE',
  field: 'line_id',
  message: `Sales order ${row.salesOrderId} offers no line ${row.line.line_id} to fulfill: it does not exist, is closed, or is fulfilled already.`,
});

function setBody(
  fulfillment: record.Record,
  shipment: Shipment,
  applied: readonly ShippedLineRow[],
  part: number,
  { memo, useShipDate }: FulfillmentSettings,
): void {
  const set = (fieldId: string, value: record.FieldValue) => fulfillment.setValue({ fieldId, value });
  set('externalid', partKey(shipment, part));
  set(bodyField.shipmentId, shipment.shipmentId);
  set(bodyField.orderItems, applied.map(rowKey).join('\n'));
  // HotWax knows of it already, so it must never be exported back.
  set(bodyField.exported, true);
  set('shipstatus', SHIPPED);
  set('memo', memo);
  const shipMethod = firstOf(shipment, 'ship_method_id');
  if (shipMethod !== '') set('shipmethod', shipMethod);
  const shipped = parseDate(firstOf(shipment, 'shipped_date'));
  if (useShipDate && shipped) set('trandate', calendarDate(shipped.wallClock));
}

/** `shipstatus` of an item fulfillment: A picked, B packed, C shipped. */
const SHIPPED = 'C';

/** Noon is the same day in every zone NetSuite may read the date in, but those more than half a day from UTC. */
const calendarDate = (wallClock: number): Date => {
  const date = new Date(wallClock);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12);
};

/** One package for each tracking number; without any NetSuite's own default stands. */
function setPackages(
  fulfillment: record.Record,
  shipment: Shipment,
  { packageWeight }: FulfillmentSettings,
): void {
  const numbers = trackingNumbers(shipment.rows.map(({ line }) => line.tracking_number ?? '').join('|'));
  numbers.forEach((number, line) => {
    const set = (fieldId: string, value: record.FieldValue) =>
      fulfillment.setSublistValue({ sublistId: 'package', fieldId, line, value });
    set('packageweight', packageWeight);
    set('packagetrackingnumber', number);
    set('packagedescr', firstOf(shipment, 'carrier_party_id'));
  });
}

function refuseAll(rows: readonly ShippedLineRow[], thrown: unknown): RowOutcome[] {
  const { name, message } = asFailure(thrown);
  const told = explanations[name];
  return rows.map((row) => ({
    row,
    outcome: 'refused',
    code: told?.code ?? 'NOT_SAVED',
    field: told?.field ?? '',
    message: `${told?.message ?? 'NetSuite did not save the item fulfillment'} (${name}: ${message})`,
  }));
}

type Explanation = { code: string; field: string; message: string };

/** Error names of N/record that mean something definite here: netsuite-platform 4.1, 4.3. */
const explanations: Readonly<Record<string, Explanation>> = {
  INVALID_INITIALIZE_REF: {
    code: 'ORDER_NOT_FULFILLABLE',
    field: 'order_id',
    message: 'NetSuite has no such sales order, or it is not open for fulfillment',
  },
  RCRD_DSNT_EXIST: {
    code: 'ORDER_NOT_FOUND',
    field: 'order_id',
    message: 'NetSuite has no such sales order',
  },
  VALID_LINE_ITEM_REQD: {
    code: 'NOTHING_TO_FULFILL',
    field: 'order_id',
    message: 'Nothing is left to fulfill on the sales order',
  },
  ...Object.fromEntries(
    BUSY.map((name) => [
      name,
      {
        code: 'ORDER_BUSY',
        field: 'order_id',
        message: `Others kept changing the sales order in ${ATTEMPTS} attempts`,
      },
    ]),
  ),
};
