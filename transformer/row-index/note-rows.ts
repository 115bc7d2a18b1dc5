/** Writes the rows of one file into the index while they are judged, in blocks; nobody sees them until all is decided. */
import type { DatabaseSync } from 'node:sqlite';
import type { Observer } from '#feeds/conversion/conversion.ts';
import type { ConversionContext, Feed } from '#feeds/feed.ts';
import { isRowError, type RowError } from '#feeds/rows/row-field.ts';
import { noIds } from '#feeds/rows/row-ids.ts';
import type { ClassifiedRow } from '#feeds/rows/row-reader.ts';
import { TransformerError } from '../errors.ts';
import { completeFile, type FileEntry, insertIncomplete, removeFile } from './files-table.ts';
import { type IndexedRow, makeBlockBuilder, type RowOutcome } from './indexed-row.ts';
import type { RowIndex } from './open-index.ts';
import { identityOf } from './row-identity.ts';
import { makeTallies, writeTallies } from './tally-rows.ts';

/** Why a row was refused, as far as it is not in its block. */
export type Refusal = { code: string; field: string; message: string };

export type RowNotes = {
  add(row: IndexedRow, refusal?: Refusal): void;
  /** What became of a row that was added, instead. */
  change(row: number, outcome: RowOutcome, refusal?: Refusal): void;
  /** @throws TransformerError INDEX_FAILED, also for what could not be written before */
  finish(entry: FileEntry): void;
  discard(): void;
};

/** With more a look-up reads in vain, with fewer it reads more often. */
const ROWS_OF_BLOCK = 512;

/** Whose rows they are: then each refusal has the ids of its row from the start. */
type Owner = Pick<FileEntry, 'side' | 'feed'>;

type State = {
  index: RowIndex;
  owner: Owner | undefined;
  id: number | undefined;
  generation: number;
  failure: unknown;
  refusals: [number, Refusal, IndexedRow | undefined][];
  changes: [number, RowOutcome][];
};

/** A failure to write is kept until the end: it must not stop who converts. */
export function noteRows(index: RowIndex, owner?: Owner): RowNotes {
  const block = makeBlockBuilder();
  const tallies = makeTallies();
  const state: State = {
    index,
    owner,
    id: undefined,
    generation: index.generation(),
    failure: undefined,
    refusals: [],
    changes: [],
  };
  const write = (): void => {
    if (state.failure === undefined && isDue(state, block.size())) attempt(state, () => flush(state, block));
  };
  return {
    add: (row, refusal) => {
      block.add(row);
      tallies.add(row);
      if (refusal) state.refusals.push([row.row, refusal, row]);
      write();
    },
    change: (row, outcome, refusal) => {
      state.changes.push([row, outcome]);
      tallies.change(row, outcome);
      if (refusal) state.refusals.push([row, refusal, undefined]);
      write();
    },
    finish: (entry) => {
      if (state.failure !== undefined) throw state.failure;
      if (isOfAnother(state)) throw lostWithIndex(index.path);
      index.change((database) => {
        const id = writeAll(database, state, block);
        writeTallies(database, id, tallies.all());
        completeFile(database, id, entry);
      });
    },
    discard: () => {
      const { id } = state;
      if (id !== undefined && !isOfAnother(state))
        attempt(state, () => index.change((database) => removeFile(database, id)));
    },
  };
}

/** What was written before the index was begun anew is gone, and its number is that of another file. */
const isOfAnother = ({ index, generation }: State): boolean => index.generation() !== generation;

const lostWithIndex = (path: string): TransformerError =>
  new TransformerError(
    'INDEX_FAILED',
    `The row index ${path} was begun anew while a file was written to it; the file is read from the archive later.`,
  );

const isDue = ({ refusals, changes }: State, rows: number): boolean =>
  rows >= ROWS_OF_BLOCK || refusals.length >= ROWS_OF_BLOCK || changes.length >= ROWS_OF_BLOCK;

function attempt(state: State, work: () => void): void {
  try {
    work();
  } catch (error) {
    state.failure = error;
  }
}

