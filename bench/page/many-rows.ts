/** A row index of many rows, as months of feeds would leave it: files of a thousand rows, of which two are refused. */
import { noIds } from '#feeds/rows/row-ids.ts';
import type { RowOutcome } from '../../transformer/row-index/indexed-row.ts';
import { noteRows } from '../../transformer/row-index/note-rows.ts';
import type { RowIndex } from '../../transformer/row-index/open-index.ts';

const ROWS_OF_FILE = 1000;
const MINUTE = 60_000;
const [FACILITIES, EVERY_MINUTES] = [40, 15];

const applied: RowOutcome = { kind: 'applied', code: '' };
const refused: RowOutcome = { kind: 'refused', code: 'MISSING_NETSUITE_LINE_ID' };

export function fillIndex(index: RowIndex, rows: number, now: number): void {
  const files = Math.ceil(rows / ROWS_OF_FILE);
  for (let file = 0; file < files; file += 1)
    noteFile(index, file, now - (files - file) * EVERY_MINUTES * MINUTE);
}

function noteFile(index: RowIndex, file: number, at: number): void {
  const own = { side: 'transformer', feed: 'fulfilled-order-items' } as const;
  const folder = 'hotwax/FulfilledOrderItems';
  const notes = noteRows(index, own);
  for (let row = 1; row <= ROWS_OF_FILE; row += 1) noteRow(notes, file * ROWS_OF_FILE + row, row);
  notes.finish({
    ...own,
    folder,
    name: `shipments-${file}.json`,
    place: 'archive',
    at,
    made: at,
    applied: ROWS_OF_FILE - 2,
    rejected: 2,
    skipped: {},
    output: `netsuite/fulfilledsalesorder/export/shipments-${file}.json`,
    errors: `${folder}/error/shipments-${file}.json.errors.csv`,
    code: '',
    message: '',
    basis: 'decided',
  });
}

function noteRow(notes: ReturnType<typeof noteRows>, number: number, row: number): void {
  const outcome = row % (ROWS_OF_FILE / 2) === 0 ? refused : applied;
  const facility = number % FACILITIES;
  const known = {
    ...noIds,
    row,
    outcome,
    orderId: `HC${number}`,
    orderItemSeqId: '00101',
    names: [`#${number}`],
    salesOrder: String(7_000_000 + number),
    line: '1',
    shipment: `S${number}`,
    tracking: `1Z${number}`,
    facility: `STORE_${facility}`,
    location: String(100 + facility),
    record: '',
  };
  const refusal = { code: refused.code, field: 'line', message: 'The order item has no NetSuite line id.' };
  notes.add(known, outcome === refused ? refusal : undefined);
}
