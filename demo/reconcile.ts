/**
 * Whether both sides agree at the end: NetSuite has written a statement, and what `transformer reconcile` does compares it with the
 * files. What was refused on purpose is a difference that an error file explains.
 */
import { defaultContext } from '#feeds/feed.ts';
import type { Account } from '../emulator/account.ts';
import { unfinishedFiles } from '../testbed/error-files.ts';
import { newestStatement, readRows } from '../transformer/answers/agreement/statement-files.ts';
import { type Difference, type Reconciliation, reconcile } from '../transformer/answers/reconcile.ts';
import { catchUp } from '../transformer/catch-up/catch-up.ts';
import { defaultRoutes } from '../transformer/folders/folders.ts';
import { IN_MEMORY, openRowIndex, type RowIndex } from '../transformer/row-index/open-index.ts';
import type { FileStore } from '../transformer/store/file-store.ts';
import { openLocalFolder } from '../transformer/store/local-folder.ts';

/**
 * @property lines of sales orders that were compared @property explained how many of them differ, and are in an error file unless `differences` has them
 * @property differences sentences, none when the sides agree
 */
export type Agreement = { lines: number; explained: number; differences: string[] };

/** Reads what lies in the folders. @param now before NetSuite writes its statement: what came later would be too new to tell */
export async function indexFiles(home: string, now: number): Promise<RowIndex> {
  const index = openRowIndex(IN_MEMORY);
  await withFolder(home, (store) =>
    catchUp({ index, store, routes: defaultRoutes(), contextAt: defaultContext, now, keepDays: 90 }),
  );
  return index;
}

export async function compareSides(index: RowIndex, account: Account, home: string): Promise<Agreement> {
  const unexplained: string[] = [];
  const { lines } = await withFolder(home, (store) =>
    compareWith(store, index, (difference) => {
      if (!isExplained(difference)) unexplained.push(sentenceOf(difference));
    }),
  );
  return {
    lines: lines.compared,
    explained: lines.compared - lines.agreed,
    differences: [
      ...unexplained,
      ...(lines.tooNew + lines.notCovered > 0
        ? [`${lines.tooNew + lines.notCovered} lines could not be compared.`]
        : []),
      ...unfinishedFiles(home).map((path) => `${path} is still waiting.`),
      ...openLedgerEntries(account),
    ],
  };
}

async function withFolder<Result>(
  home: string,
  work: (store: FileStore) => Promise<Result>,
): Promise<Result> {
  const store = await openLocalFolder(home);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function compareWith(
  store: FileStore,
  index: RowIndex,
  onDifference: (difference: Difference) => void,
): Promise<Reconciliation> {
  const statement = await newestStatement(store, 'netsuite/statement');
  return reconcile({
    index,
    routes: defaultRoutes(),
    statement,
    readRows: (onRow) => readRows(store, statement, onRow),
    // Nobody else is at work here, so nothing is under way.
    graceMinutes: 0,
    onDifference,
  });
}

const isExplained = ({ cause }: Difference): boolean => cause.endsWith('_REFUSED');

function sentenceOf({ cause, orderId, orderItemSeqId, hotwax, netsuite, says }: Difference): string {
  return `${cause}: HotWax ${hotwax}, order ${orderId} item ${orderItemSeqId}; NetSuite: ${netsuite}. ${says}`.trim();
}

const openLedgerEntries = (account: Account): string[] =>
  account
    .listRecords('customrecord_hc_feed_file')
    .filter(
      ({ fields }) =>
        !['Done', 'Done with errors', 'Failed', 'Idle'].includes(String(fields.custrecord_hc_ff_status)),
    )
    .map(
      ({ fields }) =>
        `The ledger has ${String(fields.custrecord_hc_ff_file)} as ${String(fields.custrecord_hc_ff_status)}.`,
    );
