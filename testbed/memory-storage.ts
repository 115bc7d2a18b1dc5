/** The plainest storage, for files that fit in memory: what any other one must agree with. */

import type { CandidateRow, Candidates, RejectedRows, Storage } from '../feeds/conversion/row-store.ts';
import type { Reject } from '../feeds/rows/reject.ts';
import type { TargetLayout } from '../feeds/rows/row-reader.ts';

export const memoryStorage: Storage<string> = { candidates, rejected };

function candidates(layout: TargetLayout): Candidates<string> {
  const rows: CandidateRow[] = [];
  const groups = new Map<string, CandidateRow[]>();
  return {
    add: (row) => rows.push(row),
    resolveDuplicates: (settleKeys, applies) => {
      settleKeys(rows);
      for (const row of rows.filter(({ owner }) => applies(owner.row))) {
        groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
      }
      return [];
    },
    size: () => rows.reduce((sum, { text }) => sum + text.length, 0),
    file: () => [formatFile(layout, [...groups.values()])],
  };
}

function formatFile(layout: TargetLayout, groups: readonly CandidateRow[][]): string {
  const { open, between, close, empty } = layout.file;
  if (groups.length === 0) return empty;
  return `${open}${groups.map((rows) => formatGroup(layout, rows)).join(between)}${close}`;
}

function formatGroup(layout: TargetLayout, rows: readonly CandidateRow[]): string {
  const [flag = ''] = rows
    .map((row) => row.flag)
    .filter((each) => each !== '')
    .sort();
  const texts = rows.map(({ text }) => text).join(layout.betweenRows);
  return `${layout.openGroup(rows[0]?.head ?? '', flag)}${texts}${layout.closeGroup}`;
}

function rejected(): RejectedRows {
  const rejects: Reject[] = [];
  return {
    add: (reject) => rejects.push(reject),
    sorted: () => rejects.sort((one, other) => one.row - other.row),
  };
}
