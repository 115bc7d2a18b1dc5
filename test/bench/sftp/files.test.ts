import { expect } from '@jest/globals';
import { rowsOf } from '../../../bench/harness/results.ts';
import { measureFiles } from '../../../bench/sftp/files.ts';
import { opensshMissing } from '../../../testbed/sftp/openssh.ts';
import { testNeeding } from '../../needs.ts';
import { expectRows, lacking, tiny } from '../tiny.ts';

testNeeding(opensshMissing ?? lacking('sftp'))(
  "the bench passes over files on a real server, near and far, beside OpenSSH's client and beside the conversion alone",
  async () => {
    const section = await measureFiles(tiny);

    expectRows(rowsOf(section.results));
    expect(new Set(section.results.map(({ work }) => work)).size).toBe(4);
    const turnsOf = (name: string) => rowsOf(section.results).filter(({ contender }) => contender === name);
    expect(turnsOf('sftp, transfers only')).toHaveLength(4);
    expect(turnsOf('our conversion only, local file')).toHaveLength(2);
    const pipeline = section.results.filter(({ contender }) => contender === 'sftp, DuckDB, sftp');
    expect(pipeline).toHaveLength(4);
    for (const { note } of pipeline) expect(note ?? '').not.toMatch(/differs/);
  },
);
