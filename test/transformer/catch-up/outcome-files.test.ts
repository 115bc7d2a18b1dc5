/** What the index takes from the outcome files of the scripts, in whatever state it finds NetSuite's folders. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openMemoryStore } from '../../../testbed/memory-store.ts';
import { filesWhere } from '../../../transformer/row-index/files-table.ts';
import { IN_MEMORY, openRowIndex, type RowIndex } from '../../../transformer/row-index/open-index.ts';
import { rowsWithIds } from '../../../transformer/row-index/read-index.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { put } from '../small-feed.ts';
import { bringUpToDate, makeTree, NOW, UPDATE } from './orders.ts';

let store: FileStore;
let index: RowIndex;

beforeEach(async () => {
  store = openMemoryStore(() => NOW - 3_600_000);
  index = openRowIndex(IN_MEMORY);
  await makeTree(store);
});
afterEach(() => index.close());

const HEADER = 'row,outcome,code,field,message,record\n';

/** Rows about the order 71501, in a file at a place. */
const allocations = (path: string, rows = 2) =>
  put(store, `${UPDATE}/${path}`, `lineId,internalId,location\n${'1,71501,114\n'.repeat(rows)}`);

const outcome = (part: string, ...lines: string[]) =>
  put(store, `${UPDATE}/outcome/${part}.csv`, `${HEADER}${lines.map((line) => `${line}\n`).join('')}`);

const errors = (name: string, row: number, code: string) =>
  put(
    store,
    `${UPDATE}/error/${name}.errors.csv`,
    `file,row,field,code,message,orderId,orderItemSeqId\n${name},${row},,${code},No.,,\n`,
  );

const found = () =>
  rowsWithIds(index, ['71501']).map(({ file, row, outcome: { kind, code }, record }) =>
    `${file.place} ${row} ${kind} ${code} ${record}`.trim().replaceAll(/ +/g, ' '),
  );

describe('outcome files', () => {
  test('are read in all their parts, with what each says of its rows', async () => {
    await allocations('archive/a.csv', 4);
    await outcome('a.csv.outcome', '1,applied,,,,71501', '2,skipped,REPEATED_ROW,,,');
    await outcome(
      'a.csv.outcome-2',
      "3,refused,NOT_SAVED,location,'=No.,",
      '4,handed on,,,a.shipments,71501',
    );
    await bringUpToDate(store, index);

    expect(found()).toEqual([
      'archive 1 applied 71501',
      'archive 2 skipped REPEATED_ROW',
      'archive 3 refused NOT_SAVED',
      'archive 4 applied HANDED_ON 71501',
    ]);
    expect(rowsWithIds(index, ['71501'])[2]?.refusal).toMatchObject({ field: 'location', message: '=No.' });
    expect(filesWhere(index, '1 = 1')).toMatchObject([
      { applied: 2, rejected: 1, skipped: { REPEATED_ROW: 1 }, output: 'a.shipments', basis: 'outcome file' },
    ]);
  });

  test('that lack a row, or say of it what nobody knows, make nothing up', async () => {
    await allocations('archive/a.csv');
    await outcome('a.csv.outcome', '2,postponed,,,,');
    await bringUpToDate(store, index);

    expect(found()).toEqual(['archive 1 unknown', 'archive 2 unknown']);
  });

  test('that somebody has changed are reported, and the other files are read', async () => {
    await allocations('archive/a.csv');
    await allocations('archive/b.csv', 1);
    await put(store, `${UPDATE}/outcome/a.csv.outcome.csv`, `${HEADER}"1,applied`);
    await outcome('b.csv.outcome', '1,applied,,,,71501');

    expect((await bringUpToDate(store, index)).unread).toEqual([
      expect.stringContaining('a.csv.outcome.csv is no outcome file any more'),
    ]);
    expect(found()).toEqual(['archive 1 applied 71501']);
  });

  test('are of the file that was applied, not of one of its name that failed before', async () => {
    await allocations('failed/a.csv', 1);
    await errors('a.csv', 0, 'UNREADABLE_FILE');
    await allocations('failed/b.csv', 1);
    await errors('b.csv', 1, 'RUNS_STOPPED');
    for (const name of ['a.csv', 'b.csv']) {
      await allocations(`archive/${name}`, 1);
      await outcome(`${name}.outcome`, '1,applied,,,,71501');
    }
    await bringUpToDate(store, index);

    expect(found().sort()).toEqual([
      'archive 1 applied 71501',
      'archive 1 applied 71501',
      'failed 1 refused RUNS_STOPPED',
    ]);
    expect(filesWhere(index, "place = 'archive'").map(({ code }) => code)).toEqual(['', '']);
  });

  test('are of a file that was given up, too', async () => {
    await allocations('failed/a.csv');
    await errors('a.csv', 2, 'RUNS_STOPPED');
    await outcome('a.csv.outcome', '1,applied,,,,71501', '2,refused,RUNS_STOPPED,,No.,');
    await bringUpToDate(store, index);

    expect(found()).toEqual(['failed 1 applied 71501', 'failed 2 refused RUNS_STOPPED']);
  });

  test('are seen of a file that NetSuite finishes at the moment of looking', async () => {
    await allocations('processing/a.csv', 1);
    const finish = async () => {
      await errors('a.csv', 1, 'NOT_SAVED');
      await outcome('a.csv.outcome', '1,refused,NOT_SAVED,location,No.,');
      await store.move(`${UPDATE}/processing/a.csv`, `${UPDATE}/archive/a.csv`);
    };
    let finished = false;
    const slow: FileStore = {
      ...store,
      list: async (path) => {
        if (path === `${UPDATE}/archive`) await new Promise((resolve) => setTimeout(resolve, 50));
        const entries = await store.list(path);
        if (path === `${UPDATE}/outcome` && !finished) await finish();
        finished ||= path === `${UPDATE}/outcome`;
        return entries;
      },
    };
    await bringUpToDate(slow, index);
    await bringUpToDate(slow, index);

    expect(found()).toEqual(['archive 1 refused NOT_SAVED']);
  });
});
