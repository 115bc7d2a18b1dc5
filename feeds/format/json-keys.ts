/** Keys that stand twice in one object of a JSON text: `JSON.parse` keeps the last, and what the first held is gone. */
import { FeedError } from '../errors.ts';
import { quoteForMessage } from './values.ts';

/** How many keys all objects in a value have, which a text with a key twice has more of. */
export function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) for (const element of value) keys += countKeys(element);
  else for (const key in value) keys += 1 + countKeys((value as Record<string, unknown>)[key]);
  return keys;
}

/**
 * @param list the text of a JSON list that is known to be one
 * @param before how many elements of the file came before it
 * @throws FeedError REPEATED_KEY
 */
export function refuseRepeatedKeys(list: string, before = 0): void {
  const open: (Set<string> | undefined)[] = [];
  let [element, keyStart, keyEnd] = [before + 1, 0, 0];
  for (let at = 0; at < list.length; at += 1) {
    const character = list[at];
    if (character === '"') {
      [keyStart, keyEnd] = [at, endOfString(list, at)];
      at = keyEnd - 1;
    } else if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === ',' && open.length === 1) element += 1;
    else if (character === ':') addKey(open.at(-1), list.slice(keyStart, keyEnd), element);
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The same key can be spelt with escapes. */
function addKey(keys: Set<string> | undefined, text: string, element: number): void {
  const key = text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1);
  if (keys?.has(key)) throw repeatedKey(key, element);
  keys?.add(key);
}

const repeatedKey = (key: string, element: number): FeedError =>
  new FeedError(
    'REPEATED_KEY',
    `Element ${element} of the file has an object with the key ${quoteForMessage(key)} twice, and what one of them holds would be lost. Have what writes the file corrected, and send it again.`,
  );
