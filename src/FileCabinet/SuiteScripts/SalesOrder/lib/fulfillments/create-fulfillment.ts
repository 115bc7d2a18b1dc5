/**
 * One shipment into item fulfillments, exactly once: judged by what its order is, its lines put where they ship from, transformed, saved;
 * what NetSuite refuses is left out with NetSuite's reason, and its notes are taken back.
 * Source: docs/architecture.md#shipments-hotwax-to-netsuite.
 */
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { detailWriter, type StockSource, stockOf } from '../detail/write-detail.ts';
import type { AccountKnowledge } from '../drafts/account-knowledge.ts';
import { type MethodChoice, setBody } from '../drafts/fulfillment-body.ts';
import { type DraftLine, setLines } from '../drafts/fulfillment-lines.ts';
import type { FulfillmentSettings } from '../drafts/settings.ts';
import { type EarlierPart, HELD_ROWS_CHANGED, nextPartKey } from '../earlier-parts/earlier-fulfillments.ts';
import { compareWithParts } from '../earlier-parts/shipment-comparison.ts';
import { asFailure, isNamed } from '../netsuite/failure.ts';
import { noteOnSalesOrder } from '../orders/order-notes.ts';
import { findOrders, type Order, readFeatures } from '../orders/orders.ts';
import { BUSY, isDefinite, type RowOutcome, refuseAll } from '../orders/row-outcomes.ts';
import { judgeRows } from '../orders/row-verdicts.ts';
import type { Shipment } from '../orders/shipments.ts';
import { notOffered, offersNothing, refuseBlamed } from './refusal-reasons.ts';

/** How often a shipment is tried when others save its sales order at the same time. */
const ATTEMPTS = 3;

/** How many drafts are made of it, each without what NetSuite has refused of the one before. */
const MOST_DRAFTS = 5;

/** What is known before anything is written, and where to ask again. */
export type Surroundings = {
  settings: FulfillmentSettings;
  account: AccountKnowledge;
  findEarlier: (shipment: Shipment) => readonly EarlierPart[];
};

/**
 * 30 units, and 30 more when something is to be noted on its sales order; as much again for each draft that is not saved. 40 more when
 * lines want inventory detail that the feed or the deployment gives.
 */
export function fulfillShipment(
  shipment: Shipment,
  earlier: readonly EarlierPart[],
  order: Order | undefined,
  around: Surroundings,
): RowOutcome[] {
  return routesOf(shipment, order).flatMap((route, index) =>
    fulfillRoute(route, index === 0 ? earlier : around.findEarlier(route), order, around),
  );
}

/** An item fulfillment goes to one address: rows of different ones are fulfilled apart. */
function routesOf(shipment: Shipment, order: Order | undefined): Shipment[] {
  const routes = new Map<string, ShippedLineRow[]>();
  for (const row of shipment.rows) {
    const group = shipGroupOf(row, order);
    routes.set(group, [...(routes.get(group) ?? []), row]);
  }
  return [...routes.values()].map((rows) => ({ ...shipment, rows }));
}

const shipGroupOf = ({ line }: ShippedLineRow, order: Order | undefined): string =>
  order?.lines[line.line_id]?.shipGroup ?? '';

function fulfillRoute(
  shipment: Shipment,
  earlier: readonly EarlierPart[],
  known: Order | undefined,
  around: Surroundings,
): RowOutcome[] {
  for (let attempt = 1; ; attempt += 1) {
    const parts = attempt === 1 ? earlier : around.findEarlier(shipment);
    const { open, settled } = compared(shipment, parts);
    if (open.length === 0) return settled;
    const order = attempt === 1 ? known : orderOf(shipment);
    const { fit, refused } = judgeRows(shipment.salesOrderId, open, order, around.settings.allowOverage);
    const done = [...settled, ...refused];
    if (!order || fit.length === 0) return done;
    try {
      const key = nextPartKey(shipment, parts);
      const stock = stockOf(shipment, fit, around.settings);
      return [...done, ...fulfillRows({ shipment, order, key, around, stock }, fit)];
    } catch (thrown) {
      const again = isNamed(thrown, ...BUSY, 'DUP_RCRD') && attempt < ATTEMPTS;
      if (!again) return [...done, ...refuseAll(fit, thrown)];
    }
  }
}

const orderOf = ({ salesOrderId }: Shipment): Order | undefined => findOrders([salesOrderId])[salesOrderId];

function compared(shipment: Shipment, parts: readonly EarlierPart[]): ReturnType<typeof compareWithParts> {
  try {
    return compareWithParts(shipment, parts);
  } catch (thrown) {
    if (!isNamed(thrown, HELD_ROWS_CHANGED)) throw thrown;
    return { open: [], settled: refuseAll(shipment.rows, thrown) };
  }
}

type Work = { shipment: Shipment; order: Order; key: string; around: Surroundings; stock: StockSource };

/** What of a try is left for the next one. */
type Leftover = { rows: readonly ShippedLineRow[]; refused: RowOutcome[]; method: MethodChoice };

/** @throws what NetSuite says when somebody else has the order, with the sales order as it was before */
function fulfillRows(work: Work, fit: readonly ShippedLineRow[]): RowOutcome[] {
  let next: Leftover = { rows: fit, refused: [], method: { isWanted: true, refused: '' } };
  for (let tries = 1; next.rows.length > 0; tries += 1) {
    const left = tryOnce(work, next, tries === MOST_DRAFTS);
    if (!left) return [...next.refused, ...next.rows.map((row): RowOutcome => ({ row, outcome: 'applied' }))];
    next = left;
  }
  return next.refused;
}

