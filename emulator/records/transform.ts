/**
 * Sales order to item fulfillment: which lines are offered and with what defaults.
 * Sources: section_4267258715 (transform), section_N3195884 (item fulfillment), production code for the defaults of
 * `itemreceive`, `orderline` and the error codes: docs/emulator-behaviours.md grades it.
 */

import type { World } from '../account/account-context.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { type Draft, newDraft } from './drafts.ts';
import { type ItemFacts, readItem } from './items.ts';
import { recordName } from './references.ts';
import { remainingOf } from './sales-order.ts';

/** Pending fulfillment, partially fulfilled, and pending billing / partially fulfilled. */
const FULFILLABLE_STATUSES = ['B', 'D', 'E'];

/** Body fields a fulfillment takes from its order; custom fields follow when they apply to both. */
const COPIED_FIELDS = ['entity', 'subsidiary', 'shipmethod', 'shipcarrier', 'shipaddress'];

export type TransformDefaults = { inventorylocation?: string };

export function transformToFulfillment(world: World, orderId: number, defaults: TransformDefaults): Draft {
  const order = transformableOrder(world, orderId);
  const draft = newDraft(world.schema.typeOf('itemfulfillment'));
  draft.fields = {
    ...sharedBodyFields(world, order),
    createdfrom: String(orderId),
    shipstatus: defaultShipStatus(world),
  };
  draft.sublists.item = (order.sublists.item ?? [])
    .filter((line) => !defaults.inventorylocation || line.location === defaults.inventorylocation)
    .flatMap((line) => offeredLines(world, line));
  draft.sublists.item.forEach((line, index) => {
    line.line = String(index + 1);
    line.lineuniquekey = null;
  });
  if (draft.sublists.item.length === 0) {
    throw suiteError(
      'VALID_LINE_ITEM_REQD',
      `You must have at least one valid line item for this transaction: nothing is left to fulfill on ${recordName(world.schema.typeOf('salesorder'), order)}.`,
    );
  }
  return draft;
}

function transformableOrder(world: World, orderId: number): Readonly<StoredRecord> {
  const order = world.store.look('salesorder', orderId);
  const status = String(order?.fields.orderstatus ?? '');
  if (order && FULFILLABLE_STATUSES.includes(status)) return order;
  if (order && (status === 'F' || status === 'G')) {
    throw suiteError(
      'VALID_LINE_ITEM_REQD',
      `You must have at least one valid line item for this transaction: everything on sales order ${orderId} is fulfilled.`,
    );
  }
  throw suiteError(
    'INVALID_INITIALIZE_REF',
    `You can not initialize itemfulfillment: invalid reference ${orderId}${order ? ` (status ${status})` : ''}.`,
  );
}

/** Shipped, unless the account picks, packs and ships in separate steps. */
const defaultShipStatus = (world: World): string => (world.features.has('PICKPACKSHIP') ? 'A' : 'C');

function sharedBodyFields(world: World, order: Readonly<StoredRecord>): Values {
  const target = world.schema.typeOf('itemfulfillment').fields;
  const shared = Object.entries(order.fields).filter(
    ([id]) => target.has(id) && (COPIED_FIELDS.includes(id) || id.startsWith('custbody')),
  );
  return structuredClone(Object.fromEntries(shared));
}

/** Open, fulfillable and with something left; a kit brings its components along. */
function offeredLines(world: World, line: Values): Values[] {
  const item = readItem(world, line.item);
  const remaining = remainingOf(line);
  if (!item.fulfillable || remaining <= 0) return [];
  const quantity = item.stocked ? Math.min(remaining, Number(line.quantitycommitted)) : remaining;
  const main = mainLine(world, line, item, { quantity, remaining });
  return [main, ...item.members.map((member) => componentLine(world, main, member))];
}

function mainLine(
  world: World,
  line: Values,
  item: ItemFacts,
  amounts: { quantity: number; remaining: number },
): Values {
  return {
    ...sharedLineFields(world, line),
    itemreceive: true,
    item: item.id,
    itemtype: item.code,
    orderline: line.line ?? null,
    quantity: amounts.quantity,
    quantityremaining: amounts.remaining,
    location: line.location ?? null,
    itemdescription: line.description ?? null,
    inventorydetailreq: item.detail,
    kitmemberof: null,
  };
}

/** Components have no order line of their own and cannot be addressed by one (mikebian.co on split shipments). */
function componentLine(world: World, main: Values, member: { item: string; quantity: number }): Values {
  const item = readItem(world, member.item);
  return {
    itemreceive: true,
    item: item.id,
    itemtype: item.code,
    orderline: null,
    quantity: Number(main.quantity) * member.quantity,
    quantityremaining: Number(main.quantityremaining) * member.quantity,
    location: main.location ?? null,
    itemdescription: null,
    inventorydetailreq: item.detail,
    kitmemberof: main.orderline ?? null,
  };
}

function sharedLineFields(world: World, line: Values): Values {
  const target = world.schema.typeOf('itemfulfillment').sublists.get('item');
  const shared = Object.entries(line).filter(([id]) => id.startsWith('custcol') && target?.has(id));
  return structuredClone(Object.fromEntries(shared));
}
