/** Dates as NetSuite hands them to scripts. */
import * as format from 'N/format';

/** N/format gives back what it cannot parse (help section_4388837989), and a Date of another realm fails `instanceof`. */
export const isDate = (value: unknown): value is Date =>
  Object.prototype.toString.call(value) === '[object Date]';

/**
 * @param value a date in the account's format, as searches give it
 * @returns `YYYY-MM-DD`, or `''` of what is no date
 */
export function dayOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') return '';
  const date: unknown = format.parse({ value, type: format.Type.DATE });
  if (!isDate(date)) return '';
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
