/** What HotWax's order feeds have in common: dated identifications, item attributes and facility groups. */

import type { ConversionContext } from '../feed.ts';
import { isCurrent } from '../format/dates.ts';
import { isObject, type JsonObject, ownValue, quoteForMessage, readId, readText } from '../format/values.ts';
import type { RejectCode } from '../rows/reject.ts';
import { type FieldResult, internalIdIn, isRowError, type RowError, requiredId } from '../rows/row-field.ts';
import type { SkipReason } from '../rows/tally.ts';

/** The elements of a list, none when it is absent. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The NetSuite internal id of the sales order. Source: docs/contracts.md#ids-on-both-sides. */
export const netsuiteOrderId = (order: JsonObject, now: number): FieldResult =>
  currentIdentification(
    {
      list: 'orderIdentifications',
      typeKey: 'orderIdentificationTypeId',
      type: 'NETSUITE_ORDER_ID',
      what: 'order',
    },
    order,
    now,
    ['MISSING_NETSUITE_ORDER_ID', 'AMBIGUOUS_NETSUITE_ORDER_ID'],
  );

/** The NetSuite internal id of the item. Source: docs/contracts.md#ids-on-both-sides. */
export const netsuiteProductId = (item: JsonObject, now: number): FieldResult =>
  currentIdentification(
    {
      list: 'goodIdentifications',
      typeKey: 'goodIdentificationTypeId',
      type: 'NETSUITE_PRODUCT_ID',
      what: 'product',
    },
    item,
    now,
    ['MISSING_NETSUITE_PRODUCT_ID', 'AMBIGUOUS_NETSUITE_PRODUCT_ID'],
  );

/** The line id of the sales order; the documentation has both spellings. Source: docs/contracts.md#ids-on-both-sides. */
export function netsuiteLineId(item: JsonObject): FieldResult {
  const field = 'orderItemAttributes.NetsuiteItemLineId';
  const values: string[] = [];
  for (const spelling of ['orderItemAttributes', 'order_item_attributes']) {
    for (const attribute of listOf(ownValue(item, spelling))) {
      if (!isObject(attribute) || !isLineIdName(readText(attribute.attrName))) continue;
      const problem = addId(values, attribute.attrValue, field, 'The NetSuite line id');
      if (problem) return problem;
    }
  }
  const found = only(values, field, ['MISSING_NETSUITE_LINE_ID', 'AMBIGUOUS_NETSUITE_LINE_ID'], {
    missing: `The order item has no attribute NetsuiteItemLineId: HotWax has not learnt the line of the sales order yet.${hasExternalId(item) ? '' : perhapsOfKit}`,
    ambiguous: 'The order item has several NetSuite line ids',
  });
  return internalIdIn(found, field, 'The NetSuite line id');
}

const hasExternalId = (item: JsonObject): boolean =>
  ![undefined, ''].includes(ownValue(item, 'orderItemExternalId') as string | undefined);

const perhapsOfKit =
  ' It has no external id either: if it is a component of a kit, have its fromOrderItemAssocs say so.';

const isLineIdName = (name: string): boolean =>
  name === 'NetsuiteItemLineId' || name.toLowerCase() === 'netsuiteitemlineid';

/** The NetSuite location internal id of the facility. Source: docs/contracts.md#ids-on-both-sides. */
export function locationId(item: JsonObject): FieldResult {
  const field = 'facilityExternalId';
  const facility = readText(ownValue(item, 'facilityId'));
  const what = `The external id of facility ${facility || '(not named)'}, which is its NetSuite location,`;
  return internalIdIn(requiredId(item, field, 'MISSING_FACILITY_EXTERNAL_ID', what), field, what);
}

type Identification = { list: string; typeKey: string; type: string; what: string };

