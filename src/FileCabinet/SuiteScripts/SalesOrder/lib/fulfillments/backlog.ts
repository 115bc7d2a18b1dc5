/**
 * A backlog of fulfilled order items on several processors: the files are shared out by sales order, so that no two calls
 * work on one, and a file is settled when all its rows are accounted for. What a call leaves, a later run takes up.
 */
import * as log from 'N/log';
import { noCounts, skippedRows } from '#feeds/rows/counts.ts';
import { type CreateSettings, UNITS_PER_FILE } from '../drafts/settings.ts';
import { type EarlierPart, findEarlierParts } from '../earlier-parts/earlier-fulfillments.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import { acquireLease, type FeedLease, releaseLease, renewLease } from '../feed-files/feed-lock.ts';
import { type FeedFileEntry, findEntry, isFinal, recordPause } from '../feed-files/ledger.ts';
import { type FileOutcome, finishFeedFile, isStill, processInTurn } from '../feed-files/process-files.ts';
import type { Budget } from '../netsuite/governance.ts';
import { knownLocations } from '../netsuite/locations.ts';
import { inChunks } from '../netsuite/searches.ts';
import { findOrders, type Order } from '../orders/orders.ts';
import type { Shipment } from '../orders/shipments.ts';
import {
  applyShipment,
  inFileOrder,
  isReject,
  isResumed,
  type RowResult,
  readShipments,
  surroundings,
} from './fulfill-file.ts';

const FEED = 'fulfilled-order-items';

/** Summarize has 10,000 units, and a file with errors takes 126 of them. */
const MOST_FILES = 50;

/** Enough for hours of work; a row is some 600 bytes, and all together may be 200 MB (help section_4480364878). */
const MOST_ROWS = 30_000;

/** A value may have 1 MB by one help page and 10 MB by another; what is more of one sales order waits. */
const MOST_ROWS_OF_ORDER = 500;

const REJECTS_PER_PIECE = 500;

/** Each order looking whether the lease is still the run's would cost 2 units an order. */
const ORDERS_PER_LOOK = 20;

/**
 * Shipments of one sales order, in the order of their files.
 * @property lease for calls that must look whether it is still the run's
 * @property earlier by the key of the shipment
 */
export type OrderWork = {
  lease?: FeedLease;
  shipments: { file: string; resumed: boolean; shipment: Shipment }[];
  earlier: Record<string, EarlierPart[]>;
  /** As it was when the work was shared out; missing when NetSuite has no such order. */
  order?: Order;
};

/** @property toAccountFor rows that are not skipped by rule; said once for each file */
export type FilePiece = { rows?: number; toAccountFor?: number; results: RowResult[] };

/** What one reduce call is given: work, or what is known of a file already. */
export type BacklogWork = { order: OrderWork } | { file: string; piece: FilePiece };

/** What the calls say of the files, by name. */
export type FilePieces = Map<string, FilePiece[]>;

type BacklogContext = { folder: FeedFolder; settings: CreateSettings; budget: Budget; now: () => number };

/** Takes the feed's lease and its files, and shares the rows out; nothing while another deployment has the lease. */
export function distribute({ folder, settings, budget, now }: BacklogContext): Record<string, BacklogWork> {
  const lease = acquireLease(FEED, now());
  if (!lease) return {};
  const assignments = makeAssignments(lease);
  processInTurn({
    feed: FEED,
    folder,
    now,
    minimumAgeSeconds: settings.minimumAge,
    unitsPerFile: UNITS_PER_FILE,
    budget: { allows: (units) => !assignments.isFull() && budget.allows(units) },
    apply: assignments.add,
  });
  return assignments.work();
}

function makeAssignments(lease: FeedLease) {
  const work: Record<string, BacklogWork> = {};
  const orders = new Map<string, OrderWork>();
  const locations = knownLocations();
  let files = 0;
  let rows = 0;
  return {
    isFull: () => files >= MOST_FILES || rows >= MOST_ROWS,
    work: () => {
      addEarlierParts([...orders.values()]);
      addOrders([...orders.values()]);
      return work;
    },
    add: (file: string, text: string, entry: FeedFileEntry): FileOutcome => {
      const { shipments, tally } = readShipments(file, text, locations);
      const toAccountFor = tally.counts.rows - skippedRows(tally.counts);
      work[`file ${file}`] = { file, piece: { rows: tally.counts.rows, toAccountFor, results: [] } };
      inChunks(tally.rejects, REJECTS_PER_PIECE).forEach((results, index) => {
        work[`file ${file} ${index}`] = { file, piece: { results } };
      });
      for (const shipment of shipments) {
        const key = `order ${shipment.salesOrderId}`;
        const order = orders.get(key) ?? newOrder(orders.size % ORDERS_PER_LOOK === 0 ? lease : undefined);
        orders.set(key, order);
        work[key] = { order };
        if (rowsOf(order) < MOST_ROWS_OF_ORDER)
          order.shipments.push({ file, resumed: isResumed(entry), shipment });
      }
      files += 1;
      rows += tally.counts.rows;
      return { state: 'delegated' };
    },
  };
}

