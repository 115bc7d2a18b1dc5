/** One call of a run: the lines of some sales orders, as one or more parts of the statement. */
import { type StatementPart, checksumOf, partName } from '#feeds/statement/manifest.ts';
import { formatStatementRows, type StatementRow } from '#feeds/statement/rows.ts';
import { renewLease } from '../feed-files/feed-lock.ts';
import { failure } from '../netsuite/failure.ts';
import { utf8Length } from '../netsuite/text-size.ts';
import { findFulfilledLines, lineKey } from './fulfillment-lines.ts';
import { findOrderLines } from './order-lines.ts';
import { openStatements, type Portion, type Statement } from './plan-statement.ts';

/** @property finishedAt epoch ms at which the last line was read */
export type Written = { statement: Statement; number: number; finishedAt: number; parts: StatementPart[] };

/**
 * 50 units, 120 for each part, 5 for each 1,000 lines, 10 for each 1,000 lines of fulfillments, and 10 for each 500 fulfillments: at most
 * 180 for 500 orders of three lines. A call that is tried again writes its parts again: those of before are in no statement.
 * @throws LOCK_LOST, NOT_PUBLISHED
 */
export function writePortion({ statement, number, ids }: Portion, now: () => number): Written {
  if (!renewLease(statement.lease, now()))
    throw failure('LOCK_LOST', 'Another deployment took over, and writes a statement of its own.');
  const rows = ids.length === 0 ? [] : readRows(ids);
  const finishedAt = now();
  const folder = openStatements();
  const parts = cutIntoParts(rows).map((part, index) => {
    const text = formatStatementRows(part);
    const checksum = checksumOf(text);
    const name = partName(statement.at, `${number}-${index + 1}`, checksum);
    // One of its name is there already when a call is tried again that has found the same: it is the same file.
    folder.publish(name, text);
    return { name, rows: part.length, checksum };
  });
  return { statement, number, finishedAt, parts };
}

/** What is shipped in between is a shipment after the instant of the statement: nobody concludes anything from it. */
function readRows(ids: readonly string[]): StatementRow[] {
  const lines = findOrderLines(ids);
  const fulfilled = findFulfilledLines(ids, lines);
  return lines.flatMap((line) => {
    const shipped = fulfilled.get(lineKey(line.salesOrderId, line.lineId)) ?? [];
    return shipped.length === 0 ? [line] : shipped.map((one) => ({ ...line, ...one }));
  });
}

/** NetSuite holds 10 MB of text (help section_4223861820), and a header is added. */
const MOST_BYTES = 9_000_000;

/** What of a row its cells are not: commas and quotes, of which few cells have any. */
const bytesOf = (row: StatementRow): number =>
  Object.values(row).reduce((bytes, cell) => bytes + utf8Length(cell) + (cell.split('"').length + 2), 0);

function cutIntoParts(rows: readonly StatementRow[]): StatementRow[][] {
  const parts: StatementRow[][] = [];
  let bytes = MOST_BYTES;
  for (const row of rows) {
    const more = bytesOf(row);
    if (bytes + more > MOST_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    bytes += more;
    parts.at(-1)?.push(row);
  }
  return parts;
}
