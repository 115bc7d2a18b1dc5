/** What waits in memory and what waits on disk become the same file. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { feeds } from '#feeds/catalogue.ts';
import { defaultContext, type Feed } from '#feeds/feed.ts';
import { formatExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import { formatRejects } from '#feeds/reject.ts';
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

describe.each(feeds.map((feed) => [feed.name, feed] as const))('%s', (_, feed) => {
  test('becomes the same whether little, much or nothing waits on disk, and as in one piece', async () => {
    await fc.assert(
      fc.asyncProperty(sourceOf(feed), fc.integer({ min: 0, max: 2000 }), async (text, limit) => {
        const { spilled, ...inMemory } = await converted(feed, text, { parts: 1e9, sorter: 1e9 });
        const { spilled: _, ...onDisk } = await converted(feed, text, { parts: limit, sorter: limit });
        expect(spilled).toBe(false);
        expect(onDisk).toEqual(inMemory);
        const records = await readWhole(Buffer.from(text), feed.source.format);
        const whole = convertWhole(feed, records, context);
        const rejects = formatRejects('a file', whole.rejects);
        expect({ output: whole.text, rejects, counts: whole.counts }).toEqual(inMemory);
      }),
      { numRuns: 40 },
    );
  });
});

test('what waits on disk has no name there, so that nothing stays behind', async () => {
  const folder = await makeTemporaryFolder();
  const storage = openSpillingStorage({ parts: 0, sorter: 0 }, folder.path);
  const parts = storage.parts();
  parts.add('a', '"one"');
  parts.add('a', '"two"');
  expect(storage.spilled()).toBe(true);
  expect(readdirSync(folder.path)).toEqual([]);
  expect([...parts.parts()].flatMap((part) => [...part()])).toEqual(['"one"', '"two"']);
  storage.close();
  await folder.remove();
});

test('a temporary folder that cannot be used is named, with what to do', () => {
  const storage = openSpillingStorage({ parts: 0, sorter: 0 }, '/nowhere/at/all');
  expect(() => storage.parts().add('a', '"one"')).toThrow(/\/nowhere\/at\/all.*TMPDIR/);
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
