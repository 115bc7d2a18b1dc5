/** What getInputData may return, as pairs of text. */

import type { World } from '../account/account-context.ts';
import { bytesOf } from '../N/file.ts';
import { resultsOfSearch } from '../N/search.ts';
import { asText, type Pair } from '../platform/map-reduce-pairs.ts';
import { mapValueOf } from '../search/result.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';

/** An array, an object, a search, a reference to a saved search, or a file (section_4412447940). */
export function inputPairs(world: World, input: unknown, searchById: (id: string) => object): Pair[] {
  if (input === null || input === undefined) return [];
  if (Array.isArray(input))
    return input.map((value, index) => ({ key: String(index), value: asText(value) }));
  if (typeof input !== 'object') {
    throw suiteError(
      'SSS_INVALID_INPUT_DATA',
      `getInputData returned ${typeof input}, which is not an input. Return an array, an object or a search.`,
    );
  }
  const search = resultsOfSearch(world, input);
  if (search) {
    const { results, definition } = search;
    return results.map((result, index) => ({
      key: String(result.id ?? index),
      value: mapValueOf(world, result, definition.columns),
    }));
  }
  const bytes = bytesOf(input);
  if (bytes) return linesOf(bytes);
  if ('type' in input && 'id' in input && input.type === 'search')
    return inputPairs(world, searchById(String(input.id)), searchById);
  if ('type' in input && ('id' in input || 'path' in input || 'query' in input))
    throw new NotEmulated(`a reference of type ${String(input.type)} returned from getInputData`);
  return Object.entries(input).map(([key, value]) => ({ key, value: asText(value) }));
}

/** One pair per line that is not empty, by its number. */
function linesOf(bytes: Uint8Array): Pair[] {
  return new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .map((value, index) => ({ key: String(index), value }))
    .filter(({ value }) => value !== '');
}
