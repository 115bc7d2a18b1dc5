/** What an account reports to its owner while it works: log lines, records, jobs and files. */
import type { ScriptType } from '../platform/governance.ts';
import type { HttpResponse } from '../platform/http.ts';
import type { Page } from '../platform/pages/page.ts';
import type { LogLevel } from '../sdf/project.ts';

export type LogLine = {
  time: number;
  deploymentId: string;
  scriptId: string;
  level: LogLevel;
  title: string;
  details: string;
};

export type RecordReference = { type: string; id: number };

export type CsvRowResult = {
  /** The row's place in the file, the header not counted, from 1. */
  row: number;
  outcome: 'imported' | 'rejected';
  recordId: number | null;
  message: string;
};

/** A message a script sent: kept, and sent to nobody. */
export type SentEmail = {
  time: number;
  /** Null for a person at the screen. */
  deploymentId: string | null;
  isBulk: boolean;
  author: number;
  to: Addressee[];
  cc: Addressee[];
  bcc: Addressee[];
  replyTo: string | null;
  subject: string;
  body: string;
  attachments: { name: string; size: number }[];
  relatedRecords: Record<string, unknown> | null;
};

/** `email` is null for somebody the data does not know. */
export type Addressee = { id: number | null; email: string | null };

export type StageReport = {
  stage: string;
  invocations: number;
  units: number;
  errors: { key: string; error: string; executionNo: number }[];
};

export type ExecutionReport = {
  deploymentId: string;
  scriptId: string;
  scriptType: ScriptType;
  ended: 'normally' | 'with an error';
  /** NetSuite mails it to whom the script record names, unless its `notifyOff` is true (section_4243803203). */
  error?: { name: string; message: string; notifyOff?: true };
  /** Where in the script the error was thrown, if that is known. */
  stack?: string[];
  /** Units used over all stages. */
  units: number;
  /** The same by metered call, over all stages. */
  calls: { call: string; times: number; units: number }[];
  stages: StageReport[];
  recordsCreated: RecordReference[];
  recordsChanged: RecordReference[];
  logs: LogLine[];
  /** Of a RESTlet or Suitelet, unless nobody knows what NetSuite would have answered. */
  response?: HttpResponse;
  /** What a Suitelet has put on the page that it answered with; the response has it drawn. */
  page?: Page;
  /** Of a map/reduce: how many of the account's processors it takes, which other scripts wait for meanwhile. */
  processors?: { taken: number; of: number };
};

export type JobReport =
  | {
      kind: 'csv-import';
      taskId: string;
      name: string;
      mappingId: string;
      status: 'COMPLETE' | 'FAILED';
      message: string;
      /** What of the import is not emulated: NetSuite need not have refused it. */
      error?: { name: string; message: string };
      rows: CsvRowResult[];
    }
  | {
      kind: 'search';
      taskId: string;
      savedSearchId: string;
      status: 'COMPLETE' | 'FAILED';
      message: string;
      error?: { name: string; message: string };
      /** How many results it wrote into its file. */
      rows: number;
      fileId?: number;
    }
  | { kind: 'script'; taskId: string; status: 'COMPLETE' | 'FAILED'; execution: ExecutionReport };

export type AccountEvent =
  | { kind: 'log'; line: LogLine }
  | { kind: 'script-started'; deploymentId: string; scriptId: string; invocationType: string }
  | { kind: 'script-ended'; report: ExecutionReport }
  | { kind: 'record-created' | 'record-changed' | 'record-deleted'; type: string; id: number }
  | { kind: 'task-queued'; taskId: string; taskType: string }
  | { kind: 'job-finished'; report: JobReport }
  | { kind: 'email'; email: SentEmail }
  | {
      kind: 'sftp';
      action: 'upload' | 'download' | 'move' | 'remove' | 'make-directory' | 'remove-directory';
      host: string;
      path: string;
      target?: string;
    };
