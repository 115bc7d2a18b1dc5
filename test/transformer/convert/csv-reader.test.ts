/** Rows of a CSV file that arrives in pieces: the same as of the file as a whole, and never one inside another's cell. */
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { FeedError } from '#feeds/errors.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { LONGEST_ROW_CHARACTERS } from '#feeds/format/csv-line-ends.ts';
import { readCsvRows } from '../../../transformer/convert/csv-reader.ts';
import { splitSimpleLines } from '../../../transformer/convert/simple-lines.ts';
import { inPieces } from '../../feeds/source-reading.ts';

type Read = { rows: string[][] } | { code: string; message: string };

async function inPiecesOf(text: string, pieceBytes: number): Promise<Read> {
  const rows: string[][] = [];
  try {
    await readCsvRows(inPieces(Buffer.from(text), pieceBytes), (cells) => rows.push(cells));
    return { rows };
  } catch (error) {
    return refusal(error);
  }
}

function atOnce(text: string): Read {
  try {
    const { header, rows } = parseCsv(text);
    return { rows: header.length === 0 ? rows : [header, ...rows] };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Read {
  if (!(error instanceof FeedError)) throw error;
  return { code: error.code, message: error.message };
}

const LINE_END = /\r\n|\n|\r/;
const BLANK_LINE = /^\uFEFF?(\s*|"\s*")$/;

/** The lines that a cell takes up below its first, as they stand in the file, but for blank ones. The last is never blank: a quote ends it. */
function linesBelowFirst(content: string): string[] {
  const below = content.replaceAll('"', '""').split(LINE_END).slice(1);
  return below.filter((text, place) => place === below.length - 1 || !BLANK_LINE.test(text));
}

const pieces = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4000 }));
const mark = fc.constantFrom('', '\uFEFF');
const anything = fc.string({
  unit: fc.constantFrom(
    ...['"', '"', ',', ',', '\n', '\n', '\r', '\r\n', ' ', 'a', '1', 'é', '注', '😀', '\uFEFF', '\0'],
  ),
  maxLength: 40,
});
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z0-9é注 ]{0,6}$/) },
  { weight: 3, arbitrary: fc.stringMatching(/^("[a-z, ]{0,4}(""){0,2}[a-z]{0,2}")$/) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        '6" pipe',
        '"so" called',
        '"so, ""so"" so" called',
        '"T1\nT2\nT3"',
        '"T1\r\n\nT2"T3',
        '"""T1""\nT2"',
        '"nul"\0',
        '"two\nlines"',
        '"two\r\nlines"',
        '"a\n""b"',
        '"open',
        ' "a"',
        '""',
        'T"',
      ],
    ),
  },
);
const line = fc.array(cell, { minLength: 1, maxLength: 5 }).map((cells) => cells.join(','));
const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\n\n', '\r\n \r\n');
const linesOf = (header: string) =>
  fc
    .tuple(mark, fc.array(fc.tuple(line, end), { maxLength: 12 }), fc.boolean())
    .map(([bom, lines, ended]) => {
      const text = `${bom}${header}${lines.map(([content, lineEnd]) => content + lineEnd).join('')}`;
      return ended ? text : text.trimEnd();
    });
const table = linesOf('id,trackingNumber,Tracking_Number,b,c\n');
const row = fc.constantFrom(
  ...['1,T1,"x, y"', '1,T1,6" pipe', '1,T1,"x" y', '1,"T1\nT2",x', '1,"T1\r\n\r\nT2",x', '1,"T1\nT2",x,y'],
);
const stretch = fc.tuple(fc.nat({ max: 20 }), fc.oneof({ weight: 30, arbitrary: row }, line), end);
/** Long enough for csv-parse to be called many times, with ordinary lines between. */
const longTable = fc
  .array(stretch, { maxLength: 20, size: 'max' })
  .map((stretches) =>
    stretches.map(([count, text, lineEnd]) => `${'1,2,3\n'.repeat(count)}${text}${lineEnd}`),
  )
  .map((texts) => `id,trackingNumber,b\n${texts.join('')}`);

