/** Everything an account is made of, as its parts see it. */
import type { AccountEvent, LogLine } from './account-events.ts';
import type { Preferences } from './dates.ts';
import type { Faults } from './faults.ts';
import type { Queue } from './queue.ts';
import type { Schema } from './schema.ts';
import type { SdfProject } from './sdf-project.ts';
import type { SftpHosts } from './sftp/hosts.ts';
import type { Store } from './store.ts';

export type World = {
  clock: () => number;
  preferences: Preferences;
  features: ReadonlySet<string>;
  secrets: Readonly<Record<string, string>>;
  project: SdfProject;
  schema: Schema;
  store: Store;
  queue: Queue;
  sftp: SftpHosts;
  logs: LogLine[];
  faults: Faults | undefined;
  emit(event: AccountEvent): void;
};
