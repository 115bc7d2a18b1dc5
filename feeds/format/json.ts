/** JSON text to a list and back; where a byte order mark and an empty file are dealt with. */
import { FeedError } from '../errors.ts';
import { refuseRepeatedKeys } from './json-keys.ts';

/**
 * The elements of a JSON file. Empty text and `null` are an empty list: both sides write them when there is nothing to say.
 * @throws FeedError NOT_JSON, NOT_A_LIST, REPEATED_KEY
 */
export function parseJsonList(text: string): unknown[] {
  const bare = text.replace(/^\uFEFF/, '').trim();
  if (bare === '') return [];
  const value = parse(bare);
  if (value === null) return [];
  if (Array.isArray(value)) {
    refuseRepeatedKeys(bare);
    return value;
  }
  throw new FeedError(
    'NOT_A_LIST',
    `The file holds ${typeof value === 'object' ? 'one object' : `a ${typeof value}`} where a list of orders is expected. Wrap the orders in [ and ].`,
  );
}

export function formatJsonList(elements: readonly unknown[]): string {
  if (elements.length === 0) return '[]\n';
  return `[\n${elements.map((element) => JSON.stringify(element)).join(',\n')}\n]\n`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FeedError(
      'NOT_JSON',
      `The file is not JSON: ${cause instanceof Error ? cause.message : String(cause)}. Send it again whole.`,
      { cause },
    );
  }
}
