/** What of one order both sides agree on, in which they differ, and of what nothing can be said. */
import { judgeAllocation, byLine } from './allocations.ts';
import {
  type Circumstances,
  inOrder,
  lineFor,
  linesOf,
  type OrderOnBothSides,
  type Sent,
  type StatedLine,
} from './both-sides.ts';
import { type Difference, differenceOf, isUnfinished, stoppedAt } from './differences.ts';
import { judgeDeleted, judgeExports } from './exports.ts';
import { judgeShipments, judgeUnsent } from './shipments.ts';
import { noteUnshipped, type Unshipped } from './unshipped.ts';

/**
 * In lines of sales orders.
 * @property compared of which anything was sent, and which could be judged
 * @property tooNew what moved after the instant of the statement, or just before it
 * @property notCovered what was sent of orders that the statement leaves out, or is older than what is known of files
 */
export type OrderJudged = Unshipped & {
  differences: Difference[];
  compared: number;
  differing: number;
  tooNew: number;
  notCovered: number;
};

export function judgeOrder({ stated, sent }: OrderOnBothSides, circumstances: Circumstances): OrderJudged {
  const judged: OrderJudged = {
    differences: [],
    compared: 0,
    differing: 0,
    tooNew: 0,
    notCovered: 0,
    openInBoth: 0,
    oldestOpen: Number.POSITIVE_INFINITY,
    closed: [],
  };
  const told = sent.filter(({ feed }) => feed === 'item-fulfillments').sort(inOrder);
  const asked = sent.filter(({ feed, fate }) => feed !== 'item-fulfillments' && !isNone(fate));
  const lines = linesOf(stated);
  if (lines.length === 0) return judgeAbsent(judged, [...asked, ...told], circumstances);
  const groups = byLine(asked, lines);
  const about = new Map(groups.map((group) => [group.stated, group.sent]));
  for (const group of groups)
    if (!group.stated) judgeLine(judged, group.sent, undefined, stated, circumstances);
  for (const line of lines) {
    const rows = about.get(line) ?? [];
    const ofLine = told.filter((one) => lineFor(lines, one) === line);
    if (rows.length + ofLine.length === 0 && line.fulfillments.length === 0) continue;
    judgeStated(
      judged,
      line,
      { rows, told, isOfHotWax: asked.length + told.length > 0 },
      stated,
      circumstances,
    );
  }
  const oldEnough = told.filter(
    ({ at, settled }) => at <= circumstances.cutoff && settled <= circumstances.at,
  );
  const deleted = judgeDeleted(oldEnough, stated, (one) => lineFor(lines, one));
  judged.differences.push(...deleted);
  judged.differing += deleted.length;
  return judged;
}

/** What the transformer never sends on, for reasons that have to do with no line of NetSuite's. */
const isNone = (fate: Sent['fate']): boolean => fate.kind === 'skipped' && NEVER_SENT.includes(fate.code);

const NEVER_SENT = ['KIT_COMPONENT', 'VIRTUAL_FACILITY', 'DIGITAL_ITEM', 'POS_COMPLETED'];

const isTooNew = ({ at, settled }: Sent, circumstances: Circumstances): boolean =>
  at > circumstances.cutoff || settled > circumstances.at;

/** @returns whether the line could be judged */
function judgeLine(
  judged: OrderJudged,
  rows: readonly Sent[],
  line: StatedLine | undefined,
  stated: OrderOnBothSides['stated'],
  circumstances: Circumstances,
): boolean {
  if (rows.some((one) => isTooNew(one, circumstances))) {
    judged.tooNew += 1;
    return false;
  }
  const shipments = judgeShipments(rows, line, stated);
  const found = [...judgeAllocation(rows, line), ...shipments];
  // What became of a row is not known, so that it may explain what looks like a difference.
  if (found.length > 0 && rows.some(({ fate }) => fate.kind === 'unknown')) {
    judged.notCovered += 1;
    return false;
  }
  judged.differences.push(...onePerLine(found, line));
  if (!line && rows.some(({ fate }) => fate.kind !== 'skipped')) count(judged, found.length);
  return true;
}

/** A line that is gone is one difference, however much was sent of it. */
const onePerLine = (found: readonly Difference[], line: StatedLine | undefined): Difference[] =>
  line
    ? [...found]
    : found.filter(
        ({ cause }, index) =>
          cause !== 'LINE_NOT_IN_NETSUITE' || index === found.findIndex((one) => one.cause === cause),
      );

function count(judged: OrderJudged, differences: number): void {
  judged.compared += 1;
  if (differences > 0) judged.differing += 1;
}

type About = { rows: readonly Sent[]; told: readonly Sent[]; isOfHotWax: boolean };

function judgeStated(
  judged: OrderJudged,
  line: StatedLine,
  { rows, told, isOfHotWax }: About,
  stated: OrderOnBothSides['stated'],
  circumstances: Circumstances,
): void {
  const before = judged.differences.length;
  const isJudged = judgeLine(judged, rows, line, stated, circumstances);
  const exports = judgeExports(line, told, isOfHotWax, circumstances);
  const unsent = isJudged ? judgeUnsent(line, rows, circumstances) : [];
  judged.differences.push(...exports.differences, ...unsent.flatMap((one) => one ?? []));
  const unknown = exports.unknown + unsent.filter((one) => one === undefined).length;
  if (unknown > 0) judged.notCovered += 1;
  if (isJudged && exports.tooNew > 0) judged.tooNew += 1;
  if (!isJudged || exports.tooNew + unknown > 0 || !(isOfHotWax || judged.differences.length > before))
    return;
  count(judged, judged.differences.length - before);
  if (judged.differences.length === before) noteUnshipped(judged, line, rows);
}

/** Of an order that the statement does not have: it may be too old, or not be there at all. */
function judgeAbsent(judged: OrderJudged, sent: readonly Sent[], circumstances: Circumstances): OrderJudged {
  for (const { sent: rows } of byLine(sent, [])) {
    const due = rows.filter(({ fate }) => fate.kind !== 'skipped');
    const last = due.at(-1);
    if (!last) continue;
    if (due.some((one) => isTooNew(one, circumstances))) judged.tooNew += 1;
    else judgeAbsentLine(judged, last, circumstances);
  }
  return judged;
}

function judgeAbsentLine(judged: OrderJudged, last: Sent, { since }: Circumstances): void {
  const what = last.feed === 'brokered-order-items' ? 'ALLOCATION' : 'SHIPMENT';
  const sides = {
    hotwax:
      last.feed === 'item-fulfillments'
        ? `was told of ${last.quantity}`
        : `sent ${last.quantity || 'it'} for location ${last.location}`,
    netsuite: 'the statement has no such sales order',
  };
  const isTold = last.feed === 'item-fulfillments';
  // What NetSuite has applied has changed its order, unless all was in place: then the order may be older than the statement goes.
  const mustBeThere = since === null || (what === 'SHIPMENT' && last.settled >= since);
  if (!isTold && isUnfinished(last.fate)) {
    judged.differences.push(stoppedAt(what, last, last.fate, undefined, sides));
    count(judged, 1);
  } else if (mustBeThere && !isUnfinished(last.fate)) {
    judged.differences.push(differenceOf('ORDER_NOT_IN_NETSUITE', last, undefined, sides));
    count(judged, 1);
  } else judged.notCovered += 1;
}
