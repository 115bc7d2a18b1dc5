/**
 * The rows of an allocation file into sales order lines by CSV import, proven by reading the lines back.
 * Source: docs/architecture.md#allocations-hotwax-to-netsuite.
 */
import * as log from 'N/log';
import * as task from 'N/task';
import {
  parseSalesOrderLineUpdates,
  type SalesOrderLineRow,
  type SalesOrderLineUpdate,
} from '#feeds/brokered-order-items/netsuite.ts';
import { formatCsv } from '#feeds/format/csv.ts';
import type { Counts } from '#feeds/rows/counts.ts';
import { withoutDuplicates } from '#feeds/rows/duplicates.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import { addReject, type RowOwner, skip, type Tally } from '#feeds/rows/tally.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import type { FeedFileEntry } from '../feed-files/ledger.ts';
import { type NewerFiles, newerFilesThan } from '../feed-files/newer-files.ts';
import type { FileOutcome } from '../feed-files/process-files.ts';
import { isNamed } from '../netsuite/failure.ts';
import type { Budget } from '../netsuite/governance.ts';
import { updateParameter as ids } from '../netsuite/ids.ts';
import { findLocations, hasSubsidiaries } from '../netsuite/locations.ts';
import { flagParameter, numberParameter, textParameter } from '../netsuite/parameters.ts';
import { judgeUpdate, type Verdict } from './line-updates.ts';
import { externalKey, findSalesOrders } from './sales-order-lines.ts';

export type UpdateSettings = {
  importMap: string;
  withQuantity: boolean;
  rowsPerTask: number;
  /**
   * Sales orders that imports of this run are going to change: what their lines show is not what they will be, so newer
   * files about them wait until these imports have been read back.
   */
  pendingOrders: Set<string>;
  /** What newer files have said, for a file that comes late; nothing when a later run must look. */
  newerFiles(name: string): NewerFiles | undefined;
};

/** Quantities need a map of their own: a map without the column cannot change one by mistake. */
export function readUpdateSettings(folder: FeedFolder, budget: Budget): UpdateSettings {
  const withQuantity = flagParameter(ids.mapQuantity, false);
  const importMap = withQuantity
    ? textParameter(ids.quantityImportMap, 'custimport_update_salesorders_qty_hc')
    : textParameter(ids.importMap, 'custimport_update_salesorders_hc');
  return {
    withQuantity,
    importMap,
    pendingOrders: new Set(),
    newerFiles: (name) => newerFilesThan(name, folder, budget),
    rowsPerTask: Math.min(numberParameter(ids.rowsPerTask, LARGEST_TASK), LARGEST_TASK),
  };
}

/** Rows of one CSV import: help section_N453326. */
const LARGEST_TASK = 25_000;

/** Whether a CSV import of the file is still to be waited for. */
export const isImporting = (entry: FeedFileEntry): boolean => entry.tasks.some(isRunning);

function isRunning(taskId: string): boolean {
  const status = statusOf(taskId);
  return status === task.TaskStatus.PENDING || status === task.TaskStatus.PROCESSING;
}

/** A task NetSuite has forgotten, as after a copy of the account, has ended: its lines show what it did. */
function statusOf(taskId: string): string | null {
  try {
    return task.checkStatus({ taskId }).status;
  } catch (thrown) {
    if (!isNamed(thrown, 'INVALID_TASK_ID')) throw thrown;
    log.audit({ title: 'NetSuite no longer knows this import', details: { task: taskId } });
    return null;
  }
}

/**
 * Called when a file is taken, and again when its imports have ended: what is in place counts as applied, so a crash
 * between an import and the ledger costs at most an import that changes nothing.
 */
