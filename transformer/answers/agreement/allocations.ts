/** Whether a sales order line stands where HotWax has allocated it. */
import { NO_LOCATION } from '#feeds/brokered-order-items/netsuite.ts';
import { inOrder, lineFor, type Sent, type StatedLine } from './both-sides.ts';
import { type Difference, differenceOf, isUnfinished, stoppedAt } from './differences.ts';

/** @param sent rows about one line, in their order @param stated undefined when the order has no such line */
export function judgeAllocation(sent: readonly Sent[], stated: StatedLine | undefined): Difference[] {
  const last = sent.filter(({ feed, fate }) => feed === 'brokered-order-items' && !isRepeat(fate)).at(-1);
  if (!last || last.fate.kind === 'skipped' || isShippedSince(last, sent)) return [];
  if (stated && isThere(last, sent, stated)) return [];
  const sides = { hotwax: `allocated to ${shown(last.location)}`, netsuite: statedText(stated) };
  if (isUnfinished(last.fate)) return [stoppedAt('ALLOCATION', last, last.fate, stated, sides)];
  return [differenceOf(stated ? 'ALLOCATION_CHANGED' : 'LINE_NOT_IN_NETSUITE', last, stated, sides)];
}

/** The row stands for one that another row has said already. */
const isRepeat = (fate: Sent['fate']): boolean =>
  fate.kind === 'skipped' && (fate.code === 'REPEATED_ROW' || fate.code === 'SUPERSEDED');

/** HotWax's own facility has shipped it since, and the line goes where it shipped from. */
const isShippedSince = (allocation: Sent, sent: readonly Sent[]): boolean =>
  sent.some((one) => one.feed === 'fulfilled-order-items' && one.made >= allocation.made);

/** Several order items can be one line: then the last file has several rows for it, and one of them counts. */
const isThere = (last: Sent, sent: readonly Sent[], { line }: StatedLine): boolean =>
  sent.some(
    (one) =>
      one.feed === last.feed &&
      one.file === last.file &&
      line.locationId === (one.location === NO_LOCATION ? '' : one.location),
  );

const shown = (location: string): string =>
  location === NO_LOCATION || location === '' ? 'no location' : `location ${location}`;

export const statedText = (stated: StatedLine | undefined): string =>
  stated
    ? `line ${stated.line.lineId} is ${stated.line.state}, at ${shown(stated.line.locationId)}`
    : 'the sales order has no such line';

/** Rows by the line that they are about; those of a line that is not there together, by its id. */
export function byLine(
  sent: readonly Sent[],
  lines: readonly StatedLine[],
): { stated: StatedLine | undefined; sent: Sent[] }[] {
  const groups = Map.groupBy([...sent].sort(inOrder), (one) => {
    const stated = lineFor(lines, one);
    return stated ? `line ${stated.line.lineId}` : `none ${one.line || one.orderItemSeqId}`;
  });
  return [...groups.values()].flatMap((rows) =>
    rows[0] ? [{ stated: lineFor(lines, rows[0]), sent: rows }] : [],
  );
}
