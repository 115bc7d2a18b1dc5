import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseCsv } from '#feeds/format/csv.ts';
import { openMemoryStore } from '../../../testbed/memory-store.ts';
import { replayRefused } from '../../../transformer/operate/replay-refused.ts';
import { IN_MEMORY, openRowIndex } from '../../../transformer/row-index/open-index.ts';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import {
  ALLOCATIONS,
  allocation,
  EXPORT,
  FULFILLED,
  list,
  makeTree,
  pass as runPassOver,
  SHIPMENTS,
  shipment,
  UPDATE,
} from '../catch-up/orders.ts';
import { command } from '../command.ts';
import { crashingStore } from '../crashing-store.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

let folder: TemporaryFolder;
let root: string;
let now: number;

beforeEach(async () => {
  await folder?.remove();
  folder = await makeTemporaryFolder();
  root = folder.path;
  now = Date.now();
  await makeTree(await openLocalFolder(root));
});
afterAll(() => folder.remove());

const run = (...words: string[]) => command([...words, '--folder', root], { clock: () => now });
async function pass() {
  now += 10_000;
  return run('run');
}
const put = (path: string, content: string) => writeFile(join(root, path), content);
const read = (path: string) => readFile(join(root, path), 'utf8');
const filesIn = async (path: string) =>
  (await readdir(join(root, path), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
const onlyIn = async (path: string): Promise<string> => {
  const names = await filesIn(path);
  expect(names).toHaveLength(1);
  return `${path}/${names[0]}`;
};

const header = 'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier';

describe('an error file', () => {
  test('keeps the cells of each refused row, also of those that only others made impossible, and runs no formula', async () => {
    const twice = 'HC2,00101,7,1/4/2024 4:23 pm,1,T2,FedEx';
    await put(
      `${FULFILLED}/f.csv`,
      `${header}\nHC1,00101,7,1/4/2024 4:23 pm,zero,"=1+1, ""x""",FedEx\n${twice}\n${twice}\nHC3,1,2\n`,
    );
    await pass();
    const { header: columns, rows } = parseCsv(await read(`${FULFILLED}/error/f.csv.errors.csv`));
    expect(columns).toEqual([
      'file',
      'row',
      'field',
      'code',
      'message',
      'orderId',
      'orderItemSeqId',
      'original',
    ]);
    expect(rows.map((cells) => [cells[1], JSON.parse(cells[7] ?? '')])).toEqual([
      ['1', ['HC1', '00101', '7', '1/4/2024 4:23 pm', 'zero', '=1+1, "x"', 'FedEx']],
      ['3', twice.split(',')],
      ['4', ['HC3', '1', '2']],
    ]);
    expect(rows.every((cells) => cells[7]?.startsWith('['))).toBe(true);
  });

  test('keeps an element once, with its refused items alone', async () => {
    const order = allocation('HC1', '71501', { seq: '00101' }, { seq: '00102', line: '2' }, { seq: '00103' });
    await put(`${ALLOCATIONS}/a.json`, list(order));
    await pass();
    const { rows } = parseCsv(await read(`${ALLOCATIONS}/error/a.json.errors.csv`));
    expect(rows.map((cells) => cells[1])).toEqual(['1', '3']);
    expect(JSON.parse(rows[0]?.[7] ?? '')).toEqual({
      ...order,
      orderItems: [order.orderItems[0], order.orderItems[2]],
    });
    expect(rows[1]?.[7]).toBe('');
  });
});

describe('refused rows are sent again', () => {
  test('alone and as they came, under a new name, and are delivered once the cause is gone', async () => {
    const rows = [
      'HC1,00101,7,1/4/2024 4:23 pm,1,T1,FedEx',
      'HC2,00101,7,,1,"A, ""B""",FedEx',
      'HC3,00101,7,31/12/2024 4:23 pm,1,T3,FedEx',
    ];
    await put(`${FULFILLED}/f.csv`, `${header}\n${rows.join('\n')}\n`);
    await pass();
    const said = await run('replay', 'f.csv', '--refused-only');
    expect([said.exitCode, said.out]).toEqual([
      0,
      expect.stringMatching(
        /^2 rows of \S+archive\/f\.csv are now in \S+f\.replay-\S+\.csv; the next pass processes them\.\n$/,
      ),
    ]);
    const path = await onlyIn(FULFILLED);
    expect(await read(path)).toBe(`${header}\n${rows[1]}\n${rows[2]}\n`);
    expect(await run('replay', 'f.csv', '--refused-only')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('is not finished yet'),
    });
    const sent = 'rows of its file were sent again by hand, and their file is not finished yet.';
    expect((await run('problems')).out.replace(/\s+/g, ' ').split(sent)).toHaveLength(3);
    expect((await run('find', 'HC2')).out.replace(/\s+/g, ' ')).toContain(sent);
    await pass();
    expect((await run('problems')).out).not.toContain('sent again by hand');
    expect(await filesIn(`${FULFILLED}/error`)).toHaveLength(2);
    const { out } = await run('problems', '--json');
    expect(JSON.parse(out).tenants[0].problems.map(({ count }: { count: number }) => count)).toEqual([1, 1]);
  });

  test('of shipments within their order and shipment, by any id of the order', async () => {
    const good = shipment('HC1', '71501', 'S1', { seq: '00101', line: '1' }, { seq: '00102' });
    const other = shipment('HC2', '71502', 'S2', { seq: '00101' });
    await put(`${SHIPMENTS}/s.json`, list(good, other));
    await pass();
    await run('replay', '--order', '#1');
    const [sent] = JSON.parse(await read(await onlyIn(SHIPMENTS)));
    expect(sent).toEqual({
      ...good,
      shipments: [{ ...good.shipments[0], shipmentItems: [good.shipments[0]?.shipmentItems[1]] }],
    });
  });

  test('of a file in NetSuite, in the folder of the script', async () => {
    await put(
      `${SHIPMENTS}/s.json`,
      list(shipment('HC1', '71501', 'S1', { seq: '00101', line: '1' }, { seq: '00102', line: '2' })),
    );
    await put(
      `${ALLOCATIONS}/a.json`,
      list(allocation('HC1', '71501', { seq: '00101', line: '1' }, { seq: '00102', line: '2' })),
    );
    await pass();
    for (const place of [EXPORT, UPDATE]) {
      const path = await onlyIn(place);
      const name = path.slice(place.length + 1);
      await rename(join(root, path), join(root, place, 'archive', name));
      await put(
        `${place}/error/${name}.errors.csv`,
        `file,row,field,code,message,orderId,orderItemSeqId\n${name},2,x,ORDER_BUSY,No.,71501,2\n`,
      );
      const { out } = await run('replay', `${place}/error/${name}.errors.csv`, '--refused-only');
      expect(out).toContain('the next run in NetSuite processes it');
    }
    const asked = (await run('find', 'HC1')).out.replace(/\s+/g, ' ');
    expect(asked.match(/sent again by hand/g)).toHaveLength(1);
    const open = JSON.parse((await run('problems', '--json')).out).tenants[0].problems;
    expect(open.map((one: { cases: { retry: object }[] }) => one.cases[0]?.retry)).toMatchObject([
      { state: 'resent' },
      { state: 'resent' },
    ]);
    const [order] = JSON.parse(await read(await onlyIn(EXPORT)));
    expect(order).toMatchObject({
      order_id: '71501',
      items: [{ line_id: '2', shipment_item_seq_id: '00102' }],
    });
    const { header: columns, rows } = parseCsv(await read(await onlyIn(UPDATE)));
    expect([columns.slice(0, 2), rows.map((cells) => cells.slice(0, 2))]).toEqual([
      ['internalId', 'lineId'],
      [['71501', '2']],
    ]);
  });

  test('but not those that a later file has set right, or has given to the other side', async () => {
    await put(
      `${ALLOCATIONS}/a.json`,
      list(allocation('HC1', '71501', { seq: '00101' }, { seq: '00102' }, { seq: '00103' })),
    );
    await pass();
    await put(
      `${ALLOCATIONS}/b.json`,
      list(
        allocation('HC1', '71501', { seq: '00101', line: '1' }, { seq: '00102', line: '2', facility: 'oms' }),
      ),
    );
    await pass();
    const { out } = await run('replay', 'a.json', '--refused-only');
    expect(out).toMatch(
      /^1 row of .* 1 row left out: a later file says something else of the same order items\.\n$/,
    );
    const [order] = JSON.parse(await read(await onlyIn(ALLOCATIONS)));
    expect(order.orderItems.map(({ orderItemSeqId }: { orderItemSeqId: string }) => orderItemSeqId)).toEqual([
      '00103',
    ]);
  });

  test('from the error file, when nobody has the file any more', async () => {
    const order = allocation('HC1', '71501', { seq: '00101' }, { seq: '00102', line: '2' }, { seq: '00103' });
    await put(`${ALLOCATIONS}/a.json`, list('text' as unknown as object, order));
    const index = `connection: { folder: ${JSON.stringify(root)} }\nindex: { file: index.sqlite }\n`;
    await put('c.yaml', index);
    await command(['run', '--config', join(root, 'c.yaml')], { clock: () => now });
    await rm(join(root, ALLOCATIONS, 'archive/a.json'));
    await command(['replay', 'a.json', '--refused-only', '--config', join(root, 'c.yaml')], {
      clock: () => now,
    });
    expect(JSON.parse(await read(await onlyIn(ALLOCATIONS)))).toEqual([
      'text',
      { ...order, orderItems: [order.orderItems[0], order.orderItems[2]] },
    ]);
  });

  test('and nothing is done where none is refused, or no file is named', async () => {
    expect(await run('replay', 'none.json', '--refused-only')).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('No refused row of none.json is open'),
    });
    expect(await run('replay', '--order', 'HC1')).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('No refused row of order HC1 is open'),
    });
    expect(await run('replay')).toMatchObject({ exitCode: 2, err: expect.stringContaining('Name a file') });
  });

  test('with tracking numbers in lines of their own as they were', async () => {
    const row = 'HC1,00101,7,,1,"T1\nT2",FedEx';
    await put(`${FULFILLED}/f.csv`, `\uFEFF${header}\r\n${row}\r\n`);
    await pass();
    await run('replay', 'f.csv', '--refused-only');
    expect(await read(await onlyIn(FULFILLED))).toBe(`${header}\n${row}\n`);
  });
});

describe('a crash while rows are sent again', () => {
  test('leaves none of them or all, at every change', async () => {
    const order = allocation('HC1', '71501', { seq: '00101' }, { seq: '00102' });
    for (const when of ['before', 'half-way', 'after'] as const) {
      for (let change = 1; change <= 3; change += 1) {
        const store = openMemoryStore(() => now - 3_600_000);
        await makeTree(store);
        await store.write(`${ALLOCATIONS}/a.json`, Buffer.from(list(order)));
        const index = openRowIndex(IN_MEMORY);
        await runPassOver(store, index);
        await replayRefused(crashingStore(store, { change, when }), index, { file: 'a.json' }, now).catch(
          () => {},
        );
        await replayRefused(store, index, { file: 'a.json' }, now + 1).catch(() => {});
        const entries = (await store.list(ALLOCATIONS)).filter(
          ({ kind, name }) => kind === 'file' && !name.startsWith('.'),
        );
        const texts = await Promise.all(entries.map(({ name }) => store.read(`${ALLOCATIONS}/${name}`)));
        expect(texts.map((bytes) => JSON.parse(Buffer.from(bytes).toString()))).toEqual([[order]]);
        index.close();
      }
    }
  });
});
