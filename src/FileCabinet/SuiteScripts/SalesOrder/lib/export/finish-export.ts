/** The end of a run of the export, once every batch is through. */
import { acquireLease, releaseLease } from '../feed-files/feed-lock.ts';
import { asFailure } from '../netsuite/failure.ts';
import { FEED } from './export-batches.ts';
import { findChangesDaily } from './find-changes.ts';

/** Lets other deployments export again. @returns what went wrong */
export function finishExport(now: number): string[] {
  const lease = acquireLease(FEED, now);
  if (!lease) return [];
  try {
    findChangesDaily(lease.id, now);
    return [];
  } catch (thrown) {
    const { name, message } = asFailure(thrown);
    return [`Changes after the export were not looked for: ${name}: ${message}`];
  } finally {
    releaseLease(lease);
  }
}
