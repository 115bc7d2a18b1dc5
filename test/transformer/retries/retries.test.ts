import { beforeEach, describe, expect, test } from '@jest/globals';
import { defaultRoutes } from '../../../transformer/folders/folders.ts';
import { unreadablePlaces } from '../../../transformer/retries/check-retries.ts';
import { allocation, ALLOCATIONS, list } from '../catch-up/orders.ts';
import {
  allocationFile,
  EXPORT,
  HOUR,
  MINUTE,
  type Netsuite,
  openNetsuite,
  passOver,
  retriedIn,
  shippedOrder,
  UPDATE,
} from './netsuite.ts';

let netsuite: Netsuite;

beforeEach(async () => {
  netsuite = await openNetsuite();
});

const pass = (around: Parameters<typeof passOver>[2] = {}) => passOver(netsuite, netsuite.store, around);
const wait = (milliseconds: number) => {
  netsuite.time.now += milliseconds;
};
const json = async (path: string) => JSON.parse(await netsuite.read(path));

const NAME = '2026-03-01-11-58-00-000-feed.json--1f3a9c04-FulfilledOrderItemsFeed.json';
const stem = NAME.replace(/\.json$/, '');
const retry = (attempt: number) => `${stem}.retry-${attempt}.json`;

const LINES = '2026-03-01-11-58-00-000-a.json--1f3a9c04-BrokeredOrderItemsFeed.csv';
const linesRetry = (attempt: number) => LINES.replace(/\.csv$/, `.retry-${attempt}.csv`);

async function refuse(refused: Record<number, string> = { 2: 'NOT_COMMITTED' }) {
  const orders = [
    shippedOrder('71501', { line: '1', shipment: 'S1' }, { line: '2', shipment: 'S1' }),
    shippedOrder('71502', { line: '1', shipment: 'S2' }),
  ];
  await netsuite.put(`${EXPORT}/${NAME}`, JSON.stringify(orders));
  await netsuite.take(EXPORT, NAME, refused);
  return orders;
}

