/**
 * What is noted on the sales order before it is fulfilled: where its lines ship from, as stock is committed there, and what HotWax's own
 * scripts note beside, tag and pickup box. Source: docs/contracts.md#shipped-lines-netsuite.
 */
import * as log from 'N/log';
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { asFailure, isBusy } from '../netsuite/failure.ts';
import { bodyField, lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { findLine } from '../netsuite/record-lines.ts';
import { textOf } from '../netsuite/searches.ts';
import {
  type FieldChange,
  formatJournal,
  isJournalOf,
  isSameField,
  type Note,
  notesAbout,
  notesIn,
} from './note-journal.ts';
import type { Order } from './orders.ts';
import type { Shipment } from './shipments.ts';

/**
 * @property thrown what NetSuite said when it did not take the notes
 * @property revert takes them back, for when NetSuite refuses the fulfillment
 */
export type Noted = { thrown?: unknown; revert: () => void };

export type NoteSettings = { tagLines: boolean; placeField: 'location' | 'inventorylocation' };

/**
 * Nothing is loaded when the order has it all by the search; otherwise 10 units, and 20 when something is to be noted.
 * @param key external id of the item fulfillment it is for
 */
export function noteOnSalesOrder(
  shipment: Shipment,
  rows: readonly ShippedLineRow[],
  order: Order,
  { key, ...settings }: NoteSettings & { key: string },
): Noted {
  const made: Note[] = [];
  const revert = () => takeBack(rows, order, key, made);
  try {
    write(shipment, notesOf(shipment, rows, order, settings), key, made);
    return { revert };
  } catch (thrown) {
    // A script of the account may have thrown after NetSuite had saved.
    revert();
    return { thrown, revert };
  }
}

/** Takes back what an interrupted run has noted for rows that are refused before anything is noted again. */
export const takeBackEarlier = (rows: readonly ShippedLineRow[], order: Order, key: string): void =>
  takeBack(rows, order, key, []);

function notesOf(
  { locationId, maySplit }: Shipment,
  rows: readonly ShippedLineRow[],
  { lines }: Order,
  { tagLines, placeField }: NoteSettings,
): FieldChange[] {
  const moved = rows.filter(({ line }) => lines[line.line_id]?.place !== locationId);
  const wholeOrder = maySplit === 'N' && moved.length > 0 && placeField === 'location';
  return [
    // An order that may not be split ships from one location, which stands on its body too.
    ...(wholeOrder ? [{ line: '', fieldId: 'location', value: locationId }] : []),
    ...moved.map(({ line }) => ({ line: line.line_id, fieldId: placeField, value: locationId })),
    ...(tagLines ? rows.flatMap((row) => tagsOf(row, lines)) : []),
  ];
}

function tagsOf({ line }: ShippedLineRow, lines: Order['lines']): FieldChange[] {
  const { line_id: id, tags, shipment_method_type_id: method } = line;
  const known = lines[id];
  const isPickedUp = method === 'STOREPICKUP' && !known?.storePickup;
  return [
    ...(known?.tag === tags ? [] : [{ line: id, fieldId: lineField.tag, value: tags }]),
    ...(isPickedUp ? [{ line: id, fieldId: lineField.storePickup, value: true }] : []),
  ];
}

/** @param made takes what is changed, and what stood there, before it is saved */
function write(shipment: Shipment, notes: readonly FieldChange[], key: string, made: Note[]): void {
  if (notes.length === 0) return;
  const order = loadOrder(shipment.salesOrderId);
  made.push(...notes.flatMap((note) => writeNote(order, note)));
  if (made.length === 0) return;
  const earlier = notesIn(journalOf(order), key).filter(
    (note) => !made.some((other) => isSameField(note, other)),
  );
  setJournal(order, formatJournal(key, [...earlier, ...made]));
  order.save({ ignoreMandatoryFields: true });
}

const loadOrder = (id: string): record.Record =>
  record.load({ type: record.Type.SALES_ORDER, id: Number(id) });

const journalOf = (order: record.Record): string =>
  textOf(order.getValue({ fieldId: bodyField.shipmentNotes }));

const setJournal = (order: record.Record, value: string): record.Record =>
  order.setValue({ fieldId: bodyField.shipmentNotes, value });

/** @param ifIs changes nothing where something else stands by now */
function writeNote(
  order: record.Record,
  { line, fieldId, value }: FieldChange,
  ifIs?: FieldChange['value'],
): Note[] {
  const index = line === '' ? BODY : findLine(order, line);
  if (index === undefined) return [];
  const found = readValue(order, index, fieldId);
  const before = typeof value === 'boolean' ? isTrue(found) : textOf(found);
  if (before === value || (ifIs !== undefined && before !== ifIs)) return [];
  if (index === BODY) order.setValue({ fieldId, value });
  else order.setSublistValue({ sublistId: 'item', fieldId, line: index, value });
  return [{ line, fieldId, value, before }];
}

const BODY = -1;

const readValue = (order: record.Record, index: number, fieldId: string): record.FieldValue =>
  index === BODY
    ? order.getValue({ fieldId })
    : order.getSublistValue({ sublistId: 'item', fieldId, line: index });

/** How often it is tried when others save the sales order at the same time. */
const ATTEMPTS = 3;

/** The rows are refused for another reason already: what goes wrong here is for the administrator alone. */
function takeBack(
  rows: readonly ShippedLineRow[],
  { journal }: Order,
  key: string,
  made: readonly Note[],
): void {
  const salesOrder = rows[0]?.salesOrderId;
  if (salesOrder === undefined || (made.length === 0 && !isJournalOf(key, journal))) return;
  const lines = rows.map(({ line }) => line.line_id);
  for (let attempt = 1; ; attempt += 1) {
    try {
      restore(loadOrder(salesOrder), lines, key, made);
      return;
    } catch (thrown) {
      if (isBusy(thrown) && attempt < ATTEMPTS) continue;
      log.error({
        title: 'Notes of a refused shipment remain on its sales order',
        details: { salesOrder, lines, notes: made, reason: asFailure(thrown).message },
      });
      return;
    }
  }
}

/** What somebody has changed again since stays as they left it. */
function restore(order: record.Record, lines: readonly string[], key: string, made: readonly Note[]): void {
  const kept = notesIn(journalOf(order), key);
  const { about, others } = notesAbout(lines, kept.length > 0 ? kept : made);
  const restored = about
    .reverse()
    .flatMap(({ value, before, ...where }) => writeNote(order, { ...where, value: before }, value));
  if (restored.length === 0 && kept.length === others.length) return;
  if (kept.length > 0) setJournal(order, formatJournal(key, others));
  order.save({ ignoreMandatoryFields: true });
}
