import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenSsh, opensshMissing, startOpenSsh } from '../../../testbed/sftp/openssh.ts';
import { describeNeeding } from '../../needs.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const MAIN = resolve('transformer/main.ts');
const HEADER = 'file,row,field,code,message,orderId,orderItemSeqId\n';

const csvHeader =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shipmentMethodTypeId';
const goodRow = 'HC1,00101,7,1/4/2024 4:23 pm,1,TRACK1,FedEx,Ground,GROUND';

let folder: TemporaryFolder;
let at: (name: string) => string;

beforeEach(async () => {
  await folder?.remove();
  folder = await makeTemporaryFolder();
  at = (name) => join(folder.path, name);
});
afterAll(() => folder.remove());

type Ended = { exitCode: number; out: string; err: string };

function transformer(words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const options = { env: { ...process.env, NODE_OPTIONS: '', ...environment }, cwd: folder.path };
  return new Promise((end) => {
    execFile(process.execPath, [MAIN, ...words], options, (error, out, err) => {
      end({ exitCode: error ? Number(error.code) : 0, out, err });
    });
  });
}

const convert = (input: string, ...more: string[]): Promise<Ended> =>
  transformer([
    'convert',
    '--feed',
    'item-fulfillments',
    input,
    '--output',
    'out.json',
    '--rejects',
    'rejects.csv',
    ...more,
  ]);

const text = (name: string): Promise<string> => readFile(at(name), 'utf8');
const put = (name: string, content: string | Uint8Array): Promise<void> => writeFile(at(name), content);
const names = async (): Promise<string[]> => (await readdir(folder.path)).sort();