describe('rows that NetSuite refused for now', () => {
  test('are sent again alone and as they came, once their pause is over', async () => {
    const [first] = await refuse({ 1: 'MORE_THAN_REMAINS', 2: 'NOT_COMMITTED' });
    wait(15 * MINUTE - 1);
    expect(retriedIn(await pass())).toEqual([]);
    wait(1);
    const { report, events } = await pass();
    expect(netsuite.filesIn(EXPORT)).toEqual([retry(1)]);
    expect(await json(`${EXPORT}/${retry(1)}`)).toEqual([{ ...first, items: [first?.items[1]] }]);
    expect(report.feeds.map(({ retriedRows }) => retriedRows)).toEqual([0, 0, 1]);
    expect(events).toContainEqual({
      event: 'rows retried',
      feed: 'fulfilled-order-items',
      file: retry(1),
      of: NAME,
      attempt: 1,
      rows: 1,
    });
    expect(netsuite.filesIn(`${EXPORT}/.tmp`)).toEqual([]);
  });

  test.each(['ORDER_BUSY', 'NOT_COMMITTED', 'PERIOD_CLOSED', 'ORDER_NOT_APPROVED', 'NOT_TOLD_APART'])(
    'are those of %s',
    async (code) => {
      await refuse({ 3: code });
      wait(HOUR);
      expect(retriedIn(await pass())).toEqual([retry(1)]);
    },
  );

  test('are not those that somebody has to correct first', async () => {
    await refuse({ 1: 'NOT_SAVED', 2: 'RUNS_STOPPED', 3: 'ORDER_NOT_FOUND' });
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([]);
  });

  test('of allocations have their header, and the time in their name', async () => {
    await netsuite.put(`${UPDATE}/${LINES}`, allocationFile(['71501', '1', '114'], ['71501', '2', '115']));
    await netsuite.take(UPDATE, LINES, { 2: 'ORDER_BUSY' });
    wait(HOUR);
    await pass();
    expect(netsuite.filesIn(UPDATE)).toEqual([linesRetry(1)]);
    expect(await netsuite.read(`${UPDATE}/${linesRetry(1)}`)).toBe(allocationFile(['71501', '2', '115']));
  });

  test('are tried again after pauses that grow, each counted from the last refusal, and then no more', async () => {
    await refuse();
    const tries: number[] = [];
    const began = netsuite.time.now;
    for (let minute = 0; minute < 3 * 24 * 60; minute += 5) {
      wait(5 * MINUTE);
      if (retriedIn(await pass()).length > 0) tries.push((netsuite.time.now - began) / MINUTE);
      await netsuite.run(EXPORT, { 1: 'NOT_COMMITTED' });
    }
    expect(tries).toEqual([15, 75, 315, 1035, 2475]);
    expect(netsuite.filesIn(`${EXPORT}/error`)).toHaveLength(6);
  });

  test('end as soon as NetSuite has taken them', async () => {
    await refuse();
    wait(15 * MINUTE);
    await pass();
    await netsuite.run(EXPORT);
    for (let hour = 0; hour < 100; hour += 1) {
      wait(HOUR);
      expect(retriedIn(await pass())).toEqual([]);
    }
  });

  test('are found in all parts of an error file, and not in one after a gap, which is of an earlier run', async () => {
    await refuse({ 1: 'ORDER_BUSY' });
    const errors = `${EXPORT}/error/${NAME}.errors`;
    const text = await netsuite.read(`${errors}.csv`);
    const other = text.replace(/,1,order_id.*/, ',2,order_id,NOT_COMMITTED,No.,HC71501,00102');
    const third = text.replace(/,1,order_id.*/, ',3,order_id,NOT_COMMITTED,No.,HC71502,00101');
    await netsuite.put(`${errors}-2.csv`, other);
    await netsuite.put(`${errors}-4.csv`, third);
    wait(HOUR);
    await pass();
    const [order, ...more] = await json(`${EXPORT}/${retry(1)}`);
    expect([order.items.length, more]).toEqual([2, []]);
  });

  test('wait while nothing is to be done again, and where it is switched off', async () => {
    await refuse();
    wait(HOUR);
    expect(retriedIn(await pass({ pauses: [] }))).toEqual([]);
  });

  test('are tried after the pauses that are configured', async () => {
    await refuse();
    wait(MINUTE);
    expect(retriedIn(await pass({ pauses: [MINUTE] }))).toEqual([retry(1)]);
    await netsuite.run(EXPORT, { 1: 'NOT_COMMITTED' });
    wait(HOUR);
    expect(retriedIn(await pass({ pauses: [MINUTE] }))).toEqual([]);
  });
});

