/** The rules of the records this room knows, by record type. */

import type { RecordRules, World } from '../account/account-context.ts';
import type { Values } from '../account/store.ts';
import {
  assertOfSalesOrder,
  followFulfillment,
  prepareFulfillment,
  prepareMark,
} from './item-fulfillment.ts';
import { prepareCustomer } from './people.ts';
import { assertOpen } from './posting-period.ts';
import { assertDeletable, prepareSalesOrder } from './sales-order.ts';
import { invoiceShipment } from './shipment-invoice.ts';
import { assertNothingMade, isOfTransferOrder, MOVEMENT, ORDER_RULES } from './transforms/order-rules.ts';

/** Of sales orders; other orders that ship have the rules of their own room. */
const FULFILLMENT: RecordRules = {
  prepare: prepareFulfillment,
  prepareMark,
  afterSave: (world, saved, previous, { execution }) => {
    followFulfillment(world, saved, previous, execution);
    invoiceShipment(world, saved, previous, execution);
  },
  assertDeletable: (world, record) => {
    assertOfSalesOrder(world, record);
    assertOpen(world, record);
  },
  afterDelete: (world, record, execution) => followFulfillment(world, undefined, record, execution),
};

const rulesOf = (world: World, record: { fields: Values }): RecordRules =>
  isOfTransferOrder(world, record) ? MOVEMENT : FULFILLMENT;

export const RECORD_RULES: Readonly<Record<string, RecordRules>> = {
  ...ORDER_RULES,
  customer: { prepare: prepareCustomer },
  salesorder: {
    prepare: prepareSalesOrder,
    assertDeletable: (world, order) => {
      assertDeletable(world, order);
      assertNothingMade(world, order);
    },
  },
  itemfulfillment: {
    prepare: (world, draft, ...more) => rulesOf(world, draft).prepare?.(world, draft, ...more),
    prepareMark,
    afterSave: (world, saved, ...more) => rulesOf(world, saved).afterSave?.(world, saved, ...more),
    assertDeletable: (world, record) => rulesOf(world, record).assertDeletable?.(world, record),
    afterDelete: (world, record, execution) => rulesOf(world, record).afterDelete?.(world, record, execution),
  },
};
