/**
 * Creates item fulfillments for what HotWax facilities have shipped, from the files in fulfilledsalesorder/export.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { readCreateSettings, settingsToHandOver } from './lib/drafts/settings.ts';
import { foreseeFeed } from './lib/drain/foresee-feed.ts';
import { runFeed } from './lib/drain/run-feed.ts';
import { openFeedFolder } from './lib/feed-files/feed-folder.ts';
import { isPaused, PAUSED } from './lib/feed-files/pauses.ts';
import { peekFolder } from './lib/feed-files/peek-folder.ts';
import { fulfilledOrderItems } from './lib/fulfillments/fulfilled-order-items.ts';
import { tellSparingly } from './lib/monitor/failures.ts';
import { submitFollowUp } from './lib/netsuite/governance.ts';
import { createParameter, onDemandDeployment } from './lib/netsuite/ids.ts';
import { flagParameter, linesParameter } from './lib/netsuite/parameters.ts';
import { connect } from './lib/netsuite/sftp-connection.ts';

export const execute: EntryPoints.Scheduled.execute = () =>
  isDryRun()
    ? run()
    : tellSparingly(
        () => Date.now(),
        () => (isPaused('fulfilled-order-items') ? PAUSED : run()),
      );

/** It writes nothing, so it notes no failure either. */
const isDryRun = (): boolean => flagParameter(createParameter.dryRun, false);

function run(): void {
  const settings = readCreateSettings();
  const drain = {
    feed: fulfilledOrderItems(settings),
    openFolder: () => openFeedFolder(connect(), 'fulfilled-order-items', settings.folder),
    minimumAgeSeconds: settings.minimumAge,
    completeFiles: linesParameter(createParameter.completeFiles),
    now: () => Date.now(),
  };
  if (isDryRun()) {
    foreseeFeed({ ...drain, folder: peekFolder(connect(), settings.folder) });
    return;
  }
  const moreToDo = runFeed(drain);
  if (moreToDo) submitFollowUp(onDemandDeployment.createBacklog, settingsToHandOver(settings));
}
