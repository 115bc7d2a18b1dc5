/** How long each view of the page takes over an index of many rows, from the request to the last byte. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRoutes } from '../../transformer/folders/folders.ts';
import { type Desk, openDesk } from '../../transformer/page/desk.ts';
import { makeGuard } from '../../transformer/page/guard.ts';
import { type PageServer, servePage } from '../../transformer/page/serve.ts';
import { openRowIndex } from '../../transformer/row-index/open-index.ts';
import { openLocalFolder } from '../../transformer/store/local-folder.ts';
import { OURS, progress } from '../harness/alternate.ts';
import { median, type Result, type Section, type Table, type Target } from '../harness/results.ts';
import type { Sizes } from '../harness/sizes.ts';
import { count } from '../harness/tables.ts';
import { fillIndex } from './many-rows.ts';

/** Longer a person should not wait. */
const LONGEST_SECONDS = 1;

export async function measurePage({ rows, turns }: Sizes): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-page-'));
  try {
    const file = join(folder, 'index.sqlite');
    const index = openRowIndex(file);
    const began = performance.now();
    fillIndex(index, rows, Date.now());
    index.close();
    progress(`an index of ${count(rows)} rows`, (performance.now() - began) / 1000);
    return await withPage(file, folder, (page) => measureViews(page, rows, turns.runs));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withPage(
  indexFile: string,
  folder: string,
  work: (page: PageServer) => Promise<Section>,
): Promise<Section> {
  const desk = deskOver(indexFile, folder);
  const options = { desk, guard: makeGuard(), mayChange: false, onError: () => {} };
  const page = await servePage({ ...options, port: 0, everyMilliseconds: 24 * 3_600_000 });
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}

/** The index alone, as what a look costs is a matter of the store. */
const deskOver = (indexFile: string, folder: string): Desk =>
  openDesk(
    [
      {
        name: undefined,
        place: folder,
        zone: 'UTC',
        routes: defaultRoutes(),
        indexFile,
        staleClaimMinutes: 15,
        pauses: [],
        look: async () => [],
        open: () => openLocalFolder(folder),
        comparison: { newest: async () => undefined, run: () => Promise.reject(new Error('no statement')) },
      },
    ],
    Date.now,
  );

async function measureViews({ address }: PageServer, rows: number, runs: number): Promise<Section> {
  const answer = await fetch(address, { redirect: 'manual' });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const results: Result[] = [];
  for (const [name, path] of viewsOver(rows)) {
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) times.push(await secondsOf(new URL(path, address), cookie));
    results.push(resultOf(name, times));
  }
  const tables = [viewTable(results, rows)];
  return { results, targets: targetsOf(results, rows), tables, tablesTellAll: true };
}

/** The first one of problems is after the index was made: what is settled is then known. */
function viewsOver(rows: number): [string, string][] {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return [
    ['open problems', '/problems'],
    ['flowing', '/'],
    ['order, by HotWax order id', `/order?id=HC${Math.floor(rows * 0.7)}`],
    ['order, by tracking number', `/order?id=1Z${Math.floor(rows * 0.1)}`],
    ['order, never seen', '/order?id=HC0'],
    ['agree', '/agree'],
    ['agree, a day', `/agree?day=${day}`],
    ['agree, refused rows of a day', `/agree/rows?day=${day}&kind=refused`],
    ['files', '/files'],
    ['files, by part of the name', '/files?text=shipments-7'],
    ['a file', '/files/1'],
  ];
}

async function secondsOf(address: URL, cookie: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(address, { headers: { cookie } });
  await answer.text();
  if (!answer.ok) throw new Error(`${address.pathname} answers ${answer.status}.`);
  return (performance.now() - began) / 1000;
}

const resultOf = (name: string, times: readonly number[]): Result => ({
  work: `page: ${name}`,
  contender: OURS,
  medianSeconds: median(times),
  peakMiB: null,
  ratioToOurs: 1,
  runs: times.length,
  note: `slowest ${Math.max(...times).toFixed(2)} s`,
});

const viewTable = (results: readonly Result[], rows: number): Table => ({
  title: `views over ${count(rows)} indexed rows`,
  header: ['View', 'Median', 'Of'],
  rows: results.map(({ work, medianSeconds, note = '', runs = 0 }) => [
    work.replace('page: ', ''),
    `${(medianSeconds ?? 0).toFixed(2)} s`,
    `${runs}, ${note}`,
  ]),
});

/** The slowest of them, so that one line says it. */
const targetsOf = (results: readonly Result[], rows: number): Target[] => [
  {
    claim: `every view of the page over ${count(rows)} indexed rows: seconds`,
    limit: LONGEST_SECONDS,
    found: Math.max(...results.map(({ medianSeconds }) => medianSeconds ?? 0)),
  },
];
