/** What the SFTP server can say and the ledger cannot: files that no run has taken yet, and why rows were refused. */
import * as log from 'N/log';
import type * as sftp from 'N/sftp';
import { parseCsv } from '#feeds/format/csv.ts';
import { type FoundFile, listFiles, readFile } from '../feed-files/feed-folder.ts';
import { asFailure, isMissingFolder } from '../netsuite/failure.ts';
import { type Budget, startBudget } from '../netsuite/governance.ts';
import { connect } from '../netsuite/sftp-connection.ts';
import type { Controls, Entry } from './ledger-entries.ts';

/** @property oldest epoch ms, 0 when the server does not say */
export type Waiting = { feed: string; path: string; files: number; oldest: number };

/** Rows by feed and code; what was not read counts under `NOT_READ`. */
export type Causes = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** @property problem why the server was not looked at */
export type ServerState = { waiting: readonly Waiting[]; causes: Causes; problem: string };

export const NOT_READ = '(error files not read)';

/** A file waits for a minute by default, and then for the next quarter of an hour. */
const USUAL_WAIT = 60 * 60_000;

/** 10 units for each folder, and 100 for each error file as far as the run has them. */
export function lookAtServer({ folders }: Controls, refused: readonly Entry[], now: number): ServerState {
  try {
    const connection = connect();
    const budget = startBudget(() => Date.now());
    return {
      waiting: folders.flatMap(({ feed, path }) => waitingIn(connection, feed, path, now)),
      causes: findCauses(connection, folders, refused, budget),
      problem: '',
    };
  } catch (thrown) {
    const { name, message } = asFailure(thrown);
    log.error({ title: 'The server was not looked at', details: { name, message } });
    return { waiting: [], causes: new Map(), problem: `${name}: ${message}` };
  }
}

function waitingIn(connection: sftp.Connection, feed: string, path: string, now: number): Waiting[] {
  const files = listed(connection, path).filter(({ modified = 0 }) => now - modified >= USUAL_WAIT);
  if (files.length === 0) return [];
  const oldest = Math.min(...files.map(({ modified = 0 }) => modified));
  return [{ feed, path, files: files.length, oldest }];
}

function listed(connection: sftp.Connection, path: string): FoundFile[] {
  try {
    return listFiles(connection, path);
  } catch (thrown) {
    if (isMissingFolder(thrown)) return [];
    throw thrown;
  }
}

function findCauses(
  connection: sftp.Connection,
  folders: Controls['folders'],
  refused: readonly Entry[],
  budget: Budget,
): Causes {
  const causes = new Map<string, Map<string, number>>();
  for (const entry of refused) {
    const ofFeed = causes.get(entry.feed) ?? new Map<string, number>();
    causes.set(entry.feed, ofFeed);
    const paths = folders.filter(({ feed }) => feed === entry.feed).map(({ path }) => path);
    const codes = codesOf(connection, paths, entry, budget);
    const unread = Math.max(0, entry.rejected - codes.length);
    for (const code of [...codes, ...Array.from({ length: unread }, () => NOT_READ)])
      ofFeed.set(code, (ofFeed.get(code) ?? 0) + 1);
  }
  return causes;
}

/** What the mail and the ledger need at the end. */
const RESERVE = 500;

/** The first error file; of more rows than it holds the rest is not worth the units. */
function codesOf(
  connection: sftp.Connection,
  paths: readonly string[],
  { file }: Entry,
  budget: Budget,
): string[] {
  for (const path of paths) {
    if (!budget.allows(RESERVE)) return [];
    try {
      return codesIn(readFile(connection, `${path}/error`, `${file}.errors.csv`));
    } catch (thrown) {
      // It may have been taken away, or be in the folder of an earlier place.
      log.audit({ title: 'Error file not read', details: { path, file, ...asFailure(thrown) } });
    }
  }
  return [];
}

function codesIn(text: string): string[] {
  const { header, rows } = parseCsv(text);
  const [code, row] = [header.indexOf('code'), header.indexOf('row')];
  // Row 0 stands for the file as a whole.
  return rows.filter((cells) => cells[row] !== '0').flatMap((cells) => cells[code] ?? []);
}
