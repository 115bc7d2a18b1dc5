/** CSV text to cells and back: whatever a cell holds comes back, and csv-parse reads the same. */
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { formatCsv, parseCsv } from '#feeds/csv.ts';

/** Texts that are mostly made of what CSV treats in a special way. */
const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', '\t', 'a', '1', '\uFEFF', '\u202F', '注') }),
  fc.string({ unit: 'binary' }),
);
/** A line of one empty cell is a blank line, so a table of one column cannot hold one; every feed has more. */
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })))
  .map((rows) => ({ header: ['a', 'b', 'c', 'd', 'e'].slice(0, rows[0]?.length ?? 2), rows }));

describe('what formatCsv writes', () => {
  test('parseCsv reads back, whatever the cells hold', () => {
    fc.assert(
      fc.property(table, ({ header, rows }) => {
        expect(parseCsv(formatCsv(header, rows))).toEqual({ header, rows });
      }),
    );
  });

  test('csv-parse reads alike, with a byte order mark and CRLF too', () => {
    fc.assert(
      fc.property(table, fc.boolean(), ({ header, rows }, bom) => {
        const text = `${bom ? '\uFEFF' : ''}${formatCsv(header, rows)}`;
        const options = { bom: true, relax_quotes: true, record_delimiter: ['\r\n', '\n', '\r'] };
        expect(parse(text, options)).toEqual([header, ...rows]);
      }),
    );
  });

  test('ends each line with LF and quotes only where a reader needs it', () => {
    const rows = [['plain', 'a "b"', 'x,y', ' z', '', 'two\nlines']];
    expect(formatCsv(['1', '2', '3', '4', '5', '6'], rows)).toBe(
      '1,2,3,4,5,6\nplain,"a ""b""","x,y"," z",,"two\nlines"\n',
    );
  });
});

describe('parseCsv', () => {
  test('ends lines at LF, CRLF and CR alike', () => {
    expect(parseCsv('a,b\r\n1,2\n3,4\r5,6').rows).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ]);
  });

  test('keeps an empty last cell, with and without a newline after it', () => {
    expect(parseCsv('a,b\n1,').rows).toEqual([['1', '']]);
    expect(parseCsv('a,b\n,\n').rows).toEqual([['', '']]);
  });

  test('takes quotes that no delimiter follows as ordinary characters', () => {
    const text = 'a,b\n5" pipe,"so" called\n"a"b",1\n"Fast" One,"x" \n';
    expect(parseCsv(text).rows).toEqual([
      ['5" pipe', '"so" called'],
      ['"a"b"', '1'],
      ['"Fast" One', '"x" '],
    ]);
  });

  test('finds no row in a text of blank lines', () => {
    expect(parseCsv('\uFEFF\r\n  \n\t\r\n')).toEqual({ header: [], rows: [] });
  });

  test('names the line of a quote that is never closed', () => {
    expect(() => parseCsv('a,b\r\n1,"x\ny"\r\n2,"z\n3,4\n')).toThrow('Line 4 opens a quoted cell');
  });

  test('reads a cell of a million quotes', () => {
    const quotes = '"'.repeat(1_000_000);
    expect(parseCsv(formatCsv(['a', 'b'], [[quotes, '1']])).rows).toEqual([[quotes, '1']]);
  });

  test('never reads past one row when quotes are left open in many', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `"${index} inch,1`);
    expect(parseCsv(`a,b\n${rows.join('\n')}\n"last",1\n`).rows).toHaveLength(20_001);
  });
});
