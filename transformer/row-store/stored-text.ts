/** Texts as they stand in a database: SQLite has only Unicode that is well-formed, so that others stand there as bytes. */

export type Stored = string | Uint8Array;

export const stored = (text: string): Stored => (text.isWellFormed() ? text : Buffer.from(text, 'utf16le'));

export const textOf = (value: Stored): string =>
  typeof value === 'string' ? value : Buffer.from(value).toString('utf16le');
