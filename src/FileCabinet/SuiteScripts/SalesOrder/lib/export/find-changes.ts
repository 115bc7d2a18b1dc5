/** What happened to fulfillments after HotWax was told of them: once a day their records say which were changed or deleted. */
import * as log from 'N/log';
import * as record from 'N/record';
import * as search from 'N/search';
import { isDate } from '../netsuite/dates.ts';
import { feedFile, exportedFulfillment as ids } from '../netsuite/ids.ts';
import { allRows, inChunks, textOf } from '../netsuite/searches.ts';
import { type ExportRecord, type ExportStatus, findRecentRecords, updateRecord } from './export-records.ts';
import { checksums, readLines } from './shipped-lines.ts';

const DAY = 24 * 60 * 60_000;

/** @param entryId the entry of the feed's lease, which keeps the time of the last look */
export function findChangesDaily(entryId: number, now: number): void {
  const entry = record.load({ type: feedFile.type, id: entryId });
  const looked: unknown = entry.getValue({ fieldId: feedFile.finished });
  if (isDate(looked) && now - looked.getTime() < DAY) return;
  if (isDate(looked)) noteChanges();
  entry.setValue({ fieldId: feedFile.finished, value: new Date(now) });
  entry.save();
}

/** Of the last month. 25 units for each 500, and 2 for each that was changed. */
function noteChanges(): void {
  for (const records of inChunks(findRecentRecords())) {
    const sums = checksums(readLines(records.map(({ id }) => id)));
    const changed = records.filter(({ id, reported }) => (sums.get(id) ?? NOT_SHIPPED) !== reported);
    if (changed.length === 0) continue;
    const existing = findExisting(changed.map(({ id }) => id));
    for (const one of changed) noteChange(one, sums.get(one.id) ?? NOT_SHIPPED, existing.has(one.id));
  }
}

const NOT_SHIPPED = 'not shipped';

function findExisting(fulfillmentIds: readonly string[]): Set<string> {
  const rows = allRows({
    type: 'itemfulfillment',
    filters: [['internalid', 'anyof', fulfillmentIds], 'and', ['mainline', 'is', 'T']],
    columns: [search.createColumn({ name: 'internalid' })],
  });
  return new Set(rows.map(({ id }) => textOf(id)));
}

function noteChange(known: ExportRecord, reported: string, exists: boolean): void {
  const status: ExportStatus = exists ? 'Changed' : 'Deleted';
  const what = exists
    ? reported === NOT_SHIPPED
      ? 'It is no longer marked as shipped, or no longer as a shipment of a HotWax order'
      : 'Its lines, quantities, locations or tracking numbers are not those in the file'
    : 'The item fulfillment was deleted';
  const message = `${what}. HotWax Commerce was told of it in ${known.file} and is not told of the change: correct the order there.`;
  updateRecord(known, { [ids.status]: status, [ids.reported]: reported, [ids.message]: message });
  log.audit({ title: 'Changed after its export', details: { number: known.number, message } });
}
