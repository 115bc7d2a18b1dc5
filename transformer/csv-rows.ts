/** Cuts CSV that arrives in pieces into rows: ordinary lines here, and everything from the first other one on by csv-parse. */
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { Chunks } from './chunks.ts';
import { TransformerError } from './errors.ts';
import { cutOrdinaryLines, type OnRow, passUnlessBlank } from './ordinary-lines.ts';

/** Longer than any row of a feed. Without a limit a quote that never closes would draw the rest of the file into memory. */
export const LONGEST_ROW_CHARACTERS = 1024 * 1024;

/** @throws TransformerError UNREADABLE_FILE */
export async function readCsvRows(chunks: Chunks, onRow: OnRow): Promise<void> {
  const passed = { lines: 0 };
  const parser = parse({
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LONGEST_ROW_CHARACTERS,
  });
  const passRows = async (rows: AsyncIterable<string[]>): Promise<void> => {
    for await (const cells of rows) passUnlessBlank(cells, onRow);
  };
  try {
    await pipeline(withoutOrdinaryLines(chunks, onRow, passed), parser, passRows);
  } catch (cause) {
    throw cause instanceof CsvError ? notCut(cause, passed.lines) : cause;
  }
}

/** Passes ordinary lines on as rows, and yields the file from the first other line on. */
async function* withoutOrdinaryLines(chunks: Chunks, onRow: OnRow, passed: { lines: number }): Chunks {
  let isFirst = true;
  let areOrdinary = true;
  for await (const bytes of inWholeLines(chunks)) {
    if (!areOrdinary) {
      yield Buffer.from(bytes); // csv-parse keeps what it is given
      continue;
    }
    const text = bytes.toString();
    const start = isFirst && text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    const { end, lines } = cutOrdinaryLines(text, start, LONGEST_ROW_CHARACTERS, onRow);
    isFirst = false;
    areOrdinary = end === text.length;
    passed.lines += lines;
    if (!areOrdinary) yield Buffer.from(bytes.subarray(Buffer.byteLength(text.slice(0, end))));
  }
}

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_FEED = 0x0a;
/** More bytes than the longest row can have. */
const MOST_BYTES = LONGEST_ROW_CHARACTERS * 4;

/**
 * Blocks of whole lines, but for the last one, and for a line that is too long in any case. The memory of a block is used
 * again for the next one: buffers that are thrown away are collected late.
 */
async function* inWholeLines(chunks: Chunks): AsyncGenerator<Buffer> {
  let memory: Buffer = Buffer.allocUnsafeSlow(SMALLEST_MEMORY);
  let used = 0;
  for await (const chunk of chunks) {
    const isTooLong = used + chunk.length > MOST_BYTES;
    if (used + chunk.length > memory.length) memory = grown(memory, used, used + chunk.length);
    memory.set(chunk, used);
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    const whole = end === 0 ? used + chunk.length : used + end;
    used += chunk.length;
    if (end === 0 && !isTooLong) continue;
    yield memory.subarray(0, whole);
    memory.copyWithin(0, whole, used);
    used -= whole;
  }
  if (used > 0) yield memory.subarray(0, used);
}

const SMALLEST_MEMORY = 128 * 1024;

function grown(memory: Buffer, used: number, needed: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, memory.length * 2));
  memory.copy(larger, 0, 0, used);
  return larger;
}

function notCut(cause: CsvError, linesBefore: number): TransformerError {
  const message =
    cause.code === 'CSV_MAX_RECORD_SIZE'
      ? `A row of the file is longer than ${LONGEST_ROW_CHARACTERS} characters`
      : `The file cannot be cut into cells: ${withLine(cause.message, linesBefore)}`;
  return new TransformerError(
    'UNREADABLE_FILE',
    `${message}. A quote that opens a cell and never closes is the usual reason; correct it and send the file again.`,
    { cause },
  );
}

/** csv-parse counts from where it began. */
const withLine = (message: string, linesBefore: number): string =>
  message.replace(/ line (\d+)/, (_, line) => ` line ${Number(line) + linesBefore}`);
