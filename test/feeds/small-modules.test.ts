/** The small modules of `feeds/`, where the golden cases do not reach. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { feedNamed, feeds } from '#feeds/catalogue.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { columnIndexes } from '#feeds/format/csv-columns.ts';
import { fileName, isNamedLater, isSafeFileName, shortHash } from '#feeds/format/file-name.ts';
import { formatJsonList, parseJsonList } from '#feeds/format/json.ts';
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import { ownValue, plainName, quoteForMessage, readId, readText } from '#feeds/format/values.ts';
import { formatRejects, type Reject, rejectCodes, rejectColumns } from '#feeds/rows/reject.ts';
import { optionalId, optionalText } from '#feeds/rows/row-field.ts';
import { skipReasons } from '#feeds/rows/tally.ts';

describe('a JSON list', () => {
  test('is read back as it was written, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (elements) => {
        const same = JSON.parse(JSON.stringify(elements));
        expect(parseJsonList(formatJsonList(elements))).toEqual(same);
        expect(parseJsonList(`\uFEFF\r\n ${formatJsonList(elements)}`)).toEqual(same);
      }),
    );
  });

  test('has one element to a line, so that a person finds an order in it', () => {
    expect(formatJsonList([{ a: 1 }, { a: 2 }])).toBe('[\n{"a":1},\n{"a":2}\n]\n');
    expect(formatJsonList([])).toBe('[]\n');
  });

  test('is refused with its cause when it is cut off', () => {
    const parse = () => parseJsonList('[{"orderId":');
    expect(parse).toThrow(expect.objectContaining({ code: 'NOT_JSON', cause: expect.any(SyntaxError) }));
  });

  test.each([
    ['[{"a":1},{"a":[1],"b":2,"a":[2]}]', 'Element 2', 'a'],
    ['[{"a":{"b":{},"\\u0062":{}}}]', 'Element 1', 'b'],
    ['[1,"{,",[{"__proto__":1,"__proto__":1}]]', 'Element 3', '__proto__'],
  ])('is refused when an object has a key twice, as in %s', (text, element, key) => {
    expect(() => parseJsonList(text)).toThrow(
      `${element} of the file has an object with the key "${key}" twice`,
    );
  });
});

describe('an id', () => {
  test.each([
    ['00101', '00101'],
    [' 101 ', '101'],
    [101, '101'],
    [0, '0'],
    [undefined, ''],
    [null, ''],
    ['', ''],
    ['😀', '😀'],
    ['E+1', 'E+1'],
    ['1+1', '1+1'],
    [9007199254740991, '9007199254740991'],
  ])('%p is %p', (value, id) => expect(readId(value)).toEqual({ id }));

  test.each([
    [9007199254740992],
    [1.5],
    [-1],
    [Number.NaN],
    [true],
    [{}],
    [[]],
    ['a\nb'],
    ['a\u0000'],
    ['a\ud800'],
    ['\udc00\ud800'],
    ['x'.repeat(256)],
    ['1.23E+12'],
    ['1,23e+12'],
    ['7E+11'],
  ])('%p is none', (value) => expect(readId(value)).toEqual({ invalid: expect.any(String) }));
});

describe('text that may be absent', () => {
  const read = (value: unknown) => optionalText({ value }, 'value', 'The value');

  test.each([
    [undefined, ''],
    [null, ''],
    [' T1 ', 'T1'],
    [42, '42'],
    ['x'.repeat(300), 'x'.repeat(300)],
    ['T1\nT2', 'T1\nT2'],
    [['T1', ' T2', '', null, 3], 'T1 | T2 | 3'],
    [[], ''],
  ])('%j is %j', (value, text) => expect(read(value)).toEqual({ value: text }));

  test.each([[true], [{}], [[['T1']]], [['T1', {}]], [1e21], ['7.88E+11'], ['a\u0000'], [['a', 'b\u0007']]])(
    '%j is refused, and not dropped',
    (value) => expect(read(value)).toMatchObject({ code: 'INVALID_ID', field: 'value' }),
  );

  test('that is an id has no line ends either', () => {
    const id = (value: unknown) => optionalId({ value }, 'value', 'The value');
    expect([id(undefined), id('S1')]).toEqual([{ value: '' }, { value: 'S1' }]);
    for (const value of ['S1\nS2', ['S1'], {}]) expect(id(value)).toMatchObject({ code: 'INVALID_ID' });
  });
});

describe('the columns of a table', () => {
  const spellings = { line: ['lineid', 'line'], item: ['item'] };

  test('are found however they are spelt', () => {
    expect(columnIndexes(['Item', 'Line Id', 'x', 'X'], spellings)).toEqual({ line: 1, item: 0 });
  });

  test.each([
    [['item', 'line', 'Line_Id'], '"line", "Line_Id"'],
    [['quantity', 'ITEM', 'item', 'line'], '"ITEM", "item"'],
  ])('are refused when one stands twice, as in %j', (header, found) => {
    expect(() => columnIndexes(header, spellings)).toThrow(`one column 2 times: ${found}.`);
  });
});

describe('text', () => {
  test('is no object, list or flag', () => {
    expect([{}, [], true, null, undefined].map(readText)).toEqual(['', '', '', '', '']);
  });

  test('of a key is that of the first key present, and never an inherited one', () => {
    expect(ownValue({ a: null, b: 0 }, 'a', 'b')).toBe(0);
    expect(ownValue({}, 'constructor', '__proto__')).toBeUndefined();
    expect(ownValue(JSON.parse('{"__proto__": 1}'), '__proto__')).toBe(1);
  });

  test('of a header is the same however its words are parted', () => {
    expect(['Line Id', 'LineId', 'lineId', 'line_id', 'LINE-ID', '\uFEFFline id'].map(plainName)).toEqual(
      Array(6).fill('lineid'),
    );
  });

  test('quoteForMessage in a message is short, however long or deep the value is', () => {
    let deep: unknown = [];
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(quoteForMessage(deep)).toBe('a list');
    expect(quoteForMessage({ deep })).toBe('an object');
    expect(quoteForMessage('x'.repeat(1_000_000))).toHaveLength(102);
    expect(['a "b"\n', 1, true, null, undefined].map(quoteForMessage)).toEqual([
      '"a \\"b\\"\\n"',
      '1',
      'true',
      'null',
      'undefined',
    ]);
  });
});

describe('tracking numbers', () => {
  const numbers = fc.uniqueArray(fc.stringMatching(/^[0-9A-Z]{1,30}$/));
  const separators = fc.constantFrom('<BR>', '<br/>', '<br />', ' | ', '|', '\n', '\r\n', ' | | ');

  test('are the same whatever parts them', () => {
    fc.assert(
      fc.property(numbers, separators, (expected, separator) => {
        expect(trackingNumbers(expected.join(separator))).toEqual(expected);
        expect(trackingNumbers([...expected, ...expected].join(separator))).toEqual(expected);
      }),
    );
  });

  test('are none in a text without any', () => {
    expect(['', ' ', '<BR>', ' | ', '\n'].flatMap(trackingNumbers)).toEqual([]);
  });

  test('keep commas and blanks within, as some carriers write them', () => {
    expect(trackingNumbers('1Z 999 AA1, 2 | B')).toEqual(['1Z 999 AA1, 2', 'B']);
  });
});

describe('a file name', () => {
  const parts = { at: Date.UTC(2024, 0, 4, 16, 23, 0, 123), content: 'x', name: 'Feed', extension: 'csv' };

  test('says in UTC to the millisecond when, and in eight digits what', () => {
    expect(fileName(parts)).toMatch(/^2024-01-04-16-23-00-123-[0-9a-f]{8}-Feed\.csv$/);
  });

  test('is the same for the same file and another for another content or millisecond', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), fc.nat(), (content, other, at, later) => {
        fc.pre(content !== other && at !== later);
        const name = fileName({ ...parts, at, content });
        expect(fileName({ ...parts, at, content })).toBe(name);
        expect(fileName({ ...parts, at: later, content })).not.toBe(name);
        expect(fileName({ ...parts, at, content: other })).not.toBe(name);
        expect(isSafeFileName(name)).toBe(true);
      }),
    );
  });

  test('sorts as files were made', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4e12 }), fc.nat({ max: 4e12 }), fc.string(), (at, later, content) => {
        fc.pre(at < later);
        expect(fileName({ ...parts, at, content }) < fileName({ ...parts, at: later })).toBe(true);
      }),
    );
  });

  test('has a hash that spreads: ten thousand alike contents have ten thousand hashes', () => {
    const hashes = Array.from({ length: 10_000 }, (_, index) => shortHash(`71501,${index},114`));
    expect(new Set(hashes).size).toBe(10_000);
  });

  test.each(['', '.', '..', 'a/b', 'a\\b', '../a', 'a\u0000', 'a\nb', 'a\u0085', 'x'.repeat(256)])(
    '%p is refused',
    (name) => expect(isSafeFileName(name)).toBe(false),
  );

  test.each([
    'a.csv',
    'HotWax (1).json',
    '2024-01-04T16:23:00.json',
    '注文.csv',
    'a?*.csv',
    '...',
    'x'.repeat(255),
  ])('%p is taken', (name) => expect(isSafeFileName(name)).toBe(true));
});

describe('a rejects file', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n,"1A\'') }),
  );
  const anyReject: fc.Arbitrary<Reject> = fc.record({
    row: fc.nat(),
    field: text,
    code: text,
    message: text,
    orderId: text,
    orderItemSeqId: text,
  });

  test('has a header alone when nothing was refused', () => {
    expect(formatRejects('a.json', [])).toBe('file,row,field,code,message,orderId,orderItemSeqId\n');
  });

  test('has no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(text, fc.array(anyReject), (file, rejects) => {
        const cells = parseCsv(formatRejects(file, rejects)).rows.flat();
        expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      }),
    );
  });

  test('reports every reject whole once a mark before a cell is taken away, and each in one line', () => {
    fc.assert(
      fc.property(text, fc.array(anyReject), (file, rejects) => {
        const { rows } = parseCsv(formatRejects(file, rejects));
        const told = rejects.map((reject) =>
          rejectColumns.map((column) =>
            (column === 'file' ? file : String(reject[column])).replace(/\r\n|[\r\n]/g, ' '),
          ),
        );
        expect(rows.map((row) => row.map((cell) => cell.replace(/^'/, '')))).toEqual(told);
      }),
    );
  });
});

describe('the catalogue', () => {
  test('finds each feed by its name and no other', () => {
    expect(feeds.map(({ name }) => feedNamed(name)?.name)).toEqual(feeds.map(({ name }) => name));
    expect(feedNamed('toString')).toBeUndefined();
  });

  test('has no two feeds in one folder', () => {
    const folders = feeds.flatMap(({ source, target }) => [source.folder, target.folder]);
    expect(new Set(folders).size).toBe(folders.length);
  });

  test('has 29 codes for refusing a row and 9 reasons for skipping one', () => {
    expect(Object.keys(rejectCodes)).toHaveLength(29);
    expect(Object.keys(skipReasons)).toHaveLength(9);
  });
});

describe('of two file names the later one', () => {
  const cases = [
    ['2026-03-02-14-00-00-001-a.csv', '2026-03-02-14-00-00-000-b.csv', true],
    [
      'brokeredOrderItemsFeed_2026-03-02-10-00-01.csv',
      'fulfilledOrderItemsFeed_2026-03-02-10-00-00_2.csv',
      true,
    ],
    [
      'KREWE_BrokredOrderItemsFeed_2023-12-26-16_10_00_086.json',
      'KREWE_BrokredOrderItemsFeed_2023-12-26-16_10_00_085.json',
      true,
    ],
    ['a_2026-03-02-10-00-00_2.csv', 'a_2026-03-02-10-00-00_1.csv', false],
    ['a_2026-11-01-01-50-00.csv', 'a_2026-11-01-01-10-00.csv', false],
    ['a_2026-11-01-03-50-00.csv', 'a_2026-11-01-01-10-00.csv', true],
    ['a_2026-03-02-10-00-00.csv', '2026-03-02-09-00-00-000-b.csv', false],
    ['2026-03-02-14-00-00-001-a.csv', 'a_2026-03-02-10-00-00.csv', false],
    ['a.csv', 'b.csv', false],
    ['a_2026-13-02-10-00-00.csv', 'a_2026-03-02-10-00-00.csv', false],
  ] as const;
  for (const [name, other, expected] of cases)
    test(`is ${expected ? name : `not known of ${name}`} beside ${other}`, () => {
      expect(isNamedLater(name, other)).toBe(expected);
    });
});
