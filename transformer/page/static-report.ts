/** The views as files that lead to each other, for a folder that others serve or open from their disk. */
import { createHash } from 'node:crypto';
import { differencesCsv } from '../answers/agreement/difference-table.ts';
import { daysIn } from '../answers/by-day/agree.ts';
import { filePage } from '../answers/file-list.ts';
import type { Problem } from '../answers/problems.ts';
import { countOpen, type Desk, problemsOf, type Seat, viewOf } from './desk.ts';
import { refusedRowsCsv } from './downloads.ts';
import { agreeOf, fileOf, filesOf, flowingOf, offsetOf, orderOf, problemsFor, SHOWN_DAYS } from './gather.ts';
import type { Links } from './parts/links.ts';
import { page, type View } from './parts/shell.ts';
import type { ReportFile } from './report-folder.ts';
import { type OpenOrder, openOrdersView } from './views/open-orders.ts';

/** @property originals whether refused rows are written down as they came, with whatever names and addresses are in them */
export type ReportOptions = { desk: Desk; originals: boolean };

/** More pages nobody would read; the page and the commands know the others. */
const [MOST_ORDERS, MOST_FILES] = [500, 200];

/** @returns the first page last */
export async function makeReport({ desk, originals }: ReportOptions): Promise<ReportFile[]> {
  const orders = await openOrders(desk);
  const links = staticLinks(desk, orders);
  const write = async (name: string, view: View): Promise<ReportFile> => ({
    name,
    text: String(await page(view, await around(desk, links))),
  });
  const files: ReportFile[] = [];
  for (const { id } of orders) files.push(await write(orderFile(id), orderOf(desk, id, links)));
  for (const [seat, number] of numbered(desk)) {
    files.push(...(await refusedFiles(seat, number, originals)));
    if (seat.sides)
      files.push({
        name: differencesFile(number),
        text: differencesCsv(seat.name ?? '', seat.sides.differences),
      });
    for (const { id } of shownFiles(seat))
      files.push(await write(fileName(number, id), fileOf(seat, id, links)));
    for (const day of daysOf(seat, desk.clock()))
      files.push(await write(dayFile(number, day), agreeOf(desk, { tenant: seat.name ?? '', day }, links)));
  }
  files.push(await write('order.html', openOrdersView(orders, links, MOST_ORDERS)));
  files.push(await write('files.html', filesOf(desk, {}, links, MOST_FILES)));
  files.push(await write('agree.html', agreeOf(desk, {}, links)));
  files.push(await write('problems.html', await problemsFor(desk, links, { proof: undefined })));
  files.push(await write('index.html', await flowingOf(desk, links)));
  return files;
}

const around = async (desk: Desk, links: Links) => ({
  links,
  tenants: desk.seats.map(viewOf),
  now: desk.clock(),
  mayChange: false,
  openProblems: await countOpen(desk),
});

const numbered = ({ seats }: Desk): [Seat, number][] => seats.map((seat, at) => [seat, at + 1]);

/** Those of the cases that the problems list, by the id that they are called by. */
async function openOrders({ seats }: Desk): Promise<OpenOrder[]> {
  const orders = new Map<string, OpenOrder>();
  for (const seat of seats) {
    for (const problem of openOf(await problemsOf(seat))) {
      for (const { orderId, salesOrder } of problem.cases) {
        const id = orderId || salesOrder;
        const known = orders.get(id) ?? { id, tenant: seat.name ?? '', codes: [] };
        if (id !== '') orders.set(id, { ...known, codes: [...new Set([...known.codes, problem.code])] });
      }
    }
  }
  return [...orders.values()].slice(0, MOST_ORDERS);
}

const openOf = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ acknowledged }) => acknowledged === null);

async function refusedFiles(seat: Seat, number: number, originals: boolean): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  for (const { id, kind } of await problemsOf(seat))
    if (kind === 'rows')
      files.push({ name: refusedFile(number, id), text: await refusedRowsCsv(seat, id, originals) });
  return files;
}

const shownFiles = ({ index }: Seat) =>
  filePage(index, { side: '', feed: '', place: '', text: '', before: undefined }, MOST_FILES).files;

const daysOf = ({ index, zone }: Seat, now: number): string[] =>
  daysIn(index, now, SHOWN_DAYS, offsetOf(zone))
    .filter(({ rows }) => rows > 0)
    .map(({ day }) => day);

/** An id may be anything, so its page is called by its hash. */
const orderFile = (id: string): string =>
  `order-${createHash('sha256').update(id).digest('hex').slice(0, 16)}.html`;
const fileName = (number: number, id: number): string => `file-${number}-${id}.html`;
const dayFile = (number: number, day: string): string => `agree-${number}-${day}.html`;
const differencesFile = (number: number): string => `differences-${number}.csv`;
const refusedFile = (number: number, problem: string): string => `refused-${number}-${problem}.csv`;

function staticLinks(desk: Desk, orders: readonly OpenOrder[]): Links {
  const known = new Set(orders.map(({ id }) => id));
  const numbers = new Map(numbered(desk).map(([{ name }, number]) => [name ?? '', number]));
  const files = new Map(
    numbered(desk).map(([seat, number]) => [number, new Set(shownFiles(seat).map(({ id }) => id))]),
  );
  const numberOf = (tenant = ''): number => numbers.get(tenant) ?? 0;
  return {
    isLive: false,
    flowing: 'index.html',
    order: 'order.html',
    problems: 'problems.html',
    agree: 'agree.html',
    files: 'files.html',
    orderOf: (id) => (known.has(id) ? orderFile(id) : undefined),
    refusedRows: (tenant, problem) => refusedFile(numberOf(tenant), problem),
    filesWith: () => undefined,
    fileOf: (tenant, id) =>
      files.get(numberOf(tenant))?.has(id) ? fileName(numberOf(tenant), id) : undefined,
    contentOf: () => undefined,
    rowsOf: () => undefined,
    differences: (tenant) => differencesFile(numberOf(tenant)),
    dayOf: ({ tenant, day = '' }) => dayFile(numberOf(tenant), day),
  };
}
