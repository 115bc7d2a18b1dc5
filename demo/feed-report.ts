/** What became of every row of a feed, over both its stretches: transformer and NetSuite, or transformer and HotWax. */
import type { FeedName } from '#feeds/feed.ts';
import type { Account } from '../emulator/account.ts';
import type { RefusedRow } from '../testbed/error-files.ts';
import type { FeedReport } from '../transformer/report/pass-report.ts';
import type { ImportResult } from './hotwax-side.ts';

/** rows = applied + rejected + skipped. */
export type FeedRow = {
  feed: FeedName;
  files: number;
  rows: number;
  applied: number;
  rejected: number;
  skipped: number;
  reasons: string[];
};

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
    const skippedOnTheWay = sum(reports.flatMap(({ skipped }) => Object.values(skipped)));
    return {
      feed,
      files: sum(reports.map(({ files }) => files)),
      rows: sum(reports.map(({ rows }) => rows)),
      applied: received.applied,
      rejected: sum(reports.map(({ rejected }) => rejected)) + received.rejected,
      skipped: skippedOnTheWay + received.skipped,
      reasons: [
        ...reasonCounts(refused.filter((row) => row.feed === feed).map(({ code }) => code)),
        ...imported.refused.filter(() => feed === 'item-fulfillments').map(({ why }) => `HotWax: ${why}`),
        ...reports.flatMap(({ skipped }) =>
          Object.entries(skipped).map(([reason, count]) => `${reason} ${count} (skipped)`),
        ),
        ...(received.skipped > 0 ? [`ALREADY_APPLIED ${received.skipped} (skipped)`] : []),
      ],
    };
  });
}

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

function reasonCounts(codes: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort().map(([code, count]) => `${code} ${count}`);
}

/** Rows that are in neither column: nothing may be lost between the stretches. */
export const imbalances = (rows: readonly FeedRow[]): string[] =>
  rows
    .filter(({ rows: all, applied, rejected, skipped }) => all !== applied + rejected + skipped)
    .map(
      (row) =>
        `${row.feed}: ${row.rows} rows, but ${row.applied} applied, ${row.rejected} rejected and ${row.skipped} skipped.`,
    );

/** A table for people. */
export function formatFeedRows(rows: readonly FeedRow[]): string {
  const header = ['feed', 'files', 'rows', 'applied', 'rejected', 'skipped'];
  const cells = rows.map((row) =>
    [row.feed, row.files, row.rows, row.applied, row.rejected, row.skipped].map(String),
  );
  const widths = header.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const reasons = rows.flatMap(({ feed, reasons: why }) => [
    '',
    `${feed}: why rows were rejected or skipped`,
    ...why.map((reason) => `  ${reason}`),
  ]);
  return [line(header), rule, ...cells.map(line), ...reasons].join('\n');
}

/** Rows of allocations that NetSuite itself refused, as the error files have them. */
export function formatUnsaved(refused: readonly RefusedRow[]): string {
  const rows = refused.filter(({ feed, code }) => feed === 'brokered-order-items' && code === 'NOT_SAVED');
  const lines = rows.map(
    ({ orderId, orderItemSeqId, message }) => `  order ${orderId}, line ${orderItemSeqId}: ${message}`,
  );
  return lines.length === 0
    ? ''
    : ['What NetSuite said of the allocations that it did not save:', ...lines, '', ''].join('\n');
}
