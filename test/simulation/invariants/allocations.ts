/** The newest allocation wins, or its row stands in an error file. */

import { ALLOCATIONS } from '../../../testbed/feed-folders.ts';
import { sideOf } from '../../../testbed/hotwax.ts';
import type { AllocatedRow, SentFile } from '../world/hotwax.ts';
import { isShippable } from '../world/order-book.ts';
import { type Difference, when } from './claims.ts';
import type { Evidence } from './evidence.ts';
import { withoutRetries } from './tried-again.ts';

export function checkAllocations(evidence: Evidence): Difference[] {
  const { hotwax } = evidence.world;
  return [...hotwax.items.values()]
    .filter(({ item }) => isShippable(item))
    .flatMap(({ item: { orderId, seqId } }) => {
      const newest = hotwax.allocations.findLast(({ rows }) => rowOf(rows, orderId, seqId));
      const row = newest && rowOf(newest.rows, orderId, seqId);
      if (!newest || !row) return when(true, 'allocation', `${orderId} item ${seqId} was never allocated.`);
      return sideOf(hotwax.book, row.facilityId) === 'netsuite' ? checkNewest(evidence, newest, row) : [];
    });
}

const rowOf = (rows: readonly AllocatedRow[], orderId: string, seqId: string): AllocatedRow | undefined =>
  rows.find((row) => row.orderId === orderId && row.seqId === seqId);

function checkNewest(
  evidence: Evidence,
  { name }: SentFile<AllocatedRow>,
  { orderId, seqId, facilityId }: AllocatedRow,
): Difference[] {
  const location = evidence.placeOf(evidence.lineOf(orderId, seqId));
  if (location === facilityId) return [];
  const files = [name, evidence.outputOf(ALLOCATIONS, name)];
  const refused = evidence.standing.some(
    (row) =>
      files.includes(withoutRetries(row.file)) && (evidence.isAbout(row, orderId, seqId) || row.row === '0'),
  );
  const what = `${orderId} item ${seqId} is allocated to ${facilityId} by ${name}, NetSuite has "${location}"`;
  return when(!refused, 'allocation', `${what}, and no error file gives the reason.`);
}