describe('rows of a CSV file', () => {
  test.each([
    ['of lines that are mostly ordinary', linesOf('')],
    ['with lists of tracking numbers', table],
    ['with lists here and there', longTable],
    ['that is anything', anything],
    ['that is anything below a header', anything.map((text) => `trackingNumber,b\n${text}`)],
  ])('%s are the same, or refused alike, in pieces and at once', async (_, text) => {
    await fc.assert(
      fc.asyncProperty(text, pieces, async (content, pieceBytes) => {
        expect(await inPiecesOf(content, pieceBytes)).toEqual(atOnce(content));
      }),
      { numRuns: 2000 },
    );
  });

  test('are those that csv-parse finds, unless a cell is refused', () => {
    const options = { bom: true, relax_quotes: true, relax_column_count: true };
    let accepted = 0;
    fc.assert(
      fc.property(linesOf('id,trackingNumber,b,c,d\n'), (text) => {
        const read = atOnce(text);
        if ('code' in read) return;
        accepted += 1;
        const rows: string[][] = parse(text, { ...options, record_delimiter: ['\r\n', '\n', '\r'] });
        expect(read.rows).toEqual(rows.filter((cells) => cells.length > 1 || cells[0]?.trim() !== ''));
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  /** Every line that is none of a list stands for one row: none is lost in another's cell. */
  test('are as many as the lines that are not blank, but for lists of tracking numbers without commas', () => {
    fc.assert(
      fc.property(fc.oneof(table, linesOf('a,b\n')), (text) => {
        const read = atOnce(text);
        if ('code' in read) return;
        const lines = text.split(LINE_END).filter((content) => !BLANK_LINE.test(content));
        const inLists = read.rows.flat().flatMap(linesBelowFirst);
        expect(inLists.join('')).not.toContain(',');
        expect(read.rows.length + inLists.length).toBe(lines.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('are refused with their row, line and column when a quote would take in the rows after it', async () => {
    const text = `a,b\n${'1,2\n'.repeat(1000)}6" pipe,1\n1,"2\n3,4\n5,6" x\n`;
    expect(await inPiecesOf(text, 100)).toEqual({
      code: 'LINE_END_IN_CELL',
      message: expect.stringMatching(
        /^Row 1002, on line 1003 of the file, opens a quote in its cell in column "b"/,
      ),
    });
  });

  test.each([
    '6" pipe,1',
    '"so" called,1',
    '"two\nlines",1',
    '"open,1',
    ' "a",1',
    'old\rmac',
    'x'.repeat(101),
  ])('are left to csv-parse where a line is like %j', (unusual) => {
    const rows: string[][] = [];
    const text = `"a, ""b""",b\r\n\n${unusual}\nc,d\n`;
    expect(splitSimpleLines(text, 0, 100, (cells) => rows.push(cells))).toBe(text.indexOf(unusual));
    expect(rows).toEqual([['a, "b"', 'b'], ['']]);
  });

  test('may be as long as the limit, however they end and arrive', async () => {
    const long = 'é'.repeat(LONGEST_ROW_CHARACTERS - 5);
    for (const end of ['\n', '\r', '\r\n']) {
      const text = ['a,trackingNumber', `${long},"6"`, `"1",${long},`, '1,2', ''].join(end);
      const read = await inPiecesOf(text, 100_003);
      expect(read).toEqual({
        rows: [
          ['a', 'trackingNumber'],
          [long, '6'],
          ['1', long, ''],
          ['1', '2'],
        ],
      });
      expect(atOnce(text)).toEqual(read);
    }
  });

  test('are refused for a line end in a cell also where they would be longer than any', async () => {
    const text = `a,b\n1,"2\n${'3,4\n'.repeat(5e5)}`;
    const read = await inPiecesOf(text, 65_536);
    expect([read, atOnce(text)]).toEqual([
      { code: 'LINE_END_IN_CELL', message: expect.stringContaining('Row 1, on line 2 of the file') },
      read,
    ]);
  });

  test('longer than any row are refused before they fill the memory, wherever they are cut', async () => {
    const row = 'x'.repeat(LONGEST_ROW_CHARACTERS + 1);
    for (const text of [
      `a,b\n${row}`,
      `a,b\n${row}\n`,
      `a,b\n"${row}"\n`,
      `trackingNumber,b\n"${'1\n'.repeat(6e5)}`,
      `trackingNumber,b\n"1\n${row}",2\n`,
      `a,b\n${','.repeat(5e6)}\r`,
    ]) {
      const read = await inPiecesOf(text, 50_000);
      expect([read, atOnce(text)]).toEqual([
        { code: 'ROW_TOO_LONG', message: expect.stringContaining('Row 1, on line 2') },
        read,
      ]);
    }
  });
});
