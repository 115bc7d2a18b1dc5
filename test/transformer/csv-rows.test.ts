/** Ordinary lines are cut here and others by csv-parse: no reader of a file can tell which. */
import { describe, expect, test } from '@jest/globals';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readCsvRows } from '../../transformer/csv-rows.ts';
import { cutOrdinaryLines } from '../../transformer/ordinary-lines.ts';
import { inPieces } from './source-reading.ts';

async function rowsOf(text: string, pieceBytes: number): Promise<unknown> {
  const rows: string[][] = [];
  try {
    await readCsvRows(inPieces(Buffer.from(text), pieceBytes), (cells) => rows.push(cells));
    return rows;
  } catch {
    return 'refused';
  }
}

function byCsvParseAlone(text: string): unknown {
  try {
    const rows: string[][] = parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
    return rows.filter((cells) => cells.length > 1 || cells[0]?.trim() !== '');
  } catch (error) {
    if (error instanceof CsvError) return 'refused';
    throw error;
  }
}

const pieces = fc.integer({ min: 1, max: 40 });
const anything = fc.string({
  unit: fc.constantFrom(
    '"',
    '"',
    ',',
    ',',
    '\n',
    '\n',
    '\r',
    '\r\n',
    ' ',
    'a',
    '1',
    'é',
    '注',
    '😀',
    '\uFEFF',
  ),
  maxLength: 40,
});
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z0-9é注 ]{0,6}$/) },
  { weight: 3, arbitrary: fc.stringMatching(/^("[a-z, ]{0,4}(""){0,2}[a-z]{0,2}")$/) },
  { weight: 1, arbitrary: fc.constantFrom('6" pipe', '"so" called', '"two\nlines"', '"open', ' "a"', '""') },
);
const line = fc.array(cell, { minLength: 1, maxLength: 5 }).map((cells) => cells.join(','));
const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\n\n');
const mostlyOrdinary = fc
  .tuple(fc.constantFrom('', '\uFEFF'), fc.array(fc.tuple(line, end), { maxLength: 12 }), fc.boolean())
  .map(([mark, lines, ended]) => {
    const text = mark + lines.map(([content, lineEnd]) => content + lineEnd).join('');
    return ended ? text : text.trimEnd();
  });

describe('rows of a CSV file', () => {
  test.each([
    ['that is mostly ordinary', mostlyOrdinary],
    ['that is anything', anything],
  ])('%s are those that csv-parse alone finds, however the file arrives', async (_, text) => {
    await fc.assert(
      fc.asyncProperty(text, pieces, async (content, pieceBytes) => {
        expect(await rowsOf(content, pieceBytes)).toEqual(byCsvParseAlone(content));
      }),
      { numRuns: 2000 },
    );
  });

  test('are cut without csv-parse as long as quotes enclose whole cells', () => {
    const rows: string[][] = [];
    const text = 'a,b\r\n"1, ""x""",2\n,\n"",3';
    const cut = cutOrdinaryLines(text, 0, 100, (cells) => rows.push(cells));
    expect(cut).toEqual({ end: text.length, lines: 4 });
    expect(rows).toEqual([
      ['a', 'b'],
      ['1, "x"', '2'],
      ['', ''],
      ['', '3'],
    ]);
  });

  test.each([
    '6" pipe,1',
    '"so" called,1',
    '"two\nlines",1',
    '"open,1',
    ' "a",1',
    'old\rmac',
    'x'.repeat(101),
  ])('are left to csv-parse from the first line like %j on', (unusual) => {
    const cut = cutOrdinaryLines(`a,b\n${unusual}\nc,d\n`, 0, 100, () => {});
    expect(cut).toEqual({ end: 4, lines: 1 });
  });

  test('are refused with the line that csv-parse alone would name', async () => {
    const text = `a,b\n${'1,2\n'.repeat(1000)}6" pipe,1\n"1,2\n3,4\n`;
    expect(() => parse(text, { relax_quotes: true })).toThrow(/at line 1004\b/);
    const reading = readCsvRows(inPieces(Buffer.from(text), 100), () => {});
    await expect(reading).rejects.toThrow(/at line 1004\b.*never closes/);
  });
});
