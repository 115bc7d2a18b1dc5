/** What waits in memory and what waits on disk become the same file. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { feeds } from '#feeds/catalogue.ts';
import { defaultContext, type Feed } from '#feeds/feed.ts';
import { formatExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import type { TargetLayout } from '#feeds/judged-row.ts';
import { memoryStorage } from '#feeds/memory-storage.ts';
import { formatRejects } from '#feeds/reject.ts';
import type { KeyedRows, Storage } from '#feeds/storage.ts';
import { gathered } from '../../transformer/chunks.ts';
import { convertSource } from '../../transformer/convert-source.ts';
import { openSpillingStorage, type SpillLimits } from '../../transformer/spilling-storage.ts';
import { orderLike, shippedLine } from '../feeds/arbitraries.ts';
import { convertWhole } from '../feeds/convert-whole.ts';
import { inPieces, readWhole } from './source-reading.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const context = defaultContext(Date.UTC(2024, 5, 1));

const sourceOf = (feed: Feed): fc.Arbitrary<string> =>
  feed.source.format === 'csv'
    ? fc
        .array(shippedLine, { maxLength: 12 })
        .map((lines) => formatExportedLines([...lines, ...lines.slice(3)]))
    : fc.array(orderLike, { maxLength: 6 }).map((orders) => JSON.stringify([...orders, ...orders.slice(2)]));

async function converted(feed: Feed, text: string, limits: SpillLimits, folder?: string) {
  const storage = openSpillingStorage(limits, folder);
  try {
    const source = inPieces(Buffer.from(text), 100);
    const result = await convertSource(feed, source, context, storage);
    const output = Buffer.from(await gathered(result.output())).toString();
    const rejects = Buffer.from(await gathered(result.rejects('a file'))).toString();
    return { output, rejects, counts: result.counts, spilled: storage.spilled() };
  } finally {
    storage.close();
  }
}

const inMemory: SpillLimits = { waiting: 1e9, part: 1e9, block: 1e9 };
/** Down to limits that every row passes alone. */
const limits: fc.Arbitrary<SpillLimits> = fc.record({
  waiting: fc.integer({ min: 0, max: 4000 }),
  part: fc.integer({ min: 0, max: 1500 }),
  block: fc.integer({ min: 0, max: 300 }),
});

