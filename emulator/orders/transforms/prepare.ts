/** What is checked and completed when an order or a transaction made of one is saved. Codes that no page names are guesses. */

import type { World } from '../../account/account-context.ts';
import type { Draft } from '../../account/draft.ts';
import type { StoredRecord, Values } from '../../account/store.ts';
import { preference } from '../../account/switches.ts';
import { dayOf, wallTime } from '../../platform/dates.ts';
import { LISTS } from '../../platform/record-types.ts';
import { TRANSACTIONS } from '../../platform/transactions.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { completeDetail } from '../inventory-detail.ts';
import { readItem } from '../items.ts';
import { checkPackages } from '../packages.ts';
import { assertChangeable, choosePeriod } from '../posting-period.ts';
import { asDecimal } from '../units.ts';
import { COUNTED, hasSteps, keepStatus, setStatus, sourceOf, statusOfOrder } from './follow-order.ts';
import { orderLineOf } from './links.ts';

/** A transfer order keeps two ids free after each line: for its shipment and its receipt. */
const LINE_STEPS: Readonly<Record<string, number>> = { transferorder: 3 };

/** Transfer orders and returns wait for approval unless a script says otherwise; purchase orders do not. */
const FIRST_STATUS: Readonly<Record<string, string>> = {
  transferorder: 'A',
  purchaseorder: 'B',
  returnauthorization: 'A',
  invoice: 'A',
  cashsale: 'B',
};

export function prepareOrder(world: World, draft: Draft, previous: StoredRecord | undefined): void {
  const { type, fields } = draft;
  const lines = draft.sublists.item ?? [];
  const isEmpty = (sublists: Draft['sublists']) =>
    Object.values(sublists).every(({ length }) => length === 0);
  if (isEmpty(draft.sublists) && !(previous && isEmpty(previous.sublists)))
    throw suiteError('USER_ERROR', 'You must enter at least one line item for this transaction.');
  numberLines(world, draft, LINE_STEPS[type.id] ?? 1);
  beginCounting(draft);
  fields.trandate ??= today(world);
  const order = { type: type.id, fields } as StoredRecord;
  if (previous === undefined && statusOfOrder(order) === undefined)
    keepStatus(type.id, fields, FIRST_STATUS[type.id] ?? 'A');
  if (statusOfOrder(order) === undefined) return; // the data gave none
  if (hasSteps(type.id) && lines.length > 0) setStatus(order, lines);
  fields.status = statusLabel(order);
}

/** An invoice or cash sale takes no more of an order than it has to bill. */
export function prepareBill(world: World, draft: Draft, previous: StoredRecord | undefined): void {
  assertChangeable(world, previous);
  prepareOrder(world, draft, previous);
  if (sourceOf(world, { type: draft.type.id, fields: draft.fields }))
    for (const line of draft.sublists.item ?? []) assertLeft(world, draft, line, previous);
  choosePeriod(world, draft, previous, false);
}

/** Goods that leave or arrive for an order, line by line as they are marked. */
export function prepareMovement(world: World, draft: Draft, previous: StoredRecord | undefined): void {
  assertChangeable(world, previous);
  if (!sourceOf(world, { type: draft.type.id, fields: draft.fields }))
    throw new NotEmulated(
      `${draft.type.id} of ${String(draft.fields.createdfrom ?? 'no order')} being saved`,
    );
  const lines = (draft.sublists.item ?? []).filter(({ itemreceive }) => itemreceive === true);
  if (lines.length === 0)
    throw suiteError(
      'USER_ERROR',
      'You must have at least one line item for this transaction: no line is marked itemreceive.',
    );
  draft.sublists.item = lines;
  lines.forEach((line, index) => {
    assertLeft(world, draft, line, previous);
    settleDetail(world, draft.type.id, line, index);
  });
  numberLines(world, draft, 1);
  draft.fields.trandate ??= today(world);
  if (draft.type.id === 'itemfulfillment') completeShipment(world, draft, previous);
  choosePeriod(world, draft, previous, false);
}

function completeShipment(world: World, draft: Draft, previous: StoredRecord | undefined): void {
  const { fields } = draft;
  checkPackages(world, draft, previous);
  const status = String(fields.shipstatus ?? '');
  const steps = ['pickeddate', 'packeddate', 'shippeddate'].slice(0, 'ABC'.indexOf(status) + 1);
  for (const id of steps) fields[id] ??= today(world);
  fields.status = LISTS.shipstatus?.[status] ?? '';
}

function assertLeft(world: World, draft: Draft, made: Values, previous: StoredRecord | undefined): void {
  const source = sourceOf(world, { type: draft.type.id, fields: draft.fields });
  if (!source || made.orderline === null || made.orderline === undefined) return;
  const { order, link } = source;
  const quantity = Number(made.quantity ?? 0);
  const where = `line ${String(made.orderline)} (${readItem(world, made.item).name})`;
  if (!(quantity > 0)) throw suiteError('USER_ERROR', `Please enter value(s) for: Quantity in ${where}.`);
  const line = orderLineOf(link, order.sublists.item ?? [], made);
  const own = previous?.sublists.item?.find(({ orderline }) => orderline === made.orderline);
  const left = asDecimal((line ? link.left(world, order, line) : 0) + Number(own?.quantity ?? 0));
  const mayBeMore = link.to === 'itemfulfillment' && preference(world, 'allowOverage');
  if (quantity <= left || mayBeMore) return;
  throw suiteError(
    'USER_ERROR',
    `The quantity in ${where} is ${quantity}, but only ${left} of ${order.type} ${order.id} remain.`,
  );
}

/** What arrives with numbers of its own would make new numbers, which has no rules here. */
function settleDetail(world: World, type: string, line: Values, index: number): void {
  const item = readItem(world, line.item);
  if (type === 'itemreceipt' && item.numbered !== undefined)
    throw new NotEmulated(`receiving the lot or serial numbered item ${item.name}`);
  completeDetail(world, item, line, index);
}

function beginCounting({ type, sublists }: Draft): void {
  const known = type.sublists.get('item');
  for (const line of sublists.item ?? [])
    for (const name of COUNTED.filter((id) => known?.has(id))) line[name] ??= 0;
}

function numberLines(world: World, draft: Draft, step: number): void {
  for (const line of draft.sublists.item ?? []) {
    line.line ??= String(draft.lastLine === 0 ? 1 : draft.lastLine + step);
    draft.lastLine = Math.max(draft.lastLine, Number(line.line));
    line.lineuniquekey ??= String(world.store.nextLineKey());
  }
}

function statusLabel(order: StoredRecord): string | null {
  const letter = statusOfOrder(order);
  return letter === undefined ? null : (TRANSACTIONS[order.type]?.statuses[letter] ?? null);
}

const today = (world: World): string => dayOf(wallTime(world.clock(), world.preferences.timeZone));
