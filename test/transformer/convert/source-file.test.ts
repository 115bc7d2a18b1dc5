import { describe, expect, test } from '@jest/globals';
import { readWhole } from '../../feeds/source-reading.ts';

async function table(text: string): Promise<string[][]> {
  const source = await readWhole(Buffer.from(text), 'csv');
  if (source.format !== 'csv') throw new Error('not a table');
  return [[...source.table.header], ...[...source.table.rows].map((row) => [...row])];
}

describe('a CSV source file', () => {
  test.each(['\n', '\r\n', '\r'])(
    'is cut at %j, with a byte order mark, blank lines and no last line end',
    async (end) => {
      expect(await table(`\uFEFF${end} a ,b${end}${end}1,2${end}   ${end}3,4`)).toEqual([
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ]);
    },
  );

  test('keeps rows of any width as they are, for the feed to judge', async () => {
    expect(await table('a,b\n1\n1,2,3\n,\n')).toEqual([['a', 'b'], ['1'], ['1', '2', '3'], ['', '']]);
  });

  test('reads quoted cells, and a quote inside a bare cell as an ordinary character', async () => {
    expect(await table('a,b\n"1,""x"" 2",3\n6" pipe,x\n')).toEqual([
      ['a', 'b'],
      ['1,"x" 2', '3'],
      ['6" pipe', 'x'],
    ]);
  });

  test('keeps ids as text and blanks inside cells', async () => {
    expect(await table('id\n00101\n 7 \n')).toEqual([['id'], ['00101'], [' 7 ']]);
  });

  test('with a quote that its line does not close is refused as a whole', async () => {
    await expect(table('a,b\n"1,2\n3,4\n')).rejects.toThrow(/Row 1, on line 2 .* not closed in that line/);
    await expect(table('a,b\n1,"2')).rejects.toThrow(/Row 1, on line 2 .* never closed/);
  });

  test('that is empty, or a header alone, has no rows', async () => {
    expect([await table(''), await table('a,b\n'), await table('\n\n')]).toEqual([[[]], [['a', 'b']], [[]]]);
  });
});

test('a file in UTF-16 or Latin-1 is refused with the place of the first byte that is not UTF-8', async () => {
  const utf16 = Buffer.from('\uFEFFa,b', 'utf16le');
  await expect(readWhole(utf16, 'csv')).rejects.toThrow(/not UTF-8.*offset 0/);
  const latin1 = Buffer.from('a,b\n1,2\ncafé,3', 'latin1');
  await expect(readWhole(latin1, 'csv')).rejects.toThrow(/line 3.*offset 11/);
});