export function applySalesOrderLineUpdates(
  name: string,
  text: string,
  entry: FeedFileEntry,
  settings: UpdateSettings,
): FileOutcome {
  const { updates, tally } = parseSalesOrderLineUpdates(text);
  const found = withoutRepeats(judgeRows(updates, settings), settings, tally);
  if (concernsPending(found, settings))
    return { state: 'postponed', why: 'An import of an older file is changing the same sales orders.' };
  const judged = withoutSuperseded(name, found, settings, tally);
  if (!judged) return { state: 'unfinished', why: 'The run has too few units left to check newer files.' };
  const toImport = judged.filter(isToImport);
  if (toImport.length > 0 && entry.tasks.length === 0) {
    // Rows that are in place too: until the file is settled no newer one may change what they are judged by.
    for (const { orderId } of judged) if (orderId !== '') settings.pendingOrders.add(orderId);
    return {
      state: 'importing',
      tasks: submitImports(name, toImport, settings),
      counts: countsOf(judged, tally),
    };
  }
  for (const row of judged) refuseUnlessInPlace(row, entry, tally);
  tally.rejects.sort((one, other) => one.row - other.row);
  return { state: 'settled', counts: countsOf(judged, tally), rejects: tally.rejects, note: noteOf(tally) };
}

const isToImport = ({ verdict }: JudgedRow): boolean => verdict.verdict === 'to import';

const noteOf = ({
  counts: {
    skipped: { SUPERSEDED: rows },
  },
}: Tally): string =>
  rows === undefined ? '' : `The file arrived late: newer files have set the lines of ${rows} of its rows.`;

/** What a newer file has set stays; where that cannot be known a person must decide. Nothing when units are wanting. */
function withoutSuperseded(
  name: string,
  judged: readonly JudgedRow[],
  settings: UpdateSettings,
  tally: Tally,
): JudgedRow[] | undefined {
  if (!judged.some(isToImport)) return [...judged];
  const newer = settings.newerFiles(name);
  if (!newer) return undefined;
  return judged.filter((row) => {
    if (!isToImport(row)) return true;
    const { lineId } = row.update;
    const isSet = newer.setLine({ internalId: row.orderId, externalId: row.externalId, lineId });
    if (isSet) skip(tally, 'SUPERSEDED');
    else if (newer.unread.length > 0) addReject(tally, outOfOrder(row, newer.unread));
    return !isSet && newer.unread.length === 0;
  });
}

function outOfOrder({ row, update }: JudgedRow, unread: readonly string[]): Reject {
  const files = `${unread.slice(0, 3).join(', ')}${unread.length > 3 ? ` and ${unread.length - 3} more` : ''}`;
  const message = `The file arrived late, and it is unknown whether newer files have set the line since: ${files} in archive could not all be checked. If the row is still valid, send it again in a file whose name does not begin with a time.`;
  return { ...ownerOf(row, update), code: 'OUT_OF_ORDER', field: 'lineId', message };
}

const ownerOf = (row: number, update: SalesOrderLineUpdate): RowOwner => ({
  row,
  orderId: orderKeyOf(update),
  orderItemSeqId: update.lineId,
});

/** What is postponed holds up newer files about its own orders too. */
function concernsPending(rows: readonly JudgedRow[], { pendingOrders }: UpdateSettings): boolean {
  const concerned = rows.some(({ orderId }) => pendingOrders.has(orderId));
  if (concerned) for (const { orderId } of rows) pendingOrders.add(orderId);
  return concerned;
}

/**
 * Two rows for one line, such as two order items of it: once if they agree, in the error file if they do not. Quantities
 * that are not imported need not agree, nor the ways in which they name their order.
 */
function withoutRepeats(
  judged: readonly JudgedRow[],
  { withQuantity }: UpdateSettings,
  tally: Tally,
): JudgedRow[] {
  const candidates = judged.map(({ row, update, orderId }) => ({
    owner: ownerOf(row, update),
    key: JSON.stringify([orderId || orderKeyOf(update), update.lineId]),
    row: { ...update, internalId: '', externalId: '', quantity: withQuantity ? update.quantity : '' },
  }));
  const kept = new Set(withoutDuplicates(candidates, tally).map(({ owner }) => owner.row));
  return judged.filter(({ row }) => kept.has(row));
}

const orderKeyOf = (update: SalesOrderLineUpdate): string => update.internalId || update.externalId;

