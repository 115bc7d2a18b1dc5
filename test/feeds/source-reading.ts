/** A source file read whole, for looking at its records. */
import type { SourceHead } from '#feeds/feed.ts';
import { readSource } from '../../transformer/convert/source-file.ts';
import type { Chunks } from '../../transformer/store/byte-stream.ts';
import type { SourceRecords } from './convert-whole.ts';

/** @param pieceBytes how the content is cut as it arrives */
export async function readWhole(
  bytes: Uint8Array,
  format: 'json' | 'csv',
  pieceBytes = 7,
): Promise<SourceRecords> {
  const records: unknown[] = [];
  let head: SourceHead = { format: 'json' };
  await readSource(inPieces(bytes, pieceBytes), format, (found) => {
    head = found;
    return (record) => records.push(record);
  });
  return asRecords(head, records);
}

export async function* inPieces(bytes: Uint8Array, pieceBytes: number): Chunks {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

const asRecords = (head: SourceHead, records: unknown[]): SourceRecords =>
  head.format === 'json'
    ? { format: 'json', elements: records }
    : { format: 'csv', table: { header: head.header, rows: records as string[][] } };
