/** Quantities as both sides write them: numbers or text, with a point or a comma. */

/**
 * How many places are read: parts of a line are added up exactly. Oracle's help does not say how many NetSuite keeps of an
 * item's quantity, so what has more is refused, never rounded.
 */
export const QUANTITY_PLACES = 4;

/** How a message says what a quantity must be. */
export const quantityForm = `a positive decimal number of at most ${QUANTITY_PLACES} decimal places`;

/** A positive decimal without exponent, sign or grouping. */
const DECIMAL = /^\d{1,15}(?:[.,]\d{1,10})?$/;
/** What most quantities are. */
const WHOLE = /^[1-9]\d{0,14}$/;
const LEAST_TOO_LONG = 1e15;
/** `1,500` is one and a half thousand to one reader and one and a half to another. */
const COULD_BE_GROUPED = /^\d{1,3},\d{3}$/;

export type Quantity = { quantity: string } | { problem: 'missing' | 'invalid' };

/** The quantity as plain text with a point: `1.0` becomes `1`, `0,5` becomes `0.5`. Zero is no quantity. */
export function readQuantity(value: unknown): Quantity {
  if (value === undefined || value === null || value === '') return { problem: 'missing' };
  if (typeof value !== 'string' && typeof value !== 'number') return { problem: 'invalid' };
  if (typeof value === 'string' && WHOLE.test(value)) return { quantity: value };
  if (typeof value === 'number' && value >= 1 && value < LEAST_TOO_LONG && Number.isInteger(value))
    return { quantity: String(value) };
  const text = String(value).trim();
  if (text === '') return { problem: 'missing' };
  if (!DECIMAL.test(text) || COULD_BE_GROUPED.test(text)) return { problem: 'invalid' };
  return positive(text.replace(',', '.'));
}

function positive(text: string): Quantity {
  const plain = text.replace(/^0+(?=\d)/, '').replace(/\.0*$|(\.\d*[1-9])0+$/, '$1');
  const [, places = ''] = plain.split('.');
  // To round would be to ship another quantity than was said.
  return Number(plain) > 0 && places.length <= QUANTITY_PLACES ? { quantity: plain } : { problem: 'invalid' };
}
