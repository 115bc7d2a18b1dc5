/**
 * Rows of one sales order into the order: one load and one save for all of them, and when NetSuite does not take them
 * together, for halves of them, so that only those are refused that NetSuite refuses, each in NetSuite's words.
 */
import * as record from 'N/record';
import { wholeRow } from '#feeds/rows/reject.ts';
import { asFailure, isBusy, isLocked, saysClosedPeriod } from '../netsuite/failure.ts';
import type { Budget } from '../netsuite/governance.ts';
import { missingOf, type Refusal, refusal } from './judge-row.ts';
import { findKnownOrders } from './known-orders.ts';
import type { OrderField } from './order-fields.ts';
import type { AllocatedRow } from './work.ts';
import { hasRow, writeRow } from './write-wishes.ts';

/** The order has what the other rows ask for. */
export type Refusals = Map<AllocatedRow, Refusal>;

/** How often a save is tried when others save the order at the same time. */
const ATTEMPTS = 3;

/** Saved, refused, and looked at: of each row that NetSuite refuses, of each half that it is found by. */
export const UNITS_PER_SAVE = 40;

/** Finding out which rows NetSuite refuses must leave units for halves that wait, for other orders, and 1,120 for settling the file. */
const UNITS_FOR_THE_REST = 1500;

/** Halves are saved as long as there are units for them: for that of a row, and those on the way to it. */
const UNITS_PER_HALVES = UNITS_PER_SAVE * 4 + UNITS_FOR_THE_REST;

/** 30 units when NetSuite takes it all. */
export function saveRows(
  orderId: string,
  rows: readonly AllocatedRow[],
  fields: readonly OrderField[],
  budget: Budget,
): Refusals {
  const { refused, thrown } = trySave(orderId, rows, fields);
  if (thrown === undefined) return refused;
  const left = leftOf(orderId, rows, fields, refused);
  const isWhole = left.length === 1 || isBusy(thrown) || !budget.allows(UNITS_PER_HALVES);
  const parts = isWhole ? [] : halvesOf(left);
  if (isWhole) for (const row of left) refused.set(row, explain(thrown, left.length));
  for (const part of parts) {
    for (const [row, why] of saveRows(orderId, part, fields, budget)) refused.set(row, why);
  }
  return refused;
}

function halvesOf<Row>(rows: readonly Row[]): Row[][] {
  const half = Math.ceil(rows.length / 2);
  return [rows.slice(0, half), rows.slice(half)].filter((part) => part.length > 0);
}

/** @property thrown what NetSuite said when it did not save those that are not refused */
type Saved = { refused: Refusals; thrown?: unknown };

function trySave(orderId: string, rows: readonly AllocatedRow[], fields: readonly OrderField[]): Saved {
  for (let attempt = 1; ; attempt += 1) {
    const refused: Refusals = new Map();
    try {
      saveOnce(orderId, rows, fields, refused);
      return { refused };
    } catch (thrown) {
      if (!isBusy(thrown) || attempt === ATTEMPTS) return { refused, thrown };
    }
  }
}

function saveOnce(
  orderId: string,
  rows: readonly AllocatedRow[],
  fields: readonly OrderField[],
  refused: Refusals,
): void {
  const order = load(orderId);
  let changed = 0;
  for (const row of rows) {
    const written = writeRow(order, row, fields);
    if (typeof written === 'number') changed += written;
    else refused.set(row, written);
  }
  if (changed > 0) order.save({ ignoreMandatoryFields: true });
}

const load = (orderId: string): record.Record =>
  record.load({ type: record.Type.SALES_ORDER, id: Number(orderId) });

/**
 * Whatever an error says, it may come after NetSuite has saved: of a time limit, or of a script of the account that runs
 * after each save. @returns the rows that the order does not have
 */
function leftOf(
  orderId: string,
  rows: readonly AllocatedRow[],
  fields: readonly OrderField[],
  refused: Refusals,
): AllocatedRow[] {
  try {
    const order = load(orderId);
    return rows.filter((row) => !refused.has(row) && !hasRow(order, row, fields));
  } catch {
    return leftBySearch(orderId, rows, fields, refused);
  }
}

/** Of an order that cannot be loaded, as one that a workflow has locked: it may have been saved before. */
function leftBySearch(
  orderId: string,
  rows: readonly AllocatedRow[],
  fields: readonly OrderField[],
  refused: Refusals,
): AllocatedRow[] {
  const order = findKnownOrders([orderId], fields, false)[orderId];
  return rows.filter((row) => {
    const line = order?.lines[row.lineId];
    const isSaved = order && line && missingOf(row.wishes, order, line, fields).length === 0;
    return !refused.has(row) && !isSaved;
  });
}

function explain(thrown: unknown, rows: number): Refusal {
  const { name, message } = asFailure(thrown);
  const words = `(${name}: ${message})`;
  if (isLocked(thrown)) {
    return refusal(
      'ORDER_BUSY',
      'internalId',
      `A workflow of the account has locked the sales order ${words}`,
    );
  }
  if (isBusy(thrown)) {
    return refusal(
      'ORDER_BUSY',
      'internalId',
      `Others changed the sales order during every attempt ${words}`,
    );
  }
  if (saysClosedPeriod(thrown)) {
    return refusal(
      'PERIOD_CLOSED',
      'internalId',
      `The accounting period of the sales order is not open ${words}`,
    );
  }
  const together = rows === 1 ? '' : ` with ${rows} rows of it together`;
  const code = rows === 1 ? 'NOT_SAVED' : 'NOT_TOLD_APART';
  return refusal(code, fieldIn(message), `NetSuite did not save the sales order${together} ${words}`);
}

/** NetSuite's sentences name its own fields, if any. */
const COLUMN_BY_WORD: readonly (readonly [RegExp, string])[] = [
  [/shipmethod|ship method|shipping method/i, 'shippingMethod'],
  [/location/i, 'location'],
  [/quantity/i, 'quantity'],
  [/\bstate\b/i, 'state'],
  [/\bcountry\b/i, 'country'],
  [/\bzip\b|postal/i, 'zip'],
];

const fieldIn = (message: string): string =>
  COLUMN_BY_WORD.find(([word]) => word.test(message))?.[1] ?? wholeRow;
