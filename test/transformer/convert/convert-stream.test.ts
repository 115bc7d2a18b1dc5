/** What waits in memory and what waits on disk become the same file. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { feeds } from '#feeds/catalogue.ts';
import type { CandidateRow, KeyedRows, Storage } from '#feeds/conversion/row-store.ts';
import { defaultContext, type Feed } from '#feeds/feed.ts';
import { formatExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import { formatRejects } from '#feeds/rows/reject.ts';
import type { TargetLayout } from '#feeds/rows/row-reader.ts';
import { memoryStorage } from '../../../testbed/memory-storage.ts';
import { convertSource } from '../../../transformer/convert/convert-stream.ts';
import { openSpillingStorage, type SpillLimits } from '../../../transformer/row-store/spilling-storage.ts';
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

async function converted(feed: Feed, text: string, limits: SpillLimits, folder?: string) {
  const storage = openSpillingStorage(limits, folder);
  try {
    const source = inPieces(Buffer.from(text), 100);
    const result = await convertSource(feed, source, context, storage);
    const output = Buffer.from(await concat(result.output())).toString();
    const rejects = Buffer.from(await concat(result.rejects('a file'))).toString();
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
  type Row = { key: string; content: string; group: string; flag: string };
  const layout: TargetLayout = {
    file: { open: '[', between: ';', close: ']', empty: 'nothing' },
    openGroup: (head, flag) => `${head}/${flag}:`,
    betweenRows: ', ',
    closeGroup: '.',
  };
  const bytes = (pieces: Iterable<Uint8Array>): string => Buffer.concat([...pieces]).toString();
  const texts = (pieces: Iterable<string>): string => [...pieces].join('');

  test('gives back what the plainest one gives, whatever rows are dropped in between', () => {
    fc.assert(
      fc.property(rows, limits, fc.boolean(), fc.func(fc.boolean()), (all, small, inGroups, keeps) => {
        const given = inGroups ? all.map((each) => ({ ...each, key: `${each.group} ${each.key}` })) : all;
        const applies = (row: number) => keeps(row);
        const storage = openSpillingStorage(small);
        const plainest = allOf(memoryStorage, given, inGroups, applies, texts);
        expect(allOf(storage, given, inGroups, applies, bytes)).toEqual(plainest);
        storage.close();
      }),
      { numRuns: 300 },
    );
  });

  function allOf<Piece>(
    storage: Storage<Piece>,
    all: readonly Row[],
    keysStayInGroups: boolean,
    applies: (row: number) => boolean,
    decoded: (pieces: Iterable<Piece>) => string,
  ) {
    const candidates = storage.candidates(layout, keysStayInGroups);
    const rejected = storage.rejected();
    all.forEach((each, index) => {
      const owner = { row: index + 1, orderId: each.group, orderItemSeqId: each.key };
      const text = `${each.key}${each.content}`;
      candidates.add({ ...each, owner, head: `${each.group}${index}`, text });
    });
    const byKey = [...all.entries()].sort(([, one], [, other]) => (one.key < other.key ? -1 : 1));
    for (const [index, { key, group }] of byKey) {
      const owner = { row: index + 1, orderId: group, orderItemSeqId: key };
      rejected.add({ ...owner, field: key, code: 'INVALID_ID', message: key });
    }
    const keys: [string, unknown[]][] = [];
    Array.from(
      candidates.resolveDuplicates((some) => {
        keys.push(...sharedKeysIn(some));
      }, applies),
    );
    keys.sort(([one], [other]) => (one < other ? -1 : 1));
    return { keys, file: decoded(candidates.file()), rejects: [...rejected.sorted()] };
  }

  /** The keys that several rows share, with what these say. */
  function sharedKeysIn({ each }: KeyedRows): [string, unknown[]][] {
    const said = new Map<string, unknown[]>();
    each(() => {});
    each((waiting) => {
      const key = waiting.key();
      said.set(key, [...(said.get(key) ?? []), [waiting.row(), waiting.content(), waiting.owner()]]);
    });
    return [...said].filter(([, rows]) => rows.length > 1);
  }
});

const candidate: CandidateRow = {
  owner: { row: 1, orderId: 'HC1', orderItemSeqId: '101' },
  key: 'a',
  content: '',
  group: 'HC1',
  head: '',
  flag: '',
  text: '',
};
const noLayout: TargetLayout = {
  file: { open: '', between: '', close: '', empty: '' },
  openGroup: () => '',
  betweenRows: '',
  closeGroup: '',
};

test('what waits on disk has no name there, so that nothing stays behind', async () => {
  const folder = await makeTemporaryFolder();
  const storage = openSpillingStorage({ waiting: 0, part: 0, block: 0 }, folder.path);
  const candidates = storage.candidates(noLayout, true);
  candidates.add(candidate);
  candidates.add(candidate);
  expect(storage.spilled()).toBe(true);
  expect(readdirSync(folder.path)).toEqual([]);
  storage.close();
  await folder.remove();
});

test('a temporary folder that cannot be used is named, with what to do', () => {
  const storage = openSpillingStorage({ waiting: 0, part: 0, block: 0 }, '/nowhere/at/all');
  const candidates = storage.candidates(noLayout, true);
  candidates.add(candidate);
  expect(() => candidates.add(candidate)).toThrow(/\/nowhere\/at\/all.*TMPDIR/);
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
  const storage = openSpillingStorage();
  const converting = convertSource(feed, inPieces(Buffer.from(text), 65_536), context, storage);
  await expect(converting).rejects.toMatchObject({ code: 'UNREADABLE_FILE' });
  await expect(converting).rejects.toThrow(message);
  storage.close();
});
