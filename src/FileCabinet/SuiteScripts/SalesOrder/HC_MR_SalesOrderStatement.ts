/**
 * Writes a statement of sales order lines on request: what NetSuite has at a moment, to be compared with what HotWax sent.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 * @NModuleScope SameAccount
 */
import * as log from 'N/log';
import type { EntryPoints } from 'N/types';
import { quietly, tellSparingly } from './lib/monitor/failures.ts';
import { failure } from './lib/netsuite/failure.ts';
import { statementParameter as ids } from './lib/netsuite/ids.ts';
import { errorsOf, inputFailureOf, outputOf } from './lib/netsuite/map-reduce-summary.ts';
import { flagParameter } from './lib/netsuite/parameters.ts';
import { finishStatement } from './lib/statement/finish-statement.ts';
import { foreseeStatement, planStatement, type Portion } from './lib/statement/plan-statement.ts';
import { type Written, writePortion } from './lib/statement/write-portion.ts';

export const config: EntryPoints.MapReduce.Configuration = { retryCount: 1, exitOnError: false };

export const getInputData: EntryPoints.MapReduce.getInputData = () =>
  quietly(() => {
    const now = Date.now();
    if (!isDryRun()) return planStatement(now);
    log.audit({ title: 'Dry run: nothing was changed', details: foreseeStatement(now) });
    return {};
  });

/** It writes nothing, so it notes no failure either. */
const isDryRun = (): boolean => flagParameter(ids.dryRun, false);

export const reduce: EntryPoints.MapReduce.reduce = (context) => {
  const portion = JSON.parse(context.values[0] ?? '') as Portion;
  context.write({ key: context.key, value: JSON.stringify(writePortion(portion, () => Date.now())) });
};

export const summarize: EntryPoints.MapReduce.summarize = (summary) => {
  if (isDryRun()) finish(summary);
  else
    tellSparingly(
      () => Date.now(),
      () => finish(summary),
    );
};

/** @throws what kept the run from beginning, by its own name; otherwise STATEMENT_INCOMPLETE */
function finish(summary: EntryPoints.MapReduce.summarizeContext): void {
  const notBegun = inputFailureOf(summary);
  if (notBegun) throw failure(notBegun.name, notBegun.message);
  const written = outputOf(summary);
  const errors = errorsOf(
    summary,
    written.map(({ key }) => key),
  );
  finishStatement(
    written.map(({ value }) => JSON.parse(value) as Written),
    errors,
    Date.now(),
  );
}
