/**
 * Creates item fulfillments for what HotWax facilities have shipped, from the files in fulfilledsalesorder/export.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { readCreateSettings, settingsToHandOver, UNITS_PER_FILE } from './lib/drafts/settings.ts';
import { openFeedFolder } from './lib/feed-files/feed-folder.ts';
import { processFiles } from './lib/feed-files/process-files.ts';
import { applyShippedSalesOrders } from './lib/fulfillments/fulfill-file.ts';
import { startBudget, submitFollowUp } from './lib/netsuite/governance.ts';
import { onDemandDeployment } from './lib/netsuite/ids.ts';
import { knownLocations } from './lib/netsuite/locations.ts';
import { connect } from './lib/netsuite/sftp-connection.ts';

export const execute: EntryPoints.Scheduled.execute = () => {
  const now = () => Date.now();
  const budget = startBudget(now);
  const settings = readCreateSettings();
  const locations = knownLocations();
  const moreToDo = processFiles({
    feed: 'fulfilled-order-items',
    folder: openFeedFolder(connect(), 'fulfilled-order-items', settings.folder),
    budget,
    now,
    minimumAgeSeconds: settings.minimumAge,
    unitsPerFile: UNITS_PER_FILE,
    apply: (name, text, entry) => applyShippedSalesOrders(name, text, entry, locations, settings, budget),
  });
  if (moreToDo) submitFollowUp(onDemandDeployment.createBacklog, settingsToHandOver(settings));
};
