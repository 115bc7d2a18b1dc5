/** The item lines of a loaded sales order. */
import type * as record from 'N/record';
import { textOf } from './searches.ts';

/** `findSublistLineWithValue` compares types, and that of a line id is not documented. @returns its index */
export function findLine(order: record.Record, lineId: string): number | undefined {
  const count = order.getLineCount({ sublistId: 'item' });
  for (let line = 0; line < count; line += 1) {
    if (textOf(order.getSublistValue({ sublistId: 'item', fieldId: 'line', line })) === lineId) return line;
  }
  return undefined;
}
