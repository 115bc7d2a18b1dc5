/** What is in a folder over SFTP, with several requests under way: servers list a hundred entries at a time. */
import type { Attributes, FileEntryWithStats } from 'ssh2';
import { codeOf } from '../errors.ts';
import type { StoreEntry } from './file-store.ts';
import type { Ask } from './sftp-requests.ts';

/** SFTP's status code for the end of a file, and of a listing. */
const END = '1';

/** Two for the many folders with few entries: the second one is answered with the end. */
const MANY_ENTRIES = 50;
const REQUESTS_UNDER_WAY = { few: 2, many: 16 };

export async function listEntries(ask: Ask, absolute: string): Promise<StoreEntry[]> {
  const handle = await ask<Buffer>((sftp, done) => sftp.opendir(absolute, done));
  const asked = Array.from({ length: REQUESTS_UNDER_WAY.few }, () => someEntries(ask, handle));
  const entries: FileEntryWithStats[] = [];
  try {
    for (;;) {
      const some = (await asked.shift()) ?? [];
      if (some.length === 0) break;
      entries.push(...some);
      const wanted = entries.length < MANY_ENTRIES ? REQUESTS_UNDER_WAY.few : REQUESTS_UNDER_WAY.many;
      while (asked.length < wanted) asked.push(someEntries(ask, handle));
    }
    entries.push(...(await Promise.all(asked)).flat()); // a server may answer in another order
  } finally {
    ask<void>((sftp, done) => sftp.close(handle, done)).catch(() => {}); // it ends with the connection at the latest
  }
  return entries.filter(({ filename }) => filename !== '.' && filename !== '..').map(entryOf);
}

/** @returns none at the end */
function someEntries(ask: Ask, handle: Buffer): Promise<FileEntryWithStats[]> {
  const some = ask<FileEntryWithStats[]>((sftp, done) =>
    sftp.readdir(handle, (error, list) => (codeOf(error) === END ? done(undefined, []) : done(error, list))),
  );
  some.catch(() => {}); // whoever waits for it hears it
  return some;
}

/** Servers need not report a time. */
const entryOf = ({ filename, longname, attrs }: FileEntryWithStats): StoreEntry => ({
  name: filename,
  size: attrs.size ?? 0,
  modified: (attrs.mtime ?? 0) * 1000,
  kind: kindOf(attrs, longname),
});

/** By the type bits of a POSIX mode; some servers leave them out and say it in the line that is meant for people only. */
export function kindOf({ mode }: Pick<Attributes, 'mode'>, longname = ''): StoreEntry['kind'] {
  const type = (mode ?? 0) & 0o170000;
  if (type === 0o100000) return 'file';
  if (type === 0o040000) return 'folder';
  return type === 0 ? (kindsByLetter[longname.charAt(0)] ?? 'unknown') : 'other';
}

/** As `ls -l` begins its lines. */
const kindsByLetter: Readonly<Record<string, StoreEntry['kind']>> = {
  '-': 'file',
  d: 'folder',
  l: 'other',
  b: 'other',
  c: 'other',
  p: 'other',
  s: 'other',
};
