/** What receivers and people read: nothing here is the project's own code. */
import type { FeedName } from '../plan/plan.ts';
import type { World } from '../world/world.ts';

/** @property moment when it could be read first */
export type DeliveredRow = {
  feed: FeedName;
  token: string;
  order: string;
  line: string;
  location: string;
  quantity: string;
  file: string;
  batch: number;
  moment: number;
};

export type ErrorRow = {
  file: string;
  row: number;
  field: string;
  code: string;
  orderItemSeqId: string;
  errorFile: string;
  moment: number;
};

/** @property unreadable names of files that are not what they should be */
export type Results = { delivered: DeliveredRow[]; errors: ErrorRow[]; unreadable: string[] };

export function readResults(world: World): Results {
  const unreadable: string[] = [];
  const delivered = world.received.flatMap(({ feed, name, file, text, batch }): DeliveredRow[] => {
    const moment = world.published.find((one) => one.file === file)?.moment ?? 0;
    try {
      return rowsOf(feed, text).map((row) => ({ feed, ...row, file: name, batch, moment }));
    } catch (error) {
      unreadable.push(`${name} cannot be read: ${String(error)}`);
      return [];
    }
  });
  return { delivered, errors: readErrors(world), unreadable };
}

type RowCells = Pick<DeliveredRow, 'token' | 'order' | 'line' | 'location' | 'quantity'>;

function rowsOf(feed: FeedName, text: string): RowCells[] {
  if (feed === 'brokered-order-items') {
    return readTable(text).map((cell) => ({
      token: cell('location'),
      order: cell('internalId'),
      line: cell('lineId'),
      location: cell('location'),
      quantity: cell('quantity'),
    }));
  }
  const list = JSON.parse(text) as Json[];
  return list.flatMap((element) =>
    feed === 'item-fulfillments' ? completedOrder(element) : shippedOrder(element),
  );
}

type Json = Record<string, unknown>;

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

function completedOrder({ orderMap }: Json): RowCells[] {
  const { orderId, items } = orderMap as { orderId: string; items: Json[] };
  return items.flatMap((item) =>
    textOf(item.trackingNumber)
      .split(' | ')
      .map((token) => ({
        token,
        order: orderId,
        line: textOf(item.orderItemSeqId),
        location: textOf(item.externalFacilityId),
        quantity: textOf(item.quantity),
      })),
  );
}

function shippedOrder({ order_id, items }: Json): RowCells[] {
  return (items as Json[]).flatMap((item) =>
    textOf(item.tracking_number)
      .split(' | ')
      .map((token) => ({
        token,
        order: textOf(order_id),
        line: textOf(item.line_id),
        location: textOf(item.location_id),
        quantity: textOf(item.quantity),
      })),
  );
}

function readErrors({ errorTexts, published }: World): ErrorRow[] {
  return [...errorTexts.values()].flatMap(({ path, file }) => {
    const moment = published.find((one) => one.file === file)?.moment ?? 0;
    return readTable(file.bytes.toString()).map((cell) => ({
      file: cell('file'),
      row: Number(cell('row')),
      field: cell('field'),
      code: cell('code'),
      orderItemSeqId: cell('orderItemSeqId'),
      errorFile: path,
      moment,
    }));
  });
}

/** The rows of a CSV file, each asked by the name of a column. */
function readTable(text: string): ((column: string) => string)[] {
  const [header = [], ...rows] = cut(text.replace(/^\uFEFF/, ''));
  return rows.map((cells) => (column) => cells[header.indexOf(column)] ?? '');
}

function cut(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = (): void => {
    row.push(cell);
    if (row.length > 1 || cell !== '') rows.push(row);
    row = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}
