/** The one place where a record changes: the store, the run's own list, and the account's owner all learn of it. */

import type { World } from '../account/account-context.ts';
import type { Execution } from '../account/execution.ts';
import type { StatusNote, StoredRecord } from '../account/store.ts';
import { findStatus } from './transaction-status.ts';

/** `created` is false for a change. */
export function writeRecord(
  world: World,
  record: StoredRecord,
  created: boolean,
  execution?: Execution,
): void {
  const reference = { type: record.type, id: record.id };
  const statusNotes = statusNotesOf(world, record);
  world.store.write(statusNotes.length > 0 ? { ...record, statusNotes } : record);
  (created ? execution?.recordsCreated : execution?.recordsChanged)?.push(reference);
  world.emit({ kind: created ? 'record-created' : 'record-changed', ...reference });
}

/** A transaction keeps a system note of each change of its status, the first included. */
function statusNotesOf(world: World, record: StoredRecord): readonly StatusNote[] {
  if (world.doubts.withoutStatusNotes || world.schema.find(record.type)?.class !== 'transaction') return [];
  const before = world.store.look(record.type, record.id);
  const [oldvalue, newvalue] = [before ? statusText(before) : '', statusText(record)];
  const earlier = before?.statusNotes ?? [];
  if (newvalue === oldvalue) return earlier;
  return [...earlier, { date: world.clock(), oldvalue, newvalue, created: before === undefined }];
}

function statusText(record: Readonly<StoredRecord>): string {
  const status = findStatus(record);
  return typeof status === 'object' ? status.label : '';
}
