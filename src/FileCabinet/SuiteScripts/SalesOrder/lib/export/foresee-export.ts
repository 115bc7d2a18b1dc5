/** A dry run of the export: what a run at this moment would do, and since when; nothing is written, and no lease taken. */
import { formatInstant } from '#feeds/format/dates.ts';
import { cutIntoBatches } from '#feeds/item-fulfillments/batches.ts';
import { findLeaseHolder } from '../feed-files/feed-lock.ts';
import { findOpenFiles } from '../feed-files/ledger.ts';
import { FEED } from './export-batches.ts';
import { foreseeSince } from './export-since.ts';
import { findFates, LARGEST_BATCH, type Settings } from './find-work.ts';
import { countOlder } from './not-exported.ts';
import type { Fate } from './plan-export.ts';

/** More are read by nobody in a log. */
const MOST_NAMED = 20;

/** 30 units, and what the searches of a run take. @throws SINCE_NOT_READ */
export function foreseeExport(settings: Settings, now: number) {
  const since = foreseeSince(FEED, now);
  const openFiles = findOpenFiles(FEED);
  const fates = findFates(settings, since, openFiles, now);
  const foundOf = (fate: Fate) => (fates.get(fate) ?? []).map(({ found }) => found);
  const toExport = foundOf('export');
  const refused = foundOf('refuse').map(({ number }) => number);
  return {
    since: formatInstant(since.instant),
    fulfillments: toExport.length,
    lines: toExport.reduce((lines, found) => lines + found.lines, 0),
    files: cutIntoBatches(toExport, Math.min(settings.batchSize, LARGEST_BATCH)).length,
    filesBegun: openFiles.length,
    withoutLocation: refused.length,
    ...(refused.length > 0 && { numbersWithoutLocation: refused.slice(0, MOST_NAMED) }),
    boxesToTick: foundOf('tick').length,
    leftForNow: foundOf('leave').length,
    olderLines: countOlder(since.day),
    running: findLeaseHolder(FEED),
  };
}
