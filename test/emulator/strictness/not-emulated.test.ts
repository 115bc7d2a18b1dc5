import { expect, test } from '@jest/globals';
import { NotEmulated } from '../../../emulator/strictness/not-emulated.ts';

test('what is not emulated is refused by name', () => {
  expect(new NotEmulated('N/record.copy').message).toContain('N/record.copy');
});
