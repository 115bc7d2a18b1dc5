/** What is wrong now, by its cause: its rows, its age, what to do, and how it is closed. */
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ALLOCATIONS, allocation, FULFILLED, list } from '../catch-up/orders.ts';
import { find, hoursLater, pass, problems, put, root, run } from './asked-tree.ts';

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
    hoursLater(50);
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
