/** A feed of one line per row, and what the tests need around it: a place to put files and one that takes deliveries. */

import { FeedError } from '#feeds/errors.ts';
import { defaultContext, type Feed } from '#feeds/feed.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import type { ClassifiedRow } from '#feeds/rows/row-reader.ts';
import { type MemoryStore, openMemoryStore } from '../../testbed/memory-store.ts';
import { foldersOf, type Route, routeOf } from '../../transformer/folders/folders.ts';
import type { PassOptions } from '../../transformer/pass/pass-options.ts';
import { runPass } from '../../transformer/pass/run-pass.ts';
import type { FileStore } from '../../transformer/store/file-store.ts';

export const NOW = Date.parse('2026-03-01T12:00:00Z');

/** Elements are texts: `bad...` is refused, `other...` is not for this feed, anything else is applied. */
export const smallFeed: Feed = {
  name: 'brokered-order-items',
  says: 'a text',
  noun: 'text',
  from: 'HotWax',
  to: 'NetSuite',
  source: { format: 'json', folder: 'in/texts' },
  target: { format: 'csv', folder: 'out/texts' },
  targetName: 'Texts',
  judge() {
    let row = 0;
    return (element) => {
      row += 1;
      return [judgeText(String(element), row)];
    };
  },
  repeats: () => 'skipped',
  layout: () => ({
    file: { open: 'text\n', between: '', close: '', empty: 'text\n' },
    openGroup: () => '',
    betweenRows: '',
    closeGroup: '',
  }),
};

function judgeText(text: string, row: number): ClassifiedRow {
  if (text === 'break') throw new TypeError('the converter has a fault');
  if (text === 'stranger') throw new FeedError('NOT_THIS_FEED', 'The file is of another feed.');
  const owner = { row, orderId: text, orderItemSeqId: '00101' };
  if (text.startsWith('bad'))
    return { owner, outcome: { code: 'INVALID_ID', field: 'text', message: 'It is bad.' } };
  if (text.startsWith('other')) return { owner, outcome: 'OTHER_FACILITY' };
  return { owner, outcome: { key: `${row}`, group: `${row}`, head: '', flag: '', text: `${text}\n` } };
}

export const smallRoute: Route = routeOf(smallFeed);

export const SOURCE = smallFeed.source.folder;
export const TARGET = smallFeed.target.folder;

let lastPass = 0;

/** A pass, a moment after the one before and its claims, of which each has a millisecond of its own, that treats every claim it finds as abandoned. */
export function pass(store: FileStore, options: Partial<PassOptions> = {}) {
  lastPass += 1;
  const at = NOW + lastPass * 10;
  return runPass({
    store,
    routes: [smallRoute],
    context: defaultContext(NOW),
    clock: () => at,
    staleClaimMinutes: 0,
    passId: `p${lastPass}`,
    ...options,
  });
}

export async function memoryStoreWith(files: Readonly<Record<string, string>>): Promise<MemoryStore> {
  const store = openMemoryStore(() => NOW - 3_600_000);
  for (const folder of foldersOf(smallRoute)) await store.makeFolder(folder);
  for (const [path, text] of Object.entries(files)) await put(store, path, text);
  return store;
}

export const put = async (store: FileStore, path: string, text: string): Promise<void> =>
  void (await store.write(path, Buffer.from(text)));

export const textAt = async (store: FileStore, path: string): Promise<string> =>
  Buffer.from(await store.read(path)).toString();

/** The names of the plain files of a folder, sorted, but for what the transformer keeps there for itself. */
export async function namesIn(store: FileStore, folder: string): Promise<string[]> {
  const entries = await store.list(folder);
  return entries
    .filter(({ kind }) => kind === 'file')
    .map(({ name }) => name)
    .filter((name) => !OWN_NAMES.test(name))
    .sort();
}

const OWN_NAMES = /^\.(folder|taken|clock|pass|alive)-/;

/** The rows in the files that stand in the target folder. */
export async function deliveredRows(store: FileStore, folder: string = TARGET): Promise<string[]> {
  const names = await namesIn(store, folder);
  const texts = await Promise.all(names.map((name) => textAt(store, `${folder}/${name}`)));
  return texts.flatMap((text) => text.trim().split('\n').slice(1)).sort();
}

/** The order ids in all error files. */
export async function refusedRows(store: FileStore): Promise<string[]> {
  const names = await namesIn(store, `${SOURCE}/error`);
  const texts = await Promise.all(names.map((name) => textAt(store, `${SOURCE}/error/${name}`)));
  return texts.flatMap((text) => parseCsv(text).rows.map((cells) => cells[5] ?? '')).sort();
}