describe('convert', () => {
  test('with every row good: exit code 0, the output, and a rejects file with its header alone', async () => {
    await put('in.csv', `${csvHeader}\n${goodRow}\n`);
    const { exitCode, out, err } = await convert('in.csv');
    expect({ exitCode, out, err }).toEqual({
      exitCode: 0,
      out: '',
      err: '1 row: 1 converted, 0 rejected, 0 skipped.\n',
    });
    expect(JSON.parse(await text('out.json'))).toMatchObject([{ orderMap: { orderId: 'HC1' } }]);
    expect(await text('rejects.csv')).toBe(HEADER);
    expect(await names()).toEqual(['in.csv', 'out.json', 'rejects.csv']);
  });

  test('with a bad row: exit code 3, the good rows written, the bad one in the rejects file under the input’s name', async () => {
    await put('in.csv', `${csvHeader}\n${goodRow}\n${goodRow.replace('HC1', '')}\n`);
    const { exitCode, out } = await convert('in.csv');
    expect([exitCode, out]).toEqual([3, '']);
    expect(JSON.parse(await text('out.json'))).toHaveLength(1);
    expect(await text('rejects.csv')).toMatch(/\nin\.csv,2,orderId,MISSING_ORDER_ID,/);
  });

  test.each(['', csvHeader, `${csvHeader}\n`, '\uFEFF\n\n'])(
    'of %j has nothing to do: exit code 0 and an output without rows',
    async (content) => {
      await put('in.csv', content);
      expect((await convert('in.csv')).exitCode).toBe(0);
      expect(JSON.parse(await text('out.json'))).toEqual([]);
      expect(await text('rejects.csv')).toBe(HEADER);
    },
  );

  test.each(['', 'null', '[]'])(
    'of the JSON %j has nothing to do: exit code 0 and the header alone',
    async (content) => {
      await put('in.json', content);
      const words = [
        'convert',
        '--feed',
        'brokered-order-items',
        'in.json',
        '--output',
        'out.csv',
        '--rejects',
        'rejects.csv',
      ];
      expect((await transformer(words)).exitCode).toBe(0);
      expect((await text('out.csv')).trim().split('\n')).toHaveLength(1);
    },
  );

  test.each([
    ['is not UTF-8', Uint8Array.from([0x61, 0xe9, 0x2c]), /in\.csv: The file is not UTF-8: line 1/],
    ['is of another feed', '[{"orderId":"HC1"}]', /in\.csv: /],
    ['has a quote that never closes', `${csvHeader}\n"HC1,2`, /in\.csv: Row 1, .* that is never closed/],
  ])(
    'of a file that %s: exit code 1, a clear message, and no file written or changed',
    async (_, content, message) => {
      await put('in.csv', content);
      await put('out.json', 'the old output');
      const { exitCode, err } = await convert('in.csv');
      expect(exitCode).toBe(1);
      expect(err).toMatch(message);
      expect(await text('out.json')).toBe('the old output');
      expect(await names()).toEqual(['in.csv', 'out.json']);
    },
  );

  test('of a file that is missing, or a folder: exit code 1 with what to do', async () => {
    await mkdir(at('folder'));
    for (const input of ['missing.csv', 'folder']) {
      const { exitCode, err } = await convert(input);
      expect(exitCode).toBe(1);
      expect(err).toMatch(/Name a file that exists/);
    }
    expect(await names()).toEqual(['folder']);
  });

  test('with an output that cannot be written: exit code 1, and the old rejects file is still there', async () => {
    await put('in.csv', `${csvHeader}\n${goodRow}\n`);
    await put('rejects.csv', 'the old rejects');
    await mkdir(at('out.json'));
    expect((await convert('in.csv')).exitCode).toBe(1);
    const { exitCode, err } = await convert('in.csv', '--output', 'no/such/folder/out.json');
    expect(exitCode).toBe(1);
    expect(err).toMatch(/Cannot write .*out\.json: .*Check that its folder exists/);
    expect(await text('rejects.csv')).toBe('the old rejects');
    expect(await names()).toEqual(['in.csv', 'out.json', 'rejects.csv']);
  });

  test('replaces an output only on success', async () => {
    await put('in.csv', `${csvHeader}\n${goodRow}\n`);
    await put('out.json', 'the old output');
    expect((await convert('in.csv')).exitCode).toBe(0);
    expect(await text('out.json')).toContain('HC1');
  });

  test('onto its own input, or with one file for both results: exit code 2, however it is spelt', async () => {
    await put('in.csv', `${csvHeader}\n${goodRow}\n`);
    await symlink('in.csv', at('link.csv'));
    await mkdir(at('sub'));
    for (const output of [
      'in.csv',
      './in.csv',
      'sub/../in.csv',
      'link.csv',
      'rejects.csv',
      './sub/../rejects.csv',
    ]) {
      const { exitCode, err } = await convert('in.csv', '--output', output);
      expect([output, exitCode]).toEqual([output, 2]);
      expect(err).toMatch(/same file/);
    }
    expect(await text('in.csv')).toContain('HC1');
  });

  test('judges validity dates at --as-of', async () => {
    const identification = {
      orderIdentificationTypeId: 'NETSUITE_ORDER_ID',
      idValue: '9',
      thruDate: '2024-01-01 00:00:00',
    };
    await put(
      'in.json',
      JSON.stringify([
        {
          orderId: 'HC1',
          orderIdentifications: [identification],
          orderItems: [{ orderItemSeqId: '00101', orderFacilities: [] }],
        },
      ]),
    );
    const words = [
      'convert',
      '--feed',
      'brokered-order-items',
      'in.json',
      '--output',
      'o.csv',
      '--rejects',
      'r.csv',
      '--as-of',
    ];
    for (const instant of ['2023-12-31T23:59:59Z', '2024-01-01T01:00:00+02:00']) {
      expect((await transformer([...words, instant])).exitCode).not.toBe(2);
    }
    for (const wrong of ['yesterday', '2024-01-01', '2024-13-01T00:00:00Z', '2024-01-01T00:00:00']) {
      expect((await command([...words, wrong])).exitCode).toBe(2);
    }
  });
});

describe('wrong usage is exit code 2, told on standard error', () => {
  test.each([
    [[]],
    [['nope']],
    [['run', '--bogus']],
    [['run', 'extra']],
    [['run']],
    [['run', '--folder']],
    [['run', '--folder', '.', '--feed', 'shipments']],
    [['convert']],
    [['convert', 'in.csv', '--output', 'a', '--rejects', 'b']],
    [['convert', '--feed', 'item-fulfillments', 'in.csv', '--rejects', 'b']],
    [['convert', '--feed', 'item-fulfillments', 'in.csv', '--output', 'a']],
    [['convert', '--feed', 'shipments', 'in.csv', '--output', 'a', '--rejects', 'b']],
    [['convert', '--feed', 'item-fulfillments', 'in.csv', 'more.csv', '--output', 'a', '--rejects', 'b']],
  ])('%j', async (words) => {
    const { exitCode, out, err } = await command(words);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  });

  test('in a process of its own as well', async () => {
    for (const words of [[], ['run', '--bogus'], ['run']]) {
      const { exitCode, out, err } = await transformer(words);
      expect([exitCode, out]).toEqual([2, '']);
      expect(err).not.toBe('');
    }
    expect(await names()).toEqual([]);
  });

  test('but asking for help is not: exit code 0, on standard output', async () => {
    expect((await transformer(['--help'])).exitCode).toBe(0);
    for (const words of [['--help'], ['run', '--help'], ['convert', '--help'], ['help']]) {
      const { exitCode, out, err } = await command(words);
      expect([exitCode, err]).toEqual([0, '']);
      expect(out).toMatch(/Usage: transformer/);
    }
  });
});

