import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeRowSet } from '#feeds/conversion/row-set.ts';

test('a set of rows has just the rows that were added, however far apart', () => {
  const row = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  fc.assert(
    fc.property(fc.array(row), fc.array(row), (added, asked) => {
      const rows = makeRowSet();
      for (const each of added) rows.add(each);
      for (const each of [...added, ...asked]) expect(rows.has(each)).toBe(added.includes(each));
    }),
  );
});
