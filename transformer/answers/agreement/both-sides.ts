/** An order as both sides have it: what NetSuite states of its lines, and what was sent of them with what became of it. */
import type { FeedName } from '#feeds/feed.ts';
import type { RowIds } from '#feeds/rows/row-ids.ts';
import type { StatementRow } from '#feeds/statement/rows.ts';

/**
 * What became of a row in the end.
 * @property by who refused, failed at, or has not taken it
 * @property since epoch ms
 */
export type Fate =
  | { kind: 'applied' }
  | { kind: 'skipped'; code: string }
  | { kind: 'refused'; by: Party; code: string; message: string }
  | { kind: 'waits'; by: Party; since: number }
  | { kind: 'failed'; by: Party; code: string; message: string }
  | { kind: 'gone'; by: Party }
  | { kind: 'unknown' };

export type Party = 'transformer' | 'NetSuite' | 'HotWax';

/**
 * A row that one side sent to the other.
 * @property file path of the file that it came in
 * @property made when that file was written, epoch ms: of two allocations the later one counts
 * @property at when it was sent on, epoch ms
 * @property settled when it became of it what did, epoch ms; as late as that can have been
 * @property shipment HotWax's id; of a shipment without one what NetSuite calls it, which begins with `file:`
 * @property location as the receiver got it
 */
export type Sent = Omit<RowIds, 'names' | 'facility'> & {
  feed: FeedName;
  file: string;
  row: number;
  made: number;
  at: number;
  settled: number;
  orderId: string;
  orderItemSeqId: string;
  fate: Fate;
};

/** @property stated empty where the statement has nothing of the order */
export type OrderOnBothSides = { stated: readonly StatementRow[]; sent: readonly Sent[] };

/**
 * @property at the instant of the statement, epoch ms
 * @property cutoff what moved later is too new to be told, epoch ms
 * @property since orders that have not changed since are not in the statement, epoch ms; null when all are
 * @property recordsSince what was sent before is not known any more, epoch ms; undefined when nothing was sent
 * @property waitingExport since when an export file waits for the transformer, epoch ms; undefined when it does not
 * @property failedExport why the transformer could not read an export file; undefined when it could
 */
export type Circumstances = {
  at: number;
  cutoff: number;
  since: number | null;
  recordsSince: number | undefined;
  waitingExport(file: string): number | undefined;
  failedExport(file: string): { code: string; message: string } | undefined;
};

/** The rows of a statement that are about one sales order line. */
export type StatedLine = { line: StatementRow; fulfillments: readonly StatementRow[] };

export function linesOf(stated: readonly StatementRow[]): StatedLine[] {
  return [...Map.groupBy(stated, ({ lineId }) => lineId).values()].flatMap((rows) =>
    rows[0]
      ? [{ line: rows[0], fulfillments: rows.filter(({ fulfillmentId }) => fulfillmentId !== '') }]
      : [],
  );
}

/** The line that a row is about: by its id, or where the row has none, by HotWax's id of the order item. */
export function lineFor(
  lines: readonly StatedLine[],
  { line, orderItemSeqId }: Sent,
): StatedLine | undefined {
  if (line !== '') return lines.find((one) => one.line.lineId === line);
  const named = lines.filter((one) => orderItemSeqId !== '' && one.line.orderItemSeqId === orderItemSeqId);
  return named.length === 1 ? named[0] : undefined;
}

export const inOrder = (one: Sent, other: Sent): number =>
  one.made - other.made || (one.file === other.file ? one.row - other.row : one.file < other.file ? -1 : 1);

/** NetSuite and HotWax write one quantity differently, and a sum of them has more places than any. */
export const areSame = (one: number, other: number): boolean => Math.abs(one - other) < 1e-6;

export const sum = (quantities: readonly string[]): number =>
  quantities.reduce((total, quantity) => total + Number(quantity.replace(',', '.') || 0), 0);
