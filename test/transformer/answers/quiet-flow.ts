/** A feed in which nothing is to be seen: what tests of flows change. */
import type { SeenFlow } from '../../../transformer/answers/flow.ts';

const none = { files: 0, since: null };

export const quietFlow = (at: number): SeenFlow => ({
  tenant: null,
  feed: 'brokered-order-items',
  from: 'HotWax',
  to: 'NetSuite',
  at,
  unknown: null,
  waiting: none,
  processing: { ...none, abandoned: 0 },
  untaken: none,
  receiving: none,
  failed: none,
  unusable: 0,
  refused: { count: 0, unit: 'rows', since: null },
  lastDelivery: null,
  lastTaken: null,
  rowsToday: null,
  usualByNow: null,
  missed: null,
});
