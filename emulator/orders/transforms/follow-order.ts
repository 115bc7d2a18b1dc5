/**
 * What an order counts of the transactions made of it, and the status that follows. Sources: what the statuses of a purchase order mean
 * is in Oracle's help as other sites repeat it; those of transfer orders and returns have the same shape and are taken to mean the same.
 */

import type { World } from '../../account/account-context.ts';
import type { Execution } from '../../account/execution.ts';
import type { StoredRecord, Values } from '../../account/store.ts';
import { statusLetter, TRANSACTIONS } from '../../platform/transactions.ts';
import { findReferenced } from '../../records/references.ts';
import { writeRecord } from '../../records/write-record.ts';
import { refreshSalesOrder } from '../sales-order.ts';
import { asDecimal } from '../units.ts';
import { type Link, linkOf, orderLineOf } from './links.ts';

/** The two steps of an order: its status says how far each has come. */
const STEPS: Readonly<Record<string, readonly [first: string, second: string]>> = {
  transferorder: ['quantityfulfilled', 'quantityreceived'],
  purchaseorder: ['quantityreceived', 'quantitybilled'],
  returnauthorization: ['quantityreceived', 'quantitybilled'],
};

/** Set by people: nothing that is shipped or received changes them. */
const BY_HAND = ['A', 'C'];

export const hasSteps = (type: string): boolean => type in STEPS;

/** The letter of an order's status; undefined where its data gives none. */
export function statusOfOrder({ type, fields }: Readonly<StoredRecord>): string | undefined {
  const kind = TRANSACTIONS[type];
  const given = String(fields.orderstatus ?? fields.status ?? '');
  if (type === 'salesorder') return given;
  return given === '' || !kind ? undefined : statusLetter(kind, given);
}

/** The order of a transaction, and how the two belong together. */
export function sourceOf(
  world: World,
  { type, fields }: { type: string; fields: Readonly<Values> },
): { order: Readonly<StoredRecord>; link: Link } | undefined {
  const order = fields.createdfrom && findReferenced(world, 'transaction', String(fields.createdfrom));
  const link = order ? linkOf(order.type, type) : undefined;
  return order && link ? { order, link } : undefined;
}

/** The order counts what was made of it, or no longer is. */
export function followOrder(
  world: World,
  now: StoredRecord | undefined,
  before: StoredRecord | undefined,
  execution?: Execution,
): void {
  const source = sourceOf(world, (now ?? before) as StoredRecord);
  const order = source && world.store.read(source.order.type, source.order.id);
  if (!source || !order) return;
  const old = JSON.stringify(order);
  for (const [record, sign] of [
    [before, -1],
    [now, 1],
  ] as const)
    if (record) count(source.link, order.sublists.item ?? [], record, sign);
  if (order.type === 'salesorder') billSalesOrder(order);
  else setStatus(order, order.sublists.item ?? []);
  if (JSON.stringify(order) === old) return;
  writeRecord(world, { ...order, version: order.version + 1, modified: world.clock() }, false, execution);
  if (order.type === 'salesorder') refreshSalesOrder(world, order.id, execution);
}

export const COUNTED = [
  'quantitypicked',
  'quantitypacked',
  'quantityfulfilled',
  'quantityreceived',
  'quantitybilled',
];

/** Sums up what the data leaves out of an order's lines. */
export function countFromData(world: World, order: StoredRecord): void {
  const lines = order.sublists.item ?? [];
  const known = world.schema.typeOf(order.type).sublists.get('item');
  const counted = lines.map((line): Values => ({ line: line.line ?? null }));
  for (const type of ['itemfulfillment', 'itemreceipt']) {
    const link = linkOf(order.type, type);
    const made = link ? world.store.lookBy(type, 'createdfrom', String(order.id)) : [];
    for (const record of made) count(link as Link, counted, record, 1);
  }
  lines.forEach((line, index) => {
    for (const name of COUNTED.filter((id) => known?.has(id))) line[name] ??= counted[index]?.[name] ?? 0;
  });
}

function count(link: Link, lines: Values[], made: Readonly<StoredRecord>, sign: 1 | -1): void {
  for (const own of made.sublists.item ?? []) {
    const line = orderLineOf(link, lines, own);
    if (!line) continue;
    for (const name of link.counts(made))
      line[name] = asDecimal(Number(line[name] ?? 0) + sign * Number(own.quantity ?? 0));
  }
}

/** Billed once every line is; no longer so when an invoice goes. */
function billSalesOrder({ fields, sublists }: StoredRecord): void {
  const isBilled = (sublists.item ?? []).every(
    (line) => line.isclosed === true || Number(line.quantitybilled ?? 0) >= Number(line.quantity ?? 0),
  );
  if (fields.orderstatus === 'F' && isBilled) fields.orderstatus = 'G';
  else if (fields.orderstatus === 'G' && !isBilled) fields.orderstatus = 'F';
}

/** B until the first step begins; D and E while it is not done, F and G once it is: E and F wait for the second step. */
export function setStatus(
  order: Pick<StoredRecord, 'fields'> & { type: string },
  lines: readonly Values[],
): void {
  const { type, fields } = order;
  const before = statusOfOrder(order as StoredRecord);
  if (before !== undefined && BY_HAND.includes(before)) return;
  const [first, second] = STEPS[type] as readonly [string, string];
  const sum = (of: (line: Values) => number) => asDecimal(lines.reduce((total, line) => total + of(line), 0));
  const open = lines.filter((line) => line.isclosed !== true);
  const begun = sum((line) => Number(line[first] ?? 0));
  const isDone = open.every((line) => Number(line[first] ?? 0) >= Number(line.quantity ?? 0));
  const waits = begun > sum((line) => Number(line[second] ?? 0));
  const letter =
    begun === 0 ? (open.length === 0 ? 'H' : 'B') : isDone ? (waits ? 'F' : 'G') : waits ? 'E' : 'D';
  keepStatus(type, fields, letter);
}

/** As a letter where the record has a field for it, and as the label that scripts read. */
export function keepStatus(type: string, fields: Values, letter: string): void {
  if (type !== 'purchaseorder') fields.orderstatus = letter;
  fields.status = TRANSACTIONS[type]?.statuses[letter] ?? null;
}
