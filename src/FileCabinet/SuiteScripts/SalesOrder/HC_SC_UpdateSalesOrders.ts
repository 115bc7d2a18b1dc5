/**
 * Sets the location of sales order lines that HotWax has allocated, from the files in salesorder/update.
 *
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { brokeredOrderItems } from './lib/allocations/brokered-order-items.ts';
import { readUpdateSettings, settingsToHandOver } from './lib/allocations/settings.ts';
import { foreseeFeed } from './lib/drain/foresee-feed.ts';
import { runFeed } from './lib/drain/run-feed.ts';
import { openFeedFolder } from './lib/feed-files/feed-folder.ts';
import { isPaused, PAUSED } from './lib/feed-files/pauses.ts';
import { peekFolder } from './lib/feed-files/peek-folder.ts';
import { tellSparingly } from './lib/monitor/failures.ts';
import { submitFollowUp } from './lib/netsuite/governance.ts';
import { onDemandDeployment, updateParameter } from './lib/netsuite/ids.ts';
import { flagParameter, linesParameter } from './lib/netsuite/parameters.ts';
import { connect } from './lib/netsuite/sftp-connection.ts';

export const execute: EntryPoints.Scheduled.execute = () =>
  isDryRun()
    ? run()
    : tellSparingly(
        () => Date.now(),
        () => (isPaused('brokered-order-items') ? PAUSED : run()),
      );

/** It writes nothing, so it notes no failure either. */
const isDryRun = (): boolean => flagParameter(updateParameter.dryRun, false);

function run(): void {
  const settings = readUpdateSettings();
  const openFolder = () => openFeedFolder(connect(), 'brokered-order-items', settings.folder);
  const openShipments = () => openFeedFolder(connect(), 'fulfilled-order-items', settings.shipmentsFolder);
  const drain = {
    feed: brokeredOrderItems(settings, openShipments),
    openFolder,
    minimumAgeSeconds: settings.minimumAge,
    completeFiles: linesParameter(updateParameter.completeFiles),
    now: () => Date.now(),
  };
  if (isDryRun()) {
    foreseeFeed({ ...drain, folder: peekFolder(connect(), settings.folder) });
    return;
  }
  const moreToDo = runFeed(drain);
  if (moreToDo) submitFollowUp(onDemandDeployment.updateBacklog, settingsToHandOver(settings));
}
