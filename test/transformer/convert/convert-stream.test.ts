/** What waits in a database, in memory or on disk, becomes the same file as what waits nowhere. */
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { feeds } from '#feeds/catalogue.ts';
import type { Candidates, KeyedRows, Storage, WaitingRow } from '#feeds/conversion/row-store.ts';
import { defaultContext, type Feed } from '#feeds/feed.ts';
import { formatExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import { formatRejects } from '#feeds/rows/reject.ts';
import type { TargetLayout } from '#feeds/rows/row-reader.ts';
import { memoryStorage } from '../../../testbed/memory-storage.ts';
import { convertSource } from '../../../transformer/convert/convert-stream.ts';
import { openSqliteStorage, type SqliteOptions } from '../../../transformer/row-store/sqlite-row-store.ts';
import { concat } from '../../../transformer/store/byte-stream.ts';
import { orderLike, shippedLine } from '../../feeds/arbitraries.ts';
import { convertWhole } from '../../feeds/convert-whole.ts';
import { inPieces, readWhole } from '../../feeds/source-reading.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';

const context = defaultContext(Date.UTC(2024, 5, 1));

const sourceOf = (feed: Feed): fc.Arbitrary<string> =>
  feed.source.format === 'csv'
    ? fc
        .array(shippedLine, { maxLength: 12 })
        .map((lines) => formatExportedLines([...lines, ...lines.slice(3)]))
    : fc.array(orderLike, { maxLength: 6 }).map((orders) => JSON.stringify([...orders, ...orders.slice(2)]));

async function converted(feed: Feed, text: string, options: SqliteOptions) {
  const storage = openSqliteStorage(options);
  try {
    const source = inPieces(Buffer.from(text), 100);
    const result = await convertSource(feed, source, context, storage);
    const output = Buffer.from(await concat(result.output())).toString();
    const rejects = Buffer.from(await concat(result.rejects('a file'))).toString();
    return { output, rejects, counts: result.counts };
  } finally {
    storage.close();
  }
}

/** Down to marks that all keys share. */
const options: fc.Arbitrary<SqliteOptions> = fc.record({ marks: fc.constantFrom(1, 2, 5, 2 ** 32) });

describe.each(feeds.map((feed) => [feed.name, feed] as const))('%s', (_, feed) => {
  test('becomes the same as in one piece', async () => {
    await fc.assert(
      fc.asyncProperty(sourceOf(feed), options, async (text, given) => {
        const records = await readWhole(Buffer.from(text), feed.source.format);
        const whole = convertWhole(feed, records, context);
        const rejects = formatRejects('a file', whole.rejects);
        const expected = { output: whole.text, rejects, counts: whole.counts };
        expect(await converted(feed, text, given)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the storage in a database', () => {
  const id = fc.constantFrom('', 'a', 'b', 'é', '注文', 'a\0', 'a\0b', '\ud800', '\udfff', 'c'.repeat(300));
  const row = fc.record({
    key: id,
    text: fc.constantFrom('', 'x', 'y\0', '\ud83d', 'z'.repeat(20_000)),
    group: id,
    flag: fc.constantFrom('', 'N', 'Y'),
  });
  /** Like a feed: a row of the same key may say something else, and belong elsewhere. */
  const rows = fc.array(row, { maxLength: 60 });
  type Row = { key: string; text: string; group: string; flag: string };
  const layout: TargetLayout = {
    file: { open: '[', between: ';', close: ']', empty: 'nothing' },
    openGroup: (head, flag) => `${head}/${flag}:`,
    betweenRows: ', ',
    closeGroup: '.',
  };
  const bytes = (pieces: Iterable<Uint8Array>): string => Buffer.concat([...pieces]).toString();
  const texts = (pieces: Iterable<string>): string => Buffer.from([...pieces].join('')).toString();

  test('gives back what the plainest one gives, whatever rows are dropped in between', () => {
    fc.assert(
      fc.property(rows, options, fc.func(fc.boolean()), (all, given, keeps) => {
        const storage = openSqliteStorage(given);
        const plainest = allOf(memoryStorage, all, keeps, texts);
        expect(allOf(storage, all, keeps, bytes)).toEqual(plainest);
        storage.close();
      }),
      { numRuns: 300 },
    );
  });

  test('gives back the same of many rows, whose groups lie far apart, when most of them are on disk', () => {
    const all = Array.from({ length: 5000 }, (_, index) => ({
      key: `${index % 4001}`,
      text: 'x'.repeat(index % 700),
      group: `${index % 1237}`,
      flag: ['', 'Y', 'N'][index % 5] ?? '',
    }));
    const keeps = (row: number) => row % 3 === 0;
    const storage = openSqliteStorage({ cacheBytes: 0 });
    expect(allOf(storage, all, keeps, bytes)).toEqual(allOf(memoryStorage, all, keeps, texts));
    storage.close();
  });

  test('gives back the same of groups that are written in many parts, whose first rows are dropped or not', () => {
    const all = Array.from({ length: 600 }, (_, index) => ({
      key: `${index % 251}`,
      text: `${index}`,
      group: `${index % 3}`,
      flag: ['', 'Y', 'N'][index % 7] ?? '',
    }));
    for (const dropped of [2, 3, 5, 600]) {
      const keeps = (row: number) => row > dropped && row % dropped !== 0;
      const storage = openSqliteStorage();
      expect(allOf(storage, all, keeps, bytes)).toEqual(allOf(memoryStorage, all, keeps, texts));
      storage.close();
    }
  });

  /** @param keeps asked about rows whose key another one has */
  function allOf<Piece>(
    storage: Storage<Piece>,
    all: readonly Row[],
    keeps: (row: number) => boolean,
    decoded: (pieces: Iterable<Piece>) => string,
  ) {
    const candidates = storage.candidates(layout);
    const rejected = storage.rejected();
    all.forEach((each, index) => {
      const owner = { row: index + 1, orderId: each.group, orderItemSeqId: each.key };
      candidates.add({ ...each, owner, head: `${each.group}${index}` });
    });
    const byKey = [...all.entries()].sort(([, one], [, other]) => (one.key < other.key ? -1 : 1));
    for (const [index, { key, group }] of byKey) {
      const owner = { row: index + 1, orderId: group, orderItemSeqId: key };
      rejected.add({ ...owner, field: key, code: 'INVALID_ID', message: key });
    }
    const sharing = new Map<string, WaitingRow[]>();
    const settleKeys = (some: KeyedRows): void => {
      for (const [key, found] of sharedKeysIn(some)) sharing.set(key, found);
    };
    const isShared = (row: number): boolean => sharing.has(all[row - 1]?.key ?? '');
    Array.from(candidates.resolveDuplicates(settleKeys, (row) => !isShared(row) || keeps(row)));
    const keys = [...sharing].sort(([one], [other]) => (one < other ? -1 : 1));
    return { keys, file: decoded(candidates.file()), rejects: [...rejected.sorted()] };
  }

  /** The keys that several rows share, with what these say; they can be read more than once. */
  function sharedKeysIn(some: KeyedRows): [string, WaitingRow[]][] {
    const said = new Map<string, WaitingRow[]>();
    expect([...some]).toEqual([...some]);
    for (const { owner, key, group, flag, text } of some) {
      said.set(key, [...(said.get(key) ?? []), { owner, key, group, flag, text }]);
    }
    return [...said].filter(([, rows]) => rows.length > 1);
  }
});

const noLayout: TargetLayout = {
  file: { open: '', between: '', close: '', empty: '' },
  openGroup: () => '',
  betweenRows: '',
  closeGroup: '',
};

/** So many that they do not fit in a cache of nothing. */
function addMany(candidates: Candidates<unknown>, from = 1, to = 2000): void {
  for (let row = from; row <= to; row += 1) {
    const owner = { row, orderId: 'HC1', orderItemSeqId: '101' };
    candidates.add({ owner, key: `${row}`, group: 'HC1', head: '', flag: '', text: 'x'.repeat(500) });
  }
}

test('what waits on disk has no name in its folder, so that nothing stays behind', async () => {
  const folder = await makeTemporaryFolder();
  const storage = openSqliteStorage({ cacheBytes: 0, folder: folder.path });
  addMany(storage.candidates(noLayout));
  expect(readdirSync(folder.path)).toEqual([]);
  if (existsSync('/proc/self/fd')) expect(openFiles()).toContainEqual(expect.stringContaining(folder.path));
  storage.close();
  if (existsSync('/proc/self/fd')) expect(openFiles().join()).not.toContain(folder.path);
  await folder.remove();
});

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`);
    } catch {
      return '';
    }
  });
}

test('a temporary folder that cannot be used is named, with what to do, once a file is too large for memory', () => {
  const storage = openSqliteStorage({ cacheBytes: 0, folder: '/nowhere/at/all' });
  const candidates = storage.candidates(noLayout);
  addMany(candidates, 1, 20);
  expect(() => addMany(candidates, 21)).toThrow(/\/nowhere\/at\/all.*TMPDIR/);
  storage.close();
});

test.each([
  [
    'a row of cells that never ends',
    'item-fulfillments',
    `${formatExportedLines([])}"${'x'.repeat(1_100_000)}`,
    /longer than 1048576/,
  ],
  ['a row without commas', 'item-fulfillments', 'x'.repeat(1_100_000), /longer than 1048576/],
  ['a nesting bomb', 'brokered-order-items', '['.repeat(100_000), /nested more than 200 levels deep/],
  ['one element of many', 'brokered-order-items', `[${' '.repeat(9_000_000)}1]`, /larger than 8388608/],
  ['a long text that is no list', 'brokered-order-items', `"${'x'.repeat(1_100_000)}"`, /begin with \[/],
  ['one large object', 'brokered-order-items', `{"a":"${'x'.repeat(1_100_000)}"}`, /one object/],
] as const)('%s is refused at a limit', async (_, name, text, message) => {
  const feed = feeds.find((each) => each.name === name) as Feed;
  const storage = openSqliteStorage();
  const converting = convertSource(feed, inPieces(Buffer.from(text), 65_536), context, storage);
  await expect(converting).rejects.toMatchObject({ code: 'UNREADABLE_FILE' });
  await expect(converting).rejects.toThrow(message);
  storage.close();
});
