/**
 * Which transaction is made of which order, what of its lines is left for it, and what the order counts of it. Sales order to item
 * fulfillment has rules of its own. Sources: section_159795520083 (invoices are of what is fulfilled), section_N3692380 (transfer orders
 * are fulfilled and received), published production code for the line ids of transfer orders and the error codes.
 */

import type { World } from '../../account/account-context.ts';
import type { StoredRecord, Values } from '../../account/store.ts';
import { readItem } from '../items.ts';
import { asDecimal } from '../units.ts';

type Line = Readonly<Values>;
type Record_ = Readonly<StoredRecord>;

export type Link = {
  from: string;
  to: string;
  /** Letters of the statuses in which an order is ready for it. */
  statuses: string;
  /** A transfer order's line has the next two ids for its fulfillment and its receipt. */
  idAfterLine: number;
  /** How much of a line is left for it. */
  left(world: World, order: Record_, line: Line): number;
  /** The quantities of the order's line that count what was made of it. */
  counts(made: Record_): readonly string[];
};

const number = (line: Line, name: string): number => Number(line[name] ?? 0);

const less = (one: number, other: number): number => Math.max(0, asDecimal(one - other));

/** What of a line may be billed or returned: all of what no truck carries, and of the rest what has gone. */
function gone(world: World, line: Line): number {
  return readItem(world, line.item).fulfillable
    ? number(line, 'quantityfulfilled')
    : number(line, 'quantity');
}

const received = (line: Line): number => less(number(line, 'quantity'), number(line, 'quantityreceived'));

const unbilled = (world: World, _order: Record_, line: Line): number =>
  less(gone(world, line), number(line, 'quantitybilled'));

/** What other returns of the order have of the line already. */
function returned(world: World, order: Record_, line: Line): number {
  return world.store
    .lookBy('returnauthorization', 'createdfrom', String(order.id))
    .flatMap(({ sublists }) => sublists.item ?? [])
    .filter(({ orderline }) => orderline === line.line)
    .reduce((sum, other) => sum + number(other, 'quantity'), 0);
}

const PICKED = ['quantitypicked'];
const PACKED = [...PICKED, 'quantitypacked'];

export const LINKS: readonly Link[] = [
  {
    from: 'transferorder',
    to: 'itemfulfillment',
    statuses: 'BDE',
    idAfterLine: 1,
    left: (_world, _order, line) => less(number(line, 'quantity'), number(line, 'quantitypicked')),
    counts: ({ fields }) =>
      fields.shipstatus === 'A'
        ? PICKED
        : fields.shipstatus === 'B'
          ? PACKED
          : [...PACKED, 'quantityfulfilled'],
  },
  {
    from: 'transferorder',
    to: 'itemreceipt',
    statuses: 'DEF',
    idAfterLine: 2,
    left: (_world, _order, line) => less(number(line, 'quantityfulfilled'), number(line, 'quantityreceived')),
    counts: () => ['quantityreceived'],
  },
  {
    from: 'purchaseorder',
    to: 'itemreceipt',
    statuses: 'BDE',
    idAfterLine: 0,
    left: (_world, _order, line) => received(line),
    counts: () => ['quantityreceived'],
  },
  {
    from: 'returnauthorization',
    to: 'itemreceipt',
    statuses: 'BDE',
    idAfterLine: 0,
    left: (_world, _order, line) => received(line),
    counts: () => ['quantityreceived'],
  },
  {
    from: 'salesorder',
    to: 'invoice',
    statuses: 'EF',
    idAfterLine: 0,
    left: unbilled,
    counts: () => ['quantitybilled'],
  },
  {
    from: 'salesorder',
    to: 'cashsale',
    statuses: 'EF',
    idAfterLine: 0,
    left: unbilled,
    counts: () => ['quantitybilled'],
  },
  {
    from: 'salesorder',
    to: 'returnauthorization',
    statuses: 'DEFG',
    idAfterLine: 0,
    left: (world, order, line) => less(gone(world, line), returned(world, order, line)),
    counts: () => [],
  },
];

export const linkOf = (from: string, to: string): Link | undefined =>
  LINKS.find((link) => link.from === from && link.to === to);

/** The line of the order that a line made of it counts for; data written by hand may name it by its own id. */
export function orderLineOf<T extends Line>(
  { idAfterLine }: Link,
  lines: readonly T[],
  made: Line,
): T | undefined {
  const id = Number(made.orderline ?? Number.NaN);
  const named = (wanted: number) => lines.find(({ line }) => Number(line) === wanted);
  return named(id - idAfterLine) ?? named(id);
}
