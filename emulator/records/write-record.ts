/** The one place where a record changes: the store, the run's own list, and the account's owner all learn of it. */

import type { World } from '../account/account-context.ts';
import type { Execution } from '../account/execution.ts';
import type { StoredRecord } from '../account/store.ts';

/** `created` is false for a change. */
export function writeRecord(
  world: World,
  record: StoredRecord,
  created: boolean,
  execution?: Execution,
): void {
  const reference = { type: record.type, id: record.id };
  world.store.write(record);
  (created ? execution?.recordsCreated : execution?.recordsChanged)?.push(reference);
  world.emit({ kind: created ? 'record-created' : 'record-changed', ...reference });
}