/** @returns nothing when all is saved */
function tryOnce(work: Work, { rows, refused, method }: Leftover, isLast: boolean): Leftover | undefined {
  const { shipment, order, around } = work;
  const { settings } = around;
  const noted = note(work, rows);
  if ('outcomes' in noted) return { rows: [], refused: [...refused, ...noted.outcomes], method };
  const { revert } = noted;
  let lines: Map<string, DraftLine> | undefined;
  try {
    const fulfillment = draftOf(shipment, rows, order);
    const writeDetail = detailWriter(shipment, rows, order, settings, work.stock);
    lines = setLines(fulfillment, { rows, locationId: shipment.locationId, writeDetail });
    const missing = rows.filter(({ line }) => !lines?.has(line.line_id));
    const undetailed = [...lines.values()].flatMap(({ problems }) => problems);
    if (missing.length === 0 && undetailed.length === 0) {
      setBody(fulfillment, shipment, rows, work.key, method, around);
      fulfillment.save({ ignoreMandatoryFields: settings.ignoreMandatory });
      return undefined;
    }
    const reasons = [...undetailed, ...(missing.length > 0 ? notOffered(shipment, missing) : [])];
    revert?.();
    return { ...without(rows, reasons), refused: [...refused, ...reasons], method };
  } catch (thrown) {
    if (isSavedAllTheSame(shipment, rows, thrown, around)) return undefined;
    const reasons = offersNothing(thrown) ? notOffered(shipment, rows) : [];
    revert?.();
    if (reasons.length > 0) return { rows: [], refused: [...refused, ...reasons], method };
    if (isNamed(thrown, ...BUSY, 'DUP_RCRD')) throw thrown;
    return afterRefusal(work, { rows, refused, method }, { thrown, lines, isLast });
  }
}

/** What NetSuite refuses of the sales order is no refusal of the item fulfillment, and says so. @throws when somebody else has it */
function note(
  { shipment, order, around }: Work,
  rows: readonly ShippedLineRow[],
): { revert: (() => void) | undefined } | { outcomes: RowOutcome[] } {
  const { tagLines } = around.settings;
  try {
    return { revert: noteOnSalesOrder(shipment, rows, order, { tagLines, placeField: placeField() }) };
  } catch (thrown) {
    if (isNamed(thrown, ...BUSY)) throw thrown;
    return { outcomes: refuseAll(rows, thrown, 'NetSuite did not save where the sales order ships from') };
  }
}

const placeField = (): 'location' | 'inventorylocation' =>
  readFeatures().crossSubsidiary ? 'inventorylocation' : 'location';

function draftOf(
  { salesOrderId, locationId }: Shipment,
  rows: readonly ShippedLineRow[],
  order: Order,
): record.Record {
  const shipGroup = rows.map((row) => shipGroupOf(row, order)).find((group) => group !== '');
  return record.transform({
    fromType: record.Type.SALES_ORDER,
    fromId: Number(salesOrderId),
    toType: record.Type.ITEM_FULFILLMENT,
    isDynamic: true,
    defaultValues: {
      ...(readFeatures().crossSubsidiary ? { inventorylocation: locationId } : {}),
      ...(shipGroup === undefined ? {} : { shipgroup: shipGroup }),
    },
  });
}

type Refused = { thrown: unknown; lines: Map<string, DraftLine> | undefined; isLast: boolean };

/** Leaves out what NetSuite objects to, so that the rest can be fulfilled; what cannot be told apart is refused together. */
function afterRefusal(
  { shipment, around }: Work,
  { rows, refused, method }: Leftover,
  { thrown, lines, isLast }: Refused,
): Leftover {
  const { message } = asFailure(thrown);
  if (method.isWanted && !isLast && METHOD.test(message))
    return { rows, refused, method: { isWanted: false, refused: message } };
  const fresh = judgeRows(shipment.salesOrderId, rows, orderOf(shipment), around.settings.allowOverage);
  const others = isLast ? refuseAll(fresh.fit, thrown) : [];
  const gone =
    fresh.refused.length > 0
      ? [...fresh.refused, ...others]
      : refuseBlamed(rows, isLast ? undefined : lines, thrown);
  return { ...without(rows, gone), refused: [...refused, ...gone], method };
}

const METHOD = /ship\s*method|shipping method|ship\s*carrier/i;

function without(rows: readonly ShippedLineRow[], gone: readonly RowOutcome[]): { rows: ShippedLineRow[] } {
  const left = new Set(gone.map(({ row }) => row));
  return { rows: rows.filter((row) => !left.has(row)) };
}

/** An error that says nothing definite, such as a time limit, may come after NetSuite has saved. */
function isSavedAllTheSame(
  shipment: Shipment,
  rows: readonly ShippedLineRow[],
  thrown: unknown,
  { findEarlier }: Surroundings,
): boolean {
  if (isDefinite(thrown) || isNamed(thrown, 'DUP_RCRD')) return false;
  const open = { ...shipment, rows: [...rows] };
  return compared(open, findEarlier(open)).open.length === 0;
}
