import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { openRowIndex } from '../../../transformer/row-index/open-index.ts';
import { extentOf } from '../../../transformer/row-index/read-index.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';

const MAIN = resolve('transformer/main.ts');
const source = 'netsuite/salesorder/import/fulfillment-nifi';
const target = 'netsuite/salesorder/import/fulfillment';
const header =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shipmentMethodTypeId';
const FILES = 60;

/** @returns whether the process ended by itself */
function runAndKill(root: string, afterEvents: number): Promise<boolean> {
  const environment = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(
    process.execPath,
    [MAIN, 'run', '--folder', root, '--config', join(root, 'conf.yaml')],
    {
      env: environment,
    },
  );
  let events = 0;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    events += text.split('\n').length - 1;
    if (events >= afterEvents) child.kill('SIGKILL');
  });
  return new Promise((end) => {
    child.once('close', (_, signal) => end(signal === null));
  });
}

/** Each file with one row for the receiver and one that is refused. */
async function send(root: string, from: number, count: number): Promise<void> {
  for (let file = from; file < from + count; file += 1) {
    const row = `HC${file},00101,7,1/4/2024 4:23 pm,1,TRACK${file},FedEx,Ground,GROUND`;
    const text = `${header}\n${row}\n${row.replace(/^HC\d+/, '')}\n`;
    await writeFile(join(root, source, `export-${file}.csv`), text);
  }
}

/** What the receiver does: it takes every file, and keeps none. */
async function receive(root: string, taken: string[]): Promise<void> {
  for (const name of (await readdir(join(root, target))).filter((entry) => entry.endsWith('.json'))) {
    const text = await readFile(join(root, target, name), 'utf8');
    taken.push(...[...text.matchAll(/TRACK\d+/g)].map(([tracking]) => tracking));
    await rm(join(root, target, name));
  }
}

test('a process killed again and again, whose outputs are taken at once, delivers every row once', async () => {
  const folder = await makeTemporaryFolder();
  await mkdir(join(folder.path, source), { recursive: true });
  await writeFile(join(folder.path, 'conf.yaml'), 'staleClaimMinutes: 0\nindex: { file: index.sqlite }\n');
  const taken: string[] = [];
  let files = 0;
  let kills = 0;
  // Again where the kills came late, so that the process was quicker than they.
  do {
    await send(folder.path, files, FILES);
    files += FILES;
    while (!(await runAndKill(folder.path, 21 + kills * 3))) {
      kills += 1;
      await receive(folder.path, taken);
    }
    await receive(folder.path, taken);
  } while (kills <= 3);
  const words = ['index', '--folder', folder.path, '--config', join(folder.path, 'conf.yaml')];
  // A process that was killed as it archived a file leaves it to be met again: a repeat, without rows of its own.
  expect((await command(words)).out).toMatch(new RegExp(`index\\.sqlite: \\d+ files, ${2 * files} rows`));
  const expected = Array.from({ length: files }, (_, file) => `TRACK${file}`);
  expect(taken.sort()).toEqual(expected.sort());
  expect(
    (await readdir(join(folder.path, source, 'error'))).filter((name) => name.endsWith('.csv')),
  ).toHaveLength(files);
  const left = await readdir(join(folder.path, source, 'processing'));
  expect(left.filter((name) => !name.startsWith('.'))).toEqual([]);
  await folder.remove();
});

test('two processes at once note every row in one index', async () => {
  const folder = await makeTemporaryFolder();
  await mkdir(join(folder.path, source), { recursive: true });
  await writeFile(join(folder.path, 'conf.yaml'), 'index: { file: index.sqlite }\n');
  for (let file = 0; file < FILES; file += 1)
    await writeFile(
      join(folder.path, source, `export-${file}.csv`),
      `${header}\nHC${file},00101,7,1/4/2024 4:23 pm,1,TRACK${file},FedEx,Ground,GROUND\n`,
    );
  await Promise.all([
    runAndKill(folder.path, Number.POSITIVE_INFINITY),
    runAndKill(folder.path, Number.POSITIVE_INFINITY),
  ]);
  const index = openRowIndex(join(folder.path, 'index.sqlite'));
  expect(extentOf(index)).toMatchObject({ files: FILES, rows: FILES });
  index.close();
  await folder.remove();
});
