/**
 * Do both systems agree? Compares a statement of NetSuite's sales order lines with what HotWax sent and was told, as the row index
 * has it, and finds every difference with its likely cause.
 */
import type { StatementRow } from '#feeds/statement/rows.ts';
import { lookedAt, placesIn } from '../catch-up/store-looks.ts';
import { makeYielder } from '../convert/event-loop.ts';
import type { Route } from '../folders/folders.ts';
import { filesWhere, type KnownFile } from '../row-index/files-table.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import { eachBlock, extentOf, refusalAt } from '../row-index/read-index.ts';
import { storePath } from '../store/store-path.ts';
import type { Circumstances } from './agreement/both-sides.ts';
import { type KeptSent, openComparison } from './agreement/comparison.ts';
import { type Cause, causes, type Difference, whatToDo } from './agreement/differences.ts';
import { judgeOrder, type OrderJudged } from './agreement/judge-order.ts';
import { type FileFacts, pathOf, sentOf } from './agreement/sent-rows.ts';
import type { Statement } from './agreement/statement-files.ts';

export { type Cause, causes, type Difference } from './agreement/differences.ts';

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
  differences: number;
  groups: CauseGroup[];
};

/**
 * @property index up to date, as `catchUp` leaves it
 * @property readRows reads the rows of the statement, one after the other
 * @property byExternalId whether files name sales orders by their external ids
 * @property graceMinutes what was sent so shortly before the instant may be under way; 30 by default
 * @property onDifference is told of each, for those who list them all
 */
export type ReconcileOptions = {
  index: RowIndex;
  routes: readonly Route[];
  statement: Statement;
  readRows: (onRow: (row: StatementRow) => void) => Promise<void>;
  byExternalId?: boolean;
  graceMinutes?: number;
  onDifference?: (difference: Difference) => void;
};

export const USUAL_GRACE_MINUTES = 30;

/** @throws TransformerError INDEX_FAILED, STORE_FAILED, and whatever `readRows` throws */
export async function reconcile(options: ReconcileOptions): Promise<Reconciliation> {
  const { index, byExternalId = false, readRows, onDifference = () => {} } = options;
  const comparison = openComparison(byExternalId);
  try {
    await readRows(comparison.addStated);
    const files = new Map(filesWhere(index, '1 = 1').map((file) => [file.id, file]));
    await eachBlock(index, (file, rows) => {
      if (isOfInterest(files.get(file))) for (const row of rows) comparison.addSent({ row, file });
    });
    const circumstances = circumstancesOf(options, [...files.values()]);
    const facts = factsOf(index, [...files.values()]);
    const tally = newTally(options, circumstances);
    const breathe = makeYielder();
    for (const { stated, sent } of comparison.orders()) {
      await breathe();
      const judged = judgeOrder({ stated, sent: sentOf(withFiles(sent, files), facts) }, circumstances);
      judged.differences.forEach(onDifference);
      addTo(tally, judged);
    }
    return finished(tally);
  } finally {
    comparison.close();
  }
}

/** A file that only came again says nothing new. */
const isOfInterest = (file: KnownFile | undefined): boolean => file !== undefined && file.place !== 'repeat';

const withFiles = (sent: readonly KeptSent[], files: ReadonlyMap<number, KnownFile>) =>
  sent.flatMap(({ row, file }) => {
    const known = files.get(file);
    return known ? [{ ...row, file: known }] : [];
  });

function circumstancesOf(
  { index, routes, statement, graceMinutes = USUAL_GRACE_MINUTES }: ReconcileOptions,
  files: readonly KnownFile[],
): Circumstances {
  const at = Date.parse(statement.manifest.at);
  const { since } = statement.manifest;
  const exportFolders = routes
    .filter(({ feed }) => feed.name === 'item-fulfillments')
    .map(({ sourceFolder }) => sourceFolder);
  const waiting = new Map(
    placesIn(index)
      .filter(({ folder }) => exportFolders.includes(folder))
      .map(({ name, modified }) => [name, modified]),
  );
  const failed = new Map(
    files
      .filter(
        ({ side, feed, place, gone }) =>
          side === 'transformer' && feed === 'item-fulfillments' && place === 'failed' && gone === 0,
      )
      .map(({ name, code, message }) => [name, { code, message }]),
  );
  return {
    at,
    cutoff: at - graceMinutes * 60_000,
    since: since === null ? null : Date.parse(since),
    recordsSince: extentOf(index).since,
    waitingExport: (file) => waiting.get(file),
    failedExport: (file) => failed.get(file),
  };
}

function factsOf(index: RowIndex, files: readonly KnownFile[]): FileFacts {
  const received = files.filter(({ side }) => side === 'netsuite');
  const looks = new Map<string, number | undefined>();
  return {
    waiting: new Map(placesIn(index).map((place) => [storePath(place.folder, place.name), place])),
    received: new Map(received.map((file) => [pathOf(file), file])),
    outputs: new Set(
      files.flatMap(({ side, output }) => (side === 'transformer' && output !== '' ? [output] : [])),
    ),
    lookedAt: (folder) => {
      if (!looks.has(folder)) looks.set(folder, lookedAt(index, folder));
      return looks.get(folder);
    },
    messageOf: ({ file, ...row }) => refusalAt(index, file.id, row)?.message ?? '',
  };
}

type Tally = Omit<Reconciliation, 'agrees' | 'groups' | 'openInBoth'> & {
  groups: Map<string, CauseGroup & { named: string; namedLines: Set<string> }>;
  openLines: number;
  oldestOpen: number;
};

function newTally(
  { statement: { path, manifest } }: ReconcileOptions,
  { recordsSince }: Circumstances,
): Tally {
  const { account, at, since, orders, rows } = manifest;
  return {
    statement: { path, account, at, since, orders, rows },
    recordsSince: recordsSince === undefined ? null : new Date(recordsSince).toISOString(),
    lines: { compared: 0, agreed: 0, tooNew: 0, notCovered: 0 },
    differences: 0,
    groups: new Map(),
    openLines: 0,
    oldestOpen: Number.POSITIVE_INFINITY,
  };
}

function addTo(tally: Tally, judged: OrderJudged): void {
  tally.lines.compared += judged.compared;
  tally.lines.agreed += judged.compared - judged.differing;
  tally.lines.tooNew += judged.tooNew;
  tally.lines.notCovered += judged.notCovered;
  tally.openLines += judged.openInBoth;
  tally.oldestOpen = Math.min(tally.oldestOpen, judged.oldestOpen);
  tally.differences += judged.differences.length;
  for (const difference of judged.differences) addToGroup(tally.groups, difference);
}

const LISTED_CASES = 50;

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

function finished({ groups, openLines, oldestOpen, ...rest }: Tally): Reconciliation {
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
