/**
 * Creates the item fulfillments of a backlog on several processors, when HC_SC_CreateItemFulfillment has more to do than one run can.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 * @NModuleScope SameAccount
 */
import type { EntryPoints } from 'N/types';
import { readHandedSettings } from './lib/drafts/settings.ts';
import { openFeedFolder } from './lib/feed-files/feed-folder.ts';
import {
  type BacklogWork,
  distribute,
  type FilePiece,
  type FilePieces,
  finishBacklog,
  fulfillSalesOrder,
} from './lib/fulfillments/backlog.ts';
import { failure } from './lib/netsuite/failure.ts';
import { LONGEST_CALL, startBudget, submitFollowUp } from './lib/netsuite/governance.ts';
import { onDemandDeployment } from './lib/netsuite/ids.ts';
import { errorsOf, outputOf } from './lib/netsuite/map-reduce-summary.ts';
import { connect } from './lib/netsuite/sftp-connection.ts';

export const config: EntryPoints.MapReduce.Configuration = { retryCount: 1, exitOnError: false };

const now = () => Date.now();

export const getInputData: EntryPoints.MapReduce.getInputData = () => distribute(circumstances());

export const reduce: EntryPoints.MapReduce.reduce = (context) => {
  const work = JSON.parse(context.values[0] ?? '') as BacklogWork;
  const pieces =
    'order' in work
      ? fulfillSalesOrder(
          work.order,
          settingsAndBudget(LONGEST_CALL),
          context.isRestarted || context.executionNo > 1,
        )
      : new Map([[work.file, [work.piece]]]);
  for (const [file, ofFile] of pieces) context.write({ key: file, value: JSON.stringify(ofFile) });
  context.write({ key: context.key, value: CALL_ENDED });
};

/** Reports to summarize which calls succeeded when they were tried again. */
const CALL_ENDED = '';

/** An error that is only logged is an error that nobody sees: NetSuite mails those that end a script. */
export const summarize: EntryPoints.MapReduce.summarize = (summary) => {
  const output = outputOf(summary);
  const ended = output.filter(({ value }) => value === CALL_ENDED).map(({ key }) => key);
  const errors = errorsOf(summary, ended);
  const pieces: FilePieces = new Map();
  for (const { key, value } of output) {
    if (value === CALL_ENDED) continue;
    pieces.set(key, [...(pieces.get(key) ?? []), ...(JSON.parse(value) as FilePiece[])]);
  }
  if (finishBacklog(pieces, circumstances())) submitFollowUp(onDemandDeployment.create);
  if (errors.length > 0) {
    throw failure(
      'BACKLOG_FAILED',
      `${errors.length} calls failed; a later run processes what they left. ${errors.join(' ')}`,
    );
  }
};

const settingsAndBudget = (longest?: number) => ({
  settings: readHandedSettings(),
  budget: startBudget(now, longest),
  now,
});

function circumstances() {
  const known = settingsAndBudget();
  return { ...known, folder: openFeedFolder(connect(), 'fulfilled-order-items', known.settings.folder) };
}
