/** What a script holds after record.transform of an order: lines of what is left, with what applies to both records. */

import type { World } from '../../account/account-context.ts';
import type { Draft } from '../../account/draft.ts';
import type { Field } from '../../account/schema.ts';
import type { StoredRecord, Value, Values } from '../../account/store.ts';
import { hasFeature, preference } from '../../account/switches.ts';
import { newDraft } from '../../records/drafts.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { detailFlag } from '../inventory-detail.ts';
import { readItem } from '../items.ts';
import { newPackages } from '../packages.ts';
import { asDecimal } from '../units.ts';
import { statusOfOrder } from './follow-order.ts';
import { type Link, linkOf, orderLineOf } from './links.ts';

/** Body fields that a new transaction takes from its order; custom fields follow where they apply to both. */
const BODY = [
  'entity',
  'subsidiary',
  'location',
  'department',
  'class',
  'currency',
  'memo',
  'shipmethod',
  'shipcarrier',
  'shipaddress',
  'shippingaddress',
  'billingaddress',
  'salesrep',
  'otherrefnum',
  'email',
];

const LINE = ['item', 'location', 'description', 'rate', 'units', 'price', 'department', 'class'];

/** Goods come and go line by line, as each is marked. */
const isMovement = (type: string): boolean => type === 'itemreceipt' || type === 'itemfulfillment';

/** `itemfulfillment` says which shipment of a transfer order is received. */
export type OrderDefaults = { itemfulfillment?: string };

export function transformOrder(
  world: World,
  path: { from: string; id: number; to: string },
  { itemfulfillment }: OrderDefaults,
): Draft {
  const link = linkOf(path.from, path.to);
  if (!link) throw new NotEmulated(`transform of ${path.from} to ${path.to}`);
  const order = readyOrder(world, link, path.id);
  const draft = newDraft(world.schema.typeOf(link.to));
  draft.fields = {
    ...shared(draft.type.fields, order.fields, BODY, 'custbody'),
    createdfrom: String(order.id),
  };
  if (link.to === 'itemfulfillment') beginShipment(world, draft);
  if (link.to === 'returnauthorization') draft.fields.orderstatus = 'A';
  if (itemfulfillment !== undefined) draft.fields.itemfulfillment = itemfulfillment;
  const lines = order.sublists.item ?? [];
  draft.sublists.item = lines.flatMap((line) => offered(world, link, draft, order, line));
  if (draft.sublists.item.length > 0) return draft;
  throw suiteError(
    'VALID_LINE_ITEM_REQD',
    `You must have at least one valid line item for this transaction: nothing of ${link.from} ${order.id} is left for ${link.to}.`,
  );
}

function readyOrder(world: World, { from, to, statuses }: Link, id: number): Readonly<StoredRecord> {
  const order = world.store.look(from, id);
  const status = order && statusOfOrder(order);
  if (order && (status === undefined || statuses.includes(status))) return order;
  throw suiteError(
    'INVALID_INITIALIZE_REF',
    `You can not initialize ${to}: invalid reference ${id}${order ? ` (status ${status})` : ''}.`,
  );
}

function beginShipment(world: World, draft: Draft): void {
  draft.fields.shipstatus = hasFeature(world, 'PICKPACKSHIP') ? 'A' : 'C';
  newPackages(world, draft);
}

function shared(
  target: ReadonlyMap<string, Field>,
  values: Readonly<Values>,
  names: readonly string[],
  prefix: string,
): Values {
  const kept = Object.entries(values).filter(
    ([id, value]) => value !== null && target.has(id) && (names.includes(id) || id.startsWith(prefix)),
  );
  return structuredClone(Object.fromEntries(kept));
}

function offered(
  world: World,
  link: Link,
  draft: Draft,
  order: Readonly<StoredRecord>,
  line: Readonly<Values>,
): Values[] {
  const item = readItem(world, line.item);
  const left = Math.min(link.left(world, order, line), ofShipment(world, link, draft, order, line));
  if (line.isclosed === true || left <= 0 || (isMovement(link.to) && !item.fulfillable)) return [];
  const fields = draft.type.sublists.get('item') ?? new Map<string, Field>();
  const made: Values = {
    ...shared(fields, line, LINE, 'custcol'),
    orderline: String(Number(line.line) + link.idAfterLine),
    quantity: left,
    location: placeOf(link, order, line),
  };
  if (isMovement(link.to)) return [markedLine(world, fields, made, line)];
  if (typeof line.rate === 'number') made.amount = asDecimal(line.rate * left);
  else if (typeof line.amount === 'number')
    made.amount = asDecimal((line.amount * left) / Number(line.quantity ?? left));
  return [made];
}

/** A line of goods is marked, unless the account wants what moves to be entered by hand. */
function markedLine(
  world: World,
  fields: ReadonlyMap<string, Field>,
  made: Values,
  line: Readonly<Values>,
): Values {
  const item = readItem(world, made.item);
  const atZero = preference(world, 'defaultItemsToZero');
  const values: Values = {
    ...made,
    itemreceive: !atZero,
    quantity: atZero ? 0 : (made.quantity ?? null),
    quantityremaining: made.quantity ?? null,
    itemtype: item.code,
    itemdescription: line.description ?? null,
    inventorydetailreq: detailFlag(world, item, made.location),
  };
  return Object.fromEntries(Object.entries(values).filter(([id]) => fields.has(id)));
}

/** Goods leave a transfer order's own location and arrive at the other; other lines have their place, or the order's. */
function placeOf({ from, to }: Link, order: Readonly<StoredRecord>, line: Readonly<Values>): Value {
  const { location, transferlocation } = order.fields;
  if (from === 'transferorder' && to === 'itemreceipt') return transferlocation ?? null;
  return line.location ?? location ?? null;
}

/** What a shipment has of a line and no receipt of it has taken; everything, when no shipment is named. */
function ofShipment(
  world: World,
  link: Link,
  { fields }: Draft,
  order: Readonly<StoredRecord>,
  line: Readonly<Values>,
): number {
  if (fields.itemfulfillment === undefined || fields.itemfulfillment === null)
    return Number.POSITIVE_INFINITY;
  const shipment = world.store.look('itemfulfillment', Number(fields.itemfulfillment));
  if (shipment?.fields.createdfrom !== String(order.id))
    throw suiteError(
      'INVALID_INITIALIZE_REF',
      `You can not initialize itemreceipt: invalid reference ${String(fields.itemfulfillment)}.`,
    );
  const shipping = linkOf(link.from, 'itemfulfillment') as Link;
  const receipts = world.store.lookBy('itemreceipt', 'itemfulfillment', String(shipment.id));
  const taken = receipts.reduce((sum, receipt) => sum + quantityOf(link, receipt, order, line), 0);
  return Math.max(0, asDecimal(quantityOf(shipping, shipment, order, line) - taken));
}

function quantityOf(
  link: Link,
  made: Readonly<StoredRecord>,
  order: Readonly<StoredRecord>,
  line: Readonly<Values>,
): number {
  return (made.sublists.item ?? [])
    .filter((own) => orderLineOf(link, order.sublists.item ?? [], own)?.line === line.line)
    .reduce((sum, own) => sum + Number(own.quantity ?? 0), 0);
}
