/** Lines that HotWax has allocated and neither side has shipped, which is no difference. */
import { NO_LOCATION } from '#feeds/brokered-order-items/netsuite.ts';
import type { Sent, StatedLine } from './both-sides.ts';

/**
 * @property openInBoth allocated in NetSuite, too
 * @property oldestOpen when the oldest of these was allocated, epoch ms
 * @property closed closed or cancelled in NetSuite: files do not say whether HotWax has cancelled them, too
 */
export type Unshipped = { openInBoth: number; oldestOpen: number; closed: ClosedLine[] };

/** @property since when it was allocated, ISO 8601 */
export type ClosedLine = {
  orderId: string;
  orderItemSeqId: string;
  salesOrder: string;
  line: string;
  since: string;
};

/** @param rows about the line, in their order */
export function noteUnshipped(noted: Unshipped, stated: StatedLine, rows: readonly Sent[]): void {
  const { state } = stated.line;
  const allocation = rows.findLast(
    ({ feed, fate }) => feed === 'brokered-order-items' && fate.kind !== 'skipped',
  );
  if (!allocation) return;
  if (state === 'closed' && isAwaited(stated, rows, allocation))
    noted.closed.push(closedLine(stated, allocation));
  if (state !== 'allocated') return;
  noted.openInBoth += 1;
  noted.oldestOpen = Math.min(noted.oldestOpen, allocation.at);
}

/** HotWax has it at a location, from which nothing has shipped. */
const isAwaited = ({ fulfillments }: StatedLine, rows: readonly Sent[], { location }: Sent): boolean =>
  fulfillments.length === 0 &&
  location !== '' &&
  location !== NO_LOCATION &&
  !rows.some(({ feed }) => feed === 'fulfilled-order-items');

const closedLine = ({ line }: StatedLine, { at, orderId, orderItemSeqId }: Sent): ClosedLine => ({
  orderId: orderId || line.orderId,
  orderItemSeqId: orderItemSeqId || line.orderItemSeqId,
  salesOrder: line.salesOrderId,
  line: line.lineId,
  since: new Date(at).toISOString(),
});
