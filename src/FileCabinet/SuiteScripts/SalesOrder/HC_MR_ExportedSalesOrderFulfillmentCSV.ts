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
import { type Chore, findWork, type Settings } from './lib/export/find-work.ts';
import { finishExport } from './lib/export/finish-export.ts';
import { foreseeExport } from './lib/export/foresee-export.ts';
import { isPaused, PAUSED } from './lib/feed-files/pauses.ts';
import { peekFolder } from './lib/feed-files/peek-folder.ts';
import { quietly, tellSparingly } from './lib/monitor/failures.ts';
import { failure } from './lib/netsuite/failure.ts';
import { exportParameter as ids } from './lib/netsuite/ids.ts';
import { errorsOf, inputFailureOf, isWithoutWork, outputOf } from './lib/netsuite/map-reduce-summary.ts';
import { flagParameter, numberParameter, textParameter } from './lib/netsuite/parameters.ts';
import { assertConfigured, connect, isConfigured } from './lib/netsuite/sftp-connection.ts';

export const config: EntryPoints.MapReduce.Configuration = { retryCount: 1, exitOnError: false };

const HOUR = 60 * 60_000;

export const getInputData: EntryPoints.MapReduce.getInputData = () => quietly(workOfRun);

function workOfRun() {
  const settings = {
    batchSize: numberParameter(ids.batchSize, 100),
    wait: numberParameter(ids.waitHours, 0) * HOUR,
  };
  if (isDryRun()) {
    logDryRun(settings);
    return {};
  }
  if (isPaused('item-fulfillments')) return {};
  assertConfigured();
  const { batches, chores } = findWork(settings, Date.now());
  return Object.fromEntries([
    ...batches.map((batch) => [batch.file, batch]),
    ...chores.map((chore, index) => [`(not in a file) ${index + 1}`, chore]),
  ]);
}

const exportFolder = (): string => textParameter(ids.folder, 'salesorder/import/fulfillment-nifi');

/** It writes nothing, so it notes no failure either. */
const isDryRun = (): boolean => flagParameter(ids.dryRun, false);

/** The server is looked at too, so that a connection that does not work shows now. */
function logDryRun(settings: Settings): void {
  const folder = peekFolder(connect(), exportFolder());
  const path = `${folder.path}${folder.exists ? '' : ', which the first run makes'}`;
  const foreseen = { feed: 'item-fulfillments', folder: path, ...foreseeExport(settings, Date.now()) };
  log.audit({ title: 'Dry run: nothing was changed', details: foreseen });
}

export const reduce: EntryPoints.MapReduce.reduce = (context) => {
  const work = JSON.parse(context.values[0] ?? '') as ExportBatch | Chore;
  const now = () => Date.now();
  const { rows, skipped } =
    'file' in work ? exportBatch(work, exportFolder(), now) : { rows: 0, skipped: doChore(work, now) };
  context.write({ key: context.key, value: JSON.stringify({ rows, skipped }) });
};

/** An error that is only logged is an error that nobody sees: NetSuite mails those that end a script. */
export const summarize: EntryPoints.MapReduce.summarize = (summary) => {
  if (isDryRun()) concludeRun(summary);
  else
    tellSparingly(
      () => Date.now(),
      () => (isWithoutWork(summary) && isPaused('item-fulfillments') ? PAUSED : concludeRun(summary)),
    );
};

/** @throws what kept the run from beginning, by its own name if nothing else went wrong; otherwise EXPORT_FAILED */
function concludeRun(summary: EntryPoints.MapReduce.summarizeContext): void {
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
  errors.push(...skipped, ...(isDryRun() || !isConfigured() ? [] : finishExport(Date.now())));
  const notBegun = inputFailureOf(summary);
  if (notBegun && errors.length === 1) throw failure(notBegun.name, notBegun.message);
  if (errors.length > 0) {
    throw failure(
      'EXPORT_FAILED',
      `Not all shipments were exported; the next run tries again what is not given up. ${errors.join(' ')}`,
    );
  }
}
