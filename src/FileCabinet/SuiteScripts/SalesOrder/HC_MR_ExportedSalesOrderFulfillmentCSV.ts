/**
 * Exports what NetSuite's locations have shipped of HotWax orders, one CSV file for each batch of item fulfillments.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 * @NModuleScope SameAccount
 */
import * as log from 'N/log';
import type { EntryPoints } from 'N/types';
import { doChore } from './lib/export/do-chore.ts';
import { type ExportBatch, exportBatch } from './lib/export/export-batches.ts';
import { type Chore, findWork } from './lib/export/find-work.ts';
import { finishExport } from './lib/export/finish-export.ts';
import { failure } from './lib/netsuite/failure.ts';
import { exportParameter as ids } from './lib/netsuite/ids.ts';
import { errorsOf, outputOf } from './lib/netsuite/map-reduce-summary.ts';
import { numberParameter, textParameter } from './lib/netsuite/parameters.ts';

export const config: EntryPoints.MapReduce.Configuration = { retryCount: 1, exitOnError: false };

const HOUR = 60 * 60_000;

export const getInputData: EntryPoints.MapReduce.getInputData = () => {
  const settings = {
    batchSize: numberParameter(ids.batchSize, 100),
    wait: numberParameter(ids.waitHours, 0) * HOUR,
  };
  const { batches, chores } = findWork(settings, Date.now());
  return Object.fromEntries([
    ...batches.map((batch) => [batch.file, batch]),
    ...chores.map((chore, index) => [`(not in a file) ${index + 1}`, chore]),
  ]);
};

export const reduce: EntryPoints.MapReduce.reduce = (context) => {
  const work = JSON.parse(context.values[0] ?? '') as ExportBatch | Chore;
  const now = () => Date.now();
  const { rows, skipped } =
    'file' in work
      ? exportBatch(work, textParameter(ids.folder, 'salesorder/import/fulfillment-nifi'), now)
      : { rows: 0, skipped: doChore(work, now) };
  context.write({ key: context.key, value: JSON.stringify({ rows, skipped }) });
};

/** An error that is only logged is an error that nobody sees: NetSuite mails those that end a script. */
export const summarize: EntryPoints.MapReduce.summarize = (summary) => {
  const written = outputOf(summary);
  const errors = errorsOf(
    summary,
    written.map(({ key }) => key),
  );
  const skipped = written.flatMap(({ key, value }) => {
    const one = JSON.parse(value) as { rows: number; skipped: string[] };
    log.audit({ title: 'Exported', details: { key, ...one } });
    return one.skipped;
  });
  errors.push(...skipped, ...finishExport(Date.now()));
  if (errors.length > 0) {
    throw failure(
      'EXPORT_FAILED',
      `Not all shipments were exported; the next run tries again what is not given up. ${errors.join(' ')}`,
    );
  }
};
