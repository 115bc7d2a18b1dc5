/**
 * Applies a backlog of allocations on several processors, when HC_SC_UpdateSalesOrders has more to do than one run can.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { brokeredOrderItems } from './lib/allocations/brokered-order-items.ts';
import { readHandedSettings } from './lib/allocations/settings.ts';
import { makeCall } from './lib/drain/make-call.ts';
import { settleFiles } from './lib/drain/settle-files.ts';
import { shareOut } from './lib/drain/share-out.ts';
import { openFeedFolder } from './lib/feed-files/feed-folder.ts';
import { isPaused, PAUSED } from './lib/feed-files/pauses.ts';
import { quietly, tellSparingly } from './lib/monitor/failures.ts';
import { submitFollowUp } from './lib/netsuite/governance.ts';
import { onDemandDeployment } from './lib/netsuite/ids.ts';
import { isWithoutWork } from './lib/netsuite/map-reduce-summary.ts';
import { connect } from './lib/netsuite/sftp-connection.ts';

export const config: EntryPoints.MapReduce.Configuration = { retryCount: 1, exitOnError: false };

export const getInputData: EntryPoints.MapReduce.getInputData = () =>
  quietly(() => (isPaused('brokered-order-items') ? {} : shareOut(openDrain())));

export const reduce: EntryPoints.MapReduce.reduce = (context) => makeCall(context, openDrain());

export const summarize: EntryPoints.MapReduce.summarize = (summary) =>
  tellSparingly(
    () => Date.now(),
    () =>
      isWithoutWork(summary) && isPaused('brokered-order-items')
        ? PAUSED
        : settleFiles(summary, openDrain(), () => submitFollowUp(onDemandDeployment.update)),
  );

function openDrain() {
  const settings = readHandedSettings();
  const openShipments = () => openFeedFolder(connect(), 'fulfilled-order-items', settings.shipmentsFolder);
  return {
    feed: brokeredOrderItems(settings, openShipments),
    openFolder: () => openFeedFolder(connect(), 'brokered-order-items', settings.folder),
    minimumAgeSeconds: settings.minimumAge,
    now: () => Date.now(),
  };
}
