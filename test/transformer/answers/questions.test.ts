import { readFileSync } from 'node:fs';
import { appendFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { feedErrorCodes } from '#feeds/errors.ts';
import { rejectCodes } from '#feeds/rows/reject.ts';
import { hasAdvice } from '../../../transformer/answers/advice.ts';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import {
  ALLOCATIONS,
  allocation,
  COMPLETED,
  EXPORT,
  FULFILLED,
  list,
  makeTree,
  SHIPMENTS,
  shipment,
  UPDATE,
} from '../catch-up/orders.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

let folder: TemporaryFolder;
let root: string;
let configuration: string;
let now: number;

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

const configure = (more: string) =>
  writeFile(
    configuration,
    `connection: { folder: ${JSON.stringify(root)} }\nindex: { file: index.sqlite }\nretries: { enabled: false }\n${more}`,
  );

const run = (...words: string[]) =>
  command([...words, '--config', configuration], { clock: () => now, columns: 120 });
const pass = async () => {
  now += 10_000;
  const said = await run('run');
  expect([0, 3]).toContain(said.exitCode);
};
const put = (path: string, content: string) => writeFile(join(root, path), content);
const move = (from: string, to: string) => rename(join(root, from), join(root, to));
const filesIn = async (path: string) =>
  (await readdir(join(root, path), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();

async function find(id: string) {
  const { out, exitCode } = await run('find', id, '--json');
  const answer = JSON.parse(out).tenants[0].answer;
  return { exitCode, ...answer, text: (await run('find', id)).out };
}
async function problems(...options: string[]) {
  const { out } = await run('problems', '--json', ...options);
  return JSON.parse(out).tenants[0].problems;
}
const codes = async () =>
  (await problems()).map(
    ({ code, count, by }: { code: string; count: number; by: string }) => `${by} ${code} ${count}`,
  );
const stepsOf = (item: { steps: { by: string; outcome: string; code: string }[] }) =>
  item.steps.map(({ by, outcome, code }) => `${by} ${outcome} ${code}`.trim());

/** NetSuite takes what waits, and refuses the rows named. */
async function netsuiteTakes(path: string, refused: Record<number, string> = {}): Promise<string> {
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

describe('where is an order that', () => {
  test('the transformer refused: in no output, for the reason it gives, until it is sent again corrected', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    await pass();
    const { items, text } = await find('#1');
    expect(stepsOf(items[0])).toEqual(['transformer refused MISSING_NETSUITE_LINE_ID']);
    expect(items[0].missing).toMatchObject({
      row: 1,
      whatToDo: expect.stringContaining('Synchronise the order line'),
    });
    expect(text).toMatch(
      /STOPS HERE: transformer REFUSED it \(MISSING_NETSUITE_LINE_ID\)[\s\S]*Do: Synchronise/,
    );
    expect(await codes()).toEqual(['transformer MISSING_NETSUITE_LINE_ID 1']);
    await put(`${ALLOCATIONS}/b.json`, list(allocation('HC1', '71501', { seq: '00101', line: '1' })));
    await pass();
    expect(await codes()).toEqual([]);
    expect((await run('problems')).out).toBe('No problem is open.\n');
    expect((await find('HC1')).items[0].missing).toMatchObject({ by: 'NetSuite', outcome: 'waits' });
  });

  test('was skipped: for the reason it was skipped, and nothing is to be done', async () => {
    await put(
      `${ALLOCATIONS}/a.json`,
      list(allocation('HC1', '71501', { seq: '00101', line: '1', facility: 'oms' })),
    );
    await pass();
    const { items, text } = await find('71501');
    expect([stepsOf(items[0]), items[0].missing]).toEqual([['transformer skipped OTHER_FACILITY'], null]);
    expect(text).toContain('Nothing to do here: its facility is fulfilled by the other side.');
    expect(await codes()).toEqual([]);
  });

  test('NetSuite has not taken, is working on, refused, and then applied', async () => {
    await put(`${SHIPMENTS}/s.json`, list(shipment('HC1', '71501', 'S1', { seq: '00101', line: '1' })));
    await pass();
    now += 3 * 3_600_000;
    const waiting = await find('1Z-S1');
    expect(waiting.items[0].missing).toMatchObject({
      by: 'NetSuite',
      outcome: 'waits',
      whatToDo: expect.stringContaining('scheduled'),
    });
    expect(waiting.text).toContain('NetSuite has not taken the file for 3 h');
    const [name = ''] = await filesIn(EXPORT);
    await move(`${EXPORT}/${name}`, `${EXPORT}/processing/${name}`);
    expect((await find('HC1')).items[0].missing).toMatchObject({ outcome: 'under way' });
    await move(`${EXPORT}/processing/${name}`, `${EXPORT}/${name}`);
    await netsuiteTakes(EXPORT, { 1: 'NOT_COMMITTED' });
    const refused = await find('S1');
    expect(stepsOf(refused.items[0])).toEqual(['transformer applied', 'NetSuite refused NOT_COMMITTED']);
    expect(refused.items[0].missing.whatToDo).toContain('Correct the stock');
    expect(await codes()).toEqual(['NetSuite NOT_COMMITTED 1']);
    await put(`${SHIPMENTS}/s2.json`, list(shipment('HC1', '71501', 'S1', { seq: '00101', line: '1' })));
    await pass();
    expect(await codes()).toEqual(['NetSuite NOT_COMMITTED 1']);
    const second = await netsuiteTakes(EXPORT);
    await put(
      `${EXPORT}/outcome/${second}.outcome.csv`,
      'row,outcome,code,field,message,record\n1,applied,,,,9100\n',
    );
    expect(await codes()).toEqual([]);
    const done = await find('9100');
    expect([done.items[0].missing, done.text]).toEqual([
      null,
      expect.stringContaining('NetSuite applied it, record 9100'),
    ]);
  });

  test('was shipped in two parts: the part that was applied does not close the one that was refused', async () => {
    const part = (id: string) => list(shipment('HC1', '71501', id, { seq: '00101', line: '1' }));
    await put(`${SHIPMENTS}/s1.json`, part('S1'));
    await pass();
    await netsuiteTakes(EXPORT, { 1: 'NOT_COMMITTED' });
    await put(`${SHIPMENTS}/s2.json`, part('S2'));
    await pass();
    await netsuiteTakes(EXPORT);
    expect(await codes()).toEqual(['NetSuite NOT_COMMITTED 1']);
    expect((await find('S2')).items).toHaveLength(1);
  });

  test('NetSuite has shipped, and HotWax has taken or not, from allocation to completion in one line of time', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101', line: '1' })));
    await pass();
    await netsuiteTakes(UPDATE);
    expect((await find('HC1')).text).toContain('Next: NetSuite ships it');
    const header =
      'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId,itemFulfillmentId,itemFulfillmentLineId';
    await put(
      `${FULFILLED}/f.csv`,
      `${header}\nHC1,00101,114,1/4/2024 4:23 pm,1,TRACK1,FedEx,Ground,2830,9001,1\n`,
    );
    await pass();
    expect((await find('9001')).items[0].missing).toMatchObject({
      by: 'HotWax',
      outcome: 'waits',
      whatToDo: expect.stringContaining('job in HotWax'),
    });
    for (const name of await filesIn(COMPLETED)) await rm(join(root, COMPLETED, name));
    const { items, text } = await find('TRACK1');
    expect(stepsOf(items[0])).toEqual([
      'transformer applied',
      'NetSuite applied',
      'transformer applied',
      'HotWax taken',
    ]);
    expect([items[0].missing, text]).toEqual([
      null,
      expect.stringContaining('Complete: HotWax has taken it.'),
    ]);
  });

  test('came in a file of the connector, which hands its shipments on', async () => {
    const name = 'fulfilledOrderItemsFeed_2025-07-12-10-00-00.csv';
    await put(
      `${UPDATE}/archive/${name}`,
      'lineId,internalId,item,quantity,location,tags\n1,71501,,1,114,hotwax-fulfilled\n',
    );
    await put(`${EXPORT}/${name}.shipments.json`, '[]');
    expect((await find('71501')).items[0].missing).toMatchObject({
      outcome: 'waits',
      file: `${EXPORT}/${name}.shipments.json`,
    });
    await rm(join(root, EXPORT, `${name}.shipments.json`));
    await put(
      `${EXPORT}/archive/${name}.shipments.json`,
      JSON.stringify([
        {
          order_id: '71501',
          items: [
            {
              line_id: '1',
              location_id: '114',
              quantity: '1',
              tags: 'hotwax-fulfilled',
              shipment_method_type_id: null,
            },
          ],
        },
      ]),
    );
    await put(
      `${EXPORT}/outcome/${name}.shipments.json.outcome.csv`,
      'row,outcome,code,field,message,record\n1,applied,,,,9100\n',
    );
    const { items } = await find('71501');
    expect([stepsOf(items[0]), items[0].missing]).toEqual([['NetSuite applied', 'NetSuite applied'], null]);
  });

  test('was never seen: what was searched, since when, and which files are still to be read', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101', line: '1' })));
    await pass();
    await put(`${ALLOCATIONS}/b.json`, '[]');
    const { exitCode, items, files, searched, text } = await find('HC9');
    expect([exitCode, items, files]).toEqual([1, [], []]);
    expect(searched).toMatchObject({ files: 1, rows: 1, unread: [`${ALLOCATIONS}/b.json`] });
    expect(text).toMatch(/HC9 was never seen\.\nSearched in .*: 1 file with 1 row since 20/);
    expect(text).toContain('1 file waits and was not read yet');
    expect(text).toContain('Do: Check the id, and ask again after the next pass');
  });
});

describe('a row without an order', () => {
  const header =
    'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId,itemFulfillmentId,itemFulfillmentLineId';
  const exported = (order: string) =>
    `${header}\n${order},00101,7,1/4/2024,1,TRACK1,FedEx,Ground,2830,9001,1\n`;

  test('is found by its tracking number and its item fulfillment, and joins its order once that is known', async () => {
    await put(`${FULFILLED}/a.csv`, exported(''));
    await pass();
    for (const id of ['9001', 'track1']) {
      const { exitCode, items, text } = await find(id);
      expect([exitCode, items.length]).toEqual([0, 1]);
      expect(stepsOf(items[0])).toEqual(['transformer refused MISSING_ORDER_ID']);
      expect(text).toContain('Order not known in HotWax, item fulfillment 9001, item 00101');
    }
    await put(`${FULFILLED}/b.csv`, exported('HC1'));
    await pass();
    const { items } = await find('9001');
    expect(items).toMatchObject([{ orderId: 'HC1', missing: { by: 'HotWax', outcome: 'waits' } }]);
  });

  test('is counted as no order', async () => {
    await put(`${FULFILLED}/a.csv`, exported(''));
    await pass();
    expect(await problems()).toMatchObject([{ count: 1, orders: 0 }]);
    const { out } = await run('problems');
    expect(out).toContain('  1 row refused by transformer (item-fulfillments)');
    expect(out).toContain('    item fulfillment 9001, item 00101: The HotWax order id is missing.');
  });
});

describe('a file that failed', () => {
  test('is a problem until it is replayed, and found by its name', async () => {
    await put(`${FULFILLED}/broken.csv`, '"');
    await pass();
    expect(await codes()).toEqual(['transformer UNCLOSED_QUOTE 1']);
    expect((await find('broken.csv')).files).toMatchObject([
      { place: 'failed', code: 'UNCLOSED_QUOTE', whatToDo: expect.stringContaining('sent again') },
    ]);
    await put(`${FULFILLED}/failed/broken.csv`, '');
    await run('replay', 'broken.csv');
    expect(await codes()).toEqual([]);
    expect((await find('broken.csv')).files).toMatchObject([{ place: 'gone' }]);
  });
});

test('a table among JSON files is not to be sent again, but to be moved', async () => {
  await put(`${ALLOCATIONS}/table.csv`, 'internalId,lineId,location\n71501,1,114\n');
  await pass();
  expect(await problems()).toMatchObject([
    {
      code: 'NOT_JSON',
      whatToDo: expect.stringContaining('a CSV file belongs in the folder of its own feed'),
    },
  ]);
});

describe('a problem', () => {
  const refuse = (name: string, ...orders: string[]) =>
    put(
      `${ALLOCATIONS}/${name}`,
      list(...orders.map((order) => allocation(order, '71501', { seq: '00101' }))),
    );

  test('has all rows of its cause, and its age', async () => {
    await refuse('a.json', 'HC1', 'HC2', 'HC3', 'HC4');
    await pass();
    await refuse('b.json', 'HC1', 'HC5');
    await pass();
    now += 50 * 3_600_000;
    const [problem] = await problems();
    expect(problem).toMatchObject({
      count: 5,
      orders: 5,
      field: 'orderItemAttributes.NetsuiteItemLineId',
      acknowledged: null,
    });
    const { out } = await run('problems');
    expect(out).toMatch(/^p-[0-9a-f]{8} {2}MISSING_NETSUITE_LINE_ID in orderItemAttributes/);
    expect(out).toContain(
      '5 rows of 5 orders refused by transformer (brokered-order-items), the oldest 2 days ago',
    );
    expect(out).toContain('and 2 more; --json lists them');
  });

  test('that is very many rows says where all of them are', async () => {
    await refuse('a.json', ...Array.from({ length: 60 }, (_, number) => `HC${number}`));
    await pass();
    expect((await problems())[0].cases).toHaveLength(50);
    expect((await run('problems')).out).toContain(
      '    and 57 more; --json lists the oldest 50, and "transformer page" downloads all\n',
    );
  });

  test('says the command that sends its rows again: of the order where it is one, and can be typed as it stands', async () => {
    const row = (order: string) => `${order},00101,7,1/4/2024,zero\n`;
    const command = async (...orders: string[]) => {
      await put(`${FULFILLED}/f${orders.length}.csv`, `${columns}\n${orders.map(row).join('')}`);
      await pass();
      return / (transformer replay .*)\.$/.exec((await problems())[0].whatToDo)?.[1];
    };
    const columns = 'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity';
    expect(await command('HC1')).toBe('transformer replay --order HC1');
    expect((await find('HC1')).text).toContain('transformer replay --order HC1.');
    expect(await command('HC1', '$(id)')).toBe('transformer replay <file> --refused-only');
    expect((await find('$(id)')).text).toContain('transformer replay <file> --refused-only.');
    expect(await run('replay', '--order', 'HC1')).toMatchObject({ exitCode: 0 });
  });

  test('is closed by a note, which outlives the index, and opened again by what comes later', async () => {
    await refuse('a.json', 'HC1');
    await pass();
    const [{ id }] = await problems();
    const said = await run('acknowledge', id, '--note', 'cancelled by phone', '--by', 'Ann');
    expect([said.exitCode, said.out]).toEqual([
      0,
      `${id} is acknowledged: 1 case. What comes to it later opens it again.\n`,
    ]);
    expect(await problems()).toEqual([]);
    for (const suffix of ['', '-wal', '-shm']) await rm(join(root, `index.sqlite${suffix}`), { force: true });
    expect(await problems()).toEqual([]);
    expect((await problems('--all'))[0].acknowledged).toMatchObject({
      by: 'Ann',
      note: 'cancelled by phone',
    });
    await appendFile(join(root, 'index.sqlite.acknowledged.jsonl'), '{"problem": "cut sho');
    await refuse('b.json', 'HC2');
    await pass();
    expect(await problems()).toMatchObject([{ id, count: 2 }]);
    await run('acknowledge', id, '--note', 'both');
    expect(await problems()).toEqual([]);
  });

  test('that is not open, or needs no note, is not acknowledged', async () => {
    expect(await run('acknowledge', 'p-00000000', '--note', 'x')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('No problem "p-00000000" is open'),
    });
    expect(await run('acknowledge', 'p-00000000', '--note', ' ')).toMatchObject({ exitCode: 2 });
  });
});

