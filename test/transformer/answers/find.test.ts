/** Where is order 1234: the life of an order item, by any of its ids, and where it stops. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  ALLOCATIONS,
  allocation,
  COMPLETED,
  EXPORT,
  FULFILLED,
  list,
  SHIPMENTS,
  shipment,
  UPDATE,
} from '../catch-up/orders.ts';
import {
  codes,
  filesIn,
  find,
  move,
  netsuiteTakes,
  hoursLater,
  pass,
  problems,
  put,
  root,
  run,
  stepsOf,
} from './asked-tree.ts';

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
    hoursLater(3);
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

  test('was never seen, and may be in a file that failed: nobody says that none has arrived', async () => {
    await put(`${ALLOCATIONS}/short.json`, '[{"orderId": "HC9"');
    await pass();
    const { exitCode, text } = await find('HC9');
    expect(exitCode).toBe(1);
    expect(text.replace(/\s+/g, ' ')).toContain('in a file that failed ("transformer problems" lists those)');
    expect(text).not.toContain('has arrived');
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
