/**
 * What was decided about every row of a source file, kept permanently under `.state/` beside it. Creating it is the one step
 * that decides: only one worker can, and from then on everybody carries out what it says.
 *
 * To create a file is exclusive on every server, to rename one is not: some overwrite. But a worker can die between
 * creating a file and filling it. So the decision is the first of a row of slots, `<name>.json`, `<name>.json.2` and so on,
 * that is whole and was not given up:
 *
 * - Who finds a slot that is not whole gives it up by creating `<slot>.void`, looks at it once more, and goes on to the next
 *   slot: with the record of the slot if it was whole after all, otherwise with its own.
 * - Who has filled a slot looks for its `.void` before it acts on it. When there is none, whoever gives the slot up later
 *   finds it whole, and so decides the same. When there is one, it goes on to the next slot too, with the same record.
 */
import { z } from 'zod';
import type { Counts } from '#feeds/rows/counts.ts';
import { hasCode, TransformerError } from '../errors.ts';
import type { FileStore } from '../store/file-store.ts';
import { readIfThere } from '../store/if-there.ts';
import { isStorePath, quoteName, storePath } from '../store/store-path.ts';

const path = z.string().refine(isStorePath);
const count = z.int().min(0);

/** `marker` is that of the folder it was prepared in; records of earlier versions have none. */
const preparedFile = z.object({ prepared: path, path, marker: z.string().optional() });

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

/** Whether no row of a file was for its feed: by rule, or because the configuration is wrong. */
export const isAllSkipped = (counts: Counts | undefined): boolean =>
  counts !== undefined && counts.rows > 0 && counts.applied + counts.rejected === 0;

const slotPath = (folder: string, name: string, slot: number): string =>
  storePath(folder, '.state', slot === 1 ? `${name}.json` : `${name}.json.${slot}`);

const voidPath = (slot: string): string => `${slot}.void`;

/** @throws TransformerError DAMAGED_RECORD */
export const findRecord = async (
  store: FileStore,
  folder: string,
  name: string,
): Promise<DeliveryRecord | undefined> => (await findSlot(store, folder, name)).decided;

/**
 * The record that stands: this one, or that of another worker who was first.
 * @param found what `findSlot` has found, however long ago
 * @param refuseOthers throws when the folder of the records is not the one it was, so that the slot was free in vain
 */
export async function commitRecord(
  store: FileStore,
  folder: string,
  own: DeliveryRecord,
  found: Slot,
  refuseOthers: () => Promise<void>,
): Promise<DeliveryRecord> {
  for (let slot = found; ; slot = await findSlot(store, folder, own.source.name)) {
    if (slot.decided) return slot.decided;
    const record = slot.carried ?? own;
    if (slot.state === 'cut') await createUnlessThere(store, voidPath(slot.path), GIVEN_UP);
    else if (await fillSlot(store, slot, record, refuseOthers)) return record;
  }
}

const GIVEN_UP = Buffer.from(
  'The record beside this file is incomplete; the record with the next number counts.\n',
);

/**
 * The first slot that nobody has given up.
 * @property state `cut` when a worker has begun to fill it, and may have died
 * @property decided what it says, once it counts
 * @property carried what slots before it said that were given up although they were whole
 */
export type Slot = {
  path: string;
  state: 'free' | 'cut' | 'whole';
  decided: DeliveryRecord | undefined;
  carried: DeliveryRecord | undefined;
};

/** @throws TransformerError DAMAGED_RECORD */
export async function findSlot(store: FileStore, folder: string, name: string): Promise<Slot> {
  let carried: DeliveryRecord | undefined;
  for (let number = 1; ; number += 1) {
    const path = slotPath(folder, name, number);
    const { state, record } = await readSlot(store, path);
    // Only now: what is whole before nobody has given it up can be given up by those alone who find it whole.
    if (!(await store.exists(voidPath(path)))) return { path, state, decided: record, carried };
    // Read again, as it may have become whole before it was given up.
    carried = (await readSlot(store, path)).record ?? carried;
  }
}

async function readSlot(
  store: FileStore,
  path: string,
): Promise<{ state: Slot['state']; record: DeliveryRecord | undefined }> {
  const bytes = await readIfThere(store, path);
  if (!bytes) return { state: 'free', record: undefined };
  const record = parseIfWhole(Buffer.from(bytes).toString(), path);
  return { state: record ? 'whole' : 'cut', record };
}

/** @returns whether the slot counts: it was free, and nobody has given it up before it was whole */
async function fillSlot(
  store: FileStore,
  { path }: Slot,
  record: DeliveryRecord,
  refuseOthers: () => Promise<void>,
): Promise<boolean> {
  const bytes = Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
  if (!(await createUnlessThere(store, path, bytes))) return false;
  const [isGivenUp] = await Promise.all([store.exists(voidPath(path)), refuseOthers()]);
  return !isGivenUp;
}

async function createUnlessThere(store: FileStore, path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await store.createOnce(path, bytes);
    return true;
  } catch (error) {
    if (hasCode(error, 'ALREADY_EXISTS')) return false;
    throw error;
  }
}

/** How every record begins, which distinguishes one that was cut short from one that was damaged. */
const HEAD = '{\n  "version": 1';

/** @returns undefined when the worker that wrote it did not come to its end */
function parseIfWhole(text: string, where: string): DeliveryRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch (cause) {
    const isCut = cause instanceof SyntaxError && (text.startsWith(HEAD) || HEAD.startsWith(text));
    if (isCut) return undefined;
    throw damaged(where, cause);
  }
}

const damaged = (where: string, cause: unknown): TransformerError =>
  new TransformerError(
    'DAMAGED_RECORD',
    `${quoteName(where)} is not a valid delivery record, so it is unknown whether its file was delivered. Restore it from a backup, or remove it if the output was not delivered.`,
    { cause },
  );
