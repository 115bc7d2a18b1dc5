/**
 * Rows of one shipment and address into one item fulfillment: noted on their order, drafted, saved; what NetSuite refuses is left out with
 * NetSuite's reason, its notes are taken back, and the rest is tried again.
 * Source: docs/architecture.md#shipments-hotwax-to-netsuite.
 */
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { detailWriter, type StockSource, stockOf } from '../detail/write-detail.ts';
import type { AccountKnowledge } from '../drafts/account-knowledge.ts';
import { type RefusedMethod, setBody, wantedMethod } from '../drafts/fulfillment-body.ts';
import { type DraftLine, setLines } from '../drafts/fulfillment-lines.ts';
import type { FulfillmentSettings } from '../drafts/settings.ts';
import { type EarlierPart, HELD_ROWS_CHANGED } from '../earlier-parts/earlier-fulfillments.ts';
import { compareWithParts } from '../earlier-parts/shipment-comparison.ts';
import { asFailure, isBusy, isNamed } from '../netsuite/failure.ts';
import { placeField, shipsAcrossSubsidiaries } from '../netsuite/features.ts';
import { noteOnSalesOrder } from '../orders/order-notes.ts';
import { findOrders, type Order } from '../orders/orders.ts';
import { type RowOutcome, refuseAll, refuseUnnoted, refuseUnsaved } from '../orders/row-outcomes.ts';
import { judgeRows } from '../orders/row-verdicts.ts';
import type { Shipment } from '../orders/shipments.ts';
import { notOffered, offersNothing, refuseBlamed } from './refusal-reasons.ts';

/** How many drafts are made of it, each without what NetSuite has refused of the one before. */
const MOST_DRAFTS = 5;

/** What is known before anything is written, and where to ask again. */
export type Surroundings = {
  settings: FulfillmentSettings;
  account: AccountKnowledge;
  findEarlier: (shipment: Shipment) => readonly EarlierPart[];
};

export type Work = { shipment: Shipment; order: Order; key: string; around: Surroundings };

/** @property stock what the feed's lots, serial numbers and bins are in NetSuite */
type StockedWork = Work & { stock: StockSource };

/** What of a try is left for the next one, and what is known of the rows that are not. */
type Leftover = { rows: readonly ShippedLineRow[]; done: RowOutcome[]; method?: RefusedMethod };

/** @throws what NetSuite says when somebody else has the order, with the sales order as it was before */
export function fulfillRows(work: Work, fit: readonly ShippedLineRow[]): RowOutcome[] {
  const stocked = { ...work, stock: stockOf(work.shipment, fit, work.around.settings) };
  let next: Leftover = { rows: fit, done: [] };
  for (let tries = 1; next.rows.length > 0; tries += 1) {
    next = tryOnce(stocked, next, tries >= MOST_DRAFTS);
  }
  return next.done;
}

function tryOnce(work: StockedWork, left: Leftover, isLast: boolean): Leftover {
  const { shipment, order, key, around } = work;
  const { tagLines } = around.settings;
  const settings = { tagLines, placeField: placeField(), key };
  const notes = noteOnSalesOrder(shipment, left.rows, order, settings);
  if (notes.thrown !== undefined) return withoutNotes(work, left, notes.thrown);
  const draft = saveDraft(work, left);
  if (draft.part !== undefined) return allSaved(left, draft.part);
  const saved = draft.wasSaving ? savedAllTheSame(shipment, left.rows, draft.thrown, around) : undefined;
  if (saved) return { ...left, rows: [], done: [...left.done, ...saved] };
  try {
    return afterRefusal(work, left, draft, isLast);
  } finally {
    notes.revert();
  }
}

const allSaved = ({ rows, done }: Leftover, part: number): Leftover => ({
  rows: [],
  done: [...done, ...rows.map((row): RowOutcome => ({ row, outcome: 'applied', part }))],
});

/** NetSuite has not taken what is noted on the order: where the lines ship from is part of it, so none is fulfilled. */
function withoutNotes({ shipment, around }: Work, left: Leftover, thrown: unknown): Leftover {
  if (isBusy(thrown)) throw thrown;
  const { salesOrderId } = shipment;
  const { fit, refused } = judgeRows(
    salesOrderId,
    left.rows,
    orderOf(shipment),
    around.settings.allowOverage,
  );
  return leaveOut(left, [...refused, ...refuseUnnoted(fit, thrown)]);
}

/**
 * A draft, saved or not.
 * @property part internal id of the item fulfillment when it is saved
 * @property lines what NetSuite offered; undefined when there was no draft
 * @property problems of rows whose inventory detail cannot be written
 * @property wasSaving whether it may have been saved all the same
 */
