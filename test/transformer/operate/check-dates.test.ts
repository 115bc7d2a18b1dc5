/** "transformer check" shows how a date is read that could be two days, before a wrong `netsuite.dateOrder` does harm. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const INBOX = 'netsuite/salesorder/import/fulfillment-nifi';
const HEADER =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder.remove());

async function check(dates: readonly string[], dateOrder = ''): Promise<string> {
  const configuration = join(folder.path, 'transformer.yaml');
  await writeFile(configuration, `connection: { folder: tree }\n${dateOrder}\n`);
  await mkdir(join(folder.path, 'tree'));
  await command(['init', '--config', configuration]);
  const rows = dates.map((date, index) => `HC${index},00101,7,${date},1,T,FedEx,Ground,2830\n`);
  await writeFile(join(folder.path, 'tree', INBOX, 'some.csv'), `${HEADER}\n${rows.join('')}`);
  const { exitCode, out } = await command(['check', '--config', configuration]);
  expect(exitCode).toBe(0);
  return /dates of item-fulfillments: (.*)/.exec(out)?.[1] ?? '';
}

test('by default the month comes first', async () => {
  expect(await check(['1/25/2024', '1/4/2024 4:23 pm'])).toMatch(
    /^"1\/4\/2024 4:23 pm" in some\.csv is read as 2024-01-04 16:23:00, with the month before the day\. .*netsuite\.dateOrder/,
  );
});

test('with DMY the day', async () => {
  const says = await check(['1/4/2024 4:23 pm'], 'netsuite: { dateOrder: DMY }');
  expect(says).toContain('is read as 2024-04-01 16:23:00, with the day before the month');
});

test.each([[['2024-01-04T16:23:00Z']], [['1/25/2024 4:23 pm', '4/4/2024']], [[]]])(
  'of %j nothing is said, as there is one way to read it',
  async (dates) => {
    expect(await check(dates)).toBe('');
  },
);

test('a file of something else is no failure of this', async () => {
  const path = join(folder.path, 'tree', INBOX);
  await mkdir(path, { recursive: true });
  await command(['init', '--folder', join(folder.path, 'tree')]);
  await writeFile(join(path, 'odd.csv'), 'a,b\n1/4/2024,"');
  const { out } = await command(['check', '--folder', join(folder.path, 'tree')]);
  expect(out).not.toContain('dates of');
});