type Blocks = ReturnType<typeof makeBlockBuilder>;

function flush(state: State, block: Blocks): void {
  if (isOfAnother(state)) throw lostWithIndex(state.index.path);
  state.index.change((database) => writeAll(database, state, block));
}

function writeAll(database: DatabaseSync, state: State, block: Blocks): number {
  state.id ??= insertIncomplete(database);
  if (block.size() > 0) {
    const { first, last, numbers, rows } = block.take();
    database
      .prepare('INSERT INTO blocks (file, first, last, numbers, rows) VALUES (?, ?, ?, ?, ?)')
      .run(state.id, first, last, numbers, rows);
  }
  writeRefusals(database, state.id, state);
  writeChanges(database, state.id, state.changes);
  [state.refusals, state.changes] = [[], []];
  return state.id;
}

function writeRefusals(database: DatabaseSync, id: number, { refusals, owner }: State): void {
  if (refusals.length === 0) return;
  const insert = database.prepare(
    `INSERT OR REPLACE INTO refusals (file, row, code, field, message, identity, orderId, orderItemSeqId, salesOrder, line, fulfillment)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [number, { code, field, message }, row] of refusals) {
    const ids = row && owner ? idsOfRefusal({ ...owner, id }, row) : NO_IDS_YET;
    insert.run(id, number, plain(code), plain(field), plain(message).slice(0, LONGEST_MESSAGE), ...ids);
  }
}

/** Of a row that is refused at the end of its file they are found in its block, by whoever asks first. */
const NO_IDS_YET = [null, null, null, null, null, null] as const;

const idsOfRefusal = (file: Owner & { id: number }, row: IndexedRow): string[] =>
  [identityOf(file, row), row.orderId, row.orderItemSeqId, row.salesOrder, row.line, row.fulfillment].map(
    plain,
  );

/** A message quotes what others sent, and the whole of it is in the error file. */
const LONGEST_MESSAGE = 1000;

const plain = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

function writeChanges(database: DatabaseSync, id: number, changes: State['changes']): void {
  if (changes.length === 0) return;
  const insert = database.prepare('INSERT OR REPLACE INTO changes VALUES (?, ?, ?, ?, ?)');
  for (const [row, { kind, code }] of changes) insert.run(id, row, kind, code, '');
}

/** Notes what a conversion makes of each row. */
export function observerFor(notes: RowNotes, feed: Feed, context: ConversionContext): Observer {
  const idsOf = feed.idsOf?.(context) ?? (() => noIds);
  return {
    taken: (record, row) => notes.add(indexedRow(row, idsOf(record, row)), refusalIn(row.outcome)),
    settled: (row, outcome) => notes.change(row, outcomeOf(outcome), refusalIn(outcome)),
  };
}

const indexedRow = ({ owner, outcome }: ClassifiedRow, ids: typeof noIds): IndexedRow => ({
  row: owner.row,
  outcome: outcomeOf(outcome),
  orderId: owner.orderId,
  orderItemSeqId: owner.orderItemSeqId,
  names: ids.names,
  salesOrder: ids.salesOrder,
  line: ids.line,
  shipment: ids.shipment,
  shipmentItem: ids.shipmentItem,
  tracking: ids.tracking,
  fulfillment: ids.fulfillment,
  fulfillmentLine: ids.fulfillmentLine,
  location: ids.location,
  quantity: ids.quantity,
  facility: ids.facility,
  record: '',
});

const APPLIED: RowOutcome = { kind: 'applied', code: '' };

function outcomeOf(outcome: ClassifiedRow['outcome']): RowOutcome {
  if (typeof outcome === 'string') return { kind: 'skipped', code: outcome };
  return isRowError(outcome) ? { kind: 'refused', code: outcome.code } : APPLIED;
}

const refusalIn = (outcome: ClassifiedRow['outcome']): RowError | undefined =>
  typeof outcome === 'object' && isRowError(outcome) ? outcome : undefined;
