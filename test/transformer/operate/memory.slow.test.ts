/** The real process, given a heap in which the file would not fit. `npm run bench` measures larger files. */
import { spawn } from 'node:child_process';
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { opensshMissing, startOpenSsh } from '../../../testbed/sftp/openssh.ts';
import { testNeeding } from '../../needs.ts';
import { exportedRows, writeLarge } from '../convert/large-source.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';

const MAIN = resolve('transformer/main.ts');
const ROWS = 80_000;
const HEAP_MEGABYTES = 40;

type Ended = { code: number | null; says: string };

/** @param within a shell command that comes before */
function convert(folder: string, within = ':'): Promise<Ended> {
  const at = (name: string): string => join(folder, name);
  const files = ['--output', at('out.json'), '--rejects', at('rejects.csv')];
  return transformer(folder, ['convert', '--feed', 'item-fulfillments', at('in.csv'), ...files], within);
}

function transformer(folder: string, words: readonly string[], within = ':'): Promise<Ended> {
  const heap = `--max-old-space-size=${HEAP_MEGABYTES}`;
  const command = [process.execPath, heap, MAIN, ...words];
  const child = spawn('sh', ['-c', `${within}; exec "$0" "$@"`, ...command], {
    env: { ...process.env, NODE_OPTIONS: '', TMPDIR: folder },
  });
  let says = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    says += text;
  });
  return new Promise((end) => {
    child.once('close', (code) => end({ code, says }));
  });
}

test(`${ROWS} rows whose orders lie far apart are grouped in a heap of ${HEAP_MEGABYTES} MB`, async () => {
  const folder = await makeTemporaryFolder();
  await writeLarge(join(folder.path, 'in.csv'), exportedRows(ROWS));
  const { code, says } = await convert(folder.path);
  expect(says).toBe(`${ROWS} rows: ${ROWS} converted, 0 rejected, 0 skipped.\n`);
  expect(code).toBe(0);
  expect((await stat(join(folder.path, 'out.json'))).size).toBeGreaterThan(ROWS * 150);
  await folder.remove();
});

test('when the temporary folder takes no more, the file is left as it was, and what to do is said', async () => {
  const folder = await makeTemporaryFolder();
  await writeLarge(join(folder.path, 'in.csv'), exportedRows(ROWS));
  const { code, says } = await convert(folder.path, 'ulimit -f 2048');
  expect(says).toMatch(/^STORE_FAILED: Cannot use the temporary folder .*large file.*TMPDIR/);
  expect(says).toContain(folder.path);
  expect(code).toBe(1);
  expect(await readdir(folder.path)).toEqual(['in.csv']);
  await folder.remove();
});

testNeeding(opensshMissing)(
  `a pass over SFTP takes ${ROWS} such rows in the same heap, and two more files beside them`,
  async () => {
    const folder = await makeTemporaryFolder();
    const server = await startOpenSsh();
    const source = join(server.root, 'in');
    await mkdir(source);
    for (const [name, rows] of Object.entries({ large: ROWS, other: ROWS / 8, third: 10 })) {
      await writeLarge(join(source, `${name}.csv`), exportedRows(rows));
    }
    const at = (name: string): string => join(folder.path, name);
    await writeFile(at('key'), server.privateKey);
    const sftp = `host: 127.0.0.1, port: ${server.port}, username: ${server.username}, root: ${server.root}`;
    await writeFile(
      at('transformer.yaml'),
      `connection: {sftp: {${sftp}, privateKeyFile: key, hostKey: ${server.hostKeyLine}}}
feeds: {item-fulfillments: {sourceFolder: in, targetFolder: out, minimumAgeSeconds: 0}}
`,
    );
    const words = ['run', '--config', at('transformer.yaml'), '--feed', 'item-fulfillments'];
    const { code, says } = await transformer(folder.path, words);
    expect([code, says]).toEqual([0, expect.stringContaining('"msg":"pass ended"')]);
    const delivered = (await readdir(join(server.root, 'out'))).filter((name) => name.endsWith('.json'));
    const sizes = await Promise.all(
      delivered.map(async (name) => (await stat(join(server.root, 'out', name))).size),
    );
    expect([sizes.length, Math.max(...sizes)]).toEqual([3, await sizeOfConversion(folder.path, source)]);
    await server.stop();
    await folder.remove();
  },
);

/** Of the large file, converted by itself. */
async function sizeOfConversion(folder: string, source: string): Promise<number> {
  await copyFile(join(source, 'archive', 'large.csv'), join(folder, 'in.csv'));
  expect((await convert(folder)).code).toBe(0);
  return (await stat(join(folder, 'out.json'))).size;
}
