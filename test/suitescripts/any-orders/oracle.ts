/**
 * Whether what the script did with a file is right, by the account's records alone: what HotWax shipped is there once, what was refused is
 * not, and each reason is true. Shares nothing with the script.
 */
import { expect } from '@jest/globals';
import { namedAccount } from '../../../testbed/accounts/named-accounts.ts';
import type { RefusedRow, Scenario } from '../scenario.ts';
import { reasonHolds } from './reasons.ts';
import { type FileSeen, identityOf, type LineSeen, type Sent, text } from './seen.ts';
import type { Story } from './stories.ts';

export const FOLDER = 'fulfilledsalesorder/export';

/** @throws what is not as it should be */
export function expectTrue(scenario: Scenario, story: Story, seen: FileSeen): void {
  const refused = new Map(scenario.refusals(FOLDER, seen.name).map((row) => [Number(row.row), row] as const));
  expectReasons(scenario, story, seen, refused);
  const applied = newlyApplied(scenario, seen, refused);
  expectLines(seen, applied);
  for (const sent of applied) seen.shipped.set(identityOf(sent), sent);
  expectFulfillments(scenario, story, seen);
}

function expectReasons(
  scenario: Scenario,
  { named }: Story,
  seen: FileSeen,
  refused: ReadonlyMap<number, RefusedRow>,
): void {
  const account = namedAccount(named);
  const untrue = [...refused].flatMap(([row, said]) => {
    const sent = seen.sent[row - 1];
    const isThere =
      sent &&
      said.code !== 'CONFLICTING_ROWS' &&
      seen.shipped.get(identityOf(sent))?.quantity === sent.quantity;
    const holds = sent && !isThere && reasonHolds({ scenario, named: account, seen, refused, sent, said });
    const again = isThere ? ', though it is fulfilled' : '';
    return holds ? [] : [`row ${row}: ${said.code} ${said.message}${again}`];
  });
  expect(untrue).toEqual([]);
}

/** What is neither refused nor there already is applied by this file, and the ledger counts it so. A row that is there twice counts once. */
function newlyApplied(
  scenario: Scenario,
  { name, sent, shipped }: FileSeen,
  refused: ReadonlyMap<number, RefusedRow>,
): Sent[] {
  const applied = new Map<string, Sent>();
  let skipped = 0;
  sent.forEach((row, index) => {
    if (refused.has(index + 1)) return;
    const first = sent.findIndex((other) => identityOf(other) === identityOf(row));
    const twin = refused.has(first + 1) ? sent[first] : undefined;
    const known = twin ?? shipped.get(identityOf(row)) ?? applied.get(identityOf(row));
    if (known) skipped += 1;
    else applied.set(identityOf(row), row);
    if (known) expect(row.quantity).toBe(known.quantity);
  });
  const counts = { rows: sent.length, applied: applied.size, rejected: refused.size, skipped };
  const ledger = scenario.ledger(name) ?? {};
  const counted = Object.keys(counts).map((field) => [field, Number(ledger[`custrecord_hc_ff_${field}`])]);
  expect(Object.fromEntries(counted)).toEqual(counts);
  return [...applied.values()];
}

/** Lines have what was applied; one of which nothing was is as it was before. */
function expectLines({ before, after }: FileSeen, applied: readonly Sent[]): void {
  for (const [orderId, order] of after) {
    for (const [line, now] of order.lines) {
      const was = before.get(orderId)?.lines.get(line) as LineSeen;
      const rows = applied.filter((row) => row.orderId === orderId && row.line === line);
      const went = rows.reduce((sum, { quantity }) => sum + quantity, 0);
      const name = `line ${line} of order ${orderId}`;
      expect([name, now.fulfilled]).toEqual([name, was.fulfilled + went]);
      expect([name, now.quantity, now.isClosed]).toEqual([name, was.quantity, was.isClosed]);
      if (rows.length === 0) expect([name, noted(now)]).toEqual([name, noted(was)]);
      else expectNotes(name, now, was, rows);
    }
    const some = applied.some((row) => row.orderId === orderId);
    if (!some) expect(order.place).toBe(before.get(orderId)?.place);
  }
}

const noted = ({ place, tag, pickedUp }: LineSeen) => ({ place, tag, pickedUp });

function expectNotes(name: string, now: LineSeen, was: LineSeen, rows: readonly Sent[]): void {
  expect([name, rows.map(({ location }) => String(location))]).toEqual([
    name,
    expect.arrayContaining([now.place]),
  ]);
  expect([name, now.pickedUp]).toEqual([name, was.pickedUp || rows.some(({ pickedUp }) => pickedUp)]);
}

/** By order, shipment and location: what went, when, how, and in which packages. */
function expectFulfillments(
  scenario: Scenario,
  { named }: Story,
  { shipped, byHand, after }: FileSeen,
): void {
  const made = scenario.account
    .listRecords('itemfulfillment')
    .filter(({ id, fields }) => !byHand.has(id) && after.has(Number(fields.createdfrom)));
  const went = made.flatMap(({ fields, sublists }) =>
    (sublists.item ?? [])
      .filter(({ orderline }) => text(orderline) !== '')
      .map((line) => ({
        key: [fields.createdfrom, fields.custbody_hc_shipment_id, line.location, line.orderline].join(' '),
        quantity: Number(line.quantity),
      })),
  );
  const should = [...shipped.values()].map((row) => ({
    key: [row.orderId, `S${row.shipment}`, row.location, row.line].join(' '),
    quantity: row.quantity,
  }));
  expect(summed(went)).toEqual(summed(should));

  const { packages = '' } = namedAccount(named);
  for (const { fields } of made) {
    const rows = [...shipped.values()].filter(
      ({ orderId, shipment }) =>
        String(orderId) === fields.createdfrom && `S${shipment}` === fields.custbody_hc_shipment_id,
    );
    expect(fields.shipstatus).toBe('C');
    expect(fields.custbody_hc_fulfillment_exported).toBe(true);
    expectDay(named, rows[0]?.date ?? '', text(fields.trandate));
    expectMethod(rows[0]?.method ?? '', fields);
  }
  const labelled = made.flatMap(({ fields, sublists }) =>
    (sublists[`package${packages}`] ?? []).map((line) =>
      [fields.createdfrom, fields.custbody_hc_shipment_id, line[`packagetrackingnumber${packages}`]].join(
        ' ',
      ),
    ),
  );
  const numbers = [...shipped.values()].flatMap(({ orderId, shipment, tracking }) =>
    tracking === '' ? [] : tracking.split(' | ').map((number) => `${orderId} S${shipment} ${number}`),
  );
  expect(distinct(labelled.filter((label) => /1Z\d$/.test(label)))).toEqual(distinct(numbers));
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

function summed(pieces: readonly { key: string; quantity: number }[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { key, quantity } of pieces) sums[key] = (sums[key] ?? 0) + quantity;
  return sums;
}

/** February is closed in one account; without a date the day is the company's. */
function expectDay(named: Story['named'], date: string, day: string): void {
  const written = date.slice(0, 10);
  const isClosed = named === 'closed periods' && written.startsWith('2026-02');
  if (written !== '') expect(day).toBe(isClosed ? '2026-03-01' : written);
}

function expectMethod(method: string, fields: Readonly<Record<string, unknown>>): void {
  if (method === '2830') expect(fields.shipmethod).toBe('2830');
  if (method === '9999') expect(fields.memo).toMatch(/Without shipping method 9999/);
}
