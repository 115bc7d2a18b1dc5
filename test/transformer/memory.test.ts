/** The real process, given a heap in which the file would not fit. `npm run bench:memory` measures larger files. */
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { exportedRows, writeLarge } from './large-source.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const MAIN = resolve('transformer/main.ts');
const ROWS = 80_000;
const HEAP_MEGABYTES = 40;

function convert(folder: string): Promise<{ code: number | null; says: string }> {
  const at = (name: string): string => join(folder, name);
  const words = ['convert', '--feed', 'item-fulfillments', at('in.csv')];
  const files = ['--output', at('out.json'), '--rejects', at('rejects.csv')];
  const heap = `--max-old-space-size=${HEAP_MEGABYTES}`;
  const child = spawn(process.execPath, [heap, MAIN, ...words, ...files], {
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
}, 60_000);