describe('nothing is sent twice', () => {
  test.each(['waiting', 'processing', 'archive', 'failed', 'error'])(
    'when the file of the retry is in %s',
    async (place) => {
      await refuse();
      const folder = place === 'waiting' ? EXPORT : `${EXPORT}/${place}`;
      await netsuite.put(`${folder}/${retry(1)}${place === 'error' ? '.errors.csv' : ''}`, '[]');
      const isOfNetsuite = (path: string): boolean => path.startsWith(EXPORT);
      const before = [...netsuite.store.files.keys()].filter(isOfNetsuite).length;
      wait(HOUR);
      expect(retriedIn(await pass())).toEqual([]);
      expect([...netsuite.store.files.keys()].filter(isOfNetsuite)).toHaveLength(before);
    },
  );

  test('when a later retry is there, and the one before was pruned', async () => {
    await refuse();
    await netsuite.put(`${EXPORT}/archive/${retry(2)}`, '[]');
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([]);
  });

  test.each(['waiting', 'processing', 'failed'])(
    'when a file of the name is in %s: nobody knows which one is refused',
    async (place) => {
      await refuse();
      await netsuite.put(`${place === 'waiting' ? EXPORT : `${EXPORT}/${place}`}/${NAME}`, '[]');
      wait(HOUR);
      expect(retriedIn(await pass())).toEqual([]);
    },
  );

  test('but a second file of the name, which the script has refused, is no doubt', async () => {
    await refuse();
    await netsuite.put(`${EXPORT}/failed/2026-03-01T12-00-00-000Z-${NAME}`, '[]');
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([retry(1)]);
  });

  test('when another file of the name was put aside in the archive', async () => {
    await refuse();
    await netsuite.put(`${EXPORT}/archive/2026-03-01T12-00-00-000Z-${NAME}`, '[]');
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([]);
  });

  test('while the file is still in processing/, whatever an earlier run has reported', async () => {
    await refuse();
    await netsuite.store.move(`${EXPORT}/archive/${NAME}`, `${EXPORT}/processing/${NAME}`);
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([]);
    await netsuite.store.move(`${EXPORT}/processing/${NAME}`, `${EXPORT}/archive/${NAME}`);
    expect(retriedIn(await pass())).toEqual([retry(1)]);
  });

  test('when the archive was pruned', async () => {
    await refuse();
    await netsuite.store.remove(`${EXPORT}/archive/${NAME}`);
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([]);
  });

  test('of rows that somebody has sent again by hand', async () => {
    const [first] = await refuse({ 1: 'ORDER_BUSY', 2: 'ORDER_BUSY' });
    const byHand = JSON.stringify([{ ...first, items: [first?.items[0]] }]);
    await netsuite.put(`${EXPORT}/archive/${stem}.replay-20260301T121000000Z.json`, byHand);
    wait(HOUR);
    await pass();
    expect(await json(`${EXPORT}/${retry(1)}`)).toEqual([{ ...first, items: [first?.items[1]] }]);
  });

  test('but what was sent by hand is tried again itself', async () => {
    const orders = await refuse();
    const byHand = `${stem}.replay-20260301T121000000Z.json`;
    await netsuite.put(`${EXPORT}/${byHand}`, JSON.stringify([orders[0]]));
    await netsuite.take(EXPORT, byHand, { 2: 'ORDER_BUSY' });
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([byHand.replace(/\.json$/, '.retry-1.json')]);
  });

  test('when what was sent by hand cannot be read', async () => {
    await refuse();
    await netsuite.put(`${EXPORT}/${stem}.replay-20260301T121000000Z.json`, '[{');
    wait(HOUR);
    const made = await pass();
    expect(retriedIn(made)).toEqual([]);
    expect(made.events).toContainEqual(expect.objectContaining({ event: 'retry failed' }));
  });

  test('of what is old: somebody may have fulfilled it by hand', async () => {
    await refuse();
    wait(5 * 24 * HOUR);
    expect(retriedIn(await pass())).toEqual([]);
    const old = '2026-01-01-11-58-00-000-feed.json--1f3a9c04-FulfilledOrderItemsFeed.json';
    await netsuite.put(
      `${EXPORT}/${old}`,
      JSON.stringify([shippedOrder('71501', { line: '1', shipment: 'S9' })]),
    );
    await netsuite.take(EXPORT, old, { 1: 'ORDER_BUSY' });
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([]);
  });

  test('of goods without a shipment, when any file since has the same line', async () => {
    const unnamed = [shippedOrder('71501', { line: '1' }, { line: '2' })];
    await netsuite.put(`${EXPORT}/${NAME}`, JSON.stringify(unnamed));
    await netsuite.take(EXPORT, NAME, { 1: 'NOT_COMMITTED', 2: 'NOT_COMMITTED' });
    wait(MINUTE);
    await netsuite.put(`${EXPORT}/again.json`, JSON.stringify([shippedOrder('71501', { line: '1' })]));
    await netsuite.run(EXPORT);
    wait(HOUR);
    await pass();
    const [order] = await json(`${EXPORT}/${retry(1)}`);
    expect(order.items.map(({ line_id: line }: { line_id: string }) => line)).toEqual(['2']);
  });

  test('of goods without a shipment, when there are too many files to look into', async () => {
    await netsuite.put(`${EXPORT}/${NAME}`, JSON.stringify([shippedOrder('71501', { line: '1' })]));
    await netsuite.take(EXPORT, NAME, { 1: 'NOT_COMMITTED' });
    wait(MINUTE);
    for (let number = 0; number <= 100; number += 1)
      await netsuite.put(
        `${EXPORT}/archive/${number}.json`,
        JSON.stringify([shippedOrder('1', { line: '1' })]),
      );
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([]);
  });

  test('by two passes at once', async () => {
    await refuse();
    wait(HOUR);
    const made = await Promise.all([pass(), pass(), pass()]);
    expect(made.flatMap(retriedIn)).toEqual([retry(1)]);
    expect([netsuite.filesIn(EXPORT), netsuite.filesIn(`${EXPORT}/.tmp`)]).toEqual([[retry(1)], []]);
  });
});

