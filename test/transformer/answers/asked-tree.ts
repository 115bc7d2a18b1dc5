/** A tree of feed folders with an index that each test has anew, what passes and NetSuite do with it, and the commands that ask about it. */
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, expect } from '@jest/globals';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import { makeTree } from '../catch-up/orders.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

export let folder: TemporaryFolder;
export let root: string;
export let configuration: string;
export let now: number;

beforeEach(async () => {
  await folder?.remove();
  folder = await makeTemporaryFolder();
  root = folder.path;
  configuration = join(root, 'transformer.yaml');
  now = Date.now();
  await makeTree(await openLocalFolder(root));
  await configure('');
});
afterAll(() => folder.remove());

export const hoursLater = (hours: number): void => {
  now += hours * 3_600_000;
};

export const configure = (more: string) =>
  writeFile(
    configuration,
    `connection: { folder: ${JSON.stringify(root)} }\nindex: { file: index.sqlite }\nretries: { enabled: false }\n${more}`,
  );

export const run = (...words: string[]) =>
  command([...words, '--config', configuration], { clock: () => now, columns: 120 });
export const pass = async () => {
  now += 10_000;
  const said = await run('run');
  expect([0, 3]).toContain(said.exitCode);
};
export const put = (path: string, content: string) => writeFile(join(root, path), content);
export const move = (from: string, to: string) => rename(join(root, from), join(root, to));
export const filesIn = async (path: string) =>
  (await readdir(join(root, path), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();

export async function find(id: string) {
  const { out, exitCode } = await run('find', id, '--json');
  const answer = JSON.parse(out).tenants[0].answer;
  return { exitCode, ...answer, text: (await run('find', id)).out };
}
export async function problems(...options: string[]) {
  const { out } = await run('problems', '--json', ...options);
  return JSON.parse(out).tenants[0].problems;
}
export const codes = async () =>
  (await problems()).map(
    ({ code, count, by }: { code: string; count: number; by: string }) => `${by} ${code} ${count}`,
  );
export const stepsOf = (item: { steps: { by: string; outcome: string; code: string }[] }) =>
  item.steps.map(({ by, outcome, code }) => `${by} ${outcome} ${code}`.trim());

/** NetSuite takes what waits, and refuses the rows named. */
export async function netsuiteTakes(path: string, refused: Record<number, string> = {}): Promise<string> {
  const names = await filesIn(path);
  const [name = ''] = names;
  await move(`${path}/${name}`, `${path}/archive/${name}`);
  const lines = Object.entries(refused).map(
    ([row, code]) => `${name},${row},line_id,${code},No.,HC1,00101\n`,
  );
  if (lines.length > 0)
    await put(
      `${path}/error/${name}.errors.csv`,
      `file,row,field,code,message,orderId,orderItemSeqId\n${lines.join('')}`,
    );
  return name;
}
