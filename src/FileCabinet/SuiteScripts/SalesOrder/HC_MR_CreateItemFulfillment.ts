/**
 * Creates the item fulfillments of a backlog on several processors, when HC_SC_CreateItemFulfillment has more to do than one run can.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { readHandedSettings } from './lib/drafts/settings.ts';
import { makeCall } from './lib/drain/make-call.ts';
import { settleFiles } from './lib/drain/settle-files.ts';
import { shareOut } from './lib/drain/share-out.ts';
import { openFeedFolder } from './lib/feed-files/feed-folder.ts';
import { isPaused, PAUSED } from './lib/feed-files/pauses.ts';
import { fulfilledOrderItems } from './lib/fulfillments/fulfilled-order-items.ts';
import { quietly, tellSparingly } from './lib/monitor/failures.ts';
import { submitFollowUp } from './lib/netsuite/governance.ts';
import { onDemandDeployment } from './lib/netsuite/ids.ts';
import { isWithoutWork } from './lib/netsuite/map-reduce-summary.ts';
import { connect } from './lib/netsuite/sftp-connection.ts';

export const config: EntryPoints.MapReduce.Configuration = { retryCount: 1, exitOnError: false };

export const getInputData: EntryPoints.MapReduce.getInputData = () =>
  quietly(() => (isPaused('fulfilled-order-items') ? {} : shareOut(openDrain())));

export const reduce: EntryPoints.MapReduce.reduce = (context) => makeCall(context, openDrain());

export const summarize: EntryPoints.MapReduce.summarize = (summary) =>
  tellSparingly(
    () => Date.now(),
    () =>
      isWithoutWork(summary) && isPaused('fulfilled-order-items')
        ? PAUSED
        : settleFiles(summary, openDrain(), () => submitFollowUp(onDemandDeployment.create)),
  );

function openDrain() {
  const settings = readHandedSettings();
  return {
    feed: fulfilledOrderItems(settings),
    openFolder: () => openFeedFolder(connect(), 'fulfilled-order-items', settings.folder),
    minimumAgeSeconds: settings.minimumAge,
    now: () => Date.now(),
  };
}