describe('the newest allocation stays', () => {
  const later = async (name: string, text: string) => {
    wait(MINUTE);
    await netsuite.put(`${UPDATE}/${name}`, text);
    await netsuite.run(UPDATE);
  };
  const refuseLines = async (name: string) => {
    await netsuite.put(`${UPDATE}/${name}`, allocationFile(['71501', '1', '114'], ['71501', '2', '114']));
    await netsuite.take(UPDATE, name, { 1: 'ORDER_BUSY', 2: 'ORDER_BUSY' });
  };
  const rowsOf = async (name: string) =>
    (await netsuite.read(`${UPDATE}/${name}`))
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(',')[1]);

  test('where a file of the same time and a later name has the line', async () => {
    await refuseLines(LINES);
    await later(LINES.replace('-a.json', '-b.json'), allocationFile(['71501', '1', '115']));
    wait(HOUR);
    await pass();
    expect(await rowsOf(linesRetry(1))).toEqual(['2']);
  });

  test('where a file without a time in its name was delivered since', async () => {
    await refuseLines('lines.csv');
    await later('again.csv', allocationFile(['71501', '2', '115']));
    wait(HOUR);
    await pass();
    expect(await rowsOf('lines.retry-1.csv')).toEqual(['1']);
  });

  test('and a file that the scripts know to be newer is left to them', async () => {
    await refuseLines(LINES);
    await netsuite.put(`${UPDATE}/archive/${LINES.replace('11-58', '11-59')}`, 'this cannot be read');
    wait(HOUR);
    await pass();
    expect(await rowsOf(linesRetry(1))).toEqual(['1', '2']);
  });
});

describe('what others have written', () => {
  test.each([
    ['of other rows', ',2,order_id,ORDER_BUSY,No.,HC9,00102'],
    ['of rows that the file has not', ',9,order_id,ORDER_BUSY,No.,HC71501,00102'],
    ['with numbers that are none', ',x,order_id,ORDER_BUSY,No.,HC71501,00102'],
    ['of the file as a whole', `,0,,RUNS_STOPPED,No.,,\n${NAME},2,order_id,ORDER_BUSY,No.,HC71501,00102`],
    [
      'that contradict each other',
      `,2,x,NOT_SAVED,No.,HC71501,00102\n${NAME},2,x,ORDER_BUSY,No.,HC71501,00102`,
    ],
  ])('in an error file %s sends nothing', async (_, line) => {
    await refuse();
    await netsuite.put(
      `${EXPORT}/error/${NAME}.errors.csv`,
      `file,row,field,code,message,orderId,orderItemSeqId\n${NAME}${line}\n`,
    );
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([]);
  });

  test('in an error file that is none is said, and hides no other', async () => {
    await refuse();
    await netsuite.put(`${EXPORT}/error/damaged.json.errors.csv`, 'a,"b');
    wait(HOUR);
    const made = await pass();
    expect(retriedIn(made)).toEqual([retry(1)]);
    expect(made.events).toContainEqual(
      expect.objectContaining({
        event: 'retry failed',
        problem: expect.objectContaining({ message: expect.stringContaining('damaged.json.errors.csv') }),
      }),
    );
  });

  test('under hostile names sends nothing, and stops nothing', async () => {
    await refuse();
    for (const name of ['..', '.', '', ' ', '\u0000', 'a\nb', `${'x'.repeat(186)}.json`, '.retry-1'])
      netsuite.store.files.set(`${EXPORT}/error/${name}.errors.csv`, {
        bytes: Buffer.from('file,row,field,code\n,1,,ORDER_BUSY\n'),
        modified: netsuite.time.now,
      });
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([retry(1)]);
  });

  test('is no reason to stop a pass: what the store refuses of it is said', async () => {
    await netsuite.put(
      `${ALLOCATIONS}/a.json`,
      list(allocation('HC1', '71501', { seq: '00101', line: '1' })),
    );
    wait(2 * MINUTE);
    const store = { ...netsuite.store, list: refusingError(netsuite.store.list) };
    const { report, events } = await passOver(netsuite, store);
    expect(report.feeds[0]).toMatchObject({ applied: 1, interruptions: [] });
    expect(events.filter(({ event }) => event === 'retry failed')).toHaveLength(2);
  });

  test('without a date is left to a person', async () => {
    await refuse();
    const path = `${EXPORT}/error/${NAME}.errors.csv`;
    const { bytes } = netsuite.store.files.get(path) ?? { bytes: Buffer.alloc(0) };
    netsuite.store.files.set(path, { bytes, modified: 0 });
    wait(HOUR);
    expect(retriedIn(await pass())).toEqual([]);
  });
});

