/** What NetSuite checks and completes when an item fulfillment is saved, and what follows for its order. */

import type { World } from '../account/account-context.ts';
import type { Execution } from '../account/execution.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { dayOf, wallTime } from '../platform/dates.ts';
import { LISTS } from '../platform/record-types.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import type { Draft } from './drafts.ts';
import { readItem } from './items.ts';
import { findReferenced } from './references.ts';
import { asDecimal, refreshSalesOrder, remainingOf } from './sales-order.ts';

const TODAY_BY_STATUS: Readonly<Record<string, readonly string[]>> = {
  A: ['pickeddate'],
  B: ['pickeddate', 'packeddate'],
  C: ['pickeddate', 'packeddate', 'shippeddate'],
};

export function prepareFulfillment(world: World, draft: Draft, previous: StoredRecord | undefined): void {
  const order = sourceOrder(world, draft);
  const received = receivedLines(draft.sublists.item ?? []);
  if (!received.some((line) => !isComponent(line))) {
    throw suiteError(
      'USER_ERROR',
      'You must have at least one line item for this transaction: no line is marked itemreceive.',
    );
  }
  received.forEach((line, index) => {
    if (isComponent(line)) followMain(world, line, received);
    else assertFulfillable(world, order, line, previous);
    assertPlace(world, order, line, index);
    line.line = String(index + 1);
    line.lineuniquekey ??= String(world.store.nextLineKey());
  });
  draft.sublists.item = received;
  assertPackages(draft.sublists.package ?? []);
  completeBody(world, draft, order);
}

/** The order's quantities and status follow what is now fulfilled. */
export function afterFulfillment(world: World, fulfillment: StoredRecord, execution?: Execution): void {
  refreshSalesOrder(world, Number(fulfillment.fields.createdfrom), execution);
}

/** The tracking numbers of all packages, as a search shows them. */
export function trackingNumbersOf(fulfillment: Readonly<StoredRecord>): string {
  return (fulfillment.sublists.package ?? [])
    .map((line) => line.packagetrackingnumber)
    .filter((number) => number !== null && number !== undefined)
    .join('<BR>');
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

/** Lines marked for receipt; a component goes where its kit goes, whatever its own mark says. */
function receivedLines(lines: Values[]): Values[] {
  const kits = new Set(
    lines.filter((line) => !isComponent(line) && line.itemreceive === true).map(({ orderline }) => orderline),
  );
  return lines.filter((line) =>
    isComponent(line) ? kits.has(line.kitmemberof ?? null) : line.itemreceive === true,
  );
}

const isComponent = (line: Values): boolean => line.kitmemberof !== null && line.kitmemberof !== undefined;

function followMain(world: World, line: Values, lines: Values[]): void {
  const main = lines.find((candidate) => !isComponent(candidate) && candidate.orderline === line.kitmemberof);
  const member = readItem(world, main?.item).members.find(({ item }) => item === line.item);
  line.quantity = Number(main?.quantity ?? 0) * (member?.quantity ?? 1);
  line.location = main?.location ?? null;
  line.itemreceive = true;
}

/** Neither more than is left, nor more than is committed (preference "Fulfill Based on Commitment"). */
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
  if (quantity > remaining) {
    throw suiteError(
      'USER_ERROR',
      `The quantity in ${where} is ${quantity}, but only ${remaining} remain to be fulfilled.`,
    );
  }
  const committed = asDecimal(Number(orderLine?.quantitycommitted ?? 0) + own);
  if (item.stocked && quantity > committed) {
    throw suiteError(
      'USER_ERROR',
      `The quantity in ${where} is ${quantity}, but only ${committed} are committed.`,
    );
  }
  line.quantityremaining = remaining;
}

function takenBefore(previous: StoredRecord | undefined, line: Values): number {
  const before = previous?.sublists.item?.find((candidate) => candidate.orderline === line.orderline);
  return Number(before?.quantity ?? 0);
}

function assertPlace(world: World, order: Readonly<StoredRecord>, line: Values, index: number): void {
  const item = readItem(world, line.item);
  if (item.detail) {
    throw suiteError(
      'USER_ERROR',
      `Please configure the inventory detail in line ${index + 1} of the item list.`,
    );
  }
  if (line.location === null || line.location === undefined) {
    if (!world.features.has('MULTILOCINVT') || !item.stocked) return;
    throw suiteError('USER_ERROR', `Please enter value(s) for: Location in line ${index + 1} of item.`);
  }
  const location = findReferenced(world, 'location', String(line.location));
  const subsidiary = location?.fields.subsidiary;
  if (!world.features.has('SUBSIDIARIES') || !subsidiary || !order.fields.subsidiary) return;
  if (subsidiary === order.fields.subsidiary) return;
  throw suiteError(
    'INVALID_KEY_OR_REF',
    `Invalid location reference key ${String(line.location)}: it belongs to another subsidiary than the order.`,
  );
}

/** Weight is mandatory in a package: production code writes a dummy one for that reason. */
function assertPackages(packages: Values[]): void {
  packages.forEach((line, index) => {
    if (Number(line.packageweight ?? 0) > 0) return;
    throw suiteError(
      'USER_ERROR',
      `Please enter value(s) for: Package Weight in line ${index + 1} of package.`,
    );
  });
}

function completeBody(world: World, draft: Draft, order: Readonly<StoredRecord>): void {
  const today = dayOf(wallTime(world.clock(), world.preferences.timeZone));
  const { fields } = draft;
  fields.entity ??= order.fields.entity ?? null;
  fields.trandate ??= today;
  for (const id of TODAY_BY_STATUS[String(fields.shipstatus)] ?? []) fields[id] ??= today;
  fields.status = LISTS.shipstatus?.[String(fields.shipstatus)] ?? '';
  const shipItem = fields.shipmethod
    ? findReferenced(world, 'shipitem', String(fields.shipmethod))
    : undefined;
  if (shipItem) fields.shipcarrier = shipItem.fields.shipcarrier ?? fields.shipcarrier ?? null;
}
