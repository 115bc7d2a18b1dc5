/**
 * What newer allocations have said of the lines of a file that comes late, as when the server or the transformer had trouble
 * with it: the newest allocation of a line wins, whichever file arrives last.
 */
import * as log from 'N/log';
import { FeedError } from '#feeds/errors.ts';
import { NOT_READABLE, type Place } from '../feed-files/feed-folder.ts';
import { findNewerFiles } from '../feed-files/ledger.ts';
import type { ReadableFolder } from '../feed-files/peek-folder.ts';
import { asFailure, isNamed } from '../netsuite/failure.ts';
import type { Budget } from '../netsuite/governance.ts';
import { addSaid, type NewerFiles, type Said } from './newest-wins.ts';
import type { OrderField } from './order-fields.ts';
import { readRows } from './read-rows.ts';
import type { UpdateSettings } from './settings.ts';

/** A look at a place costs 100 units, whether the file is there or not. More looks than these would leave none for the rest. */
const MOST_LOOKS = 30;

/** One of them, and what the file itself still needs. */
const UNITS_PER_LOOK = 100 + 500;

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
  const unread: string[] = [];
  const said: Said = new Map();
  let looks = 0;
  for (const file of newer) {
    const look = (place: Place) => {
      looks += 1;
      return rowsAt(place, file, folder, settings, fields);
    };
    const hasLooks = () => looks < MOST_LOOKS && budget.allows(UNITS_PER_LOOK);
    const rows = firstFound(PLACES, look, hasLooks);
    // A run that began with this file could not look further either.
    if (!rows && looks < MOST_LOOKS && !budget.allows(UNITS_PER_LOOK)) return undefined;
    if (!rows) unread.push(file);
    for (const row of rows ?? []) addSaid(said, row, row.orderId, fields);
  }
  return { said, unread };
}

const PLACES: readonly Place[] = ['archive', 'processing', 'failed', 'waiting'];

type Rows = ReturnType<typeof readRows>['rows'];

/**
 * It is in archive, in processing while it waits for the rest of its rows, in failed when it was given up, or where it was when
 * the run that had entered it died before it was moved.
 */
function firstFound(
  places: readonly Place[],
  look: (place: Place) => Rows | undefined,
  hasLooks: () => boolean,
): Rows | undefined {
  for (const place of places) {
    const rows = hasLooks() ? look(place) : undefined;
    if (rows) return rows;
  }
  return undefined;
}

function rowsAt(
  place: Place,
  name: string,
  folder: ReadableFolder,
  settings: UpdateSettings,
  fields: readonly OrderField[],
): Rows | undefined {
  try {
    return readRows(folder.read(name, place), settings, fields).rows;
  } catch (thrown) {
    if (!(thrown instanceof FeedError) && !isNamed(thrown, ...NOT_READABLE)) throw thrown;
    const reason = asFailure(thrown).message;
    log.audit({ title: 'A newer file cannot be read', details: { name, place, reason } });
    return undefined;
  }
}
