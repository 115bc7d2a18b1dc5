import { expect } from '@jest/globals';
import { rowsOf } from '../../../bench/harness/results.ts';
import { measureFiles } from '../../../bench/sftp/files.ts';
import { opensshMissing } from '../../../testbed/sftp/openssh.ts';
import { testNeeding } from '../../needs.ts';
import { expectRows, lacking, TIMEOUT, tiny } from '../tiny.ts';

testNeeding(opensshMissing ?? lacking('sftp'))(
  "the bench passes over files on a real server, near and far, and has OpenSSH's client move the same ones",
  async () => {
    const section = await measureFiles(tiny);

    expectRows(rowsOf(section.results));
    expect(new Set(section.results.map(({ work }) => work)).size).toBe(4);
    expect(rowsOf(section.results).filter(({ contender }) => contender.startsWith('sftp'))).toHaveLength(4);
  },
  TIMEOUT,
);
