/** What a search column or filter name stands for, on each kind of record; names nobody knows are refused. */

import type { World } from '../account/account-context.ts';
import { GIVE_ONE } from '../account/schema.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { findReader, searchTypes } from './fields/find-reader.ts';
import { formulaReader } from './formula.ts';
import { joinedReader } from './joins/joined-reader.ts';
import type { CellReader } from './rows.ts';

type NameErrorCode = 'SSS_INVALID_SRCH_COL' | 'SSS_INVALID_SRCH_FILTER';

/** The reader of a name on a search type (a record type or a family), or a refusal. */
export function readerOf(
  world: World,
  searchType: string,
  name: string,
  join: string | undefined,
  errorCode: NameErrorCode,
  formula?: string,
): CellReader {
  if (formula !== undefined)
    return formulaReader(world, name, formula, (field, via) =>
      readerOf(world, searchType, field, via, errorCode),
    );
  const types = searchTypes(world, searchType);
  const reader = join === undefined ? findReader(world, types, name) : joinedReader(world, types, join, name);
  if (reader) return reader;
  throw unknownName(world, searchType, join === undefined ? name : `${join}.${name}`, errorCode);
}

/**
 * An account has its custom fields from the project and its data, so one that nobody has is NetSuite's own error. Of NetSuite's own
 * columns and filters only some are here: what is missing is missing from the emulator.
 */
function unknownName(world: World, searchType: string, name: string, errorCode: NameErrorCode): Error {
  const isColumn = errorCode === 'SSS_INVALID_SRCH_COL';
  const id = name.split('.').at(-1) ?? name;
  if (!id.startsWith('cust') || world.schema.hasField(id))
    return new NotEmulated(`search ${isColumn ? 'column' : 'filter'} ${name} on ${searchType}`, GIVE_ONE);
  const what = isColumn
    ? 'nlobjSearchColumn contains an invalid column'
    : 'nlobjSearchFilter contains an invalid filter';
  return suiteError(errorCode, `An ${what}, or is not in proper syntax: ${name} on ${searchType}.`);
}
