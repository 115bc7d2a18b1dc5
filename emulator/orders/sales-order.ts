/**
 * The bookkeeping of a sales order: line ids, what is committed, picked and shipped, and the order's status.
 * Quantities are always counted again from the fulfillments that exist, so that deleting one gives them back.
 */

import type { Saving, World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { Execution } from '../account/execution.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { preference } from '../account/switches.ts';
import { dayOf, wallTime } from '../platform/dates.ts';
import { LISTS } from '../platform/record-types.ts';
import { writeRecord } from '../records/write-record.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { readItem } from './items.ts';
import { assertChangesAllowed } from './line-changes.ts';
import { availableFor } from './stock.ts';
import { asDecimal } from './units.ts';

/** Statuses that follow from the lines; the others are set by people or by steps not emulated. */
const DERIVED = ['B', 'D', 'E', 'F', 'H'];

export function prepareSalesOrder(
  world: World,
  draft: Draft,
  previous: StoredRecord | undefined,
  saving: Pick<Saving, 'execution'> = { execution: undefined },
): void {
  const lines = draft.sublists.item ?? [];
  if (lines.length === 0)
    throw suiteError('USER_ERROR', 'You must enter at least one line item for this transaction.');
  for (const line of lines) numberLine(world, draft, line);
  assertChangesAllowed(world, draft, previous, saving);
  for (const line of lines) completeLine(world, line);
  draft.fields.trandate ??= dayOf(wallTime(world.clock(), world.preferences.timeZone));
  count(world, draft.id, draft.fields, lines);
  assertNothingLost(lines, previous);
}

/** Counts an order again after one of its fulfillments was saved or deleted. */
export function refreshSalesOrder(world: World, id: number, execution?: Execution): void {
  const order = world.store.read('salesorder', id);
  if (!order) return;
  const before = JSON.stringify([order.fields, order.sublists]);
  count(world, id, order.fields, order.sublists.item ?? []);
  if (JSON.stringify([order.fields, order.sublists]) === before) return;
  writeRecord(world, { ...order, version: order.version + 1, modified: world.clock() }, false, execution);
}

/** The fulfillments made from an order. */
export const fulfillmentsOf = (world: World, orderId: number): readonly Readonly<StoredRecord>[] =>
  world.store.lookBy('itemfulfillment', 'createdfrom', String(orderId));

/** The part of a line that no fulfillment has taken yet. */
export function remainingOf(line: Values): number {
  const left = Number(line.quantity ?? 0) - Number(line.quantitypicked ?? 0);
  return line.isclosed ? 0 : Math.max(0, asDecimal(left));
}

export function assertDeletable(world: World, order: StoredRecord): void {
  if (fulfillmentsOf(world, order.id).length === 0) return;
  throw suiteError(
    'THIS_RECORD_CANNOT_BE_DELETED_BECAUSE_IT_HAS_DEPENDENT_RECORDS',
    `Sales order ${order.id} has item fulfillments. Delete those first.`,
  );
}

function numberLine(world: World, draft: Draft, line: Values): void {
  if (line.line === null || line.line === undefined) line.line = String(draft.lastLine + 1);
  draft.lastLine = Math.max(draft.lastLine, Number(line.line));
  line.lineuniquekey ??= String(world.store.nextLineKey());
}

/** Of an item without stock figures, what is on backorder is fixed when a line is entered. */
function completeLine(world: World, line: Values): void {
  if (line.item === null || line.item === undefined)
    throw suiteError('USER_ERROR', 'Please choose an item to add');
  const item = readItem(world, line.item);
  line.itemtype = item.code;
  line.quantity ??= 1;
  line.isclosed ??= false;
  assertQuantity(line, item.code);
  const seeded = line.quantitycommitted;
  line.quantitybackordered ??=
    item.stocked && typeof seeded === 'number' ? Math.max(0, Number(line.quantity) - seeded) : 0;
}

/** The texts are those of NetSuite's own script of the form, as published. */
function assertQuantity(line: Values, itemType: string): void {
  const quantity = Number(line.quantity);
  if (quantity !== Math.round(quantity * 100_000) / 100_000)
    throw suiteError('USER_ERROR', 'Quantity can not have more than 5 decimal places.');
  if (quantity >= 0) return;
  if (itemType === 'InvtPart')
    throw suiteError('USER_ERROR', 'Inventory items must have a positive quantity.');
  throw suiteError('USER_ERROR', `Line ${String(line.line)}: quantity cannot be negative.`);
}

function count(world: World, orderId: number | null, order: Values, lines: Values[]): void {
  const fulfillments = orderId === null ? [] : fulfillmentsOf(world, orderId);
  for (const line of lines) countTaken(line, fulfillments);
  order.orderstatus ??= 'B';
  if (DERIVED.includes(String(order.orderstatus))) order.orderstatus = statusOf(world, lines);
  for (const line of lines) line.quantitycommitted = committedTo(world, { id: orderId, order, lines }, line);
  order.status = LISTS.orderstatus?.[String(order.orderstatus)] ?? '';
}

function countTaken(line: Values, fulfillments: readonly Readonly<StoredRecord>[]): void {
  const before = Number(line.fulfilledbefore ?? 0);
  const taken = (statuses: string) => asDecimal(before + sumTaken(line, fulfillments, statuses));
  line.quantitypicked = taken('ABC');
  line.quantitypacked = taken('BC');
  line.quantityfulfilled = taken('C');
  line.quantitybilled ??= 0;
}

type BeingCounted = { id: number | null; order: Values; lines: Values[] };

/** Only approved orders are given stock, drop shipments none, and some lines only all that they want (section_N2281482). */
function committedTo(world: World, { id, order, lines }: BeingCounted, line: Values): number {
  const { stocked } = readItem(world, line.item);
  const isOpen = ['B', 'D', 'E'].includes(String(order.orderstatus));
  if (!stocked || !isOpen || line.createpo || line.commitinventory === '3') return 0;
  const free = remainingOf(line);
  if (!preference(world, 'commitOnEntry')) return Math.min(free, Number(line.quantitycommitted ?? 0));
  const wanted = asDecimal(free - Number(line.quantitybackordered ?? 0));
  const given = Math.max(0, Math.min(wanted, availableFor(world, { id, lines }, line)));
  return line.commitinventory === '2' && given < free ? 0 : given;
}

function sumTaken(line: Values, fulfillments: readonly Readonly<StoredRecord>[], statuses: string): number {
  return fulfillments
    .filter((fulfillment) => statuses.includes(String(fulfillment.fields.shipstatus)))
    .flatMap((fulfillment) => fulfillment.sublists.item ?? [])
    .filter((taken) => taken.orderline === line.line)
    .reduce((sum, taken) => sum + Number(taken.quantity ?? 0), 0);
}

/**
 * B until something ships; then E while what shipped is unbilled and something is open, D when it is billed; F when all
 * that is fulfillable has shipped; H when every line is closed, billed or not (section_4698204292). Production searches treat B, D and E as open.
 */
function statusOf(world: World, lines: Values[]): string {
  const fulfillable = lines.filter((line) => readItem(world, line.item).fulfillable);
  const open = fulfillable.filter((line) => !line.isclosed);
  const shipped = lines.some((line) => Number(line.quantityfulfilled) > 0);
  if (lines.every((line) => line.isclosed)) return 'H';
  if (!shipped && open.length > 0) return 'B';
  if (open.every((line) => Number(line.quantityfulfilled) >= Number(line.quantity))) return 'F';
  return lines.some((line) => Number(line.quantityfulfilled) > Number(line.quantitybilled)) ? 'E' : 'D';
}

/** A line that was picked may neither go nor shrink below what was taken. */
function assertNothingLost(lines: Values[], previous: StoredRecord | undefined): void {
  for (const before of previous?.sublists.item ?? []) {
    const picked = Number(before.quantitypicked ?? 0);
    const after = lines.find((line) => line.line === before.line);
    if (picked > 0 && Number(after?.quantity ?? 0) < picked) {
      throw suiteError(
        'USER_ERROR',
        `Line ${String(before.line)}: ${picked} are already fulfilled, so the quantity cannot be lower.`,
      );
    }
  }
}
