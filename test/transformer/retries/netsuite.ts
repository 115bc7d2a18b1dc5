/** NetSuite's folders as the scripts leave them, around a store whose clock the test turns, and passes that try again. */
import { parseSalesOrderLineUpdates } from '#feeds/brokered-order-items/netsuite.ts';
import { defaultContext } from '#feeds/feed.ts';
import { parseShippedSalesOrders } from '#feeds/fulfilled-order-items/netsuite.ts';
import { formatRejects } from '#feeds/rows/reject.ts';
import { type MemoryStore, openMemoryStore } from '../../../testbed/memory-store.ts';
import { runPass } from '../../../transformer/pass/run-pass.ts';
import type { PassEvent, PassReport } from '../../../transformer/report/pass-report.ts';
import type { RetrySettings } from '../../../transformer/retries/retry-look.ts';
import { DEFAULT_PAUSES } from '../../../transformer/retries/schedule.ts';
import type { RowIndex } from '../../../transformer/row-index/open-index.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { EXPORT, makeTree, NOW, UPDATE } from '../catch-up/orders.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

type Line = { row: number; orderId: string; orderItemSeqId: string };

/** Rows by number with their codes. */
export type Refused = Readonly<Record<number, string>>;

export type Netsuite = Awaited<ReturnType<typeof openNetsuite>>;

export async function openNetsuite() {
  const time = { now: NOW };
  const store = openMemoryStore(() => time.now);
  await makeTree(store);
  const put = async (path: string, text: string): Promise<void> =>
    void store.files.set(path, { bytes: Buffer.from(text), modified: time.now });
  const read = async (path: string) => Buffer.from(await store.read(path)).toString();
  const filesIn = (folder: string): string[] =>
    [...store.files.keys()]
      .filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
      .map((path) => path.slice(folder.length + 1))
      .sort();
  /** As a run leaves a file that waited: in its archive, with an error file if rows were refused. */
  async function take(folder: string, name: string, refused: Refused = {}): Promise<void> {
    const text = await read(`${folder}/${name}`);
    const rejects = linesIn(text).flatMap((line) => {
      const code = refused[line.row];
      return code === undefined ? [] : [{ ...line, field: 'order_id', code, message: `${code}.` }];
    });
    if (rejects.length > 0) await put(`${folder}/error/${name}.errors.csv`, formatRejects(name, rejects));
    await store.move(`${folder}/${name}`, `${folder}/archive/${name}`);
  }
  /** Every file that waits, each with the same refusals. */
  async function run(folder: string, refused: Refused = {}): Promise<string[]> {
    const names = filesIn(folder);
    for (const name of names) await take(folder, name, refused);
    return names;
  }
  return { time, store, put, read, filesIn, take, run };
}

function linesIn(text: string): Line[] {
  if (text.startsWith('[')) return parseShippedSalesOrders(text).lines;
  return parseSalesOrderLineUpdates(text).updates.map(({ row, update }) => ({
    row,
    orderId: update.internalId || update.externalId,
    orderItemSeqId: update.lineId,
  }));
}

let passes = 0;

export type PassOfRetries = { report: PassReport; events: PassEvent[] };

export async function passOver(
  { time }: Pick<Netsuite, 'time'>,
  store: FileStore | MemoryStore,
  around: Partial<RetrySettings> & { index?: RowIndex; skew?: number } = {},
): Promise<PassOfRetries> {
  passes += 1;
  const { index, skew = 0, ...retries } = around;
  const events: PassEvent[] = [];
  const report = await runPass({
    store,
    context: defaultContext(NOW),
    clock: () => time.now + skew,
    staleClaimMinutes: 0,
    passId: `p${passes}`,
    retries: { pauses: DEFAULT_PAUSES, ...retries },
    index,
    onEvent: (event) => events.push(event),
  });
  return { report, events };
}

export const retriedIn = ({ report }: PassOfRetries): string[] =>
  report.feeds.flatMap(({ retriedFiles }) => retriedFiles);

export type Shipped = { line: string; shipment?: string; item?: string; quantity?: string };

export const shippedOrder = (order: string, ...lines: Shipped[]) => ({
  order_id: order,
  hotwax_order_id: `HC${order}`,
  maySplit: 'Y',
  items: lines.map(({ line, shipment, item = `0000${line}`, quantity = '1' }) => ({
    line_id: line,
    location_id: '549',
    quantity,
    tags: 'hotwax-fulfilled',
    shipment_method_type_id: 'STANDARD',
    order_item_seq_id: `0010${line}`,
    ...(shipment === undefined ? {} : { shipment_id: shipment, shipment_item_seq_id: item }),
  })),
});

export const allocationFile = (...rows: [order: string, line: string, location: string][]): string =>
  `internalId,lineId,item,location,quantity,closed,rejected\n${rows
    .map(([order, line, location]) => `${order},${line},1,${location},1,,F\n`)
    .join('')}`;

export { EXPORT, NOW, UPDATE };
