import { describe, expect, test } from '@jest/globals';
import { readSource } from '../../transformer/source-file.ts';

function table(text: string): string[][] {
  const source = readSource(Buffer.from(text), 'csv');
  if (source.format !== 'csv') throw new Error('not a table');
  return [[...source.table.header], ...[...source.table.rows].map((row) => [...row])];
}

describe('a CSV source file', () => {
  test.each(['\n', '\r\n', '\r'])(
    'is cut at %j, with a byte order mark, blank lines and no last line end',
    (end) => {
      expect(table(`\uFEFF${end} a ,b${end}${end}1,2${end}   ${end}3,4`)).toEqual([
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ]);
    },
  );

  test('keeps rows of any width as they are, for the feed to judge', () => {
    expect(table('a,b\n1\n1,2,3\n,\n')).toEqual([['a', 'b'], ['1'], ['1', '2', '3'], ['', '']]);
  });

  test('reads quoted cells, and a quote inside a bare cell as an ordinary character', () => {
    expect(table('a,b\n"1,""x""\n2",3\n6" pipe,x\n')).toEqual([
      ['a', 'b'],
      ['1,"x"\n2', '3'],
      ['6" pipe', 'x'],
    ]);
  });

  test('keeps ids as text and blanks inside cells', () => {
    expect(table('id\n00101\n 7 \n')).toEqual([['id'], ['00101'], [' 7 ']]);
  });

  test('with a quote that never closes is refused as a whole', () => {
    expect(() => table('a,b\n"1,2\n3,4\n')).toThrow(/never closes/);
  });

  test('that is empty, or a header alone, has no rows', () => {
    expect([table(''), table('a,b\n'), table('\n\n')]).toEqual([[[]], [['a', 'b']], [[]]]);
  });
});

test('a file in UTF-16 or Latin-1 is refused with the line of the first byte that is not UTF-8', () => {
  expect(() => readSource(Buffer.from('\uFEFFa,b', 'utf16le'), 'csv')).toThrow(/not UTF-8/);
  expect(() => readSource(Buffer.from('a,b\n1,2\ncafé,3', 'latin1'), 'csv')).toThrow(/line 3/);
});
