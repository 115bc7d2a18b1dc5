/** Keys and values between map/reduce stages: always text, limited in size, grouped by key. */

import { suiteError } from '../strictness/suite-error.ts';
import { MAP_REDUCE_LIMITS } from './governance.ts';

export type Pair = { key: string; value: string };

/** Whatever is not text becomes JSON. */
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

export function assertStorable({ key, value }: Pair): void {
  if (key.length > MAP_REDUCE_LIMITS.keyCharacters) {
    throw suiteError(
      'KEY_LENGTH_IS_OVER_3000_BYTES',
      `A key has ${key.length} characters, more than ${MAP_REDUCE_LIMITS.keyCharacters}.`,
    );
  }
  const bytes = Buffer.byteLength(value);
  if (bytes <= MAP_REDUCE_LIMITS.valueBytes) return;
  throw suiteError(
    'VALUE_LENGTH_IS_OVER_10_MB',
    `The value of key ${key} has ${bytes} bytes. Help pages give 10 MB and 1 MB; ${MAP_REDUCE_LIMITS.valueBytes} hold here.`,
  );
}

/** All that a stage hands on. */
export function assertTotal(pairs: readonly Pair[]): void {
  const bytes = pairs.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
  if (bytes <= MAP_REDUCE_LIMITS.persistedBytes) return;
  throw suiteError(
    'PERSISTED_DATA_LIMIT_FOR_MAPREDUCE_SCRIPT_EXCEEDED',
    `The pairs between two stages have ${bytes} bytes, more than ${MAP_REDUCE_LIMITS.persistedBytes}.`,
  );
}

/** Values of a key in lexicographic order, not in order of arrival (section_4472721828). */
export function shuffle(pairs: readonly Pair[]): { key: string; values: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { key, value } of pairs) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return [...groups]
    .map(([key, values]) => ({ key, values: values.sort() }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
}