describe('run', () => {
  const source = 'netsuite/salesorder/import/fulfillment-nifi';
  const target = 'netsuite/salesorder/import/fulfillment';

  test('over a folder: rows of a file reach the other side, with one JSON log line per event', async () => {
    await mkdir(at(source), { recursive: true });
    await put(`${source}/export.csv`, `${csvHeader}\n${goodRow}\n`);
    const { exitCode, out, err } = await transformer(['run', '--folder', '.']);
    expect([exitCode, out]).toEqual([0, '']);
    const events = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).msg);
    expect(events).toEqual([
      'files found',
      'file claimed',
      'file converted',
      'file delivered',
      'file archived',
      'pass ended',
      'run ended',
    ]);
    const [output = ''] = (await readdir(at(target))).filter((name) => name.endsWith('.json'));
    expect(await text(`${target}/${output}`)).toContain('TRACK1');
  });

  test('of one feed leaves the others alone', async () => {
    await mkdir(at(source), { recursive: true });
    await put(`${source}/export.csv`, `${csvHeader}\n${goodRow}\n`);
    expect((await transformer(['run', '--folder', '.', '--feed', 'brokered-order-items'])).exitCode).toBe(0);
    expect(await readdir(at(source))).toEqual(['export.csv']);
  });

  test('with rejected rows, or a file set aside, is exit code 3', async () => {
    await mkdir(at(source), { recursive: true });
    await put(`${source}/export.csv`, `${csvHeader}\n${goodRow.replace('HC1', '')}\n`);
    expect((await transformer(['run', '--folder', '.'])).exitCode).toBe(3);
    await put(`${source}/broken.csv`, '"');
    expect((await transformer(['run', '--folder', '.'])).exitCode).toBe(3);
    expect((await transformer(['run', '--folder', '.'])).exitCode).toBe(0);
  });

  test('over a folder that is not there, or with a configuration that is wrong or missing, is exit code 1', async () => {
    expect((await transformer(['run', '--folder', 'mistyped'])).err).toMatch(/mistyped does not exist/);
    await put('wrong.yaml', 'colour: red\nstaleClaimMinutes: soon\n');
    const { exitCode, err } = await transformer(['run', '--folder', '.', '--config', 'wrong.yaml']);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/has 2 errors/);
    expect((await transformer(['run', '--config', 'missing.yaml'])).exitCode).toBe(1);
    expect(await names()).toEqual(['wrong.yaml']);
  });

  test('takes a folder from the configuration, relative to the configuration file', async () => {
    await mkdir(at('conf'));
    await mkdir(at('data'));
    await put(
      'conf/transformer.yaml',
      'connection: {folder: ../data}\nfeeds: {item-fulfillments: {sourceFolder: in, targetFolder: out}}',
    );
    expect((await transformer(['run', '--config', 'conf/transformer.yaml'])).exitCode).toBe(0);
    expect((await readdir(at('data'))).sort()).toEqual(['hotwax', 'in', 'netsuite', 'out']);
  });
});

