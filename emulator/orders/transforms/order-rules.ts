/** The rules of the orders and transactions of this room, by record type. */

import type { RecordRules, World } from '../../account/account-context.ts';
import type { Execution } from '../../account/execution.ts';
import type { StoredRecord } from '../../account/store.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { moveNumbers } from '../inventory-detail.ts';
import { assertOpen } from '../posting-period.ts';
import { moveStock } from '../stock.ts';
import { followOrder, sourceOf } from './follow-order.ts';
import { LINKS } from './links.ts';
import { prepareBill, prepareMovement, prepareOrder } from './prepare.ts';

/** Stock goes as goods leave, and comes as they arrive. */
function followGoods(
  world: World,
  now: StoredRecord | undefined,
  before: StoredRecord | undefined,
  execution?: Execution,
): void {
  if (before) move(world, before, -1);
  if (now) move(world, now, 1);
  followOrder(world, now, before, execution);
}

function move(world: World, record: StoredRecord, sign: 1 | -1): void {
  if (record.type === 'itemreceipt') moveStock(world, record, sign);
  if (record.type !== 'itemfulfillment' || record.fields.shipstatus !== 'C') return;
  moveStock(world, record, sign === 1 ? -1 : 1);
  moveNumbers(world, record, sign === 1 ? -1 : 1);
}

/** An order stays as long as something was made of it. */
export function assertNothingMade(world: World, order: StoredRecord): void {
  const types = LINKS.filter(({ from }) => from === order.type).map(({ to }) => to);
  const made = types.find((type) => world.store.lookBy(type, 'createdfrom', String(order.id)).length > 0);
  if (made === undefined) return;
  throw suiteError(
    'THIS_RECORD_CANNOT_BE_DELETED_BECAUSE_IT_HAS_DEPENDENT_RECORDS',
    `${order.type} ${order.id} has a record of type ${made}. Delete that first.`,
  );
}

const ORDER: RecordRules = { prepare: prepareOrder, assertDeletable: assertNothingMade };

const BILL: RecordRules = {
  prepare: prepareBill,
  afterSave: (world, saved, previous, { execution }) => followOrder(world, saved, previous, execution),
  assertDeletable: assertOpen,
  afterDelete: (world, deleted, execution) => followOrder(world, undefined, deleted, execution),
};

export const MOVEMENT: RecordRules = {
  prepare: prepareMovement,
  afterSave: (world, saved, previous, { execution }) => followGoods(world, saved, previous, execution),
  assertDeletable: assertOpen,
  afterDelete: (world, deleted, execution) => followGoods(world, undefined, deleted, execution),
};

/** An item fulfillment of a transfer order; of sales orders there are other rules. */
export const isOfTransferOrder = (world: World, record: { fields: StoredRecord['fields'] }): boolean =>
  sourceOf(world, { type: 'itemfulfillment', fields: record.fields })?.order.type === 'transferorder';

export const ORDER_RULES: Readonly<Record<string, RecordRules>> = {
  transferorder: ORDER,
  purchaseorder: ORDER,
  returnauthorization: ORDER,
  itemreceipt: MOVEMENT,
  invoice: BILL,
  cashsale: BILL,
};
