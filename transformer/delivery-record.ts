/**
 * What was decided about every row of a source file, kept for ever under `.state/` beside it. Writing it is the one
 * step that decides: only one worker can, and from then on everybody carries out what it says.
 */
import { z } from 'zod';
import { hasCode, TransformerError } from './errors.ts';
import type { FileStore } from './file-store.ts';
import { isStorePath, storePath } from './store-path.ts';
import { readIfThere, removeIfThere, temporaryPath } from './write-whole.ts';

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

/** Writes a record where it decides nothing yet. */
export const stageRecord = (
  store: FileStore,
  folder: string,
  record: DeliveryRecord,
  mark: string,
): Promise<void> =>
  store.write(stagedPath(folder, record, mark), Buffer.from(`${JSON.stringify(record, null, 2)}\n`));

export const stagedPath = (folder: string, { source }: DeliveryRecord, mark: string): string =>
  temporaryPath(recordPath(folder, source.name), mark);

/** The record that stands: this one, which was staged, or that of another worker who was first. */
export async function commitRecord(
  store: FileStore,
  folder: string,
  record: DeliveryRecord,
  mark: string,
): Promise<DeliveryRecord> {
  const staged = stagedPath(folder, record, mark);
  const path = recordPath(folder, record.source.name);
  try {
    await store.move(staged, path, { isFree: true }); // it was looked for before the conversion
    return record;
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS')) throw error;
  }
  await removeIfThere(store, staged);
  const standing = await findRecord(store, folder, record.source.name);
  if (standing) return standing;
  throw damaged(path, undefined);
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
