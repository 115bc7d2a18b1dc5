/** The facilities of HotWax's order feeds: which NetSuite location one is, who fulfills it, and which only hold orders. */

import type { ConversionContext } from '../contract.ts';
import { isCurrent } from '../format/dates.ts';
import { isObject, type JsonObject, ownValue, quoteForMessage, readText } from '../format/values.ts';
import {
  eitherSpelling,
  type FieldResult,
  internalIdIn,
  isRowError,
  type RowError,
} from '../rows/row-field.ts';
import { unreadableValidity } from './identifications.ts';

/** HotWax's feeds have the first; its page of how NetSuite's columns are mapped has the second. */
const spellings = ['facilityExternalId', 'externalFacilityId'] as const;

/** The NetSuite location internal id of the facility. Source: docs/contracts.md#ids-on-both-sides. */
export function locationId(item: JsonObject): FieldResult {
  const facility = readText(ownValue(item, 'facilityId'));
  const what = `The external id of facility ${facility || '(not named)'}, which is its NetSuite location,`;
  const found = eitherSpelling(item, spellings, what, {
    missing: 'MISSING_FACILITY_EXTERNAL_ID',
    ambiguous: 'AMBIGUOUS_FACILITY_EXTERNAL_ID',
  });
  return internalIdIn(found, spellings[0], what);
}

/** Nothing is shipped from it: HotWax keeps in it what is allocated nowhere, or what is no goods. */
export function isVirtual(item: JsonObject): boolean {
  if (readText(ownValue(item, 'parentFacilityTypeId')) === 'VIRTUAL_FACILITY') return true;
  if (readText(ownValue(item, 'facilityId')) === '_NA_') return true;
  const [id, other] = [readText(ownValue(item, spellings[0])), readText(ownValue(item, spellings[1]))];
  return (id === '_NA_' && (other === '' || other === '_NA_')) || (id === '' && other === '_NA_');
}

/** Whether the order item is at one of these facilities. One that is no place has its own id as the external one, too. */
export function isAtFacility(item: JsonObject, facilities: readonly string[]): boolean {
  if (facilities.length === 0) return false;
  const id = readText(ownValue(item, 'facilityId'));
  const ids = id === '' ? spellings.map((field) => readText(ownValue(item, field))) : [id];
  return ids.some((one) => facilities.includes(one));
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
