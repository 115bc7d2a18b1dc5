/** An account as plain data: what a file holds and a person may write by hand. README.md describes it. */
import type { Company } from '../platform/company-information.ts';
import type { Preferences } from '../platform/preferences.ts';
import type { RecordTypeSpec } from '../platform/record-types.ts';
import type { UserEventData, WorkflowData } from './event-data.ts';

import type { Form } from './forms.ts';

/** A search as the account's owner keeps it, in SuiteScript's own notation. */
export type SavedSearch = {
  type: string;
  title?: string;
  filters?: unknown[];
  columns?: unknown[];
  /** What it sorts by, first what comes first, where that is not what its columns say: columns that need not be shown. */
  order?: unknown[];
};

/** Field values as JSON; `sublists` holds the lines by sublist. */
export type RecordData = { id?: number; sublists?: Record<string, ValuesData[]>; [field: string]: unknown };
export type ValuesData = Record<string, unknown>;

export type FolderData = { id?: number; name: string; parent?: number; [field: string]: unknown };
export type FileData = {
  id?: number;
  name: string;
  folder?: number;
  contents?: string;
  /** Instead of `contents`, for what is not text. */
  base64?: string;
  description?: string;
  /** `CSV`, where the name does not say so. */
  fileType?: string;
  created?: string;
  modified?: string;
};

export type AccountData = {
  preferences?: Partial<Preferences> | Record<string, unknown>;
  features?: string[] | Record<string, boolean>;
  processors?: number;
  forms?: Form[];
  company?: Company;
  secrets?: Record<string, string>;
  savedSearches?: Record<string, SavedSearch>;
  userEvents?: UserEventData[];
  workflows?: WorkflowData[];
  records?: Record<string, RecordData[]>;
  folders?: FolderData[];
  files?: FileData[];
};

/** Records and fields that neither NetSuite's tables here nor the project define, taken from the data itself. */
export type InferredSchema = {
  types: Record<string, RecordTypeSpec>;
  fields: {
    recordType: string;
    sublist: string | undefined;
    id: string;
    spec: string;
    choices: Readonly<Record<string, string>>;
  }[];
};

/** Names under which data may give a record's times; they are no fields of the record. */
export const CREATED_NAMES = ['created', 'createddate', 'datecreated'];
export const MODIFIED_NAMES = ['modified', 'lastmodified', 'lastmodifieddate'];
const IDS = ['id', 'internalid'];

export const isFieldName = (name: string): boolean =>
  ![...CREATED_NAMES, ...MODIFIED_NAMES, ...IDS, 'sublists', 'recordType', 'type'].includes(name);

/** The records of the data by type, folders among them. */
export function recordsOf({ records = {}, folders = [] }: AccountData): Record<string, RecordData[]> {
  return folders.length === 0
    ? records
    : { ...records, folder: [...(records.folder ?? []), ...(folders as RecordData[])] };
}
