/**
 * One run at a time works on a feed, whichever deployment it belongs to: two would apply an older file after a newer one,
 * or export one shipment in two files.
 */
import * as format from 'N/format';
import * as log from 'N/log';
import * as record from 'N/record';
import * as search from 'N/search';
import { isDate } from '../netsuite/dates.ts';
import { isNamed } from '../netsuite/failure.ts';
import { feedFile as ids } from '../netsuite/ids.ts';
import { deploymentId } from '../netsuite/parameters.ts';
import { type LedgerName, ledgerKey } from './ledger.ts';

/** Name of the ledger entry that says whose lease it is; no file can have it. */
const LOCK = '(lock)';

/**
 * A run that has not been heard of for this long has died: a scheduled script lasts an hour at most, a reduce call 15
 * minutes (help section_161591009480).
 */
const LEASE_TIMEOUT = 70 * 60_000;

export type FeedLease = { id: number };

/**
 * Takes the feed's lease; undefined while another deployment has it. A deployment has one unfinished run at a time, so a
 * lease this deployment still has was left by a run that died. 16 units.
 */
export function acquireLease(feed: LedgerName, now: number): FeedLease | undefined {
  const lease = findLease(feed);
  if (
    lease &&
    lease.deployment !== '' &&
    lease.deployment !== deploymentId() &&
    now - lease.since < LEASE_TIMEOUT
  ) {
    log.audit({
      title: 'Another deployment is processing this feed',
      details: { feed, deployment: lease.deployment },
    });
    return undefined;
  }
  return lease ? takeOverLease(lease, lease.deployment, now) : createLease(feed, now);
}

/** Calls of one run that renew at the same moment collide; after so many somebody else is at it. */
const ATTEMPTS = 5;

/** Well within `LEASE_TIMEOUT`, and seldom, as the calls of a run on several processors share the entry. */
const HEARTBEAT_INTERVAL = 10 * 60_000;

/**
 * Reports that the run is still alive; undefined when its lease was taken from it. 2 units, and 4 more every ten minutes.
 */
export function renewLease(lease: FeedLease, now: number): FeedLease | undefined {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const entry = record.load({ type: ids.type, id: lease.id });
    if (holderOf(entry) !== deploymentId()) return undefined;
    const heard = timeOf(entry.getValue({ fieldId: ids.heard }), () => 0);
    if (now - heard < HEARTBEAT_INTERVAL) return lease;
    const kept = saveLease(entry, now);
    if (kept) return kept;
  }
  return undefined;
}

/** A run that was taken for dead must not release what another has taken over. 6 units. */
export function releaseLease(lease: FeedLease): void {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const entry = record.load({ type: ids.type, id: lease.id });
    if (holderOf(entry) !== deploymentId()) return;
    entry.setValue({ fieldId: ids.status, value: 'Idle' });
    entry.setValue({ fieldId: ids.deployment, value: '' });
    if (saveUnlessChanged(entry)) return;
  }
}

/** The next run that gets the lease says Running again. An entry that a run has stays as it is. 10 units, and 4 more the first time. */
export function notePause(feed: LedgerName): void {
  const lease = findLease(feed);
  if (lease?.deployment !== '' || lease.status === 'Paused') return;
  const entry = record.load({ type: ids.type, id: lease.id });
  if (holderOf(entry) !== '') return;
  entry.setValue({ fieldId: ids.status, value: 'Paused' });
  saveUnlessChanged(entry);
}

/** The deployment that has the lease of a feed now; empty when none has. 10 units. */
export const findLeaseHolder = (feed: LedgerName): string => findLease(feed)?.deployment ?? '';

type FoundLease = FeedLease & { deployment: string; status: string; since: number };

function findLease(feed: LedgerName): FoundLease | undefined {
  const [found] = search
    .create({
      type: ids.type,
      filters: [['externalid', 'anyof', [ledgerKey(feed, LOCK)]]],
      columns: [ids.deployment, ids.status, ids.heard, ids.started],
    })
    .run()
    .getRange({ start: 0, end: 1 });
  if (!found) return undefined;
  const deployment = String(found.getValue(ids.deployment) || '');
  const since = timeOf(found.getValue(ids.heard), () => readTime(found.getValue(ids.started)));
  return { id: Number(found.id), deployment, status: String(found.getValue(ids.status) || ''), since };
}

/** Milliseconds as text: a date is shown, and read back, in the format and zone of whoever runs the script. */
function timeOf(heard: unknown, otherwise: () => number): number {
  const text = String(heard ?? '').trim();
  return /^\d+$/.test(text) ? Number(text) : otherwise();
}

/** What a version before this one has written. A time that cannot be read counts as long ago: it then holds nobody up. */
function readTime(text: unknown): number {
  const parsed: unknown = format.parse({ value: String(text ?? ''), type: format.Type.DATETIME });
  return isDate(parsed) ? parsed.getTime() : 0;
}

function createLease(feed: LedgerName, now: number): FeedLease | undefined {
  const entry = record.create({ type: ids.type });
  entry.setValue({ fieldId: 'externalid', value: ledgerKey(feed, LOCK) });
  entry.setValue({ fieldId: ids.feed, value: feed });
  entry.setValue({ fieldId: ids.file, value: LOCK });
  return saveLease(entry, now);
}

/** @param holder the deployment that must still have it */
function takeOverLease(lease: FeedLease, holder: string, now: number): FeedLease | undefined {
  const entry = record.load({ type: ids.type, id: lease.id });
  return holderOf(entry) === holder ? saveLease(entry, now) : undefined;
}

const holderOf = (entry: record.Record): string => String(entry.getValue({ fieldId: ids.deployment }) || '');

/** The external id and the optimistic lock let one of several runs through. */
function saveLease(entry: record.Record, now: number): FeedLease | undefined {
  entry.setValue({ fieldId: ids.status, value: 'Running' });
  entry.setValue({ fieldId: ids.deployment, value: deploymentId() });
  entry.setValue({ fieldId: ids.started, value: new Date(now) });
  entry.setValue({ fieldId: ids.heard, value: String(now) });
  return saveUnlessChanged(entry);
}

function saveUnlessChanged(entry: record.Record): FeedLease | undefined {
  try {
    return { id: entry.save() };
  } catch (thrown) {
    if (isNamed(thrown, 'DUP_RCRD', 'CUSTOM_RECORD_COLLISION', 'RCRD_HAS_BEEN_CHANGED')) return undefined;
    throw thrown;
  }
}
