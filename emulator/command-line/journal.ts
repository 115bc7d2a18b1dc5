/** What a run did to the account and to the files of SFTP servers, as it is reported event by event. */

import type { RecordData, ValuesData } from '../account/account-data.ts';
import type { Account, AccountEvent, JobReport, SentEmail } from '../account.ts';

export type FileAction = { action: string; path: string; target?: string };

export type RecordChange = {
  kind: 'created' | 'changed' | 'deleted';
  type: string;
  id: number;
  /** Fields whose value is another than before the run; lines as `item[2].quantity`. */
  fields: string[];
};

export type Journal = {
  files: FileAction[];
  emails: SentEmail[];
  /** Jobs that have ended, in their order. */
  jobs: JobReport[];
  /** To be given to the account as `onEvent`. */
  note(event: AccountEvent): void;
  /** What is different from the records as they were. */
  changes(before: RecordsByType, after: RecordsByType): RecordChange[];
};

type RecordsByType = ReturnType<Account['dump']>['records'];

/** Follow from every save and say nothing about it. */
const SILENT = ['id', 'created', 'modified', 'sublists'];

export function createJournal(): Journal {
  const files: FileAction[] = [];
  const emails: SentEmail[] = [];
  const jobs: JobReport[] = [];
  return {
    files,
    emails,
    jobs,
    note: (event) => {
      if (event.kind === 'job-finished') jobs.push(event.report);
      if (event.kind === 'email') emails.push(event.email);
      if (event.kind !== 'sftp') return;
      const { action, path, target } = event;
      files.push({ action, path, ...(target === undefined ? {} : { target }) });
    },
    changes: (before, after) =>
      [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((type) =>
        changesOf(type, before[type] ?? [], after[type] ?? []),
      ),
  };
}

function changesOf(
  type: string,
  before: readonly RecordData[],
  after: readonly RecordData[],
): RecordChange[] {
  const old = new Map(before.map((record) => [record.id, record]));
  const current = new Set(after.map(({ id }) => id));
  const changed = after.flatMap((record): RecordChange[] => {
    const previous = old.get(record.id);
    const fields = changedFields(previous ?? {}, record);
    if (previous && fields.length === 0) return [];
    return [{ kind: previous ? 'changed' : 'created', type, id: record.id ?? 0, fields }];
  });
  const deleted = before
    .filter(({ id }) => !current.has(id))
    .map(({ id }): RecordChange => ({ kind: 'deleted', type, id: id ?? 0, fields: [] }));
  return [...changed, ...deleted];
}

function changedFields(before: RecordData, after: RecordData): string[] {
  const lines = (record: RecordData, sublist: string) => record.sublists?.[sublist] ?? [];
  const sublists = new Set([...Object.keys(before.sublists ?? {}), ...Object.keys(after.sublists ?? {})]);
  return [
    ...differing(before, after)
      .filter((name) => !SILENT.includes(name))
      .flatMap((name) => changedWithin(name, before, after)),
    ...[...sublists].flatMap((sublist) => {
      const [old, now] = [lines(before, sublist), lines(after, sublist)];
      return Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
        differing(old[index] ?? {}, now[index] ?? {})
          .flatMap((name) => changedWithin(name, old[index] ?? {}, now[index] ?? {}))
          .map((name) => `${sublist}[${index}].${name}`),
      ).flat();
    }),
  ];
}

/** Of a subrecord the fields that differ, of anything else the name. */
function changedWithin(name: string, before: ValuesData, after: ValuesData): string[] {
  const [old, now] = [before[name] ?? {}, after[name] ?? {}];
  if (!isSubrecord(before[name]) && !isSubrecord(after[name])) return [name];
  return changedFields(old as RecordData, now as RecordData).map((inner) => `${name}.${inner}`);
}

const isSubrecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('value' in value);

function differing(before: object, after: object): string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => JSON.stringify(old.get(name)) !== JSON.stringify(now.get(name)),
  );
}
