/** Dates as NetSuite hands them to scripts. */

/** N/format gives back what it cannot parse (help section_4388837989), and a Date of another realm fails `instanceof`. */
export const isDate = (value: unknown): value is Date =>
  Object.prototype.toString.call(value) === '[object Date]';
