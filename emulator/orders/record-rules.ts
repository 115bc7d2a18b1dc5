/** The rules of the records this room knows, by record type. */

import type { RecordRules } from '../account/account-context.ts';
import {
  assertOfSalesOrder,
  followFulfillment,
  prepareFulfillment,
  prepareMark,
} from './item-fulfillment.ts';
import { assertOpen } from './posting-period.ts';
import { assertDeletable, prepareSalesOrder } from './sales-order.ts';

export const RECORD_RULES: Readonly<Record<string, RecordRules>> = {
  salesorder: { prepare: prepareSalesOrder, assertDeletable },
  itemfulfillment: {
    prepare: prepareFulfillment,
    prepareMark,
    afterSave: (world, saved, previous, { execution }) =>
      followFulfillment(world, saved, previous, execution),
    assertDeletable: (world, record) => {
      assertOfSalesOrder(world, record);
      assertOpen(world, record);
    },
    afterDelete: (world, record, execution) => followFulfillment(world, undefined, record, execution),
  },
};
