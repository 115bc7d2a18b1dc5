/**
 * Creates item fulfillments for what HotWax facilities have shipped, from the files in fulfilledsalesorder/export.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { processFiles } from './lib/feed-files.ts';
import { openFeedFolder } from './lib/feed-folder.ts';
import { applyShippedSalesOrders } from './lib/fulfillment-files.ts';
import { handOver, startBudget } from './lib/governance.ts';
import { createParameter as ids, onDemandDeployment } from './lib/ids.ts';
import { flagParameter, numberParameter, textParameter } from './lib/parameters.ts';
import { connect } from './lib/sftp-connection.ts';

export const execute: EntryPoints.Scheduled.execute = () => {
  const now = () => Date.now();
  const budget = startBudget(now);
  const settings = {
    tagLines: flagParameter(ids.tagLines),
    useShipDate: flagParameter(ids.useShipDate),
    packageWeight: numberParameter(ids.packageWeight, 1),
    memo: textParameter(ids.memo, 'Fulfilled by HotWax Commerce'),
  };
  const moreToDo = processFiles({
    feed: 'fulfilled-order-items',
    folder: openFeedFolder(connect(), textParameter(ids.folder, 'fulfilledsalesorder/export')),
    budget,
    now,
    minimumAgeSeconds: numberParameter(ids.minimumAge, 0),
    // Ledger 30, moves 20, read 100, error file 100, search 10, and a first shipment.
    unitsPerFile: 600,
    apply: (name, text, entry) => applyShippedSalesOrders(name, text, entry, settings, budget),
  });
  if (moreToDo) handOver(onDemandDeployment.create);
};
