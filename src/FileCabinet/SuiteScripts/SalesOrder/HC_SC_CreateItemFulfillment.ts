/**
 * Creates item fulfillments for what HotWax facilities have shipped, from the files in fulfilledsalesorder/export.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { readCreateSettings, settingsToHandOver } from './lib/drafts/settings.ts';
import { runFeed } from './lib/drain/run-feed.ts';
import { openFeedFolder } from './lib/feed-files/feed-folder.ts';
import { fulfilledOrderItems } from './lib/fulfillments/fulfilled-order-items.ts';
import { submitFollowUp } from './lib/netsuite/governance.ts';
import { onDemandDeployment } from './lib/netsuite/ids.ts';
import { connect } from './lib/netsuite/sftp-connection.ts';

export const execute: EntryPoints.Scheduled.execute = () => {
  const settings = readCreateSettings();
  const moreToDo = runFeed({
    feed: fulfilledOrderItems(settings),
    openFolder: () => openFeedFolder(connect(), 'fulfilled-order-items', settings.folder),
    minimumAgeSeconds: settings.minimumAge,
    now: () => Date.now(),
  });
  if (moreToDo) submitFollowUp(onDemandDeployment.createBacklog, settingsToHandOver(settings));
};