/**
 * @property orderId internal id of the sales order, `''` when NetSuite does not have it
 * @property externalId of the sales order as NetSuite has it
 */
type JudgedRow = SalesOrderLineRow & { verdict: Verdict; orderId: string; externalId: string };

function judgeRows(rows: readonly SalesOrderLineRow[], { withQuantity }: UpdateSettings): JudgedRow[] {
  if (rows.length === 0) return [];
  const withSubsidiaries = hasSubsidiaries();
  const locations = findLocations(withSubsidiaries);
  const internalIds = rows.map(({ update }) => update.internalId);
  const externalIds = rows.map(({ update }) => (update.internalId === '' ? update.externalId : ''));
  const orders = findSalesOrders({ internalIds, externalIds }, withSubsidiaries);
  return rows.map((row) => {
    const order = orders.get(row.update.internalId || externalKey(row.update.externalId));
    return {
      ...row,
      orderId: order?.id ?? '',
      externalId: order?.externalId ?? '',
      verdict: judgeUpdate(row.update, orders, locations, withQuantity),
    };
  });
}

function submitImports(name: string, rows: readonly JudgedRow[], settings: UpdateSettings): string[] {
  return cutByOrder(rows, settings.rowsPerTask).map((part, index) =>
    task
      .create({
        taskType: task.TaskType.CSV_IMPORT,
        mappingId: settings.importMap,
        importFile: importCsv(part, settings.withQuantity),
        name: `HotWax allocation ${name} part ${index + 1}`,
      })
      .submit(),
  );
}

type RowToImport = { salesOrderId: string; update: SalesOrderLineUpdate };

/** An import wants the rows of one record together (help section_1534420070), so no order is cut in two. */
function cutByOrder(rows: readonly JudgedRow[], rowsPerTask: number): RowToImport[][] {
  const byOrder = new Map<string, RowToImport[]>();
  for (const { verdict, update } of rows) {
    if (verdict.verdict !== 'to import') continue;
    const { salesOrderId } = verdict;
    byOrder.set(salesOrderId, [...(byOrder.get(salesOrderId) ?? []), { salesOrderId, update }]);
  }
  const parts: RowToImport[][] = [[]];
  for (const ofOrder of byOrder.values()) {
    const part = parts[parts.length - 1] as RowToImport[];
    if (part.length > 0 && part.length + ofOrder.length > rowsPerTask) parts.push([...ofOrder]);
    else part.push(...ofOrder);
  }
  return parts;
}

/**
 * Always every column of the import map. No item: setting it again would source its price anew; no quantity unless the
 * deployment says so, as an import may add to the line's own (help section_3751046270).
 */
function importCsv(rows: readonly RowToImport[], withQuantity: boolean): string {
  const header = ['internalId', 'lineId', 'location', 'closed', 'rejected', 'tags'];
  return formatCsv(
    withQuantity ? [...header, 'quantity'] : header,
    rows.map(({ salesOrderId, update }) => {
      const cells = [
        salesOrderId,
        update.lineId,
        update.location,
        update.closed,
        update.rejected,
        update.tags,
      ];
      return withQuantity ? [...cells, update.quantity] : cells;
    }),
  );
}

function refuseUnlessInPlace({ row, update, verdict }: JudgedRow, entry: FeedFileEntry, tally: Tally): void {
  const owner = ownerOf(row, update);
  if (verdict.verdict === 'refused') {
    addReject(tally, { ...owner, code: verdict.code, field: verdict.field, message: verdict.message });
  }
  if (verdict.verdict === 'to import') {
    const message = `The line does not have the values of the row after CSV import ${entry.tasks.join(', ')}: see Setup > Import/Export > View CSV Import Status.`;
    addReject(tally, { ...owner, code: 'NOT_IMPORTED', field: 'location', message });
  }
}

function countsOf(judged: readonly JudgedRow[], tally: Tally): Counts {
  const applied = judged.filter(({ verdict }) => verdict.verdict === 'in place').length;
  return { ...tally.counts, applied };
}
