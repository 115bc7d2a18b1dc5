/**
 * HC Exported Fulfillment: one record for each fulfillment, which says whether HotWax knows it. NetSuite itself refuses a second one.
 * Source: docs/exports.md#one-record-for-each-fulfillment.
 */
import * as log from 'N/log';
import * as record from 'N/record';
import * as search from 'N/search';
import { isNamed } from '../netsuite/failure.ts';
import { exportedFulfillment as ids } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, type Criteria, inChunks, textOf } from '../netsuite/searches.ts';

/**
 * `Exported`: its rows are in the file, or about to be. `Changed`, `Deleted`: after that. `Waiting`: not exported, and tried again.
 * `Given up`: no longer.
 */
export type ExportStatus = 'Exported' | 'Changed' | 'Deleted' | 'Waiting' | 'Given up';

/** @property reported checksum of what HotWax was told @property tried ISO 8601 */
export type ExportRecord = {
  recordId: number;
  id: string;
  number: string;
  status: ExportStatus;
  file: string;
  shipped: string;
  reported: string;
  notTicked: boolean;
  attempts: number;
  tried: string;
  message: string;
};

const keyOf = (id: string): string => `hc-exported-fulfillment-${id}`;

/** By internal id of the fulfillment. 10 units for each 500. */
export function findRecords(fulfillmentIds: readonly string[]): Map<string, ExportRecord> {
  const found = inChunks(fulfillmentIds).flatMap((chunk) =>
    readRecords(['externalid', 'anyof', chunk.map(keyOf)]),
  );
  return new Map(found.map((one) => [one.id, one]));
}

/** 10 units. */
export const findRecordsOf = (file: string): ExportRecord[] => readRecords([ids.file, 'is', file]);

/** Those made in the last month that are exported. 5 units, and 5 for each 1,000. */
export const findRecentRecords = (): ExportRecord[] =>
  readRecords([
    ['created', 'onorafter', 'daysago30'],
    'and',
    [[ids.status, 'is', 'Exported'], 'or', [ids.status, 'is', 'Changed']],
  ]);

function readRecords(filters: NonNullable<Criteria['filters']>): ExportRecord[] {
  const { fulfillment, number, status, file, shipped, reported, notTicked, attempts, tried, message } = ids;
  const columns = [number, status, file, shipped, reported, notTicked, attempts, tried, message];
  const first = search.createColumn({ name: fulfillment, sort: search.Sort.ASC });
  return allRows({ type: ids.type, filters, columns: [first, ...columns] }).map((row) => ({
    recordId: Number(row.id),
    id: textOf(row.getValue(fulfillment)),
    number: textOf(row.getValue(number)),
    status: textOf(row.getValue(status)) as ExportStatus,
    file: textOf(row.getValue(file)),
    shipped: textOf(row.getValue(shipped)),
    reported: textOf(row.getValue(reported)),
    notTicked: isTrue(row.getValue(notTicked)),
    attempts: Number(row.getValue(attempts) || 0),
    tried: textOf(row.getValue(tried)),
    message: textOf(row.getValue(message)),
  }));
}

type Values = Record<string, string | number | boolean>;

/**
 * Writes the record of a fulfillment, the first time or over what is known of it. 6 units.
 * @returns false when another run has been faster
 */
export function writeRecord(id: string, known: ExportRecord | undefined, values: Values): boolean {
  try {
    const entry = known ? record.load({ type: ids.type, id: known.recordId }) : newRecord(id);
    if (known && isChanged(entry, known)) return false;
    for (const [fieldId, value] of Object.entries(values)) entry.setValue({ fieldId, value });
    entry.save();
    return true;
  } catch (thrown) {
    if (!isNamed(thrown, 'DUP_RCRD', 'CUSTOM_RECORD_COLLISION', 'RCRD_HAS_BEEN_CHANGED')) throw thrown;
    log.audit({ title: 'Another run was faster', details: { id } });
    return false;
  }
}

function newRecord(id: string): record.Record {
  const entry = record.create({ type: ids.type });
  entry.setValue({ fieldId: 'externalid', value: keyOf(id) });
  entry.setValue({ fieldId: ids.fulfillment, value: id });
  return entry;
}

const isChanged = (entry: record.Record, { status, file }: ExportRecord): boolean =>
  textOf(entry.getValue({ fieldId: ids.status })) !== status ||
  textOf(entry.getValue({ fieldId: ids.file })) !== file;

/** 2 units. */
export function updateRecord({ recordId }: Pick<ExportRecord, 'recordId'>, values: Values): void {
  record.submitFields({ type: ids.type, id: recordId, values });
}

/** Of a fulfillment that is in no file after all. 4 units. */
export function removeRecord({ recordId }: ExportRecord): void {
  record.delete({ type: ids.type, id: recordId });
}

/** A text area holds 4,000 characters. */
export const shortened = (message: string): string => message.slice(0, 3900);
