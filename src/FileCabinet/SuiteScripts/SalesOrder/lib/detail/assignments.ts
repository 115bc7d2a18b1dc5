/**
 * Which lots, serial numbers and bins a line is shipped from: those of the feed, else the bin of the location and the lots that expire
 * first, as the deployment says; what is left open NetSuite fills in or refuses. No N module. Source: docs/contracts.md#inventory-detail.
 */
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { isMore, sumOfQuantities } from '../orders/quantities.ts';
import { type Refusal, type RowOutcome, refusal } from '../orders/row-outcomes.ts';
import { type Assignment, takeEarliest } from './earliest-lots.ts';
import { type LotInBin, numberKey, type Stock, type Tracking } from './stock.ts';

/** @property assignments none when it is left to NetSuite */
export type LineDetail = { assignments: Assignment[]; problems: RowOutcome[] };

/**
 * What the lines of one draft share.
 * @property bin name of the location's own bin, or `''`
 * @property lots as they are while lines take of them
 * @property taken serial numbers that a row has
 */
export type Pool = {
  stock: Stock;
  locationId: string;
  bin: string;
  earliestLots: boolean;
  lots: LotInBin[];
  taken: Set<string>;
};

/**
 * @property baseUnits in one unit of the line
 * @property hasNumbers whether somebody has chosen lots or serial numbers on the sales order
 */
export type LineToAssign = {
  item: string;
  rows: readonly ShippedLineRow[];
  baseUnits: number;
  hasNumbers: boolean;
};

type RowDetail = { row: ShippedLineRow; found: Assignment[] | Refusal | undefined };

export function assignLine(line: LineToAssign, pool: Pool): LineDetail {
  const tracking = pool.stock.tracking.get(line.item);
  if (!tracking) return { assignments: [], problems: [] };
  // Rows that name their goods first: the others get what these leave.
  const named = line.rows.map((row) => ({ row, found: fromRow(row, line, tracking, pool) }));
  const isChosen = line.hasNumbers && named.every(({ found }) => found === undefined);
  const details = isChosen ? named : named.map((detail) => withLots(detail, line, tracking, pool));
  const isAssigned = details.some(({ found }) => Array.isArray(found));
  const problems = details.flatMap(({ row, found }): RowOutcome[] => {
    if (found === undefined) return isAssigned ? [{ row, ...needed(tracking) }] : [];
    return Array.isArray(found) ? [] : [{ row, ...found }];
  });
  const assignments = details.flatMap(({ found }) => (Array.isArray(found) ? found : []));
  return { assignments: problems.length > 0 ? [] : merged(assignments), problems };
}

function fromRow(
  row: ShippedLineRow,
  { item, baseUnits }: LineToAssign,
  tracking: Tracking,
  pool: Pool,
): RowDetail['found'] {
  const { quantity, lot_number: lot } = row.line;
  const bin = binOf(row, tracking, pool);
  if (typeof bin !== 'string') return bin;
  if (tracking.bySerial) return serialsOf(row, item, bin, pool);
  if (!tracking.byLot) return bin === '' ? undefined : [{ number: '', bin, quantity }];
  if (lot === undefined) return undefined;
  const number = pool.stock.numbers.get(numberKey(item, lot));
  if (number === undefined) {
    const message = `NetSuite has no lot ${lot} of the item of line ${row.line.line_id}. Correct the lot in HotWax, or receive it in NetSuite.`;
    return refusal('LOT_NOT_FOUND', 'lot_number', message);
  }
  const place = pool.lots.find((each) => each.number === number && (bin === '' || each.bin === bin));
  if (place) place.available -= Number(quantity) * baseUnits;
  return [{ number, bin, quantity }];
}

