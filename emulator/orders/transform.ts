/**
 * Sales order to item fulfillment: which lines are offered and with what defaults.
 * Sources: section_N1388149 (preferences), section_N3195884 (item fulfillment), production code for the defaults of `itemreceive`,
 * `orderline` and the error codes: docs/emulator-behaviours.md grades it.
 */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { hasFeature, preference, refuseFeatures } from '../account/switches.ts';
import { newDraft } from '../records/drafts.ts';
import { recordName } from '../records/references.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { detailFlag } from './inventory-detail.ts';
import { type ItemFacts, readItem } from './items.ts';
import { releasedOf, requestedOf } from './line-changes.ts';
import { newPackages } from './packages.ts';
import { remainingOf } from './sales-order.ts';
import { stockLocationOf } from './stock.ts';

/** Pending fulfillment, partially fulfilled, and pending billing / partially fulfilled. */
const FULFILLABLE_STATUSES = ['B', 'D', 'E'];

/** Body fields a fulfillment takes from its order; custom fields follow when they apply to both. */
const COPIED_FIELDS = ['entity', 'subsidiary', 'shipmethod', 'shipcarrier', 'shipaddress'];

export type TransformDefaults = { inventorylocation?: string; shipgroup?: string };

export function transformToFulfillment(world: World, orderId: number, defaults: TransformDefaults): Draft {
  refuseFeatures(world, ['STOREPICKUP'], 'fulfilling a sales order');
  const order = transformableOrder(world, orderId);
  refuseOwnWays(world, order);
  const draft = newDraft(world.schema.typeOf('itemfulfillment'));
  const shipGroup = shipGroupOf(world, order, defaults);
  draft.fields = {
    ...sharedBodyFields(world, order),
    createdfrom: String(orderId),
    shipstatus: hasFeature(world, 'PICKPACKSHIP') ? 'A' : 'C',
    ...(shipGroup === undefined ? {} : { createdfromshipgroup: shipGroup }),
  };
  newPackages(world, draft);
  const lines = openLines(world, order, shipGroup, defaults);
  draft.sublists.item = lines.flatMap((line) => offeredLines(world, line));
  draft.sublists.item.forEach((line, index) => {
    line.line = String(index + 1);
    line.lineuniquekey = null;
  });
  if (draft.sublists.item.length === 0) throw nothingOffered(world, order, lines);
  return draft;
}

/** Stores fulfil from their requests, and warehouses from the tasks of their waves. */
function refuseOwnWays(world: World, { sublists }: Readonly<StoredRecord>): void {
  const lines = sublists.item ?? [];
  if (lines.some((line) => requestedOf(world, line) > 0))
    throw new NotEmulated('fulfilling a sales order with a line on a fulfillment request');
  if (lines.some((line) => releasedOf(world, line) > 0))
    throw new NotEmulated('fulfilling a sales order with a line in a wave');
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

function sharedBodyFields(world: World, order: Readonly<StoredRecord>): Values {
  const target = world.schema.typeOf('itemfulfillment').fields;
  const shared = Object.entries(order.fields).filter(
    ([id]) => target.has(id) && (COPIED_FIELDS.includes(id) || id.startsWith('custbody')),
  );
  return structuredClone(Object.fromEntries(shared));
}

/** One address at a time, the first unless another is named; undefined where orders have no several. */
function shipGroupOf(
  world: World,
  order: Readonly<StoredRecord>,
  { shipgroup }: TransformDefaults,
): number | undefined {
  if (!hasFeature(world, 'MULTISHIPTO') || order.fields.ismultishipto !== true) return undefined;
  return Number(shipgroup ?? 1);
}

/** Lines with something left to ship from this account's own stock, of the group and the location asked for. */
function openLines(
  world: World,
  order: Readonly<StoredRecord>,
  shipGroup: number | undefined,
  { inventorylocation }: TransformDefaults,
): Values[] {
  const isCrossSubsidiary = hasFeature(world, 'CROSSSUBSIDIARYFULFILLMENT');
  return (order.sublists.item ?? [])
    .filter((line) => readItem(world, line.item).fulfillable && remainingOf(line) > 0 && !line.createpo)
    .filter((line) => shipGroup === undefined || Number(line.shipgroup ?? 1) === shipGroup)
    .filter((line) =>
      inventorylocation === undefined
        ? !isCrossSubsidiary
        : stockLocationOf(world, line) === inventorylocation,
    );
}

/** A line and, of a kit, its components; none where the account ships only what is committed and nothing is. */
function offeredLines(world: World, line: Values): Values[] {
  const item = readItem(world, line.item);
  const committed = Number(line.quantitycommitted ?? 0);
  const based = preference(world, 'fulfillBasedOnCommitment');
  if (item.stocked && committed === 0 && based === 'Limit to Committed') return [];
  const goes = item.stocked && based !== 'Ignore Commitment' ? committed : remainingOf(line);
  const quantity = preference(world, 'defaultItemsToZero') ? 0 : Math.min(goes, remainingOf(line));
  const main = mainLine(world, line, item, quantity);
  return [main, ...item.members.map((member) => componentLine(world, main, member))];
}

function mainLine(world: World, line: Values, item: ItemFacts, quantity: number): Values {
  return {
    ...sharedLineFields(world, line),
    itemreceive: quantity > 0,
    item: item.id,
    itemtype: item.code,
    orderline: line.line ?? null,
    quantity,
    quantityremaining: remainingOf(line),
    location: stockLocationOf(world, line),
    units: line.units ?? null,
    itemdescription: line.description ?? null,
    inventorydetailreq: detailFlag(world, item, line.location),
    inventorydetail: line.inventorydetail ?? null,
    kitmemberof: null,
  };
}

/** Components have no order line of their own and cannot be addressed by one (mikebian.co on split shipments). */
function componentLine(world: World, main: Values, member: { item: string; quantity: number }): Values {
  const item = readItem(world, member.item);
  return {
    itemreceive: main.itemreceive ?? false,
    item: item.id,
    itemtype: item.code,
    orderline: null,
    quantity: Number(main.quantity) * member.quantity,
    quantityremaining: Number(main.quantityremaining) * member.quantity,
    location: main.location ?? null,
    itemdescription: null,
    inventorydetailreq: detailFlag(world, item, main.location),
    kitmemberof: main.orderline ?? null,
  };
}

function sharedLineFields(world: World, line: Values): Values {
  const target = world.schema.typeOf('itemfulfillment').sublists.get('item');
  const shared = Object.entries(line).filter(([id]) => id.startsWith('custcol') && target?.has(id));
  return structuredClone(Object.fromEntries(shared));
}

function nothingOffered(world: World, order: Readonly<StoredRecord>, lines: readonly Values[]): Error {
  if (lines.length > 0) {
    return suiteError(
      'USER_ERROR',
      'There are no items committed in this transaction---it cannot be fulfilled.',
    );
  }
  return suiteError(
    'VALID_LINE_ITEM_REQD',
    `You must have at least one valid line item for this transaction: nothing is left to fulfill on ${recordName(world.schema.typeOf('salesorder'), order)}.`,
  );
}