describe('the answers', () => {
  test('need no index of their own, and are the same without one', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    await pass();
    const kept = await find('HC1');
    const { out } = await command(['find', 'HC1', '--folder', root, '--json'], { clock: () => now });
    expect(JSON.parse(out).tenants[0].answer.items).toEqual(kept.items);
  });

  test('come from the index alone when the files cannot be reached, and say so', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    await pass();
    await writeFile(
      configuration,
      `connection: { folder: ${JSON.stringify(join(root, 'away'))} }\nindex: { file: index.sqlite }\n`,
    );
    const { out, err } = await run('find', 'HC1');
    expect(err).toMatch(/^[A-Z_]+: /);
    expect(out).toContain('The files could not be looked at now');
    expect(out).toContain('MISSING_NETSUITE_LINE_ID');
  });

  test('fit into 60, 80 and 120 columns, whatever the names and messages are, and move no cursor', async () => {
    const hostile = `\u001b[2J'"=<script>${'x'.repeat(200)}\u202e\u0007 ÄÖ漢字漢字`;
    const order = { ...allocation('HC1', '71501', { seq: '00101' }), orderName: hostile };
    await put(
      `${ALLOCATIONS}/a ${'n'.repeat(150)}.json`,
      list({ ...order, orderItems: [{ ...order.orderItems[0], orderItemQuantity: hostile }] }),
    );
    await pass();
    for (const columns of [60, 80, 120]) {
      for (const words of [['find', 'HC1'], ['problems'], ['find', 'nothing']]) {
        const { out } = await command([...words, '--config', configuration], { clock: () => now, columns });
        for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: it is looked for
        expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      }
    }
  });

  test('keep each path and message whole where no terminal shows them', async () => {
    const name = `a${'n'.repeat(150)}.json`;
    await put(`${ALLOCATIONS}/${name}`, list(allocation('HC1', '71501', { seq: '00101' })));
    await pass();
    for (const words of [['find', 'HC1'], ['problems'], ['status']]) {
      const { out } = await command([...words, '--config', configuration], { clock: () => now });
      expect(out).toContain(name);
    }
    const { out } = await command(['problems', '--config', configuration], { clock: () => now });
    expect(out.split('\n')).toHaveLength(7);
  });

  test('are promised by check, or it says why there can be none', async () => {
    expect((await run('check')).out).toMatch(/^ok {4}index\.file: .*index\.sqlite$/m);
    await writeFile(
      configuration,
      `connection: { folder: ${JSON.stringify(root)} }\nindex: { file: none/index.sqlite }\n`,
    );
    const { exitCode, out } = await run('check');
    expect([exitCode, out]).toEqual([
      1,
      expect.stringMatching(/^FAIL {2}index\.file: INDEX_FAILED: [\s\S]*Check that its\s+folder\s+exists/m),
    ]);
    const said = await run('run');
    expect([said.exitCode, said.err]).toEqual([0, expect.stringContaining('index not updated')]);
    await put(`${ALLOCATIONS}/1.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    await pass();
    for (const words of [['find', 'HC1'], ['problems']]) {
      const answer = await run(...words);
      expect([answer.exitCode, answer.err]).toEqual([0, expect.stringContaining('Cannot use the row index')]);
      expect(answer.out).toMatch(
        words[0] === 'find' ? /^Order HC1 \(#1\), item 00101/ : /MISSING_NETSUITE_LINE_ID/,
      );
    }
    expect((await run('index')).exitCode).toBe(1);
  });

  test('know what to do about every code', () => {
    const monitoring = readFileSync('docs/monitoring.md', 'utf8');
    const table = monitoring.slice(monitoring.indexOf('## Send refused rows again') - 8000);
    const documented = [...table.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) /gm)].flatMap(([, cell = '']) =>
      cell.replaceAll('`', '').split(', '),
    );
    const rows = documented.slice(documented.indexOf('UNREADABLE_FILE'));
    expect(rows.length).toBeGreaterThan(30);
    for (const code of [...Object.keys(feedErrorCodes), ...Object.keys(rejectCodes), ...rows])
      expect([code, hasAdvice(code)]).toEqual([code, true]);
  });

  test('are given for each tenant, and one that cannot be asked hides no other', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    const tenants = `index: { file: "{tenant}.sqlite" }\ntenants:\n  acme: { connection: { folder: ${JSON.stringify(root)} } }\n  zenith: { connection: { folder: ${JSON.stringify(join(root, 'away'))} } }\n`;
    await writeFile(configuration, tenants);
    await command(['run', '--config', configuration, '--tenant', 'acme'], { clock: () => now });
    const { out, err } = await run('problems', '--json');
    expect(JSON.parse(out).tenants).toMatchObject([
      { tenant: 'acme', problems: [{ count: 1 }] },
      { tenant: 'zenith', problems: [] },
    ]);
    expect(err).toMatch(/^zenith: /m);
    expect((await run('find', 'HC1')).out).toMatch(/^acme:\nOrder HC1/);
    const never = (await run('find', 'HC9')).out;
    expect(never).toMatch(/^HC9 was never seen where it was looked for\.\nNot searched: zenith\./);
    expect((await run('find', 'HC9', '--tenant', 'zenith')).out).toBe('Nothing could be found out.\n');
    const [{ id }] = JSON.parse(out).tenants[0].problems;
    expect(await run('acknowledge', id, '--note', 'x')).toMatchObject({ exitCode: 0 });
  });
});
