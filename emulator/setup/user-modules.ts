/** The N modules as a person's own work sees them: the members that are emulated, with types for TypeScript callers. */

import type { World } from '../account/account-context.ts';
import { createExecution } from '../account/execution.ts';
import { createModules } from '../N/modules.ts';
import { HOST_REALM } from '../platform/realm.ts';

type Options = Record<string, unknown>;

export type UserRecord = {
  readonly id: number | null;
  readonly type: string;
  getValue(options: Options): unknown;
  getText(options: Options): string;
  setValue(options: Options): UserRecord;
  setText(options: Options): UserRecord;
  getLineCount(options: Options): number;
  getSublistValue(options: Options): unknown;
  getSublistText(options: Options): string;
  setSublistValue(options: Options): UserRecord;
  setSublistText(options: Options): UserRecord;
  findSublistLineWithValue(options: Options): number;
  insertLine(options: Options): UserRecord;
  removeLine(options: Options): UserRecord;
  /** In dynamic mode. */
  selectLine(options: Options): UserRecord;
  setCurrentSublistValue(options: Options): UserRecord;
  commitLine(options: Options): UserRecord;
  getSubrecord(options: Options): UserRecord;
  removeSubrecord(options: Options): UserRecord;
  getSublistSubrecord(options: Options): UserRecord;
  save(options?: Options): number;
};

export type UserSearchResult = {
  readonly id: string | null;
  readonly recordType: string;
  getValue(column: string | Options): string | boolean | null;
  getText(column: string | Options): string | null;
  getAllValues(): Record<string, unknown>;
};

export type UserSearch = {
  run(): {
    getRange(options: Options): UserSearchResult[];
    each(callback: (result: UserSearchResult) => boolean): void;
  };
  runPaged(options?: Options): {
    readonly count: number;
    readonly pageRanges: { index: number }[];
    fetch(options: Options): { readonly data: UserSearchResult[]; readonly isLast: boolean };
  };
};

export type UserModules = {
  record: {
    Type: Record<string, string>;
    create(options: Options): UserRecord;
    load(options: Options): UserRecord;
    transform(options: Options): UserRecord;
    submitFields(options: Options): number;
    delete(options: Options): number;
  };
  search: {
    create(options: Options): UserSearch;
    lookupFields(options: Options): Record<string, unknown>;
  };
  file: { create(options: Options): { getContents(): string; readonly size: number; readonly name: string } };
  format: {
    Type: Record<string, string>;
    parse(options: Options): Date;
    format(options: Options): string;
  };
};

/** Modules without a script behind them: no units, no limits, the emulator's own dates and arrays. */
export function createUserModules(world: World): UserModules {
  const modules = createModules(world, createExecution(HOST_REALM, undefined, Number.POSITIVE_INFINITY));
  return {
    record: modules('N/record') as UserModules['record'],
    search: modules('N/search') as UserModules['search'],
    file: modules('N/file') as UserModules['file'],
    format: modules('N/format') as UserModules['format'],
  };
}
