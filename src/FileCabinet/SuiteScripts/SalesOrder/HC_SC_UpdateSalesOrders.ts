/**
 * Sets the location of sales order lines that HotWax has allocated, from the files in salesorder/update.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import {
  applySalesOrderLineUpdates,
  isImporting,
  readUpdateSettings,
} from './lib/allocations/sales-order-updates.ts';
import { openFeedFolder } from './lib/feed-files/feed-folder.ts';
import { processFiles } from './lib/feed-files/process-files.ts';
import { startBudget, submitFollowUp } from './lib/netsuite/governance.ts';
import { updateParameter as ids, onDemandDeployment } from './lib/netsuite/ids.ts';
import { numberParameter, textParameter } from './lib/netsuite/parameters.ts';
import { connect } from './lib/netsuite/sftp-connection.ts';

export const execute: EntryPoints.Scheduled.execute = () => {
  const now = () => Date.now();
  const budget = startBudget(now);
  const folder = openFeedFolder(
    connect(),
    'brokered-order-items',
    textParameter(ids.folder, 'salesorder/update'),
  );
  const settings = readUpdateSettings(folder, budget);
  const moreToDo = processFiles({
    feed: 'brokered-order-items',
    folder,
    budget,
    now,
    minimumAgeSeconds: numberParameter(ids.minimumAge, 0),
    // Ledger 30, moves 20, read 100, error file 100, an import 100, and searches of a file of 25,000 rows.
    unitsPerFile: 1500,
    isBusy: isImporting,
    apply: (name, text, entry) => applySalesOrderLineUpdates(name, text, entry, settings),
  });
  if (moreToDo) submitFollowUp(onDemandDeployment.update);
};
