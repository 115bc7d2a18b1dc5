/** The bytes of a source file, as they arrive, cut into the records that a feed converts. */
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { type Feed, FeedError, type SourceHead } from '#feeds/feed.ts';
import { breathing } from './breathing.ts';
import type { Chunks } from './chunks.ts';
import { TransformerError } from './errors.ts';
import { jsonElements } from './json-elements.ts';
import { utf8Check } from './utf8-check.ts';

/** Longer than any row of a feed. Without a limit a quote that never closes would draw the rest of the file into memory. */
export const LONGEST_ROW_CHARACTERS = 1024 * 1024;

/** Is told of the head of a file once, before the records. */
export type OnHead = (head: SourceHead) => OnRecord;
export type OnRecord = (record: unknown) => void;

/** @throws TransformerError UNREADABLE_FILE when nothing of the file can be used */
export async function readSource(
  chunks: Chunks,
  format: Feed['source']['format'],
  onHead: OnHead,
): Promise<void> {
  try {
    await (format === 'json' ? readJson(checked(chunks), onHead) : readCsv(checked(chunks), onHead));
  } catch (cause) {
    throw explained(cause);
  }
}

function explained(cause: unknown): unknown {
  if (cause instanceof FeedError) return new TransformerError('UNREADABLE_FILE', cause.message, { cause });
  return cause instanceof CsvError ? notCut(cause) : cause;
}

async function* checked(chunks: Chunks): Chunks {
  const breathe = breathing();
  const check = utf8Check();
  for await (const chunk of chunks) {
    check.push(chunk);
    yield chunk;
    await breathe();
  }
  check.end();
}

async function readJson(chunks: Chunks, onHead: OnHead): Promise<void> {
  const elements = jsonElements(onHead({ format: 'json' }));
  for await (const chunk of chunks) elements.push(chunk);
  elements.end();
}

/** Ragged rows are kept as they are: the feed judges each of them. */
async function readCsv(chunks: Chunks, onHead: OnHead): Promise<void> {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LONGEST_ROW_CHARACTERS,
  });
  await pipeline(chunks, parser, (rows: AsyncIterable<string[]>) => passRows(rows, onHead));
}

async function passRows(rows: AsyncIterable<string[]>, onHead: OnHead): Promise<void> {
  let onRow: OnRecord | undefined;
  for await (const cells of rows) {
    if (cells.length === 1 && cells[0]?.trim() === '') continue;
    if (onRow) onRow(cells);
    else onRow = onHead({ format: 'csv', header: cells.map((name) => name.trim()) });
  }
  if (!onRow) onHead({ format: 'csv', header: [] });
}

function notCut(cause: CsvError): TransformerError {
  const message =
    cause.code === 'CSV_MAX_RECORD_SIZE'
      ? `A row of the file is longer than ${LONGEST_ROW_CHARACTERS} characters`
      : `The file cannot be cut into cells: ${cause.message}`;
  return new TransformerError(
    'UNREADABLE_FILE',
    `${message}. A quote that opens a cell and never closes is the usual reason; correct it and send the file again.`,
    { cause },
  );
}
