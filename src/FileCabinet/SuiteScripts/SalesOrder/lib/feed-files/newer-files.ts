/**
 * What newer allocations have said of the lines of a file that comes late, as when the server or the transformer had trouble
 * with it: the newest allocation of a line wins, whichever file arrives last.
 */
import * as log from 'N/log';
import {
  parseSalesOrderLineUpdates,
  type SalesOrderLineUpdate,
} from '#feeds/brokered-order-items/netsuite.ts';
import { FeedError } from '#feeds/errors.ts';
import { asFailure, isNamed } from '../netsuite/failure.ts';
import type { Budget } from '../netsuite/governance.ts';
import type { FeedFolder } from './feed-folder.ts';
import { findNewerFiles } from './ledger.ts';

/** The order as a row can name it. */
export type NamedLine = { internalId: string; externalId: string; lineId: string };

/**
 * @property unread newer files of which it is not known which lines they set
 */
export type NewerFiles = { setLine(line: NamedLine): boolean; unread: readonly string[] };

/** A file costs 100 units to read, or 200 when it lies in processing. More than these would leave none for the rest. */
const MOST_READ = 30;

/** 10 units for a file that comes in its lease. @returns nothing when a later run must look, for want of units */
export function newerFilesThan(name: string, folder: FeedFolder, budget: Budget): NewerFiles | undefined {
  const newer = findNewerFiles('brokered-order-items', name);
  if (newer.length > 0) log.audit({ title: 'A file arrived late', details: { file: name, newer } });
  const read = newer.slice(0, MOST_READ);
  const unread = newer.slice(MOST_READ);
  const lines = new Set<string>();
  for (const file of read) {
    if (!budget.allows(UNITS_PER_READ)) return undefined;
    const updates = readApplied(file, folder);
    if (!updates) unread.push(file);
    for (const { update } of updates ?? []) for (const key of keysOf(update)) lines.add(key);
  }
  return { setLine: (line) => keysOf(line).some((key) => lines.has(key)), unread };
}

/** Two places, and what the file itself still needs. */
const UNITS_PER_READ = 200 + 1000;

function keysOf({ internalId, externalId, lineId }: NamedLine | SalesOrderLineUpdate): string[] {
  const keys = [
    JSON.stringify(['internalId', internalId, lineId]),
    JSON.stringify(['externalId', externalId, lineId]),
  ];
  return [internalId, externalId].flatMap((id, index) => (id === '' ? [] : [keys[index] as string]));
}

/** It is in archive, or in processing while its import runs. */
function readApplied(name: string, folder: FeedFolder) {
  for (const place of ['archive', 'processing'] as const) {
    try {
      return parseSalesOrderLineUpdates(folder.read(name, place)).updates;
    } catch (thrown) {
      if (!(thrown instanceof FeedError) && !isNamed(thrown, ...NOT_READABLE)) throw thrown;
      log.audit({
        title: 'A newer file cannot be read',
        details: { name, place, reason: asFailure(thrown).message },
      });
    }
  }
  return undefined;
}

const NOT_READABLE = [
  'FTP_NO_SUCH_FILE_OR_DIRECTORY',
  'FTP_PERMISSION_DENIED',
  'FTP_MAXIMUM_FILE_SIZE_EXCEEDED',
  'SSS_FILE_CONTENT_SIZE_EXCEEDED',
];
