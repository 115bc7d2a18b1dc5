/**
 * What was decided about every row of a source file, kept for ever under `.state/` beside it. Writing it is the one
 * step that decides: only one worker can, and from then on everybody carries out what it says.
 */
import { z } from 'zod';
import { hasCode, TransformerError } from './errors.ts';
import type { FileStore } from './file-store.ts';
import { isStorePath, storePath } from './store-path.ts';
import { readIfThere, writeWhole } from './write-whole.ts';

const path = z.string().refine(isStorePath);
const count = z.int().min(0);

const preparedFile = z.object({ prepared: path, path });

export type PreparedFile = z.infer<typeof preparedFile>;

const recordSchema = z.object({
  version: z.literal(1),
  source: z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** The output, waiting at `prepared` until it is moved to `path`; null when no row was applied. */
  output: preparedFile.nullable(),
  /** The error file, likewise; null when no row was rejected. */
  errors: preparedFile.nullable(),
  counts: z.object({
    rows: count,
    applied: count,
    rejected: count,
    skipped: z.record(z.string(), count),
    warnings: count,
  }),
  decidedAt: z.string(),
});

export type DeliveryRecord = z.infer<typeof recordSchema>;

export type RowCounts = DeliveryRecord['counts'];

const recordPath = (folder: string, name: string): string => storePath(folder, '.state', `${name}.json`);

/** @throws TransformerError DAMAGED_RECORD */
export async function findRecord(
  store: FileStore,
  folder: string,
  name: string,
): Promise<DeliveryRecord | undefined> {
  const bytes = await readIfThere(store, recordPath(folder, name));
  return bytes && parseRecord(Buffer.from(bytes).toString(), recordPath(folder, name));
}

/** The record that stands: this one, or that of another worker who was first. */
export async function commitRecord(
  store: FileStore,
  folder: string,
  record: DeliveryRecord,
  mark: string,
): Promise<DeliveryRecord> {
  const { name } = record.source;
  const bytes = Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
  try {
    await writeWhole(store, recordPath(folder, name), bytes, mark);
    return record;
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS')) throw error;
  }
  const standing = await findRecord(store, folder, name);
  if (standing) return standing;
  throw damaged(recordPath(folder, name), undefined);
}

function parseRecord(text: string, where: string): DeliveryRecord {
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(where, cause);
  }
}

const damaged = (where: string, cause: unknown): TransformerError =>
  new TransformerError(
    'DAMAGED_RECORD',
    `${where} is not a delivery record as the transformer writes it, so nobody can tell whether its file was delivered. Restore it from a backup, or remove it if the output was not delivered.`,
    { cause },
  );
