/** The end of a feed file: what became of its rows is written down, where people and the ledger look, and the file is put away. */
import * as log from 'N/log';
import type { FeedName } from '#feeds/feed.ts';
import { type Counts, noCounts } from '#feeds/rows/counts.ts';
import type { OutcomeRow } from '#feeds/rows/outcome-file.ts';
import { type Reject, wholeFile } from '#feeds/rows/reject.ts';
import type { FeedFolder } from './feed-folder.ts';
import { tellOrigin } from './handed-on.ts';
import { type FeedFileEntry, finishFile, isResumed } from './ledger.ts';

/** A feed, as far as it takes to finish its files. */
export type FinishingFeed = { feed: FeedName; folder: FeedFolder; now: () => number };

/** What became of the rows of a file: counted, those that were refused, and one by one in the order of the file. */
export type SettledRows = {
  counts: Counts;
  rejects: readonly Reject[];
  outcomes: readonly OutcomeRow[];
};

export const NOTHING: Counts = noCounts();

/** Of a file as a whole, whose rows nobody has looked at. */
export const NO_ROWS: SettledRows = { counts: NOTHING, rejects: [], outcomes: [] };

export const fileReject = (code: string, message: string): Reject => ({
  row: wholeFile,
  field: '',
  code,
  message,
  orderId: '',
  orderItemSeqId: '',
});

/**
 * The error file and the outcome file come first and the move last: after a crash in between, the ledger shows the next run what is
 * left to do, and who finds the file at its place finds both.
 */
export function finishFeedFile(
  files: FinishingFeed,
  name: string,
  entry: FeedFileEntry,
  { counts, rejects, outcomes }: SettledRows,
  note = '',
): void {
  const { feed, folder, now } = files;
  // An earlier run may have refused rows that were applied since.
  const errors = rejects.length > 0 || isResumed(entry) ? folder.writeErrors(name, rejects) : [];
  writeOutcomes(folder, name, entry, outcomes);
  const see = errors.length > 0 ? `See ${errors.map((file) => `error/${file}`).join(', ')}` : '';
  const message = [note, see].filter((part) => part !== '').join(' ');
  const status = rejects.length > 0 ? 'Done with errors' : 'Done';
  tellOrigin(name, `${status}: ${counts.applied} of ${counts.rows} applied. ${message}`.trim());
  finishFile(entry, status, counts, message, now());
  putAway(files, name, 'archive');
  log.audit({ title: 'Feed file settled', details: { feed, file: name, ...counts } });
}

/** In the same order. */
export function failFile(
  files: FinishingFeed,
  name: string,
  entry: FeedFileEntry,
  { counts, rejects, outcomes }: SettledRows,
  reason: string,
): void {
  const { feed, folder, now } = files;
  folder.writeErrors(name, rejects);
  writeOutcomes(folder, name, entry, outcomes);
  tellOrigin(name, `Failed: ${counts.applied} of ${counts.rows} applied. ${reason}`);
  finishFile(entry, 'Failed', counts, reason, now());
  putAway(files, name, 'failed');
  log.error({ title: 'Feed file failed', details: { feed, file: name, reason } });
}

/** What an earlier run has said of a file that turns out to have no rows that can be looked at would be of nothing. */
function writeOutcomes(
  folder: FeedFolder,
  name: string,
  entry: FeedFileEntry,
  outcomes: readonly OutcomeRow[],
): void {
  if (outcomes.length > 0 || isResumed(entry)) folder.writeOutcomes(name, outcomes);
}

/** Under another name where the place has one of this name already: a file must not be tried endlessly. */
export function putAway({ folder, now }: FinishingFeed, name: string, to: 'archive' | 'failed'): void {
  if (folder.move(name, 'processing', to)) return;
  folder.move(name, 'processing', to, freshName(name, now()));
}

export const freshName = (name: string, now: number): string =>
  `${new Date(now).toISOString().replace(/[:.]/g, '-')}-${name}`;
