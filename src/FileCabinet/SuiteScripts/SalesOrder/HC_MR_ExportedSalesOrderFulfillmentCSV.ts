/**
 * Exports what NetSuite's locations have shipped of HotWax orders, one CSV file for each batch of item fulfillments.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 * @NModuleScope SameAccount
 */
import * as log from 'N/log';
import type { EntryPoints } from 'N/types';
import { type ExportBatch, exportBatch, findBatches, finishExport } from './lib/export/export-batches.ts';
import { failure } from './lib/netsuite/failure.ts';
import { exportParameter as ids } from './lib/netsuite/ids.ts';
import { errorsOf, outputOf } from './lib/netsuite/map-reduce-summary.ts';
import { numberParameter, textParameter } from './lib/netsuite/parameters.ts';

export const config: EntryPoints.MapReduce.Configuration = { retryCount: 1, exitOnError: false };

export const getInputData: EntryPoints.MapReduce.getInputData = () =>
  Object.fromEntries(
    findBatches(numberParameter(ids.batchSize, 100), Date.now()).map((batch) => [batch.file, batch]),
  );

export const reduce: EntryPoints.MapReduce.reduce = (context) => {
  const batch = JSON.parse(context.values[0] ?? '') as ExportBatch;
  const rows = exportBatch(
    batch,
    textParameter(ids.folder, 'salesorder/import/fulfillment-nifi'),
    Date.now(),
  );
  context.write({ key: batch.file, value: String(rows) });
};

/** An error that is only logged is an error that nobody sees: NetSuite mails those that end a script. */
export const summarize: EntryPoints.MapReduce.summarize = (summary) => {
  const written = outputOf(summary);
  const errors = errorsOf(
    summary,
    written.map(({ key }) => key),
  );
  for (const { key, value } of written) {
    log.audit({ title: 'Export file written', details: { file: key, rows: value } });
  }
  finishExport(Date.now());
  if (errors.length > 0) {
    throw failure(
      'EXPORT_FAILED',
      `Not all shipments were exported; the next run tries again. ${errors.join(' ')}`,
    );
  }
};
