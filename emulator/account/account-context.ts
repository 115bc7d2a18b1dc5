/** Everything an account is made of, as its parts see it. */

import type { Company } from '../platform/company-information.ts';
import type { Preferences } from '../platform/preferences.ts';
import type { SdfProject } from '../sdf/project.ts';
import type { SftpHosts } from '../sftp/hosts.ts';
import type { SavedSearch } from './account-data.ts';
import type { AccountEvent, LogLine, SentEmail } from './account-events.ts';
import type { Cabinet } from './cabinet.ts';
import type { Draft } from './draft.ts';
import type { Execution } from './execution.ts';
import type { Doubts, Faults } from './faults.ts';
import type { Form } from './forms.ts';
import type { Queue } from './queue.ts';
import type { RecordEvents } from './record-events.ts';
import type { Schema } from './schema.ts';
import type { Store, StoredRecord } from './store.ts';

export type World = {
  clock: () => number;
  preferences: Preferences;
  features: ReadonlySet<string>;
  company: Company;
  /** That run map/reduce and scheduled scripts at the same time. */
  processors: number;
  secrets: Readonly<Record<string, string>>;
  project: SdfProject;
  schema: Schema;
  /** By script id or internal id. */
  savedSearches: Readonly<Record<string, SavedSearch>>;
  forms: readonly Form[];
  /** By record type. */
  rules: Readonly<Record<string, RecordRules>>;
  /** The account's own user events and workflows. */
  events: RecordEvents;
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

/** What a kind of record demands when it is saved or deleted; kinds without rules are kept as they are given. */
export type RecordRules = {
  /** Checks and completes what is about to be saved. */
  prepare?(world: World, draft: Draft, previous: StoredRecord | undefined, saving: Saving): void;
  /** Checks what changes fields that follow no rule of the kind, such as custom ones with submitFields. */
  prepareMark?(world: World, draft: Draft, previous: StoredRecord | undefined): void;
  /** What follows once it is saved. */
  afterSave?(world: World, saved: StoredRecord, previous: StoredRecord | undefined, saving: Saving): void;
  assertDeletable?(world: World, record: StoredRecord): void;
  afterDelete?(world: World, deleted: StoredRecord, execution: Execution | undefined): void;
};

export type Saving = {
  /** Undefined for seed data. */
  execution: Execution | undefined;
  isDynamic: boolean;
  ignoreMandatoryFields: boolean;
};
