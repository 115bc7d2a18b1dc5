/** What HotWax's order feeds have in common of an order item: its NetSuite line, and whether it is goods to ship. */

import { isObject, type JsonObject, ownValue, readText } from '../format/values.ts';
import { type FieldResult, internalIdIn, isRowError } from '../rows/row-field.ts';
import type { SkipReason } from '../rows/tally.ts';
import { isVirtual } from './facilities.ts';
import { addId, listOf, only, onlyOne } from './identifications.ts';

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
  const found =
    onlyOne(values) ??
    only(values, field, ['MISSING_NETSUITE_LINE_ID', 'AMBIGUOUS_NETSUITE_LINE_ID'], {
      missing: `The order item has no attribute NetsuiteItemLineId: HotWax has not learnt the line of the sales order yet.${hasExternalId(item) ? '' : perhapsOfKit}`,
      ambiguous: 'The order item has several NetSuite line ids',
    });
  return internalIdIn(found, field, 'The NetSuite line id');
}

const hasExternalId = (item: JsonObject): boolean =>
  ![undefined, ''].includes(ownValue(item, 'orderItemExternalId') as string | undefined);

const perhapsOfKit =
  ' It has no external id either: if it is a component of a kit, have its fromOrderItemAssocs say so.';

export const isLineIdName = (name: string): boolean =>
  name === 'NetsuiteItemLineId' || name.toLowerCase() === 'netsuiteitemlineid';

/**
 * Why an order item is by rule not for a feed of shipped or allocated goods, whoever fulfills its facility.
 * Source: docs/contracts.md#skipped-rows.
 * @param hasKit whether its order, as far as the file has it, contains a kit
 * @param isUnbrokered whether its facility is one that only holds it, and the feed is to say so
 */
export function ruledOut(
  item: JsonObject,
  hasKit: () => boolean,
  isUnbrokered: boolean,
): SkipReason | undefined {
  if (readText(ownValue(item, 'itemStatusId')) === 'ITEM_CANCELLED') return 'CANCELLED';
  if (!isUnbrokered && isVirtual(item)) return 'VIRTUAL_FACILITY';
  if (isDigital(item)) return 'DIGITAL_ITEM';
  if (isKitComponent(item, hasKit)) return 'KIT_COMPONENT';
  if (isPosCompleted(item)) return 'POS_COMPLETED';
  return undefined;
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
