/** Cuts CSV that arrives in pieces into rows, as `feeds/` cuts one that is there as a whole. */
import { StringDecoder } from 'node:string_decoder';
import { csvCutter, LONGEST_ROW_CHARACTERS } from '#feeds/csv-cutter.ts';
import type { Chunks } from './chunks.ts';

/**
 * @param onRow is given the header first
 * @throws FeedError LINE_END_IN_CELL, UNCLOSED_QUOTE, ROW_TOO_LONG
 */
export async function readCsvRows(chunks: Chunks, onRow: (cells: string[]) => void): Promise<void> {
  const decoder = new StringDecoder('utf8');
  const cutter = csvCutter(onRow);
  let waiting = '';
  for await (const chunk of chunks) {
    const text = decoder.write(chunk);
    waiting += text;
    // A row that arrives in many pieces is looked at once it has an end, or is too long for one.
    if (!/[\r\n]/.test(text) && waiting.length <= LONGEST_ROW_CHARACTERS) continue;
    cutter.push(waiting);
    waiting = '';
  }
  cutter.push(waiting + decoder.end());
  cutter.end();
}
