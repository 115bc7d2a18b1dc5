/** Lots by expiry: what of them a row is shipped from that names none. No N module. */
import { parseDate } from '#feeds/format/dates.ts';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { isMore } from '../orders/quantities.ts';
import type { LotInBin } from './stock.ts';

/** @property number and bin internal ids, or `''`; @property quantity decimal text in the unit of the line */
export type Assignment = { number: string; bin: string; quantity: string };

/** @property bin internal id, or `''` for any; @property baseUnits in one unit of the line */
type Wanted = { item: string; bin: string; baseUnits: number };

/**
 * Takes from the lots, which are in the order of their expiry; none that had expired when the row was shipped.
 * @returns what was taken, and how much is open still
 */
export function takeEarliest(
  lots: LotInBin[],
  row: ShippedLineRow,
  { item, bin, baseUnits }: Wanted,
): { taken: Assignment[]; open: number } {
  const day = dayShipped(row);
  const taken: Assignment[] = [];
  let open = Number(row.line.quantity);
  for (const lot of lots) {
    const isExpired = lot.expires !== '' && lot.expires < day;
    if (lot.item !== item || (bin !== '' && lot.bin !== bin) || isExpired) continue;
    const quantity = Math.min(open, rounded(lot.available / baseUnits));
    if (!isMore(quantity, 0)) continue;
    taken.push({ number: lot.number, bin: lot.bin, quantity: quantity.toFixed(7) });
    lot.available -= quantity * baseUnits;
    open = rounded(open - quantity);
  }
  return { taken, open };
}

/** `''`, before all days, of a row that does not say when it was shipped. */
function dayShipped({ line }: ShippedLineRow): string {
  const date = parseDate(line.shipped_date ?? '');
  return date ? new Date(date.wallClock).toISOString().slice(0, 10) : '';
}

const rounded = (quantity: number): number => Math.round(quantity * 1e7) / 1e7;