function currentIdentification(
  wanted: Identification,
  holder: JsonObject,
  now: number,
  codes: readonly [RejectCode, RejectCode],
): FieldResult {
  const field = `${wanted.list}.${wanted.type}`;
  const values: string[] = [];
  for (const row of listOf(ownValue(holder, wanted.list))) {
    if (!isObject(row) || readText(row[wanted.typeKey]) !== wanted.type) continue;
    const current = isCurrent(row.fromDate, row.thruDate, now);
    if (current === undefined) return unreadableValidity(field);
    if (!current) continue;
    for (const spelling of ['idValue', 'IdValue']) {
      const problem = addId(values, ownValue(row, spelling), field, `The ${wanted.type}`);
      if (problem) return problem;
    }
  }
  const found = only(values, field, codes, {
    missing: `The ${wanted.what} has no current ${wanted.type}: it is not known in NetSuite yet, or its id has expired.`,
    ambiguous: `The ${wanted.what} has several current ${wanted.type} values`,
  });
  return internalIdIn(found, field, `The ${wanted.type}`);
}

/** An absent one adds nothing. */
function addId(values: string[], value: unknown, field: string, what: string): RowError | undefined {
  const id = readId(value);
  if ('invalid' in id) return { code: 'INVALID_ID', field, message: `${what} is ${id.invalid}.` };
  if (id.id !== '' && !values.includes(id.id)) values.push(id.id);
  return undefined;
}

const unreadableValidity = (field: string): RowError => ({
  code: 'INVALID_DATE',
  field,
  message: `A fromDate or thruDate of ${field} is not a date, so it is not known whether it holds now.`,
});

function only(
  values: readonly string[],
  field: string,
  [missing, ambiguous]: readonly [RejectCode, RejectCode],
  messages: { missing: string; ambiguous: string },
): FieldResult {
  const [value] = values;
  if (value === undefined) return { code: missing, field, message: messages.missing };
  if (values.length === 1) return { value };
  return {
    code: ambiguous,
    field,
    message: `${messages.ambiguous} (${values.join(', ')}): end all but one in HotWax.`,
  };
}

/** Whose facility it is: the side's own, the other side's, or both. */
export type Membership = { own: boolean; both: boolean };

/**
 * Whether the facility of a row is a current member of a side's facility group; what the configuration lists counts only
 * when the row carries no membership list, as a list that names neither group may mean that the facility has left one.
 * Source: docs/contracts.md#facilities.
 */
export function facilityMembership(
  item: JsonObject,
  side: 'netsuite' | 'oms',
  context: ConversionContext,
): Membership | RowError {
  const members = ownValue(item, 'facilityGroupMembers');
  const sides = Array.isArray(members)
    ? sidesOfMembers(item, members, context)
    : configuredSides(readText(ownValue(item, 'facilityId')), context);
  if (isRowError(sides)) return sides;
  return { own: sides[side], both: sides.netsuite && sides.oms };
}

/** Whether a facility is in the group of each side. */
type Sides = { netsuite: boolean; oms: boolean };

function sidesOfMembers(
  item: JsonObject,
  members: readonly unknown[],
  { facilityGroups, now }: ConversionContext,
): Sides | RowError {
  const facility = readText(ownValue(item, 'facilityId'));
  const sides = { netsuite: false, oms: false };
  const others: string[] = [];
  for (const member of members) {
    if (!isObject(member)) continue;
    const memberFacility = readText(member.facilityId);
    const group = readText(member.facilityGroupId);
    const isOther = memberFacility !== '' && facility !== '' && memberFacility !== facility;
    if (isOther || (group !== facilityGroups.netsuite && group !== facilityGroups.oms)) {
      others.push(
        isOther
          ? `${quoteForMessage(group)} of facility ${quoteForMessage(memberFacility)}`
          : quoteForMessage(group),
      );
      continue;
    }
    const current = isCurrent(member.fromDate, member.thruDate, now);
    if (current === undefined) return unreadableValidity(`facilityGroupMembers.${group}`);
    if (!current) others.push(`${quoteForMessage(group)}, but not now`);
    if (current && group === facilityGroups.netsuite) sides.netsuite = true;
    if (current && group === facilityGroups.oms) sides.oms = true;
  }
  return sides.netsuite || sides.oms ? sides : inNeitherGroup(facility, others, facilityGroups);
}

