/** What a comparison says in the end: how much was compared, and the differences by their causes. */
import { type Cause, causes, type Difference, whatToDo } from './differences.ts';
import type { OrderJudged } from './judge-order.ts';
import type { Statement } from './statement-files.ts';
import type { ClosedLine } from './unshipped.ts';

/**
 * Differences with one cause.
 * @property says the cause as a sentence
 * @property lines how many lines have it, of which one can have several differences
 * @property orders how many orders have it
 * @property cases the first 50
 */
export type CauseGroup = {
  cause: Cause;
  code: string;
  says: string;
  whatToDo: string;
  count: number;
  lines: number;
  orders: number;
  cases: Difference[];
};

/**
 * Lines are those of sales orders; times are ISO 8601.
 * @property agrees whether there is no difference
 * @property statement what NetSuite had, and at which instant; `since`: orders that had not changed since are not in it, null when all are
 * @property lines compared and agreed; `tooNew`: they moved after the instant, or just before it, so nothing can be said of them;
 * `notCovered`: they were sent, and the statement leaves their orders out, or no file of that time is known any more
 * @property openInBoth lines that are allocated and that neither side has shipped, which is no difference
 * @property closedInNetSuite lines that HotWax has allocated, neither side has shipped, and NetSuite has closed or cancelled, which is no
 * difference where HotWax has cancelled them, too; the first 50 of them
 * @property recordsSince how far back files are known; null when none is
 */
export type Reconciliation = {
  agrees: boolean;
  statement: {
    path: string;
    account: string;
    at: string;
    since: string | null;
    orders: number;
    rows: number;
  };
  recordsSince: string | null;
  lines: { compared: number; agreed: number; tooNew: number; notCovered: number };
  openInBoth: { lines: number; oldest: string | null };
  closedInNetSuite: { lines: number; cases: ClosedLine[] };
  differences: number;
  groups: CauseGroup[];
};

export type Tally = Omit<Reconciliation, 'agrees' | 'groups' | 'openInBoth'> & {
  groups: Map<string, CauseGroup & { named: string; namedLines: Set<string> }>;
  openLines: number;
  oldestOpen: number;
};

export function newTally({ path, manifest }: Statement, recordsSince: number | undefined): Tally {
  const { account, at, since, orders, rows } = manifest;
  return {
    statement: { path, account, at, since, orders, rows },
    closedInNetSuite: { lines: 0, cases: [] },
    recordsSince: recordsSince === undefined ? null : new Date(recordsSince).toISOString(),
    lines: { compared: 0, agreed: 0, tooNew: 0, notCovered: 0 },
    differences: 0,
    groups: new Map(),
    openLines: 0,
    oldestOpen: Number.POSITIVE_INFINITY,
  };
}

export function addTo(tally: Tally, judged: OrderJudged): void {
  tally.lines.compared += judged.compared;
  tally.lines.agreed += judged.compared - judged.differing;
  tally.lines.tooNew += judged.tooNew;
  tally.lines.notCovered += judged.notCovered;
  tally.openLines += judged.openInBoth;
  tally.oldestOpen = Math.min(tally.oldestOpen, judged.oldestOpen);
  noteClosed(tally.closedInNetSuite, judged.closed);
  tally.differences += judged.differences.length;
  for (const difference of judged.differences) addToGroup(tally.groups, difference);
}

const LISTED_CASES = 50;

function noteClosed(noted: Reconciliation['closedInNetSuite'], closed: readonly ClosedLine[]): void {
  noted.lines += closed.length;
  noted.cases.push(...closed.slice(0, LISTED_CASES - noted.cases.length));
}

/** Orders come one after the other, so that one that was counted last is the only one that may come again. */
function addToGroup(groups: Tally['groups'], difference: Difference): void {
  const { cause, code } = difference;
  const key = `${cause} ${code}`;
  const order = difference.orderId || difference.salesOrder;
  const group = groups.get(key) ?? {
    cause,
    code,
    says: causes[cause],
    whatToDo: difference.whatToDo || whatToDo(cause),
    count: 0,
    lines: 0,
    orders: 0,
    cases: [],
    named: '',
    namedLines: new Set<string>(),
  };
  groups.set(key, group);
  group.count += 1;
  if (group.count === 1 || group.named !== order) {
    group.orders += 1;
    group.namedLines.clear();
  }
  group.named = order;
  const line = JSON.stringify([difference.line, difference.line === '' ? difference.orderItemSeqId : '']);
  if (!group.namedLines.has(line)) group.lines += 1;
  group.namedLines.add(line);
  if (group.cases.length < LISTED_CASES) group.cases.push(difference);
}

export function finished({ groups, openLines, oldestOpen, ...rest }: Tally): Reconciliation {
  const order = Object.keys(causes);
  return {
    ...rest,
    agrees: rest.differences === 0,
    openInBoth: {
      lines: openLines,
      oldest: openLines === 0 ? null : new Date(oldestOpen).toISOString(),
    },
    groups: [...groups.values()]
      .map(({ named: _, namedLines: __, ...group }) => group)
      .sort((one, other) => order.indexOf(one.cause) - order.indexOf(other.cause) || other.count - one.count),
  };
}
