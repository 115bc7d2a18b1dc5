/** Quantities: one spelling for each amount, and none for what is no amount. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { QUANTITY_PLACES, readQuantity } from '#feeds/format/quantity.ts';

const UNIT = 10n ** BigInt(QUANTITY_PLACES);

/** An amount in the smallest parts that are kept, so that nothing is rounded in the test itself. */
const smallest = fc.bigInt({ min: 1n, max: 10n ** 15n });

function written(amount: bigint): string {
  const fraction = String(amount % UNIT).padStart(QUANTITY_PLACES, '0');
  return `${amount / UNIT}.${fraction}`;
}
const plain = (amount: bigint): string => written(amount).replace(/\.?0+$/, '');

test('every way to write an amount is read as the same text', () => {
  fc.assert(
    fc.property(smallest, fc.nat(3), fc.nat(3), (amount, zerosBefore, zerosAfter) => {
      const padded = `${'0'.repeat(zerosBefore)}${written(amount)}${'0'.repeat(zerosAfter)}`;
      const expected = { quantity: plain(amount) };
      expect(readQuantity(padded)).toEqual(expected);
      expect(readQuantity(` ${padded.replace('.', ',')} `)).toEqual(expected);
      expect(readQuantity(plain(amount))).toEqual(expected);
    }),
  );
});

test('an amount with more places than are kept is none, whichever they are, and never a rounded one', () => {
  const digits = fc.stringMatching(/^[0-9]{0,4}[1-9]$/);
  fc.assert(
    fc.property(smallest, digits, (amount, more) => {
      expect(readQuantity(written(amount) + more)).toEqual({ problem: 'invalid' });
    }),
  );
  expect([0.33333, 1.00004, 0.1 + 0.2].map(readQuantity)).toEqual(Array(3).fill({ problem: 'invalid' }));
});

test('a number of the feed is read as its text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (amount) => {
      expect(readQuantity(amount)).toEqual({ quantity: String(amount) });
    }),
  );
});

test('nothing is read from any value but a positive amount in plain digits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.double()), (value) => {
      const read = readQuantity(value);
      expect('problem' in read || isAmount(value)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

function isAmount(value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const text = String(value).trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(text) && Number(text) > 0;
}

test.each([
  0,
  -1,
  '-1',
  '+1',
  '0.000',
  '1e3',
  1e-7,
  1e21,
  'Infinity',
  '0x10',
  '1 000',
  '1.',
  '.5',
  '٣',
  true,
  {},
  [],
])('%p is no quantity', (value) => expect(readQuantity(value)).toEqual({ problem: 'invalid' }));

test.each([undefined, null, '', '  '])('%p is a missing quantity', (value) =>
  expect(readQuantity(value)).toEqual({ problem: 'missing' }),
);

test('a comma that could group thousands is refused, as one reader in two would be wrong', () => {
  expect(readQuantity('1,500')).toEqual({ problem: 'invalid' });
  expect(readQuantity('1,50')).toEqual({ quantity: '1.5' });
  expect(readQuantity('1234,500')).toEqual({ quantity: '1234.5' });
});
