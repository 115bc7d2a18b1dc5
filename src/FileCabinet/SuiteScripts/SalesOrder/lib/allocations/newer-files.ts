/**
 * What newer allocations have said of the lines of a file that comes late, as when the server or the transformer had trouble
 * with it: the newest allocation of a line wins, whichever file arrives last.
 */
import * as log from 'N/log';
import { FeedError } from '#feeds/errors.ts';
import type { Place } from '../feed-files/feed-folder.ts';
import { findNewerFiles } from '../feed-files/ledger.ts';
import type { ReadableFolder } from '../feed-files/peek-folder.ts';
import { asFailure, isNamed } from '../netsuite/failure.ts';
import type { Budget } from '../netsuite/governance.ts';
import { addSaid, type NewerFiles, type Said } from './newest-wins.ts';
import type { OrderField } from './order-fields.ts';
import { readRows } from './read-rows.ts';
import type { UpdateSettings } from './settings.ts';

/** A file costs 100 units to read, at each place it may be in. More than these would leave none for the rest. */
const MOST_READ = 20;

/** 10 units for a file that comes in its turn. @returns nothing when a later run must look, for want of units */
export function newerFilesThan(
  name: string,
  folder: ReadableFolder,
  budget: Budget,
  settings: UpdateSettings,
  fields: readonly OrderField[],
): NewerFiles | undefined {
  const newer = findNewerFiles('brokered-order-items', name);
  if (newer.length > 0) log.audit({ title: 'A file arrived late', details: { file: name, newer } });
  const unread = newer.slice(MOST_READ);
  const said: Said = new Map();
  for (const file of newer.slice(0, MOST_READ)) {
    if (!budget.allows(UNITS_PER_READ)) return undefined;
    const rows = readTaken(file, folder, settings, fields);
    if (!rows) unread.push(file);
    for (const row of rows ?? []) addSaid(said, row, row.orderId, fields);
  }
  return { said, unread };
}

/** Four places, and what the file itself still needs. */
const UNITS_PER_READ = 420 + 500;

const PLACES: readonly Place[] = ['archive', 'processing', 'failed', 'waiting'];

/**
 * It is in archive, in processing while it waits for the rest of its rows, in failed when it was given up, or where it was when
 * the run that had entered it died before it was moved.
 */
function readTaken(
  name: string,
  folder: ReadableFolder,
  settings: UpdateSettings,
  fields: readonly OrderField[],
): ReturnType<typeof readRows>['rows'] | undefined {
  for (const place of PLACES) {
    try {
      return readRows(folder.read(name, place), settings, fields).rows;
    } catch (thrown) {
      if (!(thrown instanceof FeedError) && !isNamed(thrown, ...NOT_READABLE)) throw thrown;
      const reason = asFailure(thrown).message;
      log.audit({ title: 'A newer file cannot be read', details: { name, place, reason } });
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
