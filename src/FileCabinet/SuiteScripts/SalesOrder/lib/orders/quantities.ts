/** Quantities added up as people do it: 0.1 and 0.2 of floating point numbers are more than 0.3. */

/** More than any quantity of a feed or of NetSuite has. */
const PLACES = 10;
const ONE = 10 ** PLACES;

/** @param quantities decimal texts without sign or exponent @returns the same of their sum, without trailing zeros */
export function sumOfQuantities(quantities: readonly string[]): string {
  let whole = 0;
  let parts = 0;
  for (const quantity of quantities) {
    const [before = '', after = ''] = quantity.split('.');
    whole += Number(before);
    parts += Number(after.padEnd(PLACES, '0').slice(0, PLACES));
  }
  whole += Math.floor(parts / ONE);
  const rest = String(parts % ONE)
    .padStart(PLACES, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}

/** Less than any place that is kept. */
const NOTHING = 1e-7;

/** Whether a quantity is more than another, however exactly NetSuite gives the other. */
export const isMore = (quantity: number, than: number): boolean => quantity - than > NOTHING;