type Draft = {
  part?: number;
  thrown?: unknown;
  lines?: Map<string, DraftLine>;
  problems: RowOutcome[];
  wasSaving: boolean;
};

function saveDraft({ shipment, order, key, around, stock }: StockedWork, { rows, method }: Leftover): Draft {
  const draft: Draft = { problems: [], wasSaving: false };
  try {
    const fulfillment = draftOf(shipment, rows, order);
    const writeDetail = detailWriter(shipment, rows, order, around.settings, stock);
    const lines = setLines(fulfillment, { rows, locationId: shipment.locationId, writeDetail });
    draft.lines = lines;
    draft.problems = [...lines.values()].flatMap(({ problems }) => problems);
    if (draft.problems.length > 0 || rows.some(({ line }) => !lines.has(line.line_id))) return draft;
    setBody(fulfillment, shipment, rows, key, method, around);
    draft.wasSaving = true;
    return { ...draft, part: fulfillment.save({ ignoreMandatoryFields: around.settings.ignoreMandatory }) };
  } catch (thrown) {
    return { ...draft, thrown };
  }
}

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
      ...(shipsAcrossSubsidiaries() ? { inventorylocation: locationId } : {}),
      ...(shipGroup === undefined ? {} : { shipgroup: shipGroup }),
    },
  });
}

/** Leaves out what NetSuite objects to, so that the rest can be fulfilled; what cannot be told apart is refused together. */
function afterRefusal(work: Work, left: Leftover, draft: Draft, isLast: boolean): Leftover {
  const { shipment, around } = work;
  const { rows } = left;
  const { thrown, lines } = draft;
  const missing = rows.filter(({ line }) => !lines?.has(line.line_id));
  if (thrown === undefined || (!lines && offersNothing(thrown))) {
    const reasons = missing.length > 0 ? notOffered(shipment, missing, work.order) : [];
    return leaveOut(left, [...draft.problems, ...reasons]);
  }
  if (isBusy(thrown) || isNamed(thrown, 'DUP_RCRD')) throw thrown;
  const { message } = asFailure(thrown);
  const method = wantedMethod(rows, left.method);
  if (method !== '' && !isLast && METHOD.test(message))
    return { ...left, method: { id: method, why: message } };
  const fresh = judgeRows(shipment.salesOrderId, rows, orderOf(shipment), around.settings.allowOverage);
  const others = isLast ? refuseUnsaved(fresh.fit, thrown) : [];
  return leaveOut(
    left,
    fresh.refused.length > 0
      ? [...fresh.refused, ...others]
      : refuseBlamed(rows, isLast ? undefined : lines, thrown),
  );
}

const METHOD = /ship\s*method|shipping method|ship\s*carrier/i;

function leaveOut(from: Leftover, gone: readonly RowOutcome[]): Leftover {
  const left = new Set(gone.map(({ row }) => row));
  return { ...from, rows: from.rows.filter((row) => !left.has(row)), done: [...from.done, ...gone] };
}

/**
 * Whatever an error says, it may come after NetSuite has saved: of a time limit, or of a script of the account that runs after each save
 * and may throw what NetSuite itself throws before one. Of an external id that is taken, another run has saved it.
 * @returns nothing when the rows are still to be fulfilled
 * @throws what the search throws: then a later run finds out
 */
function savedAllTheSame(
  shipment: Shipment,
  rows: readonly ShippedLineRow[],
  thrown: unknown,
  { findEarlier }: Surroundings,
): RowOutcome[] | undefined {
  const tried = { ...shipment, rows: [...rows] };
  const { open, settled } = compared(tried, findEarlier(tried));
  if (open.length > 0) return undefined;
  const isOwn = !isNamed(thrown, 'DUP_RCRD');
  return settled.map((known) =>
    known.outcome === 'already applied' && isOwn ? { ...known, outcome: 'applied' } : known,
  );
}

export const orderOf = ({ salesOrderId }: Shipment): Order | undefined =>
  findOrders([salesOrderId])[salesOrderId];

export const shipGroupOf = ({ line }: ShippedLineRow, order: Order | undefined): string =>
  order?.lines[line.line_id]?.shipGroup ?? '';

export function compared(
  shipment: Shipment,
  parts: readonly EarlierPart[],
): ReturnType<typeof compareWithParts> {
  try {
    return compareWithParts(shipment, parts);
  } catch (thrown) {
    if (!isNamed(thrown, HELD_ROWS_CHANGED)) throw thrown;
    return { open: [], settled: refuseAll(shipment.rows, thrown) };
  }
}