/** Internal id; `''` where the item is in no bins, or nobody says which. */
function binOf({ line }: ShippedLineRow, { inBins }: Tracking, pool: Pool): string | Refusal {
  const name = line.bin ?? pool.bin;
  if (!inBins || name === '') return '';
  const found = pool.stock.bins.get(name);
  if (found !== undefined) return found;
  if (line.bin === undefined) {
    const message = `NetSuite has no bin ${name} at location ${pool.locationId}, as the parameter "Bin of each location" of the deployment says. Correct the parameter.`;
    return refusal('BIN_NOT_FOUND', 'location_id', message);
  }
  const message = `NetSuite has no bin ${name} at location ${pool.locationId}. Correct the bin in HotWax, or create it in NetSuite.`;
  return refusal('BIN_NOT_FOUND', 'bin', message);
}

function serialsOf(
  { line }: ShippedLineRow,
  item: string,
  bin: string,
  { stock, taken }: Pool,
): Assignment[] | Refusal | undefined {
  const serials = (line.serial_numbers ?? '').split(' | ').filter((serial) => serial !== '');
  if (serials.length === 0) return undefined;
  const missing = serials.filter((serial) => !stock.numbers.has(numberKey(item, serial)));
  if (missing.length > 0) {
    const message = `NetSuite has no serial number ${missing.join(', ')} of the item of line ${line.line_id}. Correct it in HotWax, or receive it in NetSuite.`;
    return refusal('SERIAL_NUMBER_NOT_FOUND', 'serial_numbers', message);
  }
  if (serials.length !== Number(line.quantity)) {
    const message = `The row names ${serials.length} serial numbers of ${line.quantity} pieces. Have HotWax send all of them.`;
    return refusal('INVENTORY_DETAIL_NEEDED', 'serial_numbers', message);
  }
  const numbers = serials.map((serial) => stock.numbers.get(numberKey(item, serial)) ?? '');
  const repeated = numbers.findIndex((number) => taken.has(number));
  if (repeated >= 0) {
    const message = `Another row of the shipment has serial number ${serials[repeated]} too. Correct it in HotWax.`;
    return refusal('INVALID_SERIAL_NUMBERS', 'serial_numbers', message);
  }
  for (const number of numbers) taken.add(number);
  return numbers.map((number) => ({ number, bin, quantity: '1' }));
}

/** A row of an item in lots that names none has those that expire first, if the deployment says so. */
function withLots(detail: RowDetail, line: LineToAssign, tracking: Tracking, pool: Pool): RowDetail {
  if (detail.found !== undefined || !tracking.byLot || !pool.earliestLots) return detail;
  return { row: detail.row, found: earliestLots(detail.row, line, tracking, pool) };
}

function earliestLots(
  row: ShippedLineRow,
  { item, baseUnits }: LineToAssign,
  tracking: Tracking,
  pool: Pool,
): Assignment[] | Refusal {
  const bin = binOf(row, tracking, pool);
  if (typeof bin !== 'string') return bin;
  const { taken, open } = takeEarliest(pool.lots, row, { item, bin, baseUnits });
  if (!isMore(open, 0)) return taken;
  const message = `NetSuite has no lots left for ${open} of line ${row.line.line_id} at location ${pool.locationId} that had not expired when it was shipped. Correct the stock, or fulfill the line in NetSuite.`;
  return refusal('INVENTORY_DETAIL_NEEDED', 'lot_number', message);
}

/** What NetSuite cannot be left to fill in, since other rows of the line have named their own. */
function needed({ byLot, bySerial }: Tracking): Refusal {
  const field = bySerial ? 'serial_numbers' : byLot ? 'lot_number' : 'bin';
  const message = `Other rows of the line say which goods were shipped, and this one has no ${field}. Have HotWax send it, or fulfill the rest of the line in NetSuite.`;
  return refusal('INVENTORY_DETAIL_NEEDED', field, message);
}

/** NetSuite has each number and bin once in a line. */
function merged(assignments: readonly Assignment[]): Assignment[] {
  const byPlace = new Map<string, Assignment>();
  for (const each of assignments) {
    const key = `${each.number} ${each.bin}`;
    const quantities = [...(byPlace.has(key) ? [byPlace.get(key)?.quantity ?? ''] : []), each.quantity];
    byPlace.set(key, { ...each, quantity: sumOfQuantities(quantities) });
  }
  return [...byPlace.values()];
}
