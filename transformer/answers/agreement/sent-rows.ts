/** What was sent of an order, from the rows that the index has of it: those of a source with what its receiver made of them. */
import { feedNamed } from '#feeds/catalogue.ts';
import { timeInFileName } from '#feeds/format/file-name.ts';
import type { PlaceFound } from '../../catch-up/store-looks.ts';
import type { KnownFile } from '../../row-index/files-table.ts';
import type { IndexedRow } from '../../row-index/indexed-row.ts';
import { folderOf, nameOf } from '../../store/store-path.ts';
import type { Fate, Party, Sent } from './both-sides.ts';

export type KeptRow = IndexedRow & { file: KnownFile };

/**
 * What is known of files, whichever order is looked at. Paths are those of files where they first lay.
 * @property waiting files that nobody has finished @property received what NetSuite has finished
 * @property outputs where the transformer has sent what
 * @property lookedAt when a folder was last looked into, epoch ms
 */
export type FileFacts = {
  waiting: ReadonlyMap<string, PlaceFound>;
  received: ReadonlyMap<string, KnownFile>;
  outputs: ReadonlySet<string>;
  lookedAt(folder: string): number | undefined;
  messageOf(row: KeptRow): string;
};

export const pathOf = ({ folder, name }: KnownFile): string => `${folder}/${name}`;

export function sentOf(rows: readonly KeptRow[], facts: FileFacts): Sent[] {
  const answers = Map.groupBy(
    rows.filter(({ file }) => file.side === 'netsuite'),
    ({ file }) => pathOf(file),
  );
  const sent = rows
    .filter(({ file }) => file.side === 'transformer' && file.place !== 'repeat')
    .map((row) => throughTransformer(row, takeAnswer(row, answers), facts));
  const straight = [...answers]
    .filter(([path]) => !facts.outputs.has(path))
    .flatMap(([, ofFile]) => ofFile.map((row) => straightToNetSuite(row, facts)));
  return [...sent, ...straight];
}

/** NetSuite's row for one of the transformer's; each answers one. */
function takeAnswer(row: KeptRow, answers: ReadonlyMap<string, KeptRow[]>): KeptRow | undefined {
  const ofFile = row.outcome.kind === 'applied' ? (answers.get(row.file.output) ?? []) : [];
  const at = ofFile.findIndex(
    (one) => one.line === row.line && one.shipment === row.shipment && one.shipmentItem === row.shipmentItem,
  );
  return at === -1 ? undefined : ofFile.splice(at, 1)[0];
}

/** Where there is no error file, nothing says when NetSuite finished a file: usually within this time. */
const USUALLY_FINISHED = 2 * 3_600_000;

const settledAt = ({ at, basis, errors }: KnownFile, sentAt: number): number =>
  basis === 'error file' && errors === '' ? Math.min(at, sentAt + USUALLY_FINISHED) : at;

function throughTransformer(row: KeptRow, answer: KeptRow | undefined, facts: FileFacts): Sent {
  const { file } = row;
  const { location, quantity } = answer ?? row;
  return {
    ...base(row),
    line: row.line || (answer?.line ?? ''),
    location: location || row.location,
    quantity: quantity || row.quantity,
    shipment: row.shipment || shipmentOfFile(row, file.output),
    settled: answer ? settledAt(answer.file, file.at) : file.at,
    fate: answer ? fateOf(answer, 'NetSuite', facts) : ownFate(row, facts),
  };
}

const straightToNetSuite = (row: KeptRow, facts: FileFacts): Sent => ({
  ...base(row),
  at: row.file.made,
  shipment: row.shipment || shipmentOfFile(row, pathOf(row.file)),
  settled: settledAt(row.file, row.file.made),
  fate: fateOf(row, 'NetSuite', facts),
});

/** As the script calls a shipment of files that name none. */
const shipmentOfFile = ({ file }: KeptRow, path: string): string =>
  file.feed === 'fulfilled-order-items' ? `file:${nameOf(path)}` : '';

const base = (row: KeptRow): Omit<Sent, 'settled' | 'fate'> => ({
  feed: row.file.feed,
  file: `${row.file.folder}/${row.file.place}/${row.file.name}`,
  row: row.row,
  made: madeOf(row.file),
  at: row.file.at,
  orderId: row.orderId,
  orderItemSeqId: row.orderItemSeqId,
  salesOrder: row.salesOrder,
  line: row.line,
  shipment: row.shipment,
  shipmentItem: row.shipmentItem,
  tracking: row.tracking,
  fulfillment: row.fulfillment,
  fulfillmentLine: row.fulfillmentLine,
  location: row.location,
  quantity: row.quantity,
});

/** An output begins with the time of its source, by which NetSuite knows the newer of two: a late file comes after a newer one. */
const madeOf = ({ side, output, made }: KnownFile): number =>
  (side === 'transformer' ? timeInFileName(nameOf(output)) : undefined) ?? made;

function fateOf(row: KeptRow, by: Party, facts: FileFacts): Fate {
  const { kind, code } = row.outcome;
  if (kind === 'refused') return { kind, by, code, message: facts.messageOf(row) };
  // What NetSuite finds applied already, an earlier row has done.
  if (kind === 'skipped' && !(by === 'NetSuite' && code === 'ALREADY_APPLIED')) return { kind, code };
  return { kind: kind === 'skipped' ? 'applied' : kind };
}

/** As long as the receiver says nothing of the row itself. */
function ownFate(row: KeptRow, facts: FileFacts): Fate {
  const { file, outcome } = row;
  if (outcome.kind !== 'applied' || file.output === '') return fateOf(row, 'transformer', facts);
  const by = feedNamed(file.feed)?.to ?? 'NetSuite';
  const place = facts.waiting.get(file.output);
  if (place) return { kind: 'waits', by, since: file.at };
  const received = facts.received.get(file.output);
  if (received && received.place === 'failed' && received.code !== '')
    return { kind: 'failed', by, code: received.code, message: received.message };
  const looked = facts.lookedAt(folderOf(file.output));
  if (received || looked === undefined || looked < file.at) return { kind: 'unknown' };
  return by === 'HotWax' ? { kind: 'applied' } : { kind: 'gone', by };
}
