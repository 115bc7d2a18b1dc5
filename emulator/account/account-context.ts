/** Everything an account is made of, as its parts see it. */

import type { Preferences } from '../platform/dates.ts';
import type { SdfProject } from '../sdf/project.ts';
import type { SftpHosts } from '../sftp/hosts.ts';
import type { SavedSearch } from './account-data.ts';
import type { AccountEvent, LogLine, SentEmail } from './account-events.ts';
import type { Cabinet } from './cabinet.ts';
import type { Doubts, Faults } from './faults.ts';
import type { Queue } from './queue.ts';
import type { Schema } from './schema.ts';
import type { Store } from './store.ts';

export type World = {
  clock: () => number;
  preferences: Preferences;
  features: ReadonlySet<string>;
  secrets: Readonly<Record<string, string>>;
  project: SdfProject;
  schema: Schema;
  /** By script id or internal id. */
  savedSearches: Readonly<Record<string, SavedSearch>>;
  store: Store;
  cabinet: Cabinet;
  queue: Queue;
  sftp: SftpHosts;
  logs: LogLine[];
  emails: SentEmail[];
  faults: Faults | undefined;
  doubts: Doubts;
  timeLimits: boolean;
  emit(event: AccountEvent): void;
};
