import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createStore, type StoredRecord } from '../../../emulator/account/store.ts';

const stored = (id: number, externalid: string | null): StoredRecord => ({
  type: 'salesorder',
  id,
  version: 1,
  created: 0,
  modified: 0,
  fields: externalid === null ? {} : { externalid },
  sublists: {},
  lastLine: 0,
});

type Step = { id: number; change: 'write' | 'remove' | 'look'; externalid: string | null };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 6 }),
    change: fc.constantFrom('write', 'remove', 'look'),
    externalid: fc.constantFrom(null, 'A', 'a', 'B'),
  }),
  { maxLength: 30 },
);

describe('records looked up by the value of a field', () => {
  test('are those that have it, in the order of their ids, whatever was written and removed before', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const store = createStore();
        for (const { id, change, externalid } of sequence) {
          if (change === 'write') store.write(stored(id, externalid));
          if (change === 'remove') store.remove('salesorder', id);
          const all = store.lookAll('salesorder');
          for (const value of [null, 'A', 'a', 'B']) {
            const expected = all.filter(({ fields }) => (fields.externalid ?? null) === value);
            expect(store.lookBy('salesorder', 'externalid', value)).toEqual(expected);
            const alike = all.filter(
              ({ fields }) => String(fields.externalid ?? '').toLowerCase() === value?.toLowerCase(),
            );
            if (value !== null) expect(store.lookLike('salesorder', 'externalid', value)).toEqual(alike);
          }
        }
      }),
    );
  });
});
