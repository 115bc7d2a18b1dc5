/** Columns of a CSV file found by name, however the publisher spelt them. */
import { FeedError } from '../errors.ts';
import { plainName, quoteForMessage } from './values.ts';

/** The index of each column in the header; -1 where the file has none. */
export type ColumnIndexes<Column extends string> = Readonly<Record<Column, number>>;

/**
 * Where each column stands.
 * @throws FeedError REPEATED_COLUMN when a header has two spellings of one, or one twice: they could say different things
 */
export function columnIndexes<Column extends string>(
  header: readonly string[],
  spellings: Readonly<Record<Column, readonly string[]>>,
): ColumnIndexes<Column> {
  const names = header.map(plainName);
  for (const accepted of Object.values<readonly string[]>(spellings)) {
    const found = header.filter((_, index) => accepted.includes(names[index] ?? ''));
    if (found.length > 1) throw repeatedColumn(found);
  }
  return mapValues(spellings, (accepted) => names.findIndex((name) => accepted.includes(name)));
}

const repeatedColumn = (found: readonly string[]): FeedError =>
  new FeedError(
    'REPEATED_COLUMN',
    `The header has one column ${found.length} times: ${found.map(quoteForMessage).join(', ')}. Which of them counts is not known: take away all but one, and send the file again.`,
  );

/** The trimmed cells by column; `''` where the file or the row has no such cell. */
export function cellsByColumn<Column extends string>(
  cells: readonly string[],
  indexes: ColumnIndexes<Column>,
): Record<Column, string> {
  return mapValues(indexes, (index) => trimmedCell(cells, index));
}

export const trimmedCell = (cells: readonly string[], index: number): string =>
  index === -1 ? '' : (cells[index] ?? '').trim();

function mapValues<Key extends string, From, To>(
  from: Readonly<Record<Key, From>>,
  convert: (value: From) => To,
): Record<Key, To> {
  const entries = Object.entries(from) as [Key, From][];
  return Object.fromEntries(entries.map(([key, value]) => [key, convert(value)])) as Record<Key, To>;
}