/** To skip the row would be to say that the other side fulfills it, and the other feed would say the same. */
function inNeitherGroup(
  facility: string,
  others: readonly string[],
  { netsuite, oms }: ConversionContext['facilityGroups'],
): RowError {
  const found = others.length === 0 ? 'no group at all' : `only ${listed(others)}`;
  return {
    code: 'FACILITY_IN_NEITHER_GROUP',
    field: 'facilityGroupMembers',
    message: `Facility ${facility || '(not named)'} is now a member of neither ${netsuite} nor ${oms}, so neither side would fulfill the row: its facilityGroupMembers name ${found}. Add it to one of the two groups in HotWax, or correct facilityGroups in the configuration, and have the row sent again.`,
  };
}

const MOST_LISTED = 10;

const listed = (names: readonly string[]): string =>
  [...names.slice(0, MOST_LISTED), ...(names.length > MOST_LISTED ? ['others'] : [])].join(', ');

function configuredSides(facility: string, { facilities }: ConversionContext): Sides | RowError {
  const sides = { netsuite: facilities.netsuite.includes(facility), oms: facilities.oms.includes(facility) };
  if (sides.netsuite || sides.oms) return sides;
  return {
    code: 'MISSING_FACILITY_GROUPS',
    field: 'facilityGroupMembers',
    message: `The row has no facilityGroupMembers, so it is not known who fulfills facility ${facility || '(none)'}. List the facility in the configuration, or send the newer shape of the feed.`,
  };
}

/**
 * Why an order item is by rule not for a feed of shipped or allocated goods, whoever fulfills its facility.
 * Source: docs/contracts.md#skipped-rows.
 * @param hasKit whether its order, as far as the file has it, contains a kit
 */
export function ruledOut(item: JsonObject, hasKit: () => boolean): SkipReason | undefined {
  if (readText(ownValue(item, 'itemStatusId')) === 'ITEM_CANCELLED') return 'CANCELLED';
  if (isVirtual(item)) return 'VIRTUAL_FACILITY';
  if (isDigital(item)) return 'DIGITAL_ITEM';
  if (isKitComponent(item, hasKit)) return 'KIT_COMPONENT';
  if (isPosCompleted(item)) return 'POS_COMPLETED';
  return undefined;
}

function isVirtual(item: JsonObject): boolean {
  const virtual = readText(ownValue(item, 'parentFacilityTypeId')) === 'VIRTUAL_FACILITY';
  return (
    virtual ||
    readText(ownValue(item, 'facilityId')) === '_NA_' ||
    readText(ownValue(item, 'facilityExternalId')) === '_NA_'
  );
}

function isDigital(item: JsonObject): boolean {
  if (readText(ownValue(item, 'productTypeId')) === 'DIGITAL_GOOD') return true;
  // A product can be both, such as a book with a download: there is something to ship.
  return readText(ownValue(item, 'isDigital')) === 'Y' && readText(ownValue(item, 'isPhysical')) !== 'Y';
}

/** The order's method says it was sold over the counter; the shipment's can be another, or none. */
const isPosCompleted = (item: JsonObject): boolean =>
  readText(ownValue(item, 'shipmentMethodTypeId')) === 'POS_COMPLETED' ||
  readText(ownValue(item, 'slaShipmentMethodTypeId')) === 'POS_COMPLETED';

/** HotWax's product types of kits. Source: docs/contracts.md#skipped-rows. */
export const isKit = (item: JsonObject): boolean =>
  readText(ownValue(item, 'productTypeId')).startsWith('MARKETING_PKG');

/**
 * The allocations say of a component which kit it came from. The shipped items do not: there HotWax's rule is that a
 * component has no external id, which is true of every item of an order that did not come through the shop, too. So it
 * takes a kit in the order, and a line that NetSuite does not know, to believe it.
 */
function isKitComponent(item: JsonObject, hasKit: () => boolean): boolean {
  const ofKit = listOf(ownValue(item, 'fromOrderItemAssocs')).some(
    (association) => isObject(association) && readText(association.orderItemAssocTypeId) === 'KIT_COMPONENT',
  );
  if (ofKit || hasExternalId(item) || isKit(item)) return ofKit;
  const line = netsuiteLineId(item);
  return isRowError(line) && line.code === 'MISSING_NETSUITE_LINE_ID' && hasKit();
}