describe.each(feeds.map((feed) => [feed.name, feed] as const))('%s', (_, feed) => {
  test('becomes the same whether little, much or nothing waits on disk, and as in one piece', async () => {
    await fc.assert(
      fc.asyncProperty(sourceOf(feed), limits, async (text, small) => {
        const { spilled, ...usual } = await converted(feed, text, inMemory);
        const { spilled: _, ...onDisk } = await converted(feed, text, small);
        expect(spilled).toBe(false);
        expect(onDisk).toEqual(usual);
        const records = await readWhole(Buffer.from(text), feed.source.format);
        const whole = convertWhole(feed, records, context);
        const rejects = formatRejects('a file', whole.rejects);
        expect({ output: whole.text, rejects, counts: whole.counts }).toEqual(usual);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a storage that moves to the disk', () => {
  const id = fc.constantFrom('', 'a', 'b', 'é', '注文', 'c'.repeat(300));
  const row = fc.record({
    key: id,
    content: fc.constantFrom('', 'x', 'y'),
    group: id,
    flag: fc.constantFrom('', 'N', 'Y'),
  });
  /** Like a feed: a row of the same key may say something else, and belong elsewhere. */
  const rows = fc.array(row, { maxLength: 60 });
  const layout: TargetLayout = {
    file: { open: '[', between: ';', close: ']', empty: 'nothing' },
    openGroup: (head, flag) => `${head}/${flag}:`,
    betweenRows: ', ',
    closeGroup: '.',
  };

  test('gives back what the plainest one gives, whatever rows are dropped in between', () => {
    fc.assert(
      fc.property(rows, limits, fc.func(fc.boolean()), (all, small, applies) => {
        const storage = openSpillingStorage(small);
        const decode = (pieces: Iterable<Uint8Array>): string => Buffer.concat([...pieces]).toString();
        expect(allOf(storage, all, (row) => applies(row), decode)).toEqual(
          allOf(
            memoryStorage,
            all,
            (row) => applies(row),
            (texts) => [...texts].join(''),
          ),
        );
        storage.close();
      }),
      { numRuns: 300 },
    );
  });

  function allOf<Piece>(
    storage: Storage<Piece>,
    all: readonly { key: string; content: string; group: string; flag: string }[],
    applies: (row: number) => boolean,
    decode: (pieces: Iterable<Piece>) => string,
  ) {
    const keyed = storage.keyed();
    const grouped = storage.grouped(layout);
    const rejected = storage.rejected();
    all.forEach(({ key, content, group, flag }, index) => {
      const owner = { row: index + 1, orderId: group, orderItemSeqId: key };
      keyed.add({ owner, key, content });
      grouped.add({ row: owner.row, group, head: `${group}${index}`, flag, text: `${key}${content}` });
    });
    for (const [index, { key, group }] of [...all.entries()].sort(([, one], [, other]) =>
      one.key < other.key ? -1 : 1,
    )) {
      const owner = { row: index + 1, orderId: group, orderItemSeqId: key };
      rejected.add({ ...owner, field: key, code: 'INVALID_ID', message: key });
    }
    Array.from(grouped.place(applies));
    return { keys: keysOf(keyed), file: decode(grouped.file()), rejects: [...rejected.sorted()] };
  }

  /** Those that several rows share, by key, as it is open which keys share a part. */
  function keysOf(keyed: KeyedRows): unknown {
    const parts: { key: string; part: number; said: unknown }[] = [];
    let part = 0;
    for (const { each } of keyed.parts()) {
      each(() => {});
      each((waiting) => {
        parts.push({ key: waiting.key(), part, said: [waiting.content(), waiting.owner()] });
      });
      part += 1;
    }
    const keys = [...new Set(parts.map(({ key }) => key))].sort();
    for (const key of keys) {
      expect(new Set(parts.filter((each) => each.key === key).map((each) => each.part)).size).toBe(1);
    }
    const saidOf = (key: string) => parts.filter((each) => each.key === key).map(({ said }) => said);
    return keys.map((key) => [key, saidOf(key)]).filter(([, said]) => (said?.length ?? 0) > 1);
  }
});

test('what waits on disk has no name there, so that nothing stays behind', async () => {
  const folder = await makeTemporaryFolder();
  const storage = openSpillingStorage({ waiting: 0, part: 0, block: 0 }, folder.path);
  const keyed = storage.keyed();
  for (const row of [1, 2]) {
    keyed.add({ owner: { row, orderId: 'HC1', orderItemSeqId: '101' }, key: 'a', content: '' });
  }
  expect(storage.spilled()).toBe(true);
  expect(readdirSync(folder.path)).toEqual([]);
  const rows: number[] = [];
  for (const part of keyed.parts()) part.each((waiting) => rows.push(waiting.row()));
  expect(rows).toEqual([1, 2]);
  storage.close();
  await folder.remove();
});

test('a temporary folder that cannot be used is named, with what to do', () => {
  const storage = openSpillingStorage({ waiting: 0, part: 0, block: 0 }, '/nowhere/at/all');
  const keyed = storage.keyed();
  const add = () =>
    keyed.add({ owner: { row: 1, orderId: 'HC1', orderItemSeqId: '101' }, key: 'a', content: '' });
  add();
  expect(add).toThrow(/\/nowhere\/at\/all.*TMPDIR/);
});

test.each([
  [
    'a row of cells that never ends',
    'item-fulfillments',
    `${formatExportedLines([])}"${'x'.repeat(1_100_000)}`,
    /longer than 1048576/,
  ],
  ['a row without commas', 'item-fulfillments', 'x'.repeat(1_100_000), /longer than 1048576/],
  ['a nesting bomb', 'brokered-order-items', '['.repeat(100_000), /nests values more than 200 deep/],
  ['one element of many', 'brokered-order-items', `[${' '.repeat(9_000_000)}1]`, /larger than 8388608/],
  ['a long text that is no list', 'brokered-order-items', `"${'x'.repeat(1_100_000)}"`, /begin with \[/],
  ['one large object', 'brokered-order-items', `{"a":"${'x'.repeat(1_100_000)}"}`, /one object/],
] as const)('%s is refused at a limit', async (_, name, text, message) => {
  const feed = feeds.find((each) => each.name === name) as Feed;
  const storage = openSpillingStorage();
  const converting = convertSource(feed, inPieces(Buffer.from(text), 65_536), context, storage);
  await expect(converting).rejects.toMatchObject({ code: 'UNREADABLE_FILE' });
  await expect(converting).rejects.toThrow(message);
  storage.close();
});
