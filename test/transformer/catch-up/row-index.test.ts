import { existsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultContext } from '#feeds/feed.ts';
import { openMemoryStore } from '../../../testbed/memory-store.ts';
import { problemsIn } from '../../../transformer/answers/problems.ts';
import { rebuildIndex } from '../../../transformer/catch-up/rebuild.ts';
import { defaultRoutes } from '../../../transformer/folders/folders.ts';
import { filesWhere } from '../../../transformer/row-index/files-table.ts';
import { IN_MEMORY, openRowIndex, type RowIndex } from '../../../transformer/row-index/open-index.ts';
import { pruneIndex } from '../../../transformer/row-index/prune-index.ts';
import { openRefusals } from '../../../transformer/row-index/settle-refusals.ts';
import { extentOf, rowsWithIds } from '../../../transformer/row-index/read-index.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { Crash, crashingStore } from '../crashing-store.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';
import { namesIn, put } from '../small-feed.ts';
import {
  ALLOCATIONS,
  allocation,
  bringUpToDate,
  contentOf,
  EXPORT,
  FULFILLED,
  list,
  makeTree,
  NOW,
  pass,
  SHIPMENTS,
  shipment,
  UPDATE,
} from './orders.ts';

let folder: TemporaryFolder;
let files = 0;
const indexPath = () => {
  files += 1;
  return join(folder.path, `index-${files}.sqlite`);
};
beforeAll(async () => {
  folder = await makeTemporaryFolder();
});
afterAll(() => folder.remove());

const exported = `orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId,itemFulfillmentId,itemFulfillmentLineId
HC1,00101,7,1/4/2024 4:23 pm,1,TRACK1,FedEx,Ground,2830,9001,1
HC2,00101,7,1/4/2024 4:23 pm,zero,TRACK2,FedEx,Ground,2830,9002,1
`;

/** Of each feed one file, with rows of every outcome. */
async function storeWithFiles(): Promise<FileStore> {
  const store = openMemoryStore(() => NOW - 3_600_000);
  await makeTree(store);
  const order = allocation(
    'HC1',
    '71501',
    { seq: '00101', line: '1' },
    { seq: '00102' },
    { seq: '00103', line: '3', facility: 'oms' },
  );
  const conflict = allocation('HC2', '71502', { seq: '00101', line: '1' }, { seq: '00101', line: '2' });
  await put(store, `${ALLOCATIONS}/a.json`, list(order, conflict, order));
  await put(store, `${SHIPMENTS}/s.json`, list(shipment('HC3', '71503', 'S1', { seq: '00101', line: '1' })));
  await put(store, `${FULFILLED}/f.csv`, exported);
  await put(store, `${FULFILLED}/broken.csv`, '"');
  return store;
}

const found = (index: ReturnType<typeof openRowIndex>, id: string) =>
  rowsWithIds(index, [id]).map(({ file, row, outcome }) =>
    `${file.name} ${row} ${outcome.kind} ${outcome.code}`.trim(),
  );

