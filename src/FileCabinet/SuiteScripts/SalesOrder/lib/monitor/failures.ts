/**
 * Failures of a script's runs. NetSuite mails every error that ends a run, which is 96 mails a day for each script while a server is
 * down: people are mailed when the failures begin, once a day while they last, and once when they are over.
 * An error with `notifyOff` is not mailed (help section_4243803203). What a run knows of those before it is in the ledger.
 */
import * as error from 'N/error';
import * as log from 'N/log';
import * as record from 'N/record';
import * as runtime from 'N/runtime';
import * as search from 'N/search';
import { PAUSED } from '../feed-files/pauses.ts';
import { isDate } from '../netsuite/dates.ts';
import { asFailure, type Failure, isNamed } from '../netsuite/failure.ts';
import { feedFile as ids } from '../netsuite/ids.ts';
import { deploymentId } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import { type Failures, tellOver } from './over.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** Names of ledger entries that no file can have, as they have a slash. */
export const FAILURES = '(failures)/';

/** Status of such an entry. */
export const FAILING = 'Failing';
const OVER = 'Over';

/**
 * Does the work of a run. One that did nothing, as its feed is paused, does not say that failures are over. 10 units more for a run
 * that goes well, 17 for one that fails, 40 for the one after which failures are over.
 * @param now epoch ms
 */
export function tellSparingly(now: () => number, work: () => unknown): void {
  if (attempt(now, work) !== PAUSED) endFailures(now());
}

function attempt<Result>(now: () => number, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    throw isToBeMailed(asFailure(thrown), now()) ? thrown : quiet(thrown);
  }
}

/** For a stage of a map/reduce script whose errors its last stage throws again. */
export function quietly<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    throw quiet(thrown);
  }
}

function quiet(thrown: unknown): unknown {
  const { name, message } = asFailure(thrown);
  return error.create({ name, message, notifyOff: true });
}

/** What cannot be noted is mailed: a mail too many is better than none. */
function isToBeMailed(failure: Failure, now: number): boolean {
  try {
    return noteFailure(failure, now);
  } catch (thrown) {
    if (isTaken(thrown)) return false;
    log.error({ title: 'Failure of a run not noted', details: asFailure(thrown) });
    return true;
  }
}

/** Another run has just noted a failure of this script, and has it mailed. */
const isTaken = (thrown: unknown): boolean =>
  isNamed(thrown, 'DUP_RCRD', 'CUSTOM_RECORD_COLLISION', 'RCRD_HAS_BEEN_CHANGED');

const scriptId = (): string => runtime.getCurrentScript().id;

const keyOf = (script: string): string => `hc-feed-file-failures-${script}`;

/** @returns whether people are to be told */
function noteFailure({ name, message }: Failure, now: number): boolean {
  const known = findFailures();
  const entry = known ? record.load({ type: ids.type, id: known.id }) : newEntry();
  const isNew = textOf(entry.getValue({ fieldId: ids.status })) !== FAILING;
  const isDue = isNew || now - timeIn(entry.getValue({ fieldId: ids.heard })) >= DAY;
  const runs = isNew ? 1 : Number(entry.getValue({ fieldId: ids.attempts }) || 0) + 1;
  const values = {
    [ids.status]: FAILING,
    [ids.attempts]: runs,
    [ids.message]: `${name}: ${message}`.slice(0, 3900),
    [ids.deployment]: deploymentId(),
    [ids.finished]: new Date(now),
    ...(isNew ? { [ids.started]: new Date(now) } : {}),
    ...(isDue ? { [ids.heard]: String(now) } : {}),
  };
  for (const [fieldId, value] of Object.entries(values)) entry.setValue({ fieldId, value });
  entry.save();
  return isDue;
}

function findFailures(): { id: number; status: string } | undefined {
  const [found] = search
    .create({
      type: ids.type,
      filters: [['externalid', 'anyof', [keyOf(scriptId())]]],
      columns: [ids.status],
    })
    .run()
    .getRange({ start: 0, end: 1 });
  return found && { id: Number(found.id), status: textOf(found.getValue(ids.status)) };
}

function newEntry(): record.Record {
  const entry = record.create({ type: ids.type });
  entry.setValue({ fieldId: 'externalid', value: keyOf(scriptId()) });
  entry.setValue({ fieldId: ids.file, value: `${FAILURES}${scriptId()}` });
  return entry;
}

/** After an hour of runs that went well: what comes and goes every quarter of an hour is one thing, and not a mail each time. */
function endFailures(now: number): void {
  try {
    const known = findFailures();
    if (known?.status !== FAILING) return;
    const entry = record.load({ type: ids.type, id: known.id });
    const failures = failuresIn(entry);
    if (now - failures.last < HOUR) return;
    entry.setValue({ fieldId: ids.status, value: OVER });
    entry.save();
    tellOver(scriptId(), failures, now);
  } catch (thrown) {
    // The work is done, and another run may have said so already: the ledger and the next digest show what there is.
    log.error({ title: 'End of failures not told', details: asFailure(thrown) });
  }
}

const failuresIn = (entry: record.Record): Failures => ({
  since: timeOfDate(entry.getValue({ fieldId: ids.started })),
  last: timeOfDate(entry.getValue({ fieldId: ids.finished })),
  runs: Number(entry.getValue({ fieldId: ids.attempts }) || 0),
  message: textOf(entry.getValue({ fieldId: ids.message })),
});

const timeIn = (value: unknown): number => Number(textOf(value)) || 0;

const timeOfDate = (value: unknown): number => (isDate(value) ? value.getTime() : 0);
