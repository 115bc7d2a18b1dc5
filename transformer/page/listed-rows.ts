/** The rows behind a number of Agree?: a page of them, or all as CSV. */
import { formatCsvLine } from '#feeds/format/csv.ts';
import { harmless } from '#feeds/rows/reject.ts';
import { isAtFacility, outcomeKinds } from '../answers/by-day/agree.ts';
import { answersOn } from '../answers/by-day/receivers.ts';
import { pathOfFile } from '../answers/file-list.ts';
import type { KnownFile } from '../row-index/files-table.ts';
import {
  filesIn,
  firstOf,
  type ListedRow,
  listRows,
  type RowFilter,
  type RowPlace,
} from '../row-index/period.ts';
import { type Seat, viewOf } from './desk.ts';
import { type Query, spanIn } from './gather.ts';
import type { Links } from './parts/links.ts';
import type { View } from './parts/shell.ts';
import { rowsView } from './views/rows.ts';

const ROWS_OF_PAGE = 100;

/** @throws TransformerError NOT_FOUND for what is no day */
export function rowsOf(seat: Seat, query: Query, links: Links): View {
  const rows = firstOf(rowsWanted(seat, query), ROWS_OF_PAGE + 1);
  const shown = rows.slice(0, ROWS_OF_PAGE);
  const last = shown.at(-1);
  const next = rows.length > ROWS_OF_PAGE && last ? { file: last.file.id, row: last.row } : undefined;
  return rowsView({ tenant: viewOf(seat), query, rows: shown, next, links });
}

function rowsWanted(seat: Seat, query: Query): Generator<ListedRow> {
  return listRows(seat.index, filesWanted(seat, query), filterOf(seat, query), placeOf(query.after));
}

function filesWanted(seat: Seat, { day, feed = '', of }: Query): KnownFile[] {
  const span = spanIn(seat, day);
  if (of === 'receiver') return answersOn(seat.index, span, feed);
  return filesIn(seat.index, span).filter(
    (file) => file.side === 'transformer' && (feed === '' || file.feed === feed),
  );
}

function filterOf(seat: Seat, { day, kind, of, facility = '', location = '' }: Query): RowFilter {
  const isAt =
    of === 'facility' ? isAtFacility(seat.index, spanIn(seat, day), { facility, location }) : undefined;
  return { isAt, kind: outcomeKinds.find((one) => one === kind) };
}

function placeOf(text = ''): RowPlace | undefined {
  const [file, row] = text.split('.').map(Number);
  return file !== undefined && row !== undefined && !Number.isNaN(file + row) ? { file, row } : undefined;
}

const columns = [
  'file',
  'row',
  'outcome',
  'code',
  'message',
  'orderId',
  'orderItemSeqId',
  'salesOrder',
  'line',
  'shipment',
  'tracking',
  'facility',
  'location',
  'quantity',
  'record',
] as const;

/** Safe to open in a spreadsheet. @throws TransformerError NOT_FOUND for what is no day */
export function csvOfRows(seat: Seat, query: Query): ReadableStream<Uint8Array> {
  const rows = rowsWanted(seat, query);
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(`${formatCsvLine(columns)}\n`)),
    pull: (controller) => {
      const lines = nextLines(rows);
      if (lines === '') controller.close();
      else controller.enqueue(encoder.encode(lines));
    },
    cancel: () => void rows.return(undefined),
  });
}

const LINES_AT_ONCE = 1000;

function nextLines(rows: Generator<ListedRow>): string {
  const lines: string[] = [];
  while (lines.length < LINES_AT_ONCE) {
    const { value, done } = rows.next();
    if (done) break;
    lines.push(`${formatCsvLine(cellsOf(value).map(harmless))}\n`);
  }
  return lines.join('');
}

function cellsOf(row: ListedRow): string[] {
  const { kind, code } = row.outcome;
  const own: Partial<Record<(typeof columns)[number], string>> = {
    file: pathOfFile(row.file),
    row: String(row.row),
    outcome: kind,
    code,
    message: row.refusal?.message ?? '',
  };
  return columns.map((column) => own[column] ?? String(row[column as keyof ListedRow] ?? ''));
}
