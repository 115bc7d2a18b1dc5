/** How much may be handed from one stage to the next (help section_4480364878). */
import { utf8Length } from '../netsuite/text-size.ts';

/** A value may have 1 MB by one help page and 10 MB by another; the rest is for what is around it. */
export const LARGEST_VALUE = 950_000;

/** All values together may have 200 MB, and what the calls say of the rows comes to that. */
const LARGEST_TOTAL = 100_000_000;

/** Of its JSON, in bytes. */
export const sizeOf = (value: unknown): number => utf8Length(JSON.stringify(value));

/** @returns whether there is room for one more value */
export function makeRoom(): (value: unknown) => boolean {
  let total = 0;
  return (value) => {
    const size = sizeOf(value);
    if (size > LARGEST_VALUE || total + size > LARGEST_TOTAL) return false;
    total += size;
    return true;
  };
}
