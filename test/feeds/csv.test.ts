/** CSV text to cells and back: whatever a line of a cell holds comes back, and csv-parse reads the same. */
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { formatCsv, parseCsv } from '#feeds/format/csv.ts';

/** Texts that are mostly made of what CSV treats in a special way. */
const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', ',', ' ', '\t', 'a', '1', '\uFEFF', '\u202F', '注') }),
  fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '')),
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
    const rows = [['plain', 'a "b"', 'x,y', ' z', '']];
    expect(formatCsv(['1', '2', '3', '4', '5'], rows)).toBe('1,2,3,4,5\nplain,"a ""b""","x,y"," z",\n');
  });

  test('has a line for each row: line ends in cells become blanks', () => {
    expect(formatCsv(['1', '2'], [['two\r\nlines', 'a\rb\n\n']])).toBe('1,2\ntwo lines,"a b  "\n');
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

  test('takes commas and doubled quotes before such a quote as csv-parse does', () => {
    expect(parseCsv('a,b\n"Smith, ""J"" S" Jr,1\n').rows).toEqual([['"Smith, "J" S" Jr', '1']]);
  });

  test('finds no row in a text of blank lines', () => {
    expect(parseCsv('\uFEFF\r\n  \n\t\r\n')).toEqual({ header: [], rows: [] });
  });

  test('takes in a list of tracking numbers, each on a line', () => {
    const text = 'a,Tracking Number,b\r\n1,"T1\r\nT2\n""T3""",x\r\n2,,y\r\n3,"\n",z';
    expect(parseCsv(text).rows).toEqual([
      ['1', 'T1\r\nT2\n"T3"', 'x'],
      ['2', '', 'y'],
      ['3', '\n', 'z'],
    ]);
  });

  const header = 'a,trackingNumber,b\n';
  test.each([
    ['a stray quote, and one in a later row', '1,"T1,x\n2,T2,x\n3,1Z"55,x\n', 'trackingNumber'],
    ['a quote that closes rows later', '1,"T1,x\n2,T2,x\n3,T3",x\n', 'trackingNumber'],
    ['a list that holds a comma', '1,"T1\nT2, T3",x\n', 'trackingNumber'],
    ['a list in a row of another width', '1,"T1\nT2"\n', 'trackingNumber'],
    ['a list that more follows', '1,"T1\nT2"T3,x\n', 'trackingNumber'],
    ['a list that begins with a quote', '1,"""T1""\nT2",x\n', 'trackingNumber'],
    ['a line end in another column', '1,T1,"x\ny"\n', 'b'],
    ['a quote that nothing closes', '1,T1,"x\n2,T2,y\n', 'b'],
  ])('refuses %s, with row, line and column', (_, text, column) => {
    expect(() => parseCsv(header + text)).toThrow(
      `Row 1, on line 2 of the file, opens a quote in its cell in column "${column}" that is not closed`,
    );
  });

  test('refuses two quotes around the end of a row, which would make it one with the next', () => {
    expect(() => parseCsv('b,trackingNumber\n1,"T1\n2",T2\n')).toThrow('Row 1, on line 2 of the file');
  });

  test('refuses a line end in the header, and in a cell beyond it', () => {
    expect(() => parseCsv('\n"a\nb",c\n1,2\n')).toThrow(
      'The header, on line 2 of the file, opens a quote in its cell 1',
    );
    expect(() => parseCsv('a\n1,"2\n"\n')).toThrow(
      'Row 1, on line 2 of the file, opens a quote in its cell 2',
    );
  });

  test('names the row and line of a quote that the end of the file leaves open', () => {
    expect(() => parseCsv('trackingNumber,b\r\n"x\ny",1\r\n\r\n2,"z')).toThrow(
      'Row 2, on line 5 of the file, opens a quote in its cell in column "b" that is never closed',
    );
    expect(() => parseCsv('trackingNumber,b\n"x\ny\n')).toThrow('"trackingNumber" that is never closed');
  });

  test('reads a cell of half a million quotes', () => {
    const quotes = '"'.repeat(500_000);
    expect(parseCsv(formatCsv(['a', 'b'], [[quotes, '1']])).rows).toEqual([[quotes, '1']]);
  });
});
