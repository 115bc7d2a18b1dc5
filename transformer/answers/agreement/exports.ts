/** Whether HotWax was told of what NetSuite's locations shipped, once and as it was shipped. */
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { StatementRow } from '#feeds/statement/rows.ts';
import { timeInFileName } from '#feeds/format/file-name.ts';
import { areSame, type Circumstances, type Sent, type StatedLine, sum } from './both-sides.ts';
import { type Difference, differenceOf, isUnfinished, reasonOf, statedDifference } from './differences.ts';
import { adviceOn, reasonIn, reasons } from './not-exported.ts';

/** @property tooNew what moved after the statement, or just before @property unknown of which nothing is known any more */
export type ExportsJudged = { differences: Difference[]; tooNew: number; unknown: number };

/** @param told rows of the export about the order */
export function judgeExports(
  stated: StatedLine,
  told: readonly Sent[],
  isOfHotWax: boolean,
  circumstances: Circumstances,
): ExportsJudged {
  const judged: ExportsJudged = { differences: [], tooNew: 0, unknown: 0 };
  for (const row of stated.fulfillments) {
    if (row.shipmentId !== '' || reasonIn(row).code === 'SHIPPED_BY_HOTWAX') continue;
    const found = judgeLine(row, stated, toldOf(row, told), isOfHotWax, circumstances);
    if (found === 'too new') judged.tooNew += 1;
    else if (found === 'unknown') judged.unknown += 1;
    else judged.differences.push(...found);
  }
  return judged;
}

type Judged = Difference[] | 'too new' | 'unknown';

/** Files of before 0.2.0 do not name the fulfillment: what they told cannot be compared, but it was told. */
const toldOf = (row: StatementRow, told: readonly Sent[]): Sent[] => {
  const named = told.filter(
    ({ fulfillment, fulfillmentLine }) =>
      fulfillment === row.fulfillmentId &&
      (fulfillmentLine === '' || fulfillmentLine === row.fulfillmentLineId),
  );
  if (named.length > 0) return named;
  return told.filter(
    (one) => one.fulfillment === '' && one.orderItemSeqId !== '' && one.orderItemSeqId === row.orderItemSeqId,
  );
};

function judgeLine(
  row: StatementRow,
  stated: StatedLine,
  told: readonly Sent[],
  isOfHotWax: boolean,
  circumstances: Circumstances,
): Judged {
  if (told.some(({ at, settled }) => at > circumstances.cutoff || settled > circumstances.at))
    return 'too new';
  if (told.length > 0) return judgeTold(row, stated, told);
  if (row.fulfillmentStatus !== 'shipped') return [];
  return row.exportFile === ''
    ? judgeUntold(row, stated, isOfHotWax, circumstances)
    : judgeUnread(row, stated, circumstances);
}

const shippedText = (row: StatementRow): string =>
  `item fulfillment ${row.fulfillmentId} has shipped ${row.shippedQuantity} from location ${row.shippedFrom}`;

function judgeTold(row: StatementRow, stated: StatedLine, told: readonly Sent[]): Difference[] {
  const taken = told.filter(({ fate }) => !isUnfinished(fate) && fate.kind !== 'skipped');
  const last = taken.at(-1);
  if (!last) return judgeStopped(row, stated, told);
  if (last.fulfillment === '') return [];
  const hotwax = `was told of ${last.quantity}${last.tracking === '' ? '' : `, tracking number ${last.tracking}`}`;
  if (row.fulfillmentStatus !== 'shipped')
    return [
      differenceOf('EXPORT_DELETED', last, stated, {
        hotwax,
        netsuite: `item fulfillment ${row.fulfillmentId} is ${row.fulfillmentStatus}`,
      }),
    ];
  if (new Set(taken.map(({ file }) => file)).size > 1)
    return [
      differenceOf('EXPORTED_TWICE', last, stated, {
        hotwax: `was told ${taken.length} times`,
        netsuite: shippedText(row),
      }),
    ];
  if (isAsTold(row, last)) return [];
  const tracking =
    row.trackingNumber === '' ? 'without tracking number' : `tracking number ${row.trackingNumber}`;
  return [
    differenceOf('EXPORT_DIFFERS', last, stated, { hotwax, netsuite: `${shippedText(row)}, ${tracking}` }),
  ];
}

const isAsTold = (row: StatementRow, { quantity, tracking }: Sent): boolean =>
  areSame(sum([row.shippedQuantity]), sum([quantity])) &&
  trackingNumbers(row.trackingNumber).join() === trackingNumbers(tracking).join();

