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
import type { Difference } from './agreement/differences.ts';
import { judgeOrder } from './agreement/judge-order.ts';
import { addTo, finished, newTally, type Reconciliation } from './agreement/reconciliation.ts';
import { type FileFacts, pathOf, sentOf } from './agreement/sent-rows.ts';
import type { Statement } from './agreement/statement-files.ts';

export { type Cause, causes, type Difference } from './agreement/differences.ts';
export type { CauseGroup, Reconciliation } from './agreement/reconciliation.ts';

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
    const tally = newTally(options.statement, circumstances.recordsSince);
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
