/** What a process does when nobody can read what it tells: the work goes on. */
import { spawn } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const MAIN = resolve('transformer/main.ts');
const SOURCE = 'netsuite/salesorder/import/fulfillment-nifi';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  await command(['init', '--folder', folder.path]);
  await mkdir(join(folder.path, SOURCE), { recursive: true });
  for (let index = 0; index < 6; index += 1) {
    const row = `orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity\nHC${index},00101,7,1/4/2024 4:23 pm,1\n`;
    await writeFile(join(folder.path, SOURCE, `f${index}.csv`), row);
  }
});
afterEach(() => folder.remove());

async function archived() {
  const names = await readdir(join(folder.path, SOURCE, 'archive'));
  return names.filter((name) => !name.startsWith('.')).length;
}

/** A pass whose log goes to a shell's target. */
function passInto(target: string): Promise<number | null> {
  const words = `"${process.execPath}" "${MAIN}" run --folder "${folder.path}" ${target}`;
  const shell = spawn('bash', ['-o', 'pipefail', '-c', words], {
    stdio: 'ignore',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return new Promise((end) => {
    shell.once('close', end);
  });
}

test('a pass whose log nobody reads any more is made to its end', async () => {
  expect(await passInto('2>&1 | head -n 1')).toBe(0);
  expect(await archived()).toBe(6);
});

test('a pass whose log does not fit on the disk is made to its end, and does not end like a success', async () => {
  expect(await passInto('2>/dev/full')).toBe(1);
  expect(await archived()).toBe(6);
});
