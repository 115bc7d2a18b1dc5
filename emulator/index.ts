/** What the package netsuite-emulator offers to other programs, such as tests. README.md shows how it is used. */
import type { AccountOptions } from './account.ts';
import { optionsFrom, readAccountFile as readFile } from './command-line/account-file.ts';

export type {
  Account,
  AccountData,
  AccountEvent,
  AccountOptions,
  CsvRowResult,
  ExecutionReport,
  FeaturesGiven,
  Form,
  HttpMethod,
  HttpRequest,
  HttpResponse,
  JobReport,
  LogLine,
  Preferences,
  RecordReference,
  RecordView,
  RestletCall,
  RunOptions,
  ScriptFile,
  SeedValues,
  SentEmail,
  SftpHost,
  StageReport,
  UserEventData,
  UserModules,
  UserRecord,
  UserSearchResult,
  Value,
  Values,
  WorkflowData,
} from './account.ts';
export { createAccount } from './account.ts';
export type { Doubts, Faults, ImportStep, NCall } from './account/faults.ts';
export { ImportFailed, ServerDown, ServerRestart } from './account/faults.ts';
export type { AccessToken, RestletOptions, Restlets } from './http/listen.ts';
export { listenForRestlets } from './http/listen.ts';
export { withLeniency } from './strictness/leniency.ts';
export { NotEmulated } from './strictness/not-emulated.ts';

/** The account of a file such as the command line takes, to be given to `createAccount`. @throws Error ACCOUNT_FILE */
export const readAccountFile = (file: string): AccountOptions => optionsFrom(readFile(file));
