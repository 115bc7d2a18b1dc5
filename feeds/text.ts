/** Values from outside as text: ids keep their leading zeros, and what cannot be an id is told apart from what is absent. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own properties only: a key such as `__proto__` or `constructor` is never an inherited value. */
export function ownValue(object: JsonObject, ...keys: readonly string[]): unknown {
  for (const key of keys) {
    if (Object.hasOwn(object, key) && object[key] !== null && object[key] !== undefined) return object[key];
  }
  return undefined;
}

/** NetSuite's internal ids have 19 digits at most and HotWax's ids 20 characters; this is beyond any real one. */
const LONGEST_ID = 255;

export type Id = { id: string } | { invalid: string };

/** An absent value is the id `''`; a number is taken only while it still has all its digits. */
export function readId(value: unknown): Id {
  if (value === undefined || value === null) return { id: '' };
  if (typeof value === 'number') return readNumericId(value);
  if (typeof value !== 'string') return { invalid: shown(value) };
  const id = value.trim();
  if (id.length > LONGEST_ID) return { invalid: `text of ${id.length} characters` };
  if (hasControlCharacter(id)) return { invalid: 'text with control characters' };
  return { id };
}

function readNumericId(value: number): Id {
  if (Number.isSafeInteger(value) && value >= 0) return { id: String(value) };
  return { invalid: 'a number that does not keep all its digits; send ids as text' };
}

/** Text for people and for optional cells; anything that is not text or a number is absent. */
export function readText(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() : '';
}

/**
 * Texts as one, and never the same one for other texts.
 * @param texts as many each time
 */
export function joined(...texts: readonly string[]): string {
  const separator = '\u0000';
  return texts.some((text) => text.includes(separator)) ? JSON.stringify(texts) : texts.join(separator);
}

/** A value as an error message quotes it: short, whatever it holds and however deep. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return `${JSON.stringify(typeof value === 'string' ? value.slice(0, LONGEST_QUOTE) : value)}`;
}

const LONGEST_QUOTE = 100;

/** Header and attribute names compared as the publishers mix them: `Line Id`, `LineId`, `line_id`. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 32 || code === 127) return true;
  }
  return false;
}
