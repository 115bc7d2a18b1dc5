/** What a run of the export has to do: files that an earlier run has begun, new files, and fulfillments that are in no file. */
import { fileName, shortHash } from '#feeds/format/file-name.ts';
import { cutIntoBatches } from '#feeds/item-fulfillments/batches.ts';
import { acquireLease, type FeedLease, releaseLease } from '../feed-files/feed-lock.ts';
import { findOpenFiles } from '../feed-files/ledger.ts';
import { inChunks, unique } from '../netsuite/searches.ts';
import { type ExportBatch, FEED, type Item } from './export-batches.ts';
import { type ExportRecord, findRecords } from './export-records.ts';
import { exportSince, type Since } from './export-since.ts';
import { findNotExported } from './not-exported.ts';
import { type Fate, fateOf, type Known } from './plan-export.ts';
import { findShippedAt } from './shipped-at.ts';

/** @property refused not exported as they stand @property toTick exported, with a box that could not be ticked */
export type Chore = { refused: Item[]; toTick: ExportRecord[]; lease: FeedLease };

export type Work = { batches: ExportBatch[]; chores: Chore[] };

/** @property wait ms that a shipment waits for a tracking number */
export type Settings = { batchSize: number; wait: number };

/** A reduce call has 5,000 units and 15 minutes (help section_4480364878), of which a fulfillment takes 16 and some seconds. */
export const LARGEST_BATCH = 150;

/** Nothing while another deployment exports. */
export function findWork(settings: Settings, now: number): Work {
  const lease = acquireLease(FEED, now);
  if (!lease) return { batches: [], chores: [] };
  const openFiles = findOpenFiles(FEED);
  const fates = findFates(settings, exportSince(FEED, lease), openFiles, now);
  const work = {
    batches: [...openBatches(openFiles, fates, lease), ...newBatches(fates, settings, lease, now)],
    chores: choresOf(fates, lease),
  };
  if (work.batches.length + work.chores.length === 0) releaseLease(lease);
  return work;
}

type Fates = ReadonlyMap<Fate, Known[]>;

/** What becomes of each fulfillment; nothing is written. */
export function findFates(
  { wait }: Settings,
  since: Since,
  openFiles: readonly string[],
  now: number,
): Fates {
  const found = findNotExported(since.day);
  const records = findRecords(found.map(({ id }) => id));
  const times = findShippedAt(found);
  const fates = new Map<Fate, Known[]>();
  for (const one of found) {
    const shippedAt = times.get(one.id);
    if (!shippedAt) continue;
    const known = { found: one, known: records.get(one.id), shippedAt };
    const fate = fateOf(known, { since: since.instant, wait, now, openFiles });
    fates.set(fate, [...(fates.get(fate) ?? []), known]);
  }
  return fates;
}

/** Under their own names, with what an earlier version has put into them. */
function openBatches(openFiles: readonly string[], fates: Fates, lease: FeedLease): ExportBatch[] {
  const adopted = fates.get('adopt') ?? [];
  return unique(openFiles)
    .sort()
    .map((file) => ({
      file,
      lease,
      items: adopted
        .filter(({ found }) => found.stampedFile === file)
        .map((one) => ({ ...itemOf(one), shipped: one.found.stampedShipped, adopted: true as const })),
    }));
}

function newBatches(fates: Fates, { batchSize }: Settings, lease: FeedLease, now: number): ExportBatch[] {
  const chosen = new Map((fates.get('export') ?? []).map((one) => [one.found.id, one]));
  const found = [...chosen.values()].map((one) => one.found);
  return cutIntoBatches(found, Math.min(batchSize, LARGEST_BATCH)).map((ids) => ({
    file: fileName({
      at: now,
      content: shortHash(ids.join()),
      name: 'SalesOrderFulfillment',
      extension: 'csv',
    }),
    items: ids.flatMap((id) => chosen.get(id) ?? []).map(itemOf),
    lease,
  }));
}

const itemOf = ({ found, known, shippedAt }: Known): Item => ({
  id: found.id,
  number: found.number,
  order: found.order,
  shipped: shippedAt.told,
  ...(known && { known }),
});

function choresOf(fates: Fates, lease: FeedLease): Chore[] {
  const refused = inChunks((fates.get('refuse') ?? []).map(itemOf), LARGEST_BATCH);
  const toTick = inChunks(
    (fates.get('tick') ?? []).flatMap(({ known }) => known ?? []),
    LARGEST_BATCH,
  );
  return [
    ...refused.map((items) => ({ refused: items, toTick: [], lease })),
    ...toTick.map((records) => ({ refused: [], toTick: records, lease })),
  ];
}
