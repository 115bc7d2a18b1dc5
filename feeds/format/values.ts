/** Values from outside as text: ids keep their leading zeros, and what cannot be an id is distinguished from what is absent. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own properties only: a key such as `__proto__` or `constructor` is never an inherited value. */
export function ownValue(object: JsonObject, key: string, otherwise?: string): unknown {
  const value = object[key];
  if (value !== undefined && value !== null && Object.hasOwn(object, key)) return value;
  return otherwise === undefined ? undefined : ownValue(object, otherwise);
}

/** NetSuite's internal ids have 19 digits at most and HotWax's ids 20 characters; this is beyond any real one. */
const LONGEST_ID = 255;

export type Id = { id: string } | { invalid: string };

/** An absent value is the id `''`; a number is taken only while it still has all its digits. */
export function readId(value: unknown): Id {
  if (value === undefined || value === null) return { id: '' };
  if (typeof value === 'number') return readNumericId(value);
  if (typeof value !== 'string') return { invalid: quoteForMessage(value) };
  const id = value.trim();
  if (isUsual(id)) return { id };
  if (id.length > LONGEST_ID) return { invalid: `text of ${id.length} characters` };
  if (!isWellFormed(id)) return { invalid: 'text with half a character' };
  if (hasControlCharacter(id)) return { invalid: 'text with control characters' };
  return isShortened(id) ? { invalid: shortened(id) } : { id };
}

/** As nearly all ids are: not too long, and of ASCII without control characters and `+`. The rest is looked at more closely. */
function isUsual(id: string): boolean {
  if (id.length > LONGEST_ID) return false;
  for (let index = 0; index < id.length; index += 1) {
    const code = id.charCodeAt(index);
    if (code < 0x20 || code > 0x7e || code === 0x2b) return false;
  }
  return true;
}

/** `1.23E+12` stands where a spreadsheet has shortened a longer number. */
const isShortened = (text: string): boolean => text.includes('+') && /^\d([.,]\d+)?E\+\d+$/i.test(text);

const shortened = (text: string): string =>
  `${text}, a number that a spreadsheet has shortened; send the file as it was written`;

function readNumericId(value: number): Id {
  if (Number.isSafeInteger(value) && value >= 0) return { id: String(value) };
  return { invalid: 'a number that does not keep all its digits; send ids as text' };
}

/** What NetSuite numbers records, lines and locations with: `02831`, `2831.0` and `2.831e3` are texts, not this id. */
export const isInternalId = (id: string): boolean => /^[1-9]\d{0,17}$/.test(id);

/** As `readId`, of texts that may be longer and in several lines. */
export function readPlainText(value: unknown): Id {
  if (value === undefined || value === null) return { id: '' };
  if (typeof value === 'number') return readNumericId(value);
  if (typeof value !== 'string') return { invalid: `${quoteForMessage(value)}, not text` };
  const text = value.trim();
  if (hasControlCharacter(text.replace(/[\t\r\n]/g, ''))) return { invalid: 'text with control characters' };
  return isShortened(text) ? { invalid: shortened(text) } : { id: text };
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
export function compositeKey(...texts: readonly string[]): string {
  const joined = texts.join('\u0000');
  return isUnambiguous(joined, texts.length - 1) ? joined : JSON.stringify(texts);
}

/** Without separators in the texts, and without halves of characters, which would be the same one once they are bytes. */
function isUnambiguous(joined: string, separators: number): boolean {
  let found = 0;
  for (let index = 0; index < joined.length; index += 1) {
    const code = joined.charCodeAt(index);
    if (code === 0) found += 1;
    else if (code >= 0xd800 && code <= 0xdfff) return false;
  }
  return found === separators;
}

/** A value as an error message quotes it: short, whatever it holds and however deep. */
export function quoteForMessage(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return `${JSON.stringify(typeof value === 'string' ? value.slice(0, LONGEST_QUOTE) : value)}`;
}

const LONGEST_QUOTE = 100;

/** Header and attribute names compared as the publishers mix them: `Line Id`, `LineId`, `line_id`. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

/** Half of a character could not be written: it would become another one. */
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 32 || code === 127) return true;
  }
  return false;
}
