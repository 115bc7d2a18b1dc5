/**
 * What a definition calls fields: `Transaction_TRANID` on the record searched, `CF_Transaction_TYPE` on one that is joined,
 * `CUSTBODY_X` a custom field. Which letters stand for which join was read from the searches of published projects.
 */
import { NotEmulated } from '../../strictness/not-emulated.ts';

export type FieldName = { name: string; join?: string };

/** Types of records that a search may be of, and what scripts call them. */
const TYPES: Readonly<Record<string, string>> = {
  Transaction: 'transaction',
  Item: 'item',
  Location: 'location',
  Customer: 'customer',
  Entity: 'entity',
};

/** What fields of the records are called by. */
const BASES = ['Transaction', 'Item', 'Location', 'Entity', 'Customer'];

/** By the type of the search and the letters before the name. */
const JOINS: Readonly<Record<string, string>> = {
  'transaction.CF': 'createdFrom',
  'transaction.LO': 'location',
  'transaction.OL': 'applyingTransaction',
  'transaction.TL': 'toLocation',
  'item.MI': 'memberItem',
};

export function searchTypeOf(id: string, type: string | undefined): string {
  const known =
    TYPES[type ?? ''] ?? (/^custom(record|list)/i.test(type ?? '') ? type?.toLowerCase() : undefined);
  if (known !== undefined) return known;
  throw new NotEmulated(`the type ${type ?? '(none)'} of saved search ${id}`);
}

export function fieldNameOf(id: string, searchType: string, alias: string): FieldName {
  const custom = /^(?:([A-Z]{2})_)?(CUST(?:BODY|COL|ENTITY|ITEM|RECORD|EVENT)\w*)$/.exec(alias);
  const standard = new RegExp(`^(?:([A-Z]+)_)?(?:${BASES.join('|')})_(\\w+)$`).exec(alias);
  const [, letters, name] = custom ?? standard ?? [];
  if (name === undefined) throw new NotEmulated(`the field ${alias} of saved search ${id}`);
  const join = letters === undefined ? undefined : JOINS[`${searchType}.${letters}`];
  if (letters !== undefined && join === undefined)
    throw new NotEmulated(`the join ${letters} (of ${alias}) of saved search ${id}`);
  return { name: name.toLowerCase(), ...(join === undefined ? {} : { join }) };
}
