/** What became of every row of a feed, over both its stretches: transformer and NetSuite, or transformer and HotWax. */
import type { FeedName } from '#feeds/feed.ts';
import type { Account } from '../emulator/account.ts';
import type { RefusedRow } from '../testbed/error-files.ts';
import { paragraph, UNBROKEN } from '../transformer/report/layout.ts';
import type { FeedReport } from '../transformer/report/pass-report.ts';
import { tableLines } from '../transformer/report/table.ts';
import type { ImportResult } from './hotwax-side.ts';

/**
 * rows = applied + rejected + skipped.
 * @property rejectedBy rows by code, skippedBy rows by reason: together as many as are rejected, and skipped
 * @property failedFiles files by code that failed as a whole, so that they have no rows
 */
export type FeedRow = {
  feed: FeedName;
  files: number;
  rows: number;
  applied: number;
  rejected: number;
  skipped: number;
  rejectedBy: Tally;
  skippedBy: Tally;
  failedFiles: Tally;
};

type Tally = Readonly<Record<string, number>>;

type Counts = { rows: number; applied: number; rejected: number; skipped: number };

export function feedRows(
  passes: readonly FeedReport[],
  account: Account,
  imported: ImportResult,
  refused: readonly RefusedRow[],
): FeedRow[] {
  return (['brokered-order-items', 'item-fulfillments', 'fulfilled-order-items'] as const).map((feed) => {
    const reports = passes.filter((report) => report.feed === feed);
    const received = feed === 'item-fulfillments' ? hotwaxCounts(imported) : ledgerCounts(account, feed);
    const own = refused.filter((row) => row.feed === feed);
    const [files, rows] = [own.filter(isOfWholeFile), own.filter((row) => !isOfWholeFile(row))];
    const inHotWax = feed === 'item-fulfillments' ? imported.refused.map(({ why }) => `HotWax: ${why}`) : [];
    const skippedBy = total([
      ...reports.map(({ skipped }) => skipped),
      { ALREADY_APPLIED: received.skipped },
    ]);
    return {
      feed,
      files: sum(reports.map((report) => report.files)),
      rows: sum(reports.map((report) => report.rows)),
      applied: received.applied,
      rejected: sum(reports.map(({ rejected }) => rejected)) + received.rejected,
      skipped: sum(Object.values(skippedBy)),
      rejectedBy: tally([...rows.map(({ code }) => code), ...inHotWax]),
      skippedBy,
      failedFiles: tally(files.map(({ code }) => code)),
    };
  });
}

const isOfWholeFile = ({ row }: RefusedRow): boolean => row === '0';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const hotwaxCounts = ({ applied, refused }: ImportResult): Counts => ({
  rows: applied + refused.length,
  applied,
  rejected: refused.length,
  skipped: 0,
});

function ledgerCounts(account: Account, feed: FeedName): Counts {
  const entries = account
    .listRecords('customrecord_hc_feed_file')
    .filter(({ fields }) => fields.custrecord_hc_ff_feed === feed);
  const total = (field: string) => sum(entries.map(({ fields }) => Number(fields[field] ?? 0)));
  return {
    rows: total('custrecord_hc_ff_rows'),
    applied: total('custrecord_hc_ff_applied'),
    rejected: total('custrecord_hc_ff_rejected'),
    skipped: total('custrecord_hc_ff_skipped'),
  };
}

function tally(codes: readonly string[]): Tally {
  const counts: Record<string, number> = {};
  for (const code of [...codes].sort()) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function total(tallies: readonly Tally[]): Tally {
  const counts: Record<string, number> = {};
  for (const [name, count] of tallies.flatMap((one) => Object.entries(one)))
    if (count > 0) counts[name] = (counts[name] ?? 0) + count;
  return counts;
}

/** Rows that are in neither column: nothing may be lost between the stretches. */
export const imbalances = (rows: readonly FeedRow[]): string[] =>
  rows.flatMap(({ feed, rows: all, applied, rejected, skipped, rejectedBy }) => [
    ...(all === applied + rejected + skipped
      ? []
      : [`${feed}: ${all} rows, but ${applied} applied, ${rejected} rejected and ${skipped} skipped.`]),
    ...(rejected === sum(Object.values(rejectedBy))
      ? []
      : [`${feed}: ${rejected} rows rejected, but ${sum(Object.values(rejectedBy))} in error files.`]),
  ]);

/** A table for people, and what its numbers are made of. @param columns how wide the terminal is */
export function formatFeedRows(rows: readonly FeedRow[], columns: number): string {
  const header = ['feed', 'files', 'rows', 'applied', 'rejected', 'skipped'];
  const cells = rows.map((row) =>
    [row.feed, row.files, row.rows, row.applied, row.rejected, row.skipped].map(String),
  );
  return [...tableLines(header, cells, columns), ...rows.flatMap((row) => reasonLines(row, columns))].join(
    '\n',
  );
}

function reasonLines(row: FeedRow, columns: number): string[] {
  const parts = [
    ['rejected', row.rejected, row.rejectedBy],
    ['skipped', row.skipped, row.skippedBy],
    ['failed as a whole', counted(sum(Object.values(row.failedFiles)), 'file'), row.failedFiles],
  ] as const;
  const lines = parts
    .filter(([, , reasons]) => Object.keys(reasons).length > 0)
    .flatMap(([what, count, reasons]) => paragraph(`${what}: ${count} (${reasonsOf(reasons)})`, columns, 2));
  return lines.length === 0 ? [] : ['', ...paragraph(row.feed, columns), ...lines];
}

const reasonsOf = (reasons: Tally): string =>
  Object.entries(reasons)
    .map(([reason, count]) => `${reason}${UNBROKEN}${count}`)
    .join(', ');

/** `1 file`, `2 files`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Rows of allocations that NetSuite itself refused, as the error files have them. */
export function formatUnsaved(refused: readonly RefusedRow[], columns: number): string {
  const rows = refused.filter(({ feed, code }) => feed === 'brokered-order-items' && code === 'NOT_SAVED');
  const lines = rows.flatMap(({ orderId, orderItemSeqId, message }) =>
    paragraph(`order ${orderId}, line ${orderItemSeqId}: ${message}`, columns, 2),
  );
  return lines.length === 0
    ? ''
    : ['What NetSuite said of the allocations that it did not save:', ...lines, '', ''].join('\n');
}