describe('the row index', () => {
  test('knows by each of its ids what became of a row, also of those that were skipped or refused', async () => {
    const index = openRowIndex(IN_MEMORY);
    await pass(await storeWithFiles(), index);
    const ofOrder = [
      'a.json 1 applied',
      'a.json 2 refused MISSING_NETSUITE_LINE_ID',
      'a.json 3 skipped OTHER_FACILITY',
      'a.json 6 skipped REPEATED_ROW',
      'a.json 7 refused MISSING_NETSUITE_LINE_ID',
      'a.json 8 skipped OTHER_FACILITY',
    ];
    for (const id of ['71501', '#1', '1']) expect(found(index, id)).toEqual(ofOrder);
    expect(found(index, ' hc1 ')).toEqual(
      [...ofOrder, 'f.csv 1 applied'].sort(
        (one, other) => Number(one.startsWith('f')) - Number(other.startsWith('f')),
      ),
    );
    expect(found(index, 'HC2')).toEqual(
      expect.arrayContaining([
        'a.json 4 refused CONFLICTING_ROWS',
        'a.json 5 refused CONFLICTING_ROWS',
        'f.csv 2 refused INVALID_QUANTITY',
      ]),
    );
    for (const id of ['S1', '1z-s1', '71503']) expect(found(index, id)).toEqual(['s.json 1 applied']);
    for (const id of ['9001', 'TRACK1']) expect(found(index, id)).toEqual(['f.csv 1 applied']);
    expect(found(index, 'HC4')).toEqual([]);
    index.close();
  });

  test('holds ids, and neither names nor addresses', async () => {
    const path = indexPath();
    const index = openRowIndex(path);
    const store = openMemoryStore(() => NOW - 3_600_000);
    await makeTree(store);
    const order = {
      ...allocation('HC1', '71501', { seq: '00101', line: '1' }),
      customerName: 'Jane Roe',
      address1: '1 Main St',
    };
    await put(store, `${ALLOCATIONS}/a.json`, list(order));
    await pass(store, index);
    index.close();
    const bytes = (await readFile(path)).toString('latin1');
    expect(bytes).toContain('HC1');
    for (const text of ['Jane', 'Main St']) expect(bytes).not.toContain(text);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('is the same when it is made again from the archives, records and error files', async () => {
    const store = await storeWithFiles();
    const index = openRowIndex(indexPath());
    await pass(store, index);
    const noted = contentOf(index);
    const again = openRowIndex(IN_MEMORY);
    await bringUpToDate(store, again);
    expect(contentOf(again)).toEqual(noted);
    await rebuildIndex({
      index,
      store,
      routes: defaultRoutes(),
      contextAt: (instant) => defaultContext(instant),
      now: NOW,
      keepDays: 90,
    });
    expect(contentOf(index)).toEqual(noted);
    expect(await bringUpToDate(store, index)).toEqual({ read: 0, left: 0, unread: [] });
    index.close();
    again.close();
  });

  test('believes the error file where the configuration has changed since', async () => {
    const store = await storeWithFiles();
    const before = { ...defaultContext(NOW), productIdRequired: true };
    await pass(store);
    const index = openRowIndex(IN_MEMORY);
    const contextAt = (now: number) => ({
      ...before,
      now,
      facilityGroups: { netsuite: 'X', oms: 'NETSUITE_FULFILLMENT' },
    });
    const { catchUp } = await import('../../../transformer/catch-up/catch-up.ts');
    await catchUp({ index, store, routes: defaultRoutes(), contextAt, now: NOW, keepDays: 90 });
    expect(found(index, '71501')).toContain('a.json 2 refused MISSING_NETSUITE_LINE_ID');
    index.close();
  });

  test('has after a crash at any change what it would have without one, once a pass has finished', async () => {
    const whole = openRowIndex(IN_MEMORY);
    const plain = await storeWithFiles();
    await pass(plain, whole);
    await bringUpToDate(plain, whole);
    const noted = contentOf(whole);
    for (let change = 1; change <= 40; change += 1) {
      for (const when of ['before', 'half-way', 'after'] as const) {
        const store = await storeWithFiles();
        const index = openRowIndex(IN_MEMORY);
        const crashed = await pass(crashingStore(store, { change, when }), index).then(
          () => false,
          (error) => error instanceof Crash,
        );
        await pass(store, index);
        await bringUpToDate(store, index);
        const content = contentOf(index).filter((file) => !JSON.stringify(file).includes('"repeat"')); // half a move leaves a copy
        expect({ change, when, crashed, content }).toEqual({
          change,
          when,
          crashed,
          content: noted,
        });
        index.close();
      }
    }
    whole.close();
  });

  test('does not stop a pass that cannot write it, and has the rows when it can be written again', async () => {
    const path = indexPath();
    const index = openRowIndex(path);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const store = openMemoryStore(() => NOW - 3_600_000);
    await makeTree(store);
    await put(store, `${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101', line: '1' })));
    const report = await pass(store, index);
    expect(report.feeds[0]).toMatchObject({ applied: 1, interruptions: [] });
    other.exec('ROLLBACK');
    other.close();
    expect(found(index, 'HC1')).toEqual([]);
    await bringUpToDate(store, index);
    expect(found(index, 'HC1')).toEqual(['a.json 1 applied']);
    index.close();
  });

  test('is begun anew when it is deleted or damaged, and left alone when it is not an index', async () => {
    const store = await storeWithFiles();
    const path = indexPath();
    const fill = async () => {
      const index = openRowIndex(path);
      await bringUpToDate(store, index).catch(() => bringUpToDate(store, index));
      const { rows } = extentOf(index);
      index.close();
      return rows;
    };
    await pass(store);
    const rows = await fill();
    await rm(path);
    expect(await fill()).toBe(rows);
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(200_000, 7), 0, 200_000, 32_768);
    await file.close();
    expect(await fill()).toBe(rows);
    truncateSync(path, 100);
    expect(await fill()).toBe(rows);
    const own = indexPath();
    writeFileSync(own, 'my notes');
    expect(() => openRowIndex(own)).toThrow(/is not a row index .*left alone.*index\.file/);
    expect((await readFile(own)).toString()).toBe('my notes');
    const database = new DatabaseSync(`${own}.db`);
    database.exec('CREATE TABLE mine (x)');
    database.close();
    expect(() => openRowIndex(`${own}.db`)).toThrow(/is not a row index/);
    expect(existsSync(`${own}.db`)).toBe(true);
  });

  describe('made again after the archives were emptied', () => {
    const refusedIn = (index: RowIndex) =>
      openRefusals(index).map(({ file, row, code, orderId, orderItemSeqId, salesOrder, line }) =>
        [file.side, file.errors, row, code, orderId, orderItemSeqId, salesOrder, line].join('|'),
      );
    const emptyArchive = async (store: FileStore, folder: string): Promise<void> => {
      for (const name of await namesIn(store, `${folder}/archive`))
        await store.remove(`${folder}/archive/${name}`);
    };

    test('knows the refused rows of error files that stand, until a later file applies them', async () => {
      const store = await storeWithFiles();
      const index = openRowIndex(IN_MEMORY);
      await pass(store, index);
      const refused = refusedIn(index).filter((line) => !line.includes('f.csv'));
      for (const folder of [ALLOCATIONS, SHIPMENTS, FULFILLED]) await emptyArchive(store, folder);
      const again = openRowIndex(IN_MEMORY);
      await bringUpToDate(store, again);
      expect(refusedIn(again).filter((line) => !line.includes('f.csv'))).toEqual(refused);
      expect(found(again, 'HC2')).toContain('f.csv 2 refused INVALID_QUANTITY');
      for (const { message } of openRefusals(again))
        expect(message).toMatch(/^[A-Z].*\. \(Its file is gone from archive\/\./);
      expect(await bringUpToDate(store, again)).toEqual({ read: 0, left: 0, unread: [] });
      const corrected = allocation('HC1', '71501', { seq: '00102', line: '2' });
      await put(store, `${ALLOCATIONS}/b.json`, list(corrected));
      await pass(store, again, () => NOW + 60_000);
      expect(refusedIn(again).some((line) => line.includes('00102'))).toBe(false);
      index.close();
      again.close();
    });

    test('knows what NetSuite refused, and takes no failed file that has left for an open problem', async () => {
      const store = await storeWithFiles();
      await pass(store);
      const [output = ''] = (await namesIn(store, EXPORT)).filter((name) => name.endsWith('.json'));
      const line = `file,row,field,code,message,orderId,orderItemSeqId\n${output},1,line_id,LINE_NOT_FULFILLABLE,It is so,HC3,00101\n`;
      await put(store, `${EXPORT}/error/${output}.errors.csv`, line);
      await store.remove(`${EXPORT}/${output}`);
      await store.remove(`${FULFILLED}/failed/broken.csv`);
      const index = openRowIndex(IN_MEMORY);
      await bringUpToDate(store, index);
      const codes = problemsIn(index, []).map(({ by, code, kind }) => `${by} ${kind} ${code}`);
      expect(codes).toContain('NetSuite rows LINE_NOT_FULFILLABLE');
      expect(codes.filter((code) => code.includes(' file '))).toEqual([]);
      expect(await bringUpToDate(store, index)).toEqual({ read: 0, left: 0, unread: [] });
      index.close();
    });

    test('leaves an error file alone whose file is still in the hands of a pass', async () => {
      const store = await storeWithFiles();
      await pass(store);
      await store.move(
        `${ALLOCATIONS}/archive/a.json`,
        `${ALLOCATIONS}/processing/20260301T110000000Z-other~a.json`,
      );
      const index = openRowIndex(IN_MEMORY);
      await bringUpToDate(store, index);
      expect(filesWhere(index, '1 = 1').map(({ name }) => name)).not.toContain('a.json');
      index.close();
    });
  });

  test('takes the notes of two passes at once', async () => {
    const path = indexPath();
    const [one, other] = [openRowIndex(path), openRowIndex(path)];
    const store = openMemoryStore(() => NOW - 3_600_000);
    await makeTree(store);
    for (let file = 0; file < 20; file += 1)
      await put(
        store,
        `${SHIPMENTS}/s${file}.json`,
        list(shipment(`HC${file}`, `7${file}`, `S${file}`, { seq: '00101', line: '1' })),
      );
    await Promise.all([pass(store, one), pass(store, other)]);
    await pass(store, one);
    expect(extentOf(other)).toMatchObject({ files: 20, rows: 20 });
    one.close();
    other.close();
  });

  test('forgets what is older than it is to be kept, and does not read it again', async () => {
    const store = await storeWithFiles();
    const index = openRowIndex(IN_MEMORY);
    await pass(store, index);
    const later = NOW + 100 * 86_400_000;
    expect(pruneIndex(index, later, 90)).toBe(4);
    await bringUpToDate(store, index, later);
    expect(filesWhere(index, '1 = 1').map(({ name }) => name)).toEqual(['broken.csv']);
    index.close();
  });

  test('finds rows by hostile ids, and is not confused by them', async () => {
    const index = openRowIndex(IN_MEMORY);
    const store = openMemoryStore(() => NOW - 3_600_000);
    await makeTree(store);
    const ids = [
      "'; DROP TABLE files; --",
      '\u0000\u001b[31m',
      '=cmd()',
      '\ud800half',
      'ÄÖ',
      '__proto__',
      'x'.repeat(300),
    ];
    for (const [number, id] of ids.entries())
      await put(
        store,
        `${ALLOCATIONS}/h${number}.json`,
        list({ ...allocation('HC', '71501', { seq: '00101', line: '1' }), orderId: id, orderName: id }),
      );
    await pass(store, index);
    for (const [number, id] of ids.entries())
      expect(found(index, id).some((line) => line.startsWith(`h${number}.json`))).toBe(true);
    expect(found(index, 'äö')).toHaveLength(1);
    index.close();
  });
});

describe('what NetSuite has left', () => {
  const shipped = async () => {
    const store = openMemoryStore(() => NOW - 3_600_000);
    await makeTree(store);
    await put(
      store,
      `${SHIPMENTS}/s.json`,
      list(shipment('HC3', '71503', 'S1', { seq: '00101', line: '1' }, { seq: '00102', line: '2' })),
    );
    const index = openRowIndex(IN_MEMORY);
    await pass(store, index);
    const [output = ''] = (await namesIn(store, EXPORT)).filter((name) => name.endsWith('.json'));
    return { store, index, output };
  };
  const errorFile = (file: string, row: number, code: string) =>
    `file,row,field,code,message,orderId,orderItemSeqId\n${file},${row},line_id,${code},"'=It is so",HC3,00102\n`;

  test('is concluded from archive and error file where there is no outcome file', async () => {
    const { store, index, output } = await shipped();
    await store.move(`${EXPORT}/${output}`, `${EXPORT}/archive/${output}`);
    await put(store, `${EXPORT}/error/${output}.errors.csv`, errorFile(output, 2, 'MORE_THAN_REMAINS'));
    await bringUpToDate(store, index);
    expect(found(index, '71503').filter((line) => line.startsWith('2026'))).toEqual([
      `${output} 1 applied`,
      `${output} 2 refused MORE_THAN_REMAINS`,
    ]);
    index.close();
  });

  test('is what the outcome file says where there is one, with the record that was made', async () => {
    const { store, index, output } = await shipped();
    await store.move(`${EXPORT}/${output}`, `${EXPORT}/archive/${output}`);
    await put(
      store,
      `${EXPORT}/outcome/${output}.outcome.csv`,
      'row,outcome,code,field,message,record\n1,applied,,,,9100\n2,skipped,ALREADY_APPLIED,,,9099\n',
    );
    await bringUpToDate(store, index);
    expect(found(index, '9100')).toEqual([`${output} 1 applied`]);
    expect(found(index, '9099')).toEqual([`${output} 2 skipped ALREADY_APPLIED`]);
    index.close();
  });

  test('is known of files of the connector that never passed through the transformer', async () => {
    const store = openMemoryStore(() => NOW - 3_600_000);
    await makeTree(store);
    const name = 'fulfilledOrderItemsFeed_2025-07-12-10-00-00.csv';
    await put(
      store,
      `${UPDATE}/archive/${name}`,
      'lineId,internalId,item,quantity,location,tags\n1,71501,,1,114,hotwax-fulfilled\n',
    );
    await put(store, `${UPDATE}/failed/late.csv`, 'x');
    await put(
      store,
      `${UPDATE}/error/late.csv.errors.csv`,
      'file,row,field,code,message,orderId,orderItemSeqId\nlate.csv,0,,UNREADABLE_FILE,No,,\n',
    );
    const index = openRowIndex(IN_MEMORY);
    await bringUpToDate(store, index);
    expect(found(index, '71501')).toEqual([`${name} 1 applied`]);
    expect(filesWhere(index, "place = 'failed'")).toMatchObject([
      { name: 'late.csv', code: 'UNREADABLE_FILE', gone: 0 },
    ]);
    await store.move(`${UPDATE}/failed/late.csv`, `${UPDATE}/late.csv`);
    await bringUpToDate(store, index);
    expect(filesWhere(index, "place = 'failed'")).toMatchObject([{ gone: NOW }]);
    index.close();
  });
});
