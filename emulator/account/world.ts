/** Everything an account is made of, as its parts see it. */
import type { AccountEvent, LogLine } from './account-events.ts';
import type { Cabinet } from './cabinet.ts';
import type { Preferences } from '../records/dates.ts';
import type { Doubts, Faults } from '../scripts/faults.ts';
import type { Queue } from './queue.ts';
import type { Schema } from '../records/schema.ts';
import type { SdfProject } from '../sdf/sdf-project.ts';
import type { SftpHosts } from '../sftp/hosts.ts';
import type { Store } from '../records/store.ts';

/** A search as the account's owner keeps it, in SuiteScript's own notation. */
export type SavedSearch = {
  type: string;
  title?: string;
  filters?: unknown[];
  columns?: unknown[];
};

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
  faults: Faults | undefined;
  doubts: Doubts;
  timeLimits: boolean;
  emit(event: AccountEvent): void;
};
