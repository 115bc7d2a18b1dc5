import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoize } from '#feeds/conversion/memoize.ts';
import { compositeKey } from '#feeds/format/values.ts';

test('what is remembered of a text is what was said of it, however many texts there are', () => {
  const lengths = memoize((text) => ({ length: text.length }));
  for (let round = 0; round < 3; round += 1) {
    for (let number = 0; number < 1500; number += 1)
      expect(lengths(`${number}`).length).toBe(`${number}`.length);
  }
  const long = 'x'.repeat(1000);
  expect([lengths(long), lengths(long), lengths('')]).toEqual([
    { length: 1000 },
    { length: 1000 },
    { length: 0 },
  ]);
});

test('the same text is looked into once', () => {
  let looks = 0;
  const look = memoize((text) => {
    looks += 1;
    return { text };
  });
  expect([look('a'), look('a'), looks]).toEqual([{ text: 'a' }, { text: 'a' }, 1]);
});

test('texts joined are the same only if each of them is, whatever they hold', () => {
  const text = fc.string({
    unit: fc.constantFrom('\u0000', '\ud800', '\udc00', '"', ',', '[', ']', '\\', 'a'),
  });
  const three = fc.tuple(text, text, text);
  fc.assert(
    fc.property(three, three, (one, other) => {
      expect(compositeKey(...one) === compositeKey(...other)).toBe(
        JSON.stringify(one) === JSON.stringify(other),
      );
    }),
    { numRuns: 2000 },
  );
});
