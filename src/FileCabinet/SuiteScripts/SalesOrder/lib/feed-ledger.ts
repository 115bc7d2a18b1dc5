/** The ledger an administrator can read: one record per feed file, and what a later run resumes from. Source: design 4.5. */
import * as format from 'N/format';
import * as record from 'N/record';
import * as search from 'N/search';
import type { FeedName } from '#feeds/feed.ts';
import { isDate } from './dates.ts';
import { isNamed } from './failure.ts';
import { feedFile as ids } from './ids.ts';
import { deploymentId } from './parameters.ts';

/**
 * `Taken`: a run has it, or had it when it died. `Importing`: a CSV import has its rows. The others are final; of these
 * only a `Failed` file, of which nothing was applied, may come again under its name.
 */
export type FeedFileStatus = 'Taken' | 'Importing' | 'Done' | 'Done with errors' | 'Failed';

export type FeedFileEntry = {
  id: number;
  status: FeedFileStatus;
  attempts: number;
  /** Ids of the CSV import tasks that have its rows. */
  tasks: string[];
  /** The deployment that has it; empty when it was put down for the next run. */
  deployment: string;
  /** Since when (epoch ms) the deployment has it. */
  started: number;
};

export type FeedFileCounts = { rows: number; applied: number; rejected: number; skipped: number };

export const isFinal = ({ status }: FeedFileEntry): boolean => status !== 'Taken' && status !== 'Importing';

/** One record per feed and file name: NetSuite itself refuses a second. */
const externalId = (feed: FeedName, name: string): string => `hc-feed-file-${feed}-${name}`;

/** 10 units. */
export function findEntry(feed: FeedName, name: string): FeedFileEntry | undefined {
  const [found] = search
    .create({
      type: ids.type,
      filters: [['externalid', 'anyof', [externalId(feed, name)]]],
      columns: [ids.status, ids.attempts, ids.tasks, ids.deployment, ids.started],
    })
    .run()
    .getRange({ start: 0, end: 1 });
  return (
    found && {
      id: Number(found.id),
      status: String(found.getValue(ids.status)) as FeedFileStatus,
      attempts: Number(found.getValue(ids.attempts) || 0),
      tasks: String(found.getValue(ids.tasks) || '')
        .split(',')
        .filter((id) => id !== ''),
      deployment: String(found.getValue(ids.deployment) || ''),
      started: readTime(found.getValue(ids.started)),
    }
  );
}

/** A time that cannot be read counts as long ago: it then holds nobody up. */
function readTime(text: unknown): number {
  const parsed: unknown = format.parse({ value: String(text ?? ''), type: format.Type.DATETIME });
  return isDate(parsed) ? parsed.getTime() : 0;
}

/** No run lasts this long: an hour for a scheduled script, 15 minutes for a reduce call. */
const LONGEST_HOLD = 2 * 3_600_000;

/**
 * Holds a file for this run; undefined when another run has it. A deployment has one unfinished run at a time, so what
 * this deployment holds was left by a run that died. 6 units.
 */
export function holdFile(feed: FeedName, name: string, known: FeedFileEntry | undefined, now: number) {
  if (!known) return enterFile(feed, name, now);
  const held = !isFinal(known) && known.deployment !== '' && known.deployment !== deploymentId();
  return held && now - known.started < LONGEST_HOLD ? undefined : takeOver(known, now);
}

/** Enters a file as taken by this run; undefined when another run was first. 6 units. */
function enterFile(feed: FeedName, name: string, now: number): FeedFileEntry | undefined {
  const entry = record.create({ type: ids.type });
  entry.setValue({ fieldId: 'externalid', value: externalId(feed, name) });
  entry.setValue({ fieldId: ids.feed, value: feed });
  entry.setValue({ fieldId: ids.file, value: name });
  setTaken(entry, 1, now);
  return saved(entry, 1, now);
}

/** Takes over a file that an earlier run put down or died with; undefined when another run was first. 6 units. */
function takeOver(entry: FeedFileEntry, now: number): FeedFileEntry | undefined {
  const loaded = record.load({ type: ids.type, id: entry.id });
  const unchanged =
    loaded.getValue({ fieldId: ids.status }) === entry.status &&
    Number(loaded.getValue({ fieldId: ids.attempts }) || 0) === entry.attempts;
  if (!unchanged) return undefined;
  setTaken(loaded, entry.attempts + 1, now);
  const taken = saved(loaded, entry.attempts + 1, now);
  return taken && { ...taken, status: entry.status, tasks: entry.tasks };
}

function setTaken(entry: record.Record, attempts: number, now: number): void {
  entry.setValue({ fieldId: ids.started, value: new Date(now) });
  entry.setValue({ fieldId: ids.status, value: 'Taken' });
  entry.setValue({ fieldId: ids.attempts, value: attempts });
  entry.setValue({ fieldId: ids.deployment, value: deploymentId() });
}

/** The external id and the optimistic lock let one of several runs through. */
function saved(entry: record.Record, attempts: number, now: number): FeedFileEntry | undefined {
  try {
    return {
      id: entry.save(),
      status: 'Taken',
      attempts,
      tasks: [],
      deployment: deploymentId(),
      started: now,
    };
  } catch (thrown) {
    if (isNamed(thrown, 'DUP_RCRD', 'CUSTOM_RECORD_COLLISION', 'RCRD_HAS_BEEN_CHANGED')) return undefined;
    throw thrown;
  }
}

/** The rows are with CSV imports. 2 units. */
export function recordImports(entry: FeedFileEntry, tasks: readonly string[], counts: FeedFileCounts): void {
  update(entry, {
    [ids.status]: 'Importing',
    [ids.tasks]: tasks.join(','),
    [ids.deployment]: '',
    ...countValues(counts),
  });
}

/** Leaves a file for the next run, whichever deployment that is. 2 units. */
export function putDown(entry: FeedFileEntry, message: string): void {
  const status = entry.tasks.length > 0 ? 'Importing' : 'Taken';
  update(entry, { [ids.status]: status, [ids.deployment]: '', [ids.message]: message });
}

/** 6 units: a date can be set on a loaded record only, how `submitFields` takes one is not documented. */
export function finishFile(
  entry: FeedFileEntry,
  status: 'Done' | 'Done with errors' | 'Failed',
  counts: FeedFileCounts,
  message: string,
  now: number,
): void {
  const loaded = record.load({ type: ids.type, id: entry.id });
  const values = { [ids.status]: status, [ids.deployment]: '', ...countValues(counts) };
  for (const [fieldId, value] of Object.entries(values)) loaded.setValue({ fieldId, value });
  loaded.setValue({ fieldId: ids.message, value: message.slice(0, LONGEST_MESSAGE) });
  loaded.setValue({ fieldId: ids.finished, value: new Date(now) });
  loaded.save();
}

/** A text area holds 4,000 characters. */
const LONGEST_MESSAGE = 3900;

const countValues = (counts: FeedFileCounts) => ({
  [ids.rows]: counts.rows,
  [ids.applied]: counts.applied,
  [ids.rejected]: counts.rejected,
  [ids.skipped]: counts.skipped,
});

function update(entry: FeedFileEntry, values: Record<string, unknown>): void {
  record.submitFields({ type: ids.type, id: entry.id, values });
}