function judgeStopped(row: StatementRow, stated: StatedLine, told: readonly Sent[]): Difference[] {
  const last = told.findLast(({ fate }) => isUnfinished(fate));
  if (!last || !isUnfinished(last.fate)) return [];
  const netsuite = shippedText(row);
  const hotwax = 'has not been told';
  const { fate } = last;
  if (fate.kind === 'refused')
    return [differenceOf('EXPORT_REFUSED', last, stated, { hotwax, netsuite, ...reasonOf(fate) })];
  if (fate.kind === 'waits')
    return [differenceOf('EXPORT_NOT_TAKEN', last, stated, { hotwax, netsuite, ...reasonOf(fate) })];
  const cause = fate.kind === 'failed' ? 'EXPORT_FAILED' : 'EXPORT_NEVER_ARRIVED';
  return [differenceOf(cause, last, stated, { hotwax, netsuite, ...reasonOf(fate) })];
}

/** Its file is known to NetSuite, and its rows are not known here. */
function judgeUnread(row: StatementRow, stated: StatedLine, circumstances: Circumstances): Judged {
  const written = timeInFileName(row.exportFile) ?? Date.parse(row.fulfilledAt);
  const sides = {
    hotwax: 'has not been told',
    netsuite: `${shippedText(row)}, exported in ${row.exportFile}`,
  };
  const line = { ...row, lineId: stated.line.lineId };
  if (written > circumstances.cutoff) return 'too new';
  const waits = circumstances.waitingExport(row.exportFile);
  if (waits !== undefined) {
    const says = `the transformer has not taken it since ${new Date(waits).toISOString()}`;
    return [statedDifference('EXPORT_WAITS', line, { ...sides, says })];
  }
  const failed = circumstances.failedExport(row.exportFile);
  if (failed)
    return [statedDifference('EXPORT_FAILED', line, { ...sides, code: failed.code, says: failed.message })];
  if (circumstances.recordsSince === undefined || written <= circumstances.recordsSince) return 'unknown';
  return [statedDifference('EXPORT_NEVER_ARRIVED', line, sides)];
}

function judgeUntold(
  row: StatementRow,
  stated: StatedLine,
  isOfHotWax: boolean,
  { cutoff, recordsSince }: Circumstances,
): Judged {
  const { code, says } = reasonIn(row);
  // Its box was ticked before this project, or by somebody who did not want it told.
  if (code === 'TICKED' || (code === 'NO_HOTWAX_ID' && !isOfHotWax)) return [];
  if (code === 'NOT_YET' && Date.parse(row.fulfilledAt) > cutoff) return 'too new';
  // Of what was shipped before anything was exchanged nobody has to be told.
  if (code === 'NOT_YET' && !(Date.parse(row.fulfilledAt) > (recordsSince ?? Number.POSITIVE_INFINITY)))
    return 'unknown';
  const line = { ...row, lineId: stated.line.lineId };
  return [
    statedDifference('NOT_EXPORTED', line, {
      code,
      hotwax: 'has not been told',
      netsuite: shippedText(row),
      says: says || reasons[code],
      ...(code in adviceOn && { whatToDo: adviceOn[code] ?? '' }),
    }),
  ];
}

/** Fulfillments that HotWax was told of and the order does not have. */
export function judgeDeleted(
  told: readonly Sent[],
  ofOrder: readonly StatementRow[],
  lineOf: (sent: Sent) => StatedLine | undefined,
): Difference[] {
  const there = new Set(
    ofOrder.map(({ fulfillmentId, fulfillmentLineId }) => `${fulfillmentId} ${fulfillmentLineId}`),
  );
  const ids = new Set(ofOrder.map(({ fulfillmentId }) => fulfillmentId));
  const gone = told.filter(
    ({ fulfillment, fulfillmentLine, fate }) =>
      fulfillment !== '' &&
      !isUnfinished(fate) &&
      fate.kind !== 'skipped' &&
      !(fulfillmentLine === '' ? ids.has(fulfillment) : there.has(`${fulfillment} ${fulfillmentLine}`)),
  );
  const each = Map.groupBy(gone, ({ fulfillment, fulfillmentLine }) => `${fulfillment} ${fulfillmentLine}`);
  return [...each.values()].flatMap((rows) => {
    const last = rows.at(-1);
    if (!last) return [];
    const hotwax = `was told of ${last.quantity}`;
    const netsuite = `has no item fulfillment ${last.fulfillment} with this line`;
    return [differenceOf('EXPORT_DELETED', last, lineOf(last), { hotwax, netsuite })];
  });
}
