/** The rows of one file that are tried again: refused for now, still as they were reported, and not overtaken by anything. */

import type { ReportedRow } from '../catch-up/error-files.ts';
import { attemptOf, retryName } from '../folders/resent-names.ts';
import { knowsFile } from '../row-index/files-table.ts';
import { openRefusals, rowsOvertaken } from '../row-index/settle-refusals.ts';
import type { StoreEntry } from '../store/file-store.ts';
import {
  finishedFile,
  isRetried,
  madeAt,
  othersSince,
  type Placed,
  type Places,
  pathIn,
  perhapsNewer,
  replaysOf,
} from './folder-places.ts';
import { type ReportedFile, temporaryRows } from './reported-files.ts';
import { LARGEST_BYTES, type PlannedRetry, type RetryLook } from './retry-look.ts';
import { ownerKey, type RowKey, rowKeys } from './row-keys.ts';
import { isTooOld, nextTry } from './schedule.ts';

/** More files than these would be read to find out whether one of them is about a row: a person must decide then. */
const MOST_DOUBTS = 100;

const AT_ONCE = 8;

/** @returns `not now` when a later pass may see it otherwise, and `never` while the error file stays as it is */
export async function pickRows(
  options: RetryLook,
  places: Places,
  reported: ReportedFile,
  now: number,
): Promise<PlannedRetry | 'not now' | 'never'> {
  const { store, feed, folder, pauses } = options;
  const next = nextTry(reported.name, reported.written, pauses);
  const name = next && retryName(reported.name, next.attempt);
  if (!name || isRetried(places, reported.name)) return 'never';
  const file = finishedFile(places, reported.name);
  if (!file || file.size > LARGEST_BYTES) return 'not now';
  if (isTooOld(madeAt(file), now, pauses)) return 'never';
  const from = pathIn(folder, 'archive', file.name);
  const keys = rowKeys(feed, from, await store.read(from));
  const refused = (await temporaryRows(store, folder, reported)).filter(
    (row) => isAsReported(row, keys) && !options.isAcknowledged(causeOf(options, row, reported)),
  );
  const left = await withoutOvertaken(options, places, { file, refused, keys, written: reported.written });
  if (left.length === 0) return 'never';
  return { name, from, attempt: next.attempt, rows: new Set(left.map(({ row }) => row)) };
}

/** An error file that was mixed up with another, or edited, names rows that are somebody else's. */
const isAsReported = (
  { row, orderId, orderItemSeqId }: ReportedRow,
  keys: ReadonlyMap<number, RowKey>,
): boolean => keys.get(row)?.owner === ownerKey(orderId, orderItemSeqId);

const causeOf = ({ feed }: RetryLook, { code, field }: ReportedRow, { written }: ReportedFile) => ({
  feed: feed.name,
  code,
  field,
  at: written,
});

type Refused = {
  file: StoreEntry;
  refused: readonly ReportedRow[];
  keys: ReadonlyMap<number, RowKey>;
  written: number;
};

/**
 * Without rows that somebody has sent again by hand, or of which, where the newest counts, another file may say what is newer.
 * Goods that NetSuite does not know again are looked for in all files since, as they may come in a file of any name.
 */
async function withoutOvertaken(
  options: RetryLook,
  places: Places,
  { file, refused, keys, written }: Refused,
): Promise<ReportedRow[]> {
  const keyOf = ({ row }: ReportedRow): RowKey | undefined => keys.get(row);
  const said = await goodsIn(options, [
    ...replaysOf(places, file.name),
    ...(options.feed.keepsOrder ? perhapsNewer(places, file) : []),
  ]);
  const isUnknownAgain = refused.some((row) => !keyOf(row)?.isKnownAgain);
  const since = attemptOf(file.name) > 0 ? file.modified : written;
  const later = isUnknownAgain ? await goodsIn(options, othersSince(places, file.name, since)) : said;
  const overtaken = overtakenInIndex(options, file.name);
  return refused.filter((row) => {
    const { goods = '', isKnownAgain = false } = keyOf(row) ?? {};
    return !overtaken.has(row.row) && !said.has(goods) && (isKnownAgain || !later.has(goods));
  });
}

/** All goods there are, where they are in too many files. @throws TransformerError when a file cannot be read: nobody knows then */
async function goodsIn(
  { store, feed, folder }: RetryLook,
  others: readonly Placed[],
): Promise<Pick<ReadonlySet<string>, 'has'>> {
  const isTooMuch = others.length > MOST_DOUBTS || others.some(({ entry }) => entry.size > LARGEST_BYTES);
  if (isTooMuch) return { has: () => true };
  const goods = new Set<string>();
  const read = async ({ place, entry }: Placed): Promise<void> => {
    const path = pathIn(folder, place, entry.name);
    for (const key of rowKeys(feed, path, await store.read(path)).values()) goods.add(key.goods);
  };
  for (let at = 0; at < others.length; at += AT_ONCE)
    await Promise.all(others.slice(at, at + AT_ONCE).map(read));
  return goods;
}

/** Rows of which the index knows that a later file says something else: NetSuite would have to look for that. */
function overtakenInIndex(
  { index, feed, folder }: RetryLook,
  name: string,
): Pick<ReadonlySet<number>, 'has'> {
  const isNoted =
    index && feed.keepsOrder && knowsFile(index, { side: 'netsuite', folder, place: 'archive', name });
  if (!isNoted) return new Set<number>();
  const open = openRefusals(index).filter(
    ({ file }) => file.side === 'netsuite' && file.folder === folder && file.name === name,
  );
  const overtaken = rowsOvertaken(index, open);
  const left = new Set(open.filter((row) => !overtaken.has(row)).map(({ row }) => row));
  return { has: (row) => !left.has(row) };
}
