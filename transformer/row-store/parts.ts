/** Parts of groups as they stand in the database: their rows as the target file has them, and what each of them said. */
import type { DatabaseSync } from 'node:sqlite';
import type { CandidateRow } from '#feeds/conversion/row-store.ts';
import { type Stored, stored, textOf } from './stored-text.ts';

/**
 * `text` has the rows of the part as the file has them, and `flag` is the one of theirs that counts; `head` is how their group
 * begins, if this is its first part. `rows` is read only when one of them may not apply.
 */
export const PARTS_TABLE = 'CREATE TABLE parts (place INTEGER PRIMARY KEY, flag, head, text, rows)';

/** What a part keeps. @property flag null when no row has one @property head null but of the first part of a group */
export type StoredPart = { flag: string | null; head: Stored | null; text: Stored; rows: string };

export function storedPart(rows: readonly CandidateRow[], isFirst: boolean, betweenRows: string): StoredPart {
  const text = stored(rows.map((row) => row.text).join(betweenRows));
  return {
    flag: flagOf(rows),
    head: isFirst ? stored(rows[0]?.head ?? '') : null,
    text,
    rows: written(rows),
  };
}

/** The first in the alphabet. */
function flagOf(rows: readonly CandidateRow[]): string | null {
  let first: string | null = null;
  for (const { flag } of rows) if (flag !== '' && (first === null || flag < first)) first = flag;
  return first;
}

/** The name of the group, and of each row all but its text, of which the part has the length. */
type Written = [group: string, rows: WrittenRow[]];
type WrittenRow = [
  row: number,
  orderId: string,
  seqId: string,
  key: string,
  flag: string,
  head: string,
  length: number,
];

/** Well-formed, whatever the rows say, as halves of characters are escaped. */
const written = (rows: readonly CandidateRow[]): string =>
  JSON.stringify([rows[0]?.group ?? '', rows.map(writtenRow)] satisfies Written);

const writtenRow = ({ owner, key, flag, head, text }: CandidateRow): WrittenRow => [
  owner.row,
  owner.orderId,
  owner.orderItemSeqId,
  key,
  flag,
  head,
  text.length,
];

export function rowsOf(part: Pick<StoredPart, 'text' | 'rows'>, betweenRows: string): CandidateRow[] {
  const [group, rows] = JSON.parse(part.rows) as Written;
  const text = textOf(part.text);
  let end = -betweenRows.length;
  return rows.map(([row, orderId, orderItemSeqId, key, flag, head, length]) => {
    const start = end + betweenRows.length;
    end = start + length;
    return { owner: { row, orderId, orderItemSeqId }, key, group, flag, head, text: text.slice(start, end) };
  });
}

/** @returns whether the group whose first row this is has the name */
export function makeNameCheck(database: DatabaseSync): (first: number, name: string) => boolean {
  const check = database.prepare(
    'SELECT 1 FROM parts WHERE place = (?1 << 32) | ?1 AND substr(rows, 1, length(?2)) = ?2',
  );
  return (first, name) => check.get(first, `[${JSON.stringify(name)},`) !== undefined;
}
