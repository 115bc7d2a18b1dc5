/** What NetSuite checks and completes when an item fulfillment is saved, and what follows for its order. */

import type { Saving, World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { Execution } from '../account/execution.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { hasFeature, preference } from '../account/switches.ts';
import { dayOf, wallTime } from '../platform/dates.ts';
import { LISTS } from '../platform/record-types.ts';
import { findReferenced } from '../records/references.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { assertKitsWhole, followKit, isComponent, receivedLines } from './fulfillment-kits.ts';
import { completeDetail, moveNumbers } from './inventory-detail.ts';
import { readItem } from './items.ts';
import { checkPackages } from './packages.ts';
import { assertChangeable, choosePeriod } from './posting-period.ts';
import { refreshSalesOrder, remainingOf } from './sales-order.ts';
import { moveStock } from './stock.ts';
import { asDecimal } from './units.ts';

export const DATES_BY_STATUS: Readonly<Record<string, readonly string[]>> = {
  A: ['pickeddate'],
  B: ['pickeddate', 'packeddate'],
  C: ['pickeddate', 'packeddate', 'shippeddate'],
};

export function prepareFulfillment(
  world: World,
  draft: Draft,
  previous: StoredRecord | undefined,
  { isDynamic }: Pick<Saving, 'isDynamic'>,
): void {
  const order = sourceOrder(world, draft);
  assertChangeable(world, previous);
  if (!isDynamic && previous === undefined) assertKitsWhole(world, draft.sublists.item ?? []);
  const received = receivedLines(draft.sublists.item ?? []);
  if (!received.some((line) => !isComponent(line))) {
    throw suiteError(
      'USER_ERROR',
      'You must have at least one line item for this transaction: no line is marked itemreceive.',
    );
  }
  received.forEach((line, index) => {
    if (isComponent(line)) followKit(world, line, received);
    else assertFulfillable(world, order, line, previous);
    assertPlace(world, order, line, index);
    completeDetail(world, readItem(world, line.item), line, index);
    line.line = String(index + 1);
    line.lineuniquekey ??= String(world.store.nextLineKey());
  });
  draft.sublists.item = received;
  checkPackages(world, draft, previous);
  completeBody(world, draft, order, previous);
  const isOnTheWay = picksAcrossPeriods(world) && draft.fields.shipstatus !== 'C';
  choosePeriod(world, draft, previous, isOnTheWay);
}

/** Custom fields may be marked on a fulfillment of a closed period only where the period allows what does not post. */
export function prepareMark(world: World, _draft: Draft, previous: StoredRecord | undefined): void {
  assertChangeable(world, previous);
}

/** Stock leaves when a fulfillment is shipped; the order's quantities and status follow what is now fulfilled. */
export function followFulfillment(
  world: World,
  now: StoredRecord | undefined,
  before: StoredRecord | undefined,
  execution?: Execution,
): void {
  for (const [record, sign] of [[before, 1] as const, [now, -1] as const]) {
    if (record?.fields.shipstatus !== 'C') continue;
    moveStock(world, record, sign);
    moveNumbers(world, record, sign);
  }
  refreshSalesOrder(world, Number((now ?? before)?.fields.createdfrom), execution);
}

function sourceOrder(world: World, draft: Draft): Readonly<StoredRecord> {
  const order = world.store.look('salesorder', Number(draft.fields.createdfrom));
  if (order) return order;
  assertOfSalesOrder(world, draft);
  throw suiteError(
    'INVALID_KEY_OR_REF',
    `Invalid createdfrom reference key ${String(draft.fields.createdfrom)}.`,
  );
}

/** Other orders are fulfilled in NetSuite too; here they are plain data, which would not follow. */
export function assertOfSalesOrder(world: World, { fields }: Pick<Draft, 'fields'>): void {
  const source = findReferenced(world, 'transaction', String(fields.createdfrom));
  if (source && source.type !== 'salesorder')
    throw new NotEmulated(`an item fulfillment of ${source.type} ${source.id} being saved or deleted`);
}

/** Neither more than is left nor more than is committed, unless the account's preferences allow it. */
function assertFulfillable(
  world: World,
  order: Readonly<StoredRecord>,
  line: Values,
  previous: StoredRecord | undefined,
): void {
  const item = readItem(world, line.item);
  const where = `line ${String(line.orderline)} (${item.name})`;
  const quantity = Number(line.quantity ?? 0);
  if (!(quantity > 0)) throw suiteError('USER_ERROR', `Please enter value(s) for: Quantity in ${where}.`);
  const orderLine = order.sublists.item?.find((candidate) => candidate.line === line.orderline);
  const own = takenBefore(previous, line);
  const remaining = asDecimal((orderLine ? remainingOf(orderLine) : 0) + own);
  line.quantityremaining = remaining;
  if (quantity > remaining && !preference(world, 'allowOverage')) {
    throw suiteError(
      'USER_ERROR',
      `The quantity in ${where} is ${quantity}, but only ${remaining} remain to be fulfilled.`,
    );
  }
  if (!item.stocked || preference(world, 'fulfillBasedOnCommitment') !== 'Limit to Committed') return;
  const committed = asDecimal(Number(orderLine?.quantitycommitted ?? 0) + own);
  if (quantity <= committed) return;
  throw suiteError(
    'USER_ERROR',
    `The quantity in ${where} is ${quantity}, but only ${committed} are committed.`,
  );
}

function takenBefore(previous: StoredRecord | undefined, line: Values): number {
  const before = previous?.sublists.item?.find((candidate) => candidate.orderline === line.orderline);
  return Number(before?.quantity ?? 0);
}

function assertPlace(world: World, order: Readonly<StoredRecord>, line: Values, index: number): void {
  const item = readItem(world, line.item);
  if (line.location === null || line.location === undefined) {
    if (!hasFeature(world, 'MULTILOCINVT') || !item.stocked) return;
    throw suiteError('USER_ERROR', `Please enter value(s) for: Location in line ${index + 1} of item.`);
  }
  const location = findReferenced(world, 'location', String(line.location));
  const subsidiary = location?.fields.subsidiary;
  if (!hasFeature(world, 'SUBSIDIARIES') || hasFeature(world, 'CROSSSUBSIDIARYFULFILLMENT')) return;
  if (!subsidiary || !order.fields.subsidiary || subsidiary === order.fields.subsidiary) return;
  throw suiteError(
    'INVALID_KEY_OR_REF',
    `Invalid location reference key ${String(line.location)}: it belongs to another subsidiary than the order.`,
  );
}

/** Goods may be picked in one period and shipped in another. */
const picksAcrossPeriods = (world: World): boolean =>
  hasFeature(world, 'PICKPACKSHIP') && preference(world, 'updateTransactionDate');

function completeBody(
  world: World,
  { fields }: Draft,
  order: Readonly<StoredRecord>,
  previous: StoredRecord | undefined,
): void {
  const today = dayOf(wallTime(world.clock(), world.preferences.timeZone));
  fields.entity ??= order.fields.entity ?? null;
  fields.trandate ??= today;
  completeDates(world, fields, previous, today);
  preference(world, 'sendFulfilledEmails');
  fields.status = LISTS.shipstatus?.[String(fields.shipstatus)] ?? '';
  const shipItem = fields.shipmethod
    ? findReferenced(world, 'shipitem', String(fields.shipmethod))
    : undefined;
  if (shipItem) fields.shipcarrier = shipItem.fields.shipcarrier ?? fields.shipcarrier ?? null;
}

/** The date of each step, today unless given; with its preference the fulfillment's own date becomes today with it (section_3997655525). */
function completeDates(
  world: World,
  fields: Values,
  previous: StoredRecord | undefined,
  today: string,
): void {
  const steps = DATES_BY_STATUS[String(fields.shipstatus)] ?? [];
  const isUndated = !fields[steps.at(-1) ?? ''] && previous?.fields.shipstatus !== fields.shipstatus;
  for (const id of steps) fields[id] ??= today;
  if (isUndated && picksAcrossPeriods(world)) fields.trandate = today;
}
