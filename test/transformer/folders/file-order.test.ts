/** The order of files, from the source folder to the receiver, which takes outputs by the time in their names, then by name. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSafeFileName, timeInFileName } from '#feeds/format/file-name.ts';
import { inSourceOrder, outputName, type SourceFile } from '../../../transformer/folders/file-order.ts';
import { memoryStoreWith, namesIn, pass, SOURCE, TARGET, textAt } from '../small-feed.ts';

/** As the scripts in NetSuite take the files of their folder. */
const asReceived = (names: readonly string[]): string[] =>
  [...names].sort(
    (one, other) =>
      (timeInFileName(one) ?? 0) - (timeInFileName(other) ?? 0) || (one < other ? -1 : one > other ? 1 : 0),
  );

const target = { name: 'SalesOrders', extension: 'csv' };
const published = (file: SourceFile, sha256: string): string => outputName({ ...file, sha256 }, target);

const word = fc.stringMatching(/^[a-zA-Z0-9 ._(),~é注-]{1,12}$/);
const name = fc.oneof(
  word,
  word.map((end) => `2026-03-01-11-00-00-00${end.length % 3}-${end}`),
  fc
    .tuple(fc.constantFrom('feed', 'feed-', 'feed.'), fc.nat({ max: 30 }), word)
    .map((parts) => parts.join('')),
  fc.string({ minLength: 1, maxLength: 255 }).filter(isSafeFileName),
);
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
const time = fc.constantFrom(0, 1_000, Date.parse('2026-03-01T11:00:00Z'));

describe('files of one feed', () => {
  test('reach the receiver in the order in which they are taken, whatever their names and contents', () => {
    const file = fc.record({ name, modified: time, sha256 });
    fc.assert(
      fc.property(fc.uniqueArray(file, { selector: (one) => one.name, maxLength: 8 }), (files) => {
        const names = inSourceOrder(files, (one) => one).map((one) => published(one, one.sha256));
        expect(asReceived(names)).toEqual(names);
        expect(new Set(names).size).toBe(files.length);
        for (const each of names) expect(each).toMatch(/^[\w.-]{1,199}$/);
      }),
    );
  });

  test('are taken by the UTC time in their names, else by that of the file, then by name', () => {
    const files = [
      { name: 'b.json', modified: 2_000 },
      { name: 'a.json', modified: 2_000 },
      { name: 'z.json', modified: 1_000 },
      { name: '1970-01-01-00-00-01-500-x.json', modified: 9_000 },
      { name: 'Feed-2024-01-04-10-00-00.json', modified: 2_000 },
    ];
    expect(inSourceOrder(files, (file) => file).map((file) => file.name)).toEqual([
      'z.json',
      '1970-01-01-00-00-01-500-x.json',
      'Feed-2024-01-04-10-00-00.json',
      'a.json',
      'b.json',
    ]);
  });

  test('of one second about one order arrive as they were numbered, though their hashes say otherwise', async () => {
    const numbers = Array.from({ length: 40 }, (_, number) => String(number).padStart(2, '0'));
    const store = await memoryStoreWith(
      Object.fromEntries(
        numbers.map((number) => [`${SOURCE}/Feed-${number}.json`, `["location ${number}"]`]),
      ),
    );
    await pass(store, { filesInFlight: 5 });
    const texts = await Promise.all(
      asReceived(await namesIn(store, TARGET)).map((output) => textAt(store, `${TARGET}/${output}`)),
    );
    expect(texts).toEqual(numbers.map((number) => `text\nlocation ${number}\n`));
  });
});

describe('the name of an output', () => {
  const file = { name: 'feed-2.json', modified: Date.UTC(2024, 0, 4, 16, 23) };

  test('tells time and name of its source, and is another for another content', () => {
    const names = ['a', 'b'].map((digit) => published(file, digit.repeat(64)));
    expect(names[0]).toMatch(/^2024-01-04-16-23-00-000-feed-2\.json--[0-9a-f]{8}aaaaaaaa-SalesOrders\.csv$/);
    expect(names[0]).not.toBe(names[1]);
  });

  test('has the time of a source that is named by its time only once', () => {
    const dated = { ...file, name: '2024-01-04-16-23-00-123-1f3a9c04-SalesOrderFulfillment.csv' };
    expect(published(dated, '0'.repeat(64))).toMatch(
      /^2024-01-04-16-23-00-123-1f3a9c04-SalesOrderFulfillment\.csv--[0-9a-f]{16}-/,
    );
  });
});
