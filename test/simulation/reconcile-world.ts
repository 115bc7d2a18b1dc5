/** What `transformer reconcile` says of a simulated world that has settled. */
import { defaultContext } from '#feeds/feed.ts';
import { newestStatement, readRows } from '../../transformer/answers/agreement/statement-files.ts';
import { type Difference, type Reconciliation, reconcile } from '../../transformer/answers/reconcile.ts';
import { catchUp } from '../../transformer/catch-up/catch-up.ts';
import { defaultRoutes } from '../../transformer/folders/folders.ts';
import { IN_MEMORY, openRowIndex } from '../../transformer/row-index/open-index.ts';
import { openLocalFolder } from '../../transformer/store/local-folder.ts';
import type { World } from './world/world.ts';

const HOUR = 3_600_000;

export type Compared = { answer: Reconciliation; differences: Difference[] };

/** NetSuite writes a statement of all that it has, hours after the last file. */
export async function compareWorld(world: World): Promise<Compared> {
  const { clock, home, netsuite } = world;
  const store = await openLocalFolder(home);
  const index = openRowIndex(IN_MEMORY);
  try {
    clock.now += 3 * HOUR;
    const routes = defaultRoutes();
    await catchUp({ index, store, routes, contextAt: defaultContext, now: clock.now, keepDays: 3650 });
    clock.now += HOUR;
    const parameters = { custscript_hc_ss_since: 'all' };
    const { ended, error } = netsuite.account.runDeployment('customdeploy_hc_statement_now', { parameters });
    if (ended !== 'normally') throw new Error(`${error?.name}: ${error?.message}`);
    const statement = await newestStatement(store, 'netsuite/statement');
    const differences: Difference[] = [];
    const answer = await reconcile({
      index,
      routes,
      statement,
      readRows: (onRow) => readRows(store, statement, onRow),
      onDifference: (one) => differences.push(one),
    });
    return { answer, differences };
  } finally {
    index.close();
    await store.close();
  }
}