describe('when clocks differ', () => {
  test.each([-3, 3])('by %i hours, both say that the pause is over', async (hours) => {
    await refuse();
    const skew = hours * HOUR;
    const store = { ...netsuite.store, hasOwnClock: true };
    wait(15 * MINUTE - 1);
    expect(retriedIn(await passOver(netsuite, store, { skew }))).toEqual([]);
    wait(Math.max(0, -skew) + 1);
    expect(retriedIn(await passOver(netsuite, store, { skew }))).toEqual([retry(1)]);
  });
});

describe('a pass of many', () => {
  test('asks no more than one listing for a folder, where nothing is refused for now', async () => {
    await refuse({ 1: 'NOT_SAVED' });
    wait(HOUR);
    const looked = new Map<string, number>();
    await pass({ looked });
    const asked: string[] = [];
    const store = { ...netsuite.store, ...countedCalls(netsuite.store, asked) };
    await passOver(netsuite, store, { looked });
    expect(asked.filter((call) => call.endsWith('/error'))).toEqual([
      `list ${UPDATE}/error`,
      `list ${EXPORT}/error`,
    ]);
    expect(asked.filter((call) => call.startsWith('read'))).toEqual([]);
  });

  test('looks again at an error file that was written anew', async () => {
    await refuse({ 1: 'NOT_SAVED' });
    wait(HOUR);
    const looked = new Map<string, number>();
    await pass({ looked });
    const path = `${EXPORT}/error/${NAME}.errors.csv`;
    await netsuite.put(path, (await netsuite.read(path)).replace('NOT_SAVED', 'ORDER_BUSY'));
    wait(HOUR);
    expect(retriedIn(await pass({ looked }))).toEqual([retry(1)]);
  });

  test('reads thirty error files at the most, and comes to each of a thousand in turn', async () => {
    for (let number = 0; number < 1000; number += 1)
      await netsuite.put(
        `${EXPORT}/error/${number}.json.errors.csv`,
        'file,row,field,code\nx,1,,NOT_SAVED\n',
      );
    await refuse();
    const errors = netsuite.store.files.get(`${EXPORT}/error/${NAME}.errors.csv`);
    if (errors) errors.modified -= MINUTE; // the others are due since
    wait(HOUR);
    for (let passes = 1; ; passes += 1) {
      const asked: string[] = [];
      const store = { ...netsuite.store, ...countedCalls(netsuite.store, asked) };
      const made = retriedIn(await passOver(netsuite, store));
      if (made.length > 0) break;
      expect(asked.filter((call) => call.startsWith('read')).length).toBeLessThanOrEqual(30);
      expect(passes).toBeLessThan(110);
      wait(MINUTE);
    }
  });
});

const refusingError =
  (inner: Netsuite['store']['list']): Netsuite['store']['list'] =>
  async (folder) => {
    if (!/^netsuite\/.*\/error$/.test(folder) || folder.includes('nifi')) return inner(folder);
    const { TransformerError } = await import('../../../transformer/errors.ts');
    throw new TransformerError('PERMISSION_DENIED', `You may not look into ${folder}.`);
  };

const countedCalls = (inner: Netsuite['store'], asked: string[]) => ({
  list: (folder: string) => {
    asked.push(`list ${folder}`);
    return inner.list(folder);
  },
  read: (path: string) => {
    asked.push(`read ${path}`);
    return inner.read(path);
  },
});

describe('the check', () => {
  test('says which of the folders of NetSuite cannot be read, and nothing where all can', async () => {
    await refuse();
    expect(await unreadablePlaces(netsuite.store, defaultRoutes())).toEqual([]);
    const store = { ...netsuite.store, list: refusingError(netsuite.store.list) };
    expect(await unreadablePlaces(store, defaultRoutes())).toEqual([
      `You may not look into ${UPDATE}/error.`,
      `You may not look into ${EXPORT}/error.`,
    ]);
  });
});
