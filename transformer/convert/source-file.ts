/** The bytes of a source file, as they arrive, cut into the records that a feed converts. */

import { FeedError } from '#feeds/errors.ts';
import type { Feed, SourceHead } from '#feeds/feed.ts';
import { TransformerError } from '../errors.ts';
import type { Chunks } from '../store/byte-stream.ts';
import { readCsvRows } from './csv-reader.ts';
import { makeYielder } from './event-loop.ts';
import { jsonElements } from './json-reader.ts';
import { utf8Check } from './utf8.ts';

/** Receives the head of a file once, before the records. */
export type OnHead = (head: SourceHead) => OnRecord;
export type OnRecord = (record: unknown) => void;

/**
 * @param chunks may use the memory of a piece again for the next one
 * @throws TransformerError UNREADABLE_FILE when nothing of the file can be used
 */
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
  if (!(cause instanceof FeedError)) return cause;
  return new TransformerError('UNREADABLE_FILE', cause.message, { cause });
}

async function* checked(chunks: Chunks): Chunks {
  const yieldIfDue = makeYielder();
  const check = utf8Check();
  for await (const chunk of chunks) {
    check.push(chunk);
    yield chunk;
    await yieldIfDue();
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
  let onRecord: OnRecord | undefined;
  await readCsvRows(chunks, (cells) => {
    if (onRecord) onRecord(cells);
    else onRecord = onHead({ format: 'csv', header: cells });
  });
  if (!onRecord) onHead({ format: 'csv', header: [] });
}
