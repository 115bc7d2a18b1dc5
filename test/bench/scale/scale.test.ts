import { expect } from '@jest/globals';
import { rowsOf } from '../../../bench/harness/results.ts';
import { measureScale } from '../../../bench/scale/scale.ts';
import { opensshMissing } from '../../../testbed/sftp/openssh.ts';
import { testNeeding } from '../../needs.ts';
import { expectRows, TIMEOUT, tiny } from '../tiny.ts';

testNeeding(opensshMissing)(
  'the bench lets two processes share twelve tenants beside a dead server, and kills one of them',
  async () => {
    const section = await measureScale(tiny);

    expectRows(rowsOf(section.results));
    expect(section.targets.every(({ found }) => found !== null)).toBe(true);
    expect(section.targets.at(-1)?.found).toBe(0);
  },
  TIMEOUT,
);
