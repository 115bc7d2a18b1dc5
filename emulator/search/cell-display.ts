/** How a cell looks to a script, and which of two comes first. */

import type { World } from '../account/account-context.ts';
import { LISTS } from '../platform/record-types.ts';
import { choiceName, searchFromStored, textFromStored } from '../records/values.ts';
import type { Cell } from './rows.ts';

/** What `getValue` gives for a cell. */
export const shownValue = (world: World, cell: Cell): string | boolean =>
  cell.shown ?? searchFromStored(world, cell.field, cell.value);

/** What `getText` gives: a name for references, null for anything else. */
export function shownText(world: World, cell: Cell): string | null {
  const { field, value } = cell;
  if (cell.text !== undefined && cell.text !== '') return cell.text;
  if (field.type === 'multiselect') return textFromStored(world, field, value);
  if (field.type !== 'select' && field.type !== 'list') return null;
  if (field.id === 'internalid' || field.id === 'externalid') return null;
  if (value === null) return '';
  return field.type === 'list'
    ? (LISTS[field.target]?.[String(value)] ?? '')
    : choiceName(world, field, String(value));
}

/** True for cells that JSON and lookupFields show as value and text; identities are shown bare. */
export function isReference({ field }: Cell): boolean {
  const { type, id } = field;
  return (type === 'select' || type === 'list') && id !== 'internalid' && id !== 'externalid';
}

/** True for cells that a result's JSON shows as value and text: references, and identities too (published map functions). */
export const isListed = ({ field }: Cell): boolean => field.type === 'select' || field.type === 'list';

export function compareCells(world: World, left: Cell, right: Cell): number {
  const [first, second] = [sortKey(world, left), sortKey(world, right)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

function sortKey(world: World, cell: Cell): number | string {
  if (cell.field.id === 'internalid') return Number(cell.value);
  if (typeof cell.value === 'number') return cell.value;
  if (cell.value === null) return '';
  return (shownText(world, cell) ?? String(cell.value)).toLowerCase();
}
