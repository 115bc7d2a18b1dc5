/** The account file: read and checked, and written back with what the run has changed. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AccountData } from '../account/account-data.ts';
import type { AccountOptions } from '../account.ts';
import type { AccountState } from '../setup/dump-account.ts';
import { USER_EVENTS, WORKFLOWS } from './event-schema.ts';
import { replaceFile } from './replace-file.ts';

const line = z.record(z.string(), z.unknown());
const savedSearch = z.looseObject({
  type: z.string(),
  filters: z.array(z.unknown()).optional(),
  columns: z.array(z.unknown()).optional(),
  order: z.array(z.unknown()).optional(),
});

const FILE = z.looseObject({
  preferences: z
    .looseObject({
      dateFormat: z
        .enum([
          'M/D/YYYY',
          'MM/DD/YYYY',
          'D/M/YYYY',
          'DD/MM/YYYY',
          'D-Mon-YYYY',
          'D.M.YYYY',
          'DD.MM.YYYY',
          'YYYY-MM-DD',
          'YYYY/M/D',
          'YYYY/MM/DD',
        ])
        .optional(),
      timeFormat: z.enum(['h:mm a', 'H:mm', 'HH:mm']).optional(),
      timeZone: z.string().optional(),
    })
    .optional(),
  features: z.union([z.array(z.string()), z.record(z.string(), z.boolean())]).optional(),
  company: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  processors: z.number().int().min(1).optional(),
  forms: z
    .array(
      z.strictObject({
        id: z.union([z.number().int(), z.string()]),
        name: z.string().optional(),
        recordType: z.string(),
        preferred: z.boolean().optional(),
        hidden: z.array(z.string()).optional(),
        mandatory: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  secrets: z.record(z.string(), z.string()).optional(),
  savedSearches: z.record(z.string(), savedSearch).optional(),
  userEvents: USER_EVENTS.optional(),
  workflows: WORKFLOWS.optional(),
  records: z.record(z.string(), z.array(line)).optional(),
  folders: z.array(z.looseObject({ name: z.string() })).optional(),
  files: z
    .array(
      z.strictObject({
        id: z.number().int().optional(),
        name: z.string(),
        folder: z.number().int().optional(),
        contents: z.string().optional(),
        base64: z.string().optional(),
        description: z.string().optional(),
        fileType: z.string().optional(),
        created: z.string().optional(),
        modified: z.string().optional(),
      }),
    )
    .optional(),
});

export type AccountFile = AccountData & Record<string, unknown>;

export function readAccountFile(path: string): AccountFile {
  const checked = FILE.safeParse(tidied(parsed(path)));
  if (checked.success) return checked.data as AccountFile;
  const problems = checked.error.issues.map(
    ({ path: place, message }) => `  ${place.join('.') || '(the file)'}: ${message}`,
  );
  throw new Error(
    `ACCOUNT_FILE: ${path} is not an account:\n${problems.join('\n')}\nnetsuite-emulator/account-file.md describes the file.`,
  );
}

/** What an account is made from; the records are in `data`. */
export function optionsFrom(file: AccountFile): AccountOptions {
  const {
    preferences = {},
    features = [],
    company = {},
    forms = [],
    processors = 2,
    secrets = {},
    savedSearches = {},
  } = file;
  return { preferences, features, company, forms, processors, secrets, savedSearches, data: file };
}

/** @throws Error NOT_REPLACED */
export function writeAccountFile(path: string, file: AccountFile, state: AccountState): void {
  const { records, folders, files } = state;
  const next = {
    ...file,
    records,
    ...(folders.length > 0 || file.folders ? { folders } : {}),
    ...(files.length > 0 || file.files ? { files } : {}),
  };
  replaceFile(path, `${JSON.stringify(next, null, 2)}\n`);
}

function parsed(path: string): unknown {
  if (!existsSync(path))
    throw new Error(
      `ACCOUNT_FILE: ${path} does not exist. Make one, with {} in it for an empty account, or leave out --account.`,
    );
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`ACCOUNT_FILE: ${path} cannot be read as JSON: ${reason}. Give an account file.`, {
      cause,
    });
  }
}

/** Other spellings people use: `searches`, `fields` around the body fields, records by id instead of a list. */
function tidied(given: unknown): unknown {
  if (!isObject(given)) return given;
  const { searches, ...rest } = given;
  const file: Record<string, unknown> =
    searches === undefined ? rest : { ...rest, savedSearches: rest.savedSearches ?? searches };
  if (!isObject(file.records)) return file;
  const records = Object.entries(file.records).map(([type, list]) => [type, recordList(list)] as const);
  return { ...file, records: Object.fromEntries(records) };
}

function recordList(given: unknown): unknown {
  const list = isObject(given)
    ? Object.entries(given).map(([id, record]) => (isObject(record) ? { id: Number(id), ...record } : record))
    : given;
  if (!Array.isArray(list)) return list;
  return list.map((record: unknown) => (isObject(record) ? withSublists(record) : record));
}

/** Lists of lines beside the body fields are sublists too. */
function withSublists({ fields, sublists, ...rest }: Record<string, unknown>): unknown {
  const body = isObject(fields)
    ? { ...rest, ...fields }
    : { ...rest, ...(fields === undefined ? {} : { fields }) };
  const isLines = (value: unknown) =>
    Array.isArray(value) && value.length > 0 && value.every((line) => isObject(line) && !('value' in line));
  const lists = Object.entries(body).filter(([, value]) => isLines(value));
  if (lists.length === 0) return { ...body, ...(sublists === undefined ? {} : { sublists }) };
  const plain = Object.fromEntries(Object.entries(body).filter(([, value]) => !isLines(value)));
  return { ...plain, sublists: { ...Object.fromEntries(lists), ...(isObject(sublists) ? sublists : {}) } };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
