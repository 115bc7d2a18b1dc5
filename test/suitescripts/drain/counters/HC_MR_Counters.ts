/**
 * Drains the made-up feed of counters.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { makeCall } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/drain/make-call.ts';
import { settleFiles } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/drain/settle-files.ts';
import { shareOut } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/drain/share-out.ts';
import { openFeedFolder } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/feed-files/feed-folder.ts';
import { submitFollowUp } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/netsuite/governance.ts';
import { deploymentId } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/netsuite/parameters.ts';
import { connect } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/netsuite/sftp-connection.ts';
import { counters } from './counters-feed.ts';

export const config: EntryPoints.MapReduce.Configuration = { retryCount: 1, exitOnError: false };

const drain = {
  feed: counters,
  openFolder: () => openFeedFolder(connect(), counters.name, 'counters'),
  minimumAgeSeconds: 0,
  now: () => Date.now(),
};

export const getInputData: EntryPoints.MapReduce.getInputData = () => shareOut(drain);

export const reduce: EntryPoints.MapReduce.reduce = (context) => makeCall(context, drain);

/** A deployment cannot start itself while it runs. */
export const summarize: EntryPoints.MapReduce.summarize = (summary) =>
  settleFiles(summary, drain, () =>
    submitFollowUp({
      taskType: 'MAP_REDUCE',
      scriptId: 'customscript_counters',
      deploymentId:
        deploymentId() === 'customdeploy_counters' ? 'customdeploy_counters_rest' : 'customdeploy_counters',
    }),
  );
