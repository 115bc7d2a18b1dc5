/** A tree of feed folders that each test has anew, and the commands that an operator gives on it. */
import { chmod, chown, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach } from '@jest/globals';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

export const SOURCE = 'netsuite/salesorder/import/fulfillment-nifi';
export const TARGET = 'netsuite/salesorder/import/fulfillment';
const header =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shipmentMethodTypeId';
export const row = (order: string) =>
  `${order},00101,7,1/4/2024 4:23 pm,1,TRACK-${order},FedEx,Ground,GROUND`;
export const file = (...orders: string[]) => `${[header, ...orders.map(row)].join('\n')}\n`;

export let folder: TemporaryFolder;
export let root: string;
export let at: (...names: string[]) => string;

beforeEach(async () => {
  await folder?.remove();
  folder = await makeTemporaryFolder();
  root = join(folder.path, 'tree');
  at = (...names) => join(root, ...names);
});
afterAll(() => folder.remove());

export const on = (name: string, ...more: string[]) => command([name, '--folder', root, ...more]);
export const init = () => on('init');
export const put = (name: string, content: string) => writeFile(at(SOURCE, name), content);
export const inSource = async (...under: string[]) =>
  (await readdir(at(SOURCE, ...under), { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
export async function delivered() {
  const names = (await readdir(at(TARGET))).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(at(TARGET, name), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/TRACK-(\w+)/g)].map(([, order]) => order)).sort();
}
/** Every file and folder below the root with its time, for seeing that nothing changed. */
export async function everything(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true });
  return Promise.all(entries.sort().map(async (name) => `${name} ${(await stat(at(name))).mtimeMs}`));
}

const NOBODY = 65534;

/** Root may write anywhere, so root works as somebody else who owns the tree. */
export async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work();
  await chmod(folder.path, 0o755);
  for (const name of ['', ...(await readdir(root, { recursive: true }))])
    await chown(at(name), NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