describeNeeding(opensshMissing)('run over a real OpenSSH server', () => {
  let server: OpenSsh;
  beforeAll(async () => {
    server = await startOpenSsh();
  });
  afterAll(async () => {
    await server?.stop();
  });

  const configuration = (login: string, hostKey = server.hostKeyLine): string => `
connection:
  sftp:
    host: 127.0.0.1
    port: ${server.port}
    username: ${server.username}
    ${login}
    hostKey: ${hostKey}
    root: ${server.root}
`;

  test('logs in with a key from a file and makes a pass', async () => {
    await put('key', server.privateKey);
    await chmod(at('key'), 0o600);
    await put('transformer.yaml', configuration('privateKeyFile: key'));
    const { exitCode, err } = await transformer(['run', '--config', 'transformer.yaml']);
    expect([exitCode, err]).toEqual([0, expect.stringContaining('pass ended')]);
  });

  test('writes gauges of what lies there, and tells a command that the receiver takes nothing', async () => {
    await put('key', server.privateKey);
    await chmod(at('key'), 0o600);
    const notify = 'notify: { command: [sh, -c, "cat >> said.txt"], toldFile: told.json }';
    await put(
      'transformer.yaml',
      `${configuration('privateKeyFile: key')}\nmetricsFile: t.prom\n${notify}\n`,
    );
    await transformer(['init', '--config', 'transformer.yaml']);
    const untaken = join(server.root, 'netsuite/salesorder/update/untaken.csv');
    await writeFile(untaken, 'x');
    const threeHoursAgo = Date.now() / 1000 - 3 * 3600;
    await utimes(untaken, threeHoursAgo, threeHoursAgo);
    const { exitCode, err } = await transformer(['run', '--config', 'transformer.yaml']);
    await rm(untaken);
    expect([exitCode, err]).toEqual([0, expect.stringContaining('"notification sent"')]);
    expect(await readFile(at('said.txt'), 'utf8')).toMatch(
      /NetSuite has taken no allocation since .* 1 file waits/,
    );
    const gauges = await readFile(at('t.prom'), 'utf8');
    expect(gauges).toContain('transformer_receiver_untaken_files{feed="brokered-order-items"} 1\n');
    expect(gauges).toMatch(/receiver_untaken_oldest_age_seconds\{feed="brokered-order-items"\} 1[01]\d{3}\b/);
  });

  test('init, check, status and replay do their work there too', async () => {
    await put('key', server.privateKey);
    const own = configuration('privateKeyFile: key').replace(server.root, `${server.root}/operator`);
    await put('transformer.yaml', own);
    const on = (...words: string[]) => transformer([...words, '--config', 'transformer.yaml']);
    const root = (...names: string[]) => join(server.root, 'operator', ...names);
    await mkdir(root());
    expect((await on('check')).out).toMatch(
      /FAIL {2}folders of item-fulfillments: none of its 8 folders exists/,
    );
    expect((await on('init')).exitCode).toBe(0);
    const checked = await on('check');
    expect([checked.exitCode, checked.out]).toEqual([
      0,
      expect.stringMatching(/differ by [01] seconds[\s\S]*All checks passed/),
    ]);
    const source = 'netsuite/salesorder/import/fulfillment-nifi';
    const made = (await readdir(root(source), { recursive: true })).filter(
      (name) => !name.includes('.folder-'),
    );
    expect(made.sort()).toEqual(
      ['.state', '.state/.tmp', 'archive', 'error', 'error/.tmp', 'failed', 'processing'].sort(),
    );
    await writeFile(root(source, 'failed', 'a.csv'), `${csvHeader}\n${goodRow}\n`);
    expect((await on('status')).out).toMatch(/failed: \S+\/a\.csv since .*no error file gives the reason/);
    expect((await on('replay', 'a.csv')).exitCode).toBe(0);
    expect((await on('status', '--json')).out).toMatch(/"file": "a\.replay-\w+\.csv"/);
  });

  test('check says which key a server shows when it is not the configured one', async () => {
    await put('key', server.privateKey);
    await put('transformer.yaml', configuration('privateKeyFile: key', `SHA256:${'A'.repeat(43)}`));
    const { exitCode, out } = await transformer(['check', '--config', 'transformer.yaml']);
    expect([exitCode, out]).toEqual([
      1,
      expect.stringMatching(/FAIL .*HOST_KEY_MISMATCH: .*ecdsa\S+ SHA256:/),
    ]);
  });

  test('trusts a known_hosts file too, and says when it has no key for the server', async () => {
    await put('key', server.privateKey);
    await put('known_hosts', `[127.0.0.1]:${server.port} ${server.hostKeyLine}\n`);
    const text = configuration('privateKeyFile: key').replace(/hostKey: .*/, 'knownHostsFile: known_hosts');
    await put('transformer.yaml', text);
    expect((await transformer(['run', '--config', 'transformer.yaml'])).exitCode).toBe(0);
    await put('known_hosts', `other ${server.hostKeyLine}\n`);
    const { exitCode, err } = await transformer(['run', '--config', 'transformer.yaml']);
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/has no key for 127\.0\.0\.1/)]);
  });

  test('with another host key: exit code 1 and nothing sent', async () => {
    await put('key', server.privateKey);
    await put('transformer.yaml', configuration('privateKeyFile: key', `SHA256:${'A'.repeat(43)}`));
    const { exitCode, err } = await transformer(['run', '--config', 'transformer.yaml']);
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/"code":"HOST_KEY_MISMATCH"/)]);
  });

  test('with a password that is refused: exit code 1, and the password is nowhere in what is said', async () => {
    await put('transformer.yaml', configuration('passwordEnvironment: SFTP_PASSWORD'));
    const refused = await transformer(['run', '--config', 'transformer.yaml'], {
      SFTP_PASSWORD: 'hunter2-secret',
    });
    expect([refused.exitCode, refused.err]).toEqual([
      1,
      expect.stringMatching(/"code":"AUTHENTICATION_FAILED"/),
    ]);
    expect(refused.err).not.toContain('hunter2');
    const missing = await transformer(['run', '--config', 'transformer.yaml']);
    expect([missing.exitCode, missing.err]).toEqual([
      1,
      expect.stringMatching(/variable SFTP_PASSWORD is empty/),
    ]);
  });
});