const newOrder = (lease: FeedLease | undefined): OrderWork => ({
  ...(lease ? { lease } : {}),
  shipments: [],
  earlier: {},
});

const rowsOf = ({ shipments }: OrderWork): number =>
  shipments.reduce((sum, { shipment }) => sum + shipment.rows.length, 0);

/** Asked for all orders at once, as asking in each call would cost a third more units. */
function addEarlierParts(orders: readonly OrderWork[]): void {
  const found = findEarlierParts(
    orders.flatMap(({ shipments }) => shipments.map(({ shipment }) => shipment)),
  );
  for (const { shipments, earlier } of orders) {
    for (const { shipment } of shipments) {
      const parts = found.get(shipment.key);
      if (parts) earlier[shipment.key] = parts;
    }
  }
}

function addOrders(works: readonly OrderWork[]): void {
  const idOf = ({ shipments }: OrderWork): string => shipments[0]?.shipment.salesOrderId ?? '';
  const found = findOrders(works.map(idOf));
  for (const work of works) {
    const order = found[idOf(work)];
    if (order) work.order = order;
  }
}

/**
 * Fulfills a sales order's shipments. A call that is made again finds what it did the first time.
 * @returns by file; rows the budget does not allow for are missing
 */
export function fulfillSalesOrder(
  { lease, shipments, earlier, order }: OrderWork,
  { settings, budget, now }: Omit<BacklogContext, 'folder'>,
  isRestarted: boolean,
): FilePieces {
  const pieces: FilePieces = new Map();
  if (lease && !renewLease(lease, now())) return pieces;
  const parts = isRestarted ? findEarlierParts(shipments.map(({ shipment }) => shipment)) : undefined;
  const done = new Set<string>();
  const around = surroundings(settings);
  for (const { file, resumed, shipment } of shipments) {
    const { key, salesOrderId } = shipment;
    // Two files of the backlog can hold the same shipment, when HotWax sent one again.
    const latest = done.has(key) ? findEarlierParts([shipment]) : parts;
    const known = (latest ? latest.get(key) : earlier[key]) ?? [];
    const isFirst = done.size === 0 && !isRestarted;
    const current = isFirst ? order : findOrders([salesOrderId])[salesOrderId];
    done.add(key);
    const results = applyShipment(
      shipment,
      { parts: known, order: current },
      resumed || isRestarted,
      around,
      budget,
    );
    if (!results) break;
    pieces.set(file, [...(pieces.get(file) ?? []), { results }]);
  }
  return pieces;
}

/**
 * Settles the files whose rows are all accounted for, and ends the lease.
 * @returns whether files are left that could go on now
 */
export function finishBacklog(
  pieces: FilePieces,
  { folder, settings, budget, now }: BacklogContext,
): boolean {
  const lease = acquireLease(FEED, now());
  if (!lease) return false;
  for (const [file, ofFile] of pieces) {
    if (budget.allows(UNITS_PER_FILE)) finishIfWhole(file, ofFile, folder, now);
  }
  const age = { now, minimumAgeSeconds: settings.minimumAge };
  const waiting = folder.list('waiting').filter((file) => isStill(file, age));
  const isLeft = waiting.length > 0 || folder.list('processing').length > 0;
  releaseLease(lease);
  return pieces.size > 0 && isLeft;
}

function finishIfWhole(
  file: string,
  pieces: readonly FilePiece[],
  folder: FeedFolder,
  now: () => number,
): void {
  const entry = findEntry(FEED, file);
  const head = pieces.find(({ toAccountFor }) => toAccountFor !== undefined);
  if (!entry || isFinal(entry) || !head) return;
  const results = oneForEachRow(pieces.flatMap((piece) => piece.results));
  const missing = (head.toAccountFor ?? 0) - results.length;
  if (missing > 0) {
    recordPause(entry, `${missing} rows are still pending; a later run processes them.`);
    log.audit({ title: 'File not finished', details: { file, missing } });
    return;
  }
  const rejects = inFileOrder(results.filter(isReject));
  const applied = results.filter((result) => !isReject(result) && result.applied).length;
  const rows = head.rows ?? 0;
  // Or repeated in the file: the pieces say no more of rows that are not to be applied.
  const skipped = { ALREADY_APPLIED: rows - applied - rejects.length };
  const counts = { ...noCounts(), rows, applied, rejected: rejects.length, skipped };
  finishFeedFile({ feed: FEED, folder, now }, file, entry, counts, rejects);
}

/** A call that was interrupted may have spoken twice of a row; what it applied then, it has applied. */
function oneForEachRow(results: readonly RowResult[]): RowResult[] {
  const byRow = new Map<number, RowResult>();
  for (const result of results) {
    const said = byRow.get(result.row);
    if (!said || isReject(said)) byRow.set(result.row, result);
  }
  return [...byRow.values()];
}
