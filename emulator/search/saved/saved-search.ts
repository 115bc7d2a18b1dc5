/** The searches an account has: those its owner wrote down, then those of the project. */

import type { World } from '../../account/account-context.ts';
import type { SavedSearch } from '../../account/account-data.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { columnsOf, orderOf } from './columns.ts';
import { criteriaOf } from './criteria.ts';
import { readDefinition } from './definition.ts';
import { searchTypeOf } from './names.ts';

/** By script id, or by the internal id the account's owner gave it; undefined when the account has none of that id. */
export function findSavedSearch(world: World, id: string): SavedSearch | undefined {
  const own = world.savedSearches[id];
  if (own) return own;
  const definition = world.project.savedSearches.get(id.toLowerCase());
  return definition === undefined ? undefined : searchDefined(id.toLowerCase(), definition);
}

export const savedSearchIds = (world: World): string[] => [
  ...Object.keys(world.savedSearches),
  ...world.project.savedSearches.keys(),
];

function searchDefined(id: string, text: string): SavedSearch {
  const definition = readDefinition(id, text);
  const { FIELD_SEARCH_TYPE, FIELD_DEFAULT_NAME, MAX_ROWS } = definition.search;
  if (MAX_ROWS !== undefined)
    throw new NotEmulated(`the maximum of ${MAX_ROWS} results of saved search ${id}`);
  const type = searchTypeOf(id, FIELD_SEARCH_TYPE);
  return {
    type,
    ...(FIELD_DEFAULT_NAME === undefined ? {} : { title: FIELD_DEFAULT_NAME }),
    filters: criteriaOf(id, type, definition.filters),
    columns: columnsOf(id, type, definition),
    order: orderOf(id, type, definition),
  };
}
