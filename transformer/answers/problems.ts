/** What is wrong now: refused rows and failed files that nothing has set right since, grouped by their cause. */
import { createHash } from 'node:crypto';
import type { RefusalCause } from '../retries/retry-look.ts';
import { placesIn } from '../catch-up/store-looks.ts';
import { filesWhere, type KnownFile } from '../row-index/files-table.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import { type OpenRefusal, openRefusals, type RefusedRow } from '../row-index/settle-refusals.ts';
import type { Acknowledgement } from './acknowledgements.ts';
import { adviceFor } from './advice.ts';
import {
  type RetryState,
  type RetrySurroundings,
  type RetryTimes,
  retryState,
} from '../retries/retry-state.ts';

/** @property row 0 for the file as a whole @property fulfillment internal id of the item fulfillment, of what NetSuite exported */
export type OpenCase = {
  file: string;
  row: number;
  at: string;
  orderId: string;
  orderItemSeqId: string;
  salesOrder: string;
  line: string;
  fulfillment: string;
  message: string;
  retry: RetryState | null;
};

/**
 * @property id stays the same while the cause is the same
 * @property count of rows, or of files where whole files failed
 * @property orders that the rows name; 0 where none of them names its order
 * @property acknowledged who has said that it needs nothing, if all of it was there then
 * @property cases the oldest ones
 */
export type Problem = {
  id: string;
  kind: 'rows' | 'file';
  by: 'transformer' | 'NetSuite';
  feed: string;
  code: string;
  field: string;
  count: number;
  orders: number;
  oldest: string;
  newest: string;
  whatToDo: string;
  acknowledged: Acknowledgement | null;
  cases: OpenCase[];
};

const LISTED_CASES = 50;

/** @param retries nothing is said of when what is refused for now is tried again when left out */
export function problemsIn(
  index: RowIndex,
  acknowledgements: readonly Acknowledgement[],
  retries?: RetryTimes,
): Problem[] {
  const around = retries && { ...retries, places: placesIn(index) };
  const idOfRow = rememberingIds();
  const rows = openRefusals(index).map((row) => caseOf(row, idOfRow(row), around));
  const files = filesWhere(index, "place = 'failed' AND gone = 0").map(caseOfFile);
  const groups = Map.groupBy([...rows, ...files], ({ id }) => id);
  return [...groups.values()].map((cases) => problemOf(cases, acknowledgements)).sort(worstFirst);
}

/**
 * There can be very many, so that what few of them are shown with is made when it is shown.
 * @property since when it is so; `time` is that of the last refusal
 */
type Case = Pick<Problem, 'id' | 'kind' | 'by' | 'feed' | 'code' | 'field'> & {
  since: number;
  time: number;
  order: string;
  one: () => OpenCase;
};

function problemOf(cases: readonly Case[], acknowledgements: readonly Acknowledgement[]): Problem {
  const sorted = [...cases].sort((one, other) => one.since - other.since);
  const [first] = sorted;
  if (!first) throw new Error('a problem without a case');
  const last = cases.reduce((latest, { time }) => Math.max(latest, time), 0);
  const { id, kind, by, feed, code, field } = first;
  const own = acknowledgements.filter((one) => one.problem === id && Date.parse(one.until) >= last).at(-1);
  const orders = new Set(sorted.map(({ order }) => order).filter((order) => order !== ''));
  const [oldest, newest] = [first.since, last].map((time) => new Date(time).toISOString()) as [
    string,
    string,
  ];
  const listed = sorted.slice(0, LISTED_CASES).map(({ one }) => one());
  const [onlyOrder] = orders.size === 1 && sorted.every(({ order }) => order !== '') ? orders : [];
  const whatToDo = adviceFor(code, onlyOrder);
  return {
    id,
    kind,
    by,
    feed,
    code,
    field,
    count: cases.length,
    orders: orders.size,
    oldest,
    newest,
    whatToDo,
    acknowledged: own ?? null,
    cases: listed,
  };
}

const worstFirst = (one: Problem, other: Problem): number =>
  Number(one.acknowledged !== null) - Number(other.acknowledged !== null) ||
  other.count - one.count ||
  (one.oldest < other.oldest ? -1 : 1);

/** Short enough to be typed, long enough that two causes of one tenant do not share it. */
const idOf = (...cause: readonly string[]): string =>
  `p-${createHash('sha256').update(JSON.stringify(cause)).digest('hex').slice(0, 8)}`;

/** A run writes the files that say what became of its rows one after the other. */
const SAME_RUN = 5 * 60_000;

/** Whether somebody has said that a refusal by NetSuite, and those of its cause until then, need nothing. */
export function isAcknowledged(
  { feed, code, field, at }: RefusalCause,
  acknowledgements: readonly Acknowledgement[],
): boolean {
  const id = idOf('rows', 'netsuite', feed, code, field);
  return acknowledgements.some((one) => one.problem === id && Date.parse(one.until) >= at - SAME_RUN);
}

/** The id of the problem that a refused row is a case of. */
export const problemOfRow = ({ file, code, field }: RefusedRow): string =>
  idOf('rows', file.side, file.feed, code, field);

/** Of rows without number there are few causes. */
function rememberingIds(): (row: RefusedRow) => string {
  const ids = new Map<string, string>();
  return (row) => {
    const key = JSON.stringify([row.file.side, row.file.feed, row.code, row.field]);
    const id = ids.get(key) ?? problemOfRow(row);
    ids.set(key, id);
    return id;
  };
}

function caseOf(refused: OpenRefusal, id: string, around: RetrySurroundings | undefined): Case {
  const { file, code, field, since, orderId, salesOrder } = refused;
  const one = (): OpenCase => openCase(refused, around);
  const order = orderId || salesOrder;
  return { id, kind: 'rows', by: byOf(file), feed: file.feed, code, field, since, time: file.at, order, one };
}

function openCase(refused: OpenRefusal, around: RetrySurroundings | undefined): OpenCase {
  const { file, row, code, message, since, refusals, ...ids } = refused;
  const { orderId, orderItemSeqId, salesOrder, line, fulfillment } = ids;
  const path = file.errors === '' ? `${file.folder}/${file.place}/${file.name}` : file.errors;
  const at = new Date(file.at).toISOString();
  const retry = around ? retryState(around, file, code, { since, refusals }) : null;
  return {
    file: path,
    row,
    at,
    orderId,
    orderItemSeqId,
    salesOrder,
    line,
    fulfillment,
    message,
    retry,
  };
}

function caseOfFile(file: KnownFile): Case {
  const { side, feed, folder, name, message } = file;
  const code = file.code === '' ? 'UNKNOWN' : file.code;
  const at = new Date(file.at).toISOString();
  const none = { orderId: '', orderItemSeqId: '', salesOrder: '', line: '', fulfillment: '' };
  const path = code === 'CHANGED_AFTER_TAKEN' ? file.errors : `${folder}/failed/${name}`;
  const one = { file: path, row: 0, at, ...none, message, retry: null };
  return {
    id: idOf('file', side, feed, code),
    kind: 'file',
    by: byOf(file),
    feed,
    code,
    field: '',
    since: file.at,
    time: file.at,
    order: '',
    one: () => one,
  };
}

const byOf = ({ side }: KnownFile): Problem['by'] => (side === 'netsuite' ? 'NetSuite' : 'transformer');
