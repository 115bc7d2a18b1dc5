/** What became of the rows of a shipment, and what NetSuite's errors mean for them. */
import type { ShippedLine, ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { wholeRow } from '#feeds/rows/reject.ts';
import { asFailure, isBusy, isLocked, saysClosedPeriod } from '../netsuite/failure.ts';

export type Refusal = { outcome: 'refused'; code: string; field: string; message: string };

/** @property part internal id of the item fulfillment that has the row */
export type RowOutcome =
  | { row: ShippedLineRow; outcome: 'applied' | 'already applied'; part: number }
  | ({ row: ShippedLineRow } & Refusal);

export const refusal = (
  code: string,
  field: keyof ShippedLine | 'order_id' | typeof wholeRow,
  message: string,
): Refusal => ({
  outcome: 'refused',
  code,
  field,
  message,
});

/** Nothing was tried of these rows, or others kept the sales order from it: what the error is called says why. */
export function refuseAll(rows: readonly ShippedLineRow[], thrown: unknown): RowOutcome[] {
  const ofOthers = isLocked(thrown) ? locked : isBusy(thrown) ? busy : undefined;
  return refuseFor(rows, thrown, ofOthers ?? explanations[asFailure(thrown).name]);
}

/**
 * NetSuite, or a script of the account, did not take an item fulfillment of an order that is open. What the error is called tells
 * nothing then: one script's missing record is not the sales order.
 */
export const refuseUnsaved = (rows: readonly ShippedLineRow[], thrown: unknown): RowOutcome[] =>
  refuseFor(rows, thrown);

/** NetSuite, or a script of the account, did not take what is noted on the sales order before. */
export function refuseUnnoted(rows: readonly ShippedLineRow[], thrown: unknown): RowOutcome[] {
  const { message } = asFailure(thrown);
  const what = 'NetSuite did not save on the sales order where its lines ship from, or their tags';
  const known = saysClosedPeriod(thrown) ? periodClosed : { code: 'NOT_SAVED', field: fieldIn(message) };
  return refuseFor(rows, thrown, { ...known, message: what });
}

function refuseFor(rows: readonly ShippedLineRow[], thrown: unknown, known?: Explanation): RowOutcome[] {
  const { name, message } = asFailure(thrown);
  const explanation = known ?? explanationIn(thrown);
  const refused = refusal(
    explanation.code,
    explanation.field,
    `${explanation.message} (${name}: ${message})`,
  );
  return rows.map((row) => ({ row, ...refused }));
}

type Explanation = { code: string; field: Parameters<typeof refusal>[1]; message: string };

const busy: Explanation = {
  code: 'ORDER_BUSY',
  field: 'order_id',
  message: 'Others changed the sales order during every attempt',
};

const locked: Explanation = {
  ...busy,
  message: 'A workflow of the account has locked the sales order or its item fulfillments',
};

const periodClosed: Explanation = {
  code: 'PERIOD_CLOSED',
  field: 'shipped_date',
  message: 'The accounting period that the shipment is dated in is not open',
};

/** Error names of N/record that mean something definite here: docs/contracts.md#fulfilling-in-netsuite. */
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
    message: 'NetSuite offers nothing of the sales order for fulfillment',
  },
  HELD_ROWS_CHANGED: {
    code: 'HELD_ROWS_CHANGED',
    field: 'order_id',
    message: 'It is unknown whether the shipment was fulfilled before',
  },
};

/** By NetSuite's own words: only what it calls commitment is put down to commitment. */
function explanationIn(thrown: unknown): Explanation {
  const { message } = asFailure(thrown);
  if (saysClosedPeriod(thrown)) return periodClosed;
  if (saysCommitment(message))
    return {
      code: 'NOT_COMMITTED',
      field: 'quantity',
      message: 'NetSuite has too little committed at the location',
    };
  if (/configure the inventory detail/i.test(message)) {
    const needed =
      'NetSuite requires inventory detail (lots, serial numbers or bins) that neither the feed nor the account gives: have HotWax send it, or fulfill the line in NetSuite';
    return { code: 'INVENTORY_DETAIL_NEEDED', field: 'line_id', message: needed };
  }
  if (/inventory detail/i.test(message)) {
    const not = 'NetSuite does not accept the inventory detail (lots, serial numbers or bins) of the line';
    return { code: 'INVENTORY_DETAIL_REFUSED', field: 'line_id', message: not };
  }
  return {
    code: 'NOT_SAVED',
    field: fieldIn(message),
    message: 'NetSuite did not save the item fulfillment',
  };
}

/** Not that a transaction, of whatever kind, was or was not committed. */
export const saysCommitment = (message: string): boolean =>
  /\b(?:un)?committed\b|\bcommitments?\b/i.test(message) &&
  /\b(?:items?|quantit\w+|stock|inventory)\b/i.test(message);

/** NetSuite's sentences name its own fields, if any. */
const fieldsByWord: readonly (readonly [RegExp, keyof ShippedLine])[] = [
  [/shipmethod|ship method|shipping method/i, 'ship_method_id'],
  [/location/i, 'location_id'],
  [/trandate|\bperiod\b|\bdate\b/i, 'shipped_date'],
  [/package/i, 'tracking_number'],
  [/quantity/i, 'quantity'],
  [/inventory detail/i, 'line_id'],
];

const fieldIn = (message: string): Explanation['field'] =>
  fieldsByWord.find(([word]) => word.test(message))?.[1] ?? wholeRow;
