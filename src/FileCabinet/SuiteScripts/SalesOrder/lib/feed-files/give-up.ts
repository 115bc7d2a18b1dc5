/** A file that has stopped too many runs: put aside with what is applied of it, so that the rest of its feed goes on. */
import * as log from 'N/log';
import { asFailure } from '../netsuite/failure.ts';
import {
  failFile,
  fileReject,
  type FinishingFeed,
  finishFeedFile,
  NO_ROWS,
  type SettledRows,
} from './finish-file.ts';
import { type FeedFileEntry, MOST_STOPS, recordStops, takeEntry } from './ledger.ts';

export type GivingFeed = FinishingFeed & {
  /**
   * Finds out what of a file is applied that runs cannot get through, and gives the reason for all its other rows.
   * @returns nothing for want of units
   */
  giveUp(name: string, text: string, reason: string): SettledRows | undefined;
};

/** What the file has done is found out without writing; where even that stops, the file as a whole stands in its error file. */
export function giveUpFile(files: GivingFeed, name: string, known: FeedFileEntry): 'on' | 'out of budget' {
  const lastError = known.message === '' ? '' : ` ${known.message}`;
  const reason = `${known.stops} runs stopped at this file, so it was put aside.${lastError} Find out what stops them, and put the file back: what is applied of it is not applied again.`;
  const wholeFile = { ...NO_ROWS, rejects: [fileReject('RUNS_STOPPED', reason)] };
  // A run that died of finding out is followed by one that does not try.
  const hasDied = known.stops > MOST_STOPS;
  const entry = takeEntry(files.feed, name, known, files.now());
  const found = hasDied ? wholeFile : findGivenUp(files, name, reason, wholeFile);
  if (!found) {
    recordStops(entry, known.stops);
    return 'out of budget';
  }
  if (found.rejects.length === 0) {
    const note = `${known.stops} runs stopped at this file, of which every row is applied all the same.${lastError}`;
    finishFeedFile(files, name, entry, found, note);
    return 'on';
  }
  failFile(files, name, entry, found, reason);
  return 'on';
}

function findGivenUp(
  { folder, giveUp }: GivingFeed,
  name: string,
  reason: string,
  wholeFile: SettledRows,
): SettledRows | undefined {
  try {
    return giveUp(name, folder.read(name), reason);
  } catch (thrown) {
    log.error({ title: 'Rows of a file that is given up not found', details: asFailure(thrown) });
    return wholeFile;
  }
}
