import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { find } from '../../../transformer/answers/find.ts';
import { problemsIn } from '../../../transformer/answers/problems.ts';
import { defaultRoutes } from '../../../transformer/folders/folders.ts';
import { DEFAULT_PAUSES } from '../../../transformer/retries/schedule.ts';
import { IN_MEMORY, openRowIndex, type RowIndex } from '../../../transformer/row-index/open-index.ts';
import { bringUpToDate } from '../catch-up/orders.ts';
import { command, logLines } from '../command.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';
import {
  allocationFile,
  EXPORT,
  HOUR,
  MINUTE,
  type Netsuite,
  NOW,
  openNetsuite,
  passOver,
  retriedIn,
  shippedOrder,
  UPDATE,
} from './netsuite.ts';

const NAME = '2026-03-01-11-58-00-000-feed.json--1f3a9c04-FulfilledOrderItemsFeed.json';

let netsuite: Netsuite;
let index: RowIndex;

beforeEach(async () => {
  netsuite = await openNetsuite();
  index = openRowIndex(IN_MEMORY);
  const orders = [shippedOrder('71501', { line: '1', shipment: 'S1' }, { line: '2', shipment: 'S1' })];
  await netsuite.put(`${EXPORT}/${NAME}`, JSON.stringify(orders));
  await netsuite.take(EXPORT, NAME, { 2: 'NOT_COMMITTED' });
});
afterEach(() => index.close());

const upToDate = () => bringUpToDate(netsuite.store, index, netsuite.time.now);
const retries = (pauses: readonly number[] = DEFAULT_PAUSES) => ({ pauses, now: netsuite.time.now });
const problems = async () => {
  await upToDate();
  return problemsIn(index, [], retries());
};
const retryNow = async (pauses = DEFAULT_PAUSES) => {
  const [problem] = await problems();
  return problem && problemsIn(index, [], retries(pauses))[0]?.cases[0]?.retry;
};
const tryAgain = async (refused = {}) => {
  const made = await passOver(netsuite, netsuite.store);
  expect(retriedIn(made)).toHaveLength(1);
  await netsuite.run(EXPORT, refused);
};
const iso = (at: number): string => new Date(at).toISOString();

describe('a row that is refused for now', () => {
  test('is shown with when it is sent again, and that it was', async () => {
    const once = { since: iso(NOW), refusals: 1 };
    expect(await retryNow()).toEqual({ ...once, next: iso(NOW + 15 * MINUTE), state: 'planned' });
    expect(await retryNow([])).toEqual({ ...once, next: null, state: 'off' });
    netsuite.time.now += 15 * MINUTE;
    expect(await retryNow()).toEqual({ ...once, next: iso(NOW + 15 * MINUTE), state: 'due' });
    await passOver(netsuite, netsuite.store);
    expect(await retryNow()).toEqual({ ...once, next: null, state: 'waits' });
    await netsuite.run(EXPORT, { 1: 'NOT_COMMITTED' });
    expect(await retryNow()).toEqual({
      since: iso(NOW),
      refusals: 2,
      next: iso(NOW + 75 * MINUTE),
      state: 'planned',
    });
  });

  test('keeps its age and stays open when the last try is over', async () => {
    for (const pause of DEFAULT_PAUSES) {
      netsuite.time.now += pause;
      await tryAgain({ 1: 'NOT_COMMITTED' });
    }
    const [problem, ...others] = await problems();
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ count: 1, oldest: iso(NOW), newest: iso(netsuite.time.now) });
    expect(problem?.cases[0]?.retry).toEqual({ since: iso(NOW), refusals: 6, next: null, state: 'ended' });
  });

  test('is no problem any more once a retry was applied', async () => {
    netsuite.time.now += HOUR;
    await tryAgain();
    expect(await problems()).toEqual([]);
    const [, item] = find(index, defaultRoutes(), '71501', retries()).items;
    expect(item?.missing).toBeNull();
    expect(item?.steps.map(({ outcome, file }) => [outcome, file.includes('.retry-1.')])).toEqual([
      ['refused', false],
      ['applied', true],
    ]);
  });

  test('is a problem of what a retry was refused for at last', async () => {
    netsuite.time.now += HOUR;
    await tryAgain({ 1: 'LINE_NOT_FULFILLABLE' });
    expect(await problems()).toMatchObject([{ code: 'LINE_NOT_FULFILLABLE', count: 1, oldest: iso(NOW) }]);
    const [, item] = find(index, defaultRoutes(), '71501', retries()).items;
    expect(item?.missing).toMatchObject({ code: 'LINE_NOT_FULFILLABLE', retry: null });
  });

  test('stays settled when the index is made anew', async () => {
    netsuite.time.now += HOUR;
    await tryAgain();
    for (const read of [1, 2]) {
      const fresh = openRowIndex(IN_MEMORY);
      await bringUpToDate(netsuite.store, fresh, netsuite.time.now);
      expect([read, problemsIn(fresh, [], retries())]).toEqual([read, []]);
      fresh.close();
    }
  });

  test('is settled by what somebody sends again by hand', async () => {
    const [order] = JSON.parse(await netsuite.read(`${EXPORT}/archive/${NAME}`));
    const byHand = NAME.replace(/\.json$/, '.replay-20260301T121000000Z.json');
    await netsuite.put(`${EXPORT}/${byHand}`, JSON.stringify([{ ...order, items: [order.items[1]] }]));
    await netsuite.run(EXPORT);
    expect(await problems()).toEqual([]);
  });
});

describe('with an index', () => {
  test('an allocation that a later file has overtaken is not sent again', async () => {
    const name = '2026-03-01-11-58-00-000-a.json--1f3a9c04-BrokeredOrderItemsFeed.csv';
    await netsuite.put(`${UPDATE}/${name}`, allocationFile(['71501', '1', '114'], ['71501', '2', '114']));
    await netsuite.take(UPDATE, name, { 1: 'ORDER_BUSY', 2: 'ORDER_BUSY' });
    await netsuite.put(`${UPDATE}/${name.replace('11-58', '11-59')}`, allocationFile(['71501', '1', '115']));
    await netsuite.run(UPDATE);
    await upToDate();
    netsuite.time.now += HOUR;
    await passOver(netsuite, netsuite.store, { index });
    const retry = await netsuite.read(`${UPDATE}/${name.replace(/\.csv$/, '.retry-1.csv')}`);
    expect(retry).toBe(allocationFile(['71501', '2', '114']));
  });

  test('what somebody has acknowledged is not sent again', async () => {
    netsuite.time.now += HOUR;
    const made = await passOver(netsuite, netsuite.store, {
      isAcknowledged: ({ code, feed, at }) =>
        code === 'NOT_COMMITTED' && feed === 'fulfilled-order-items' && at === NOW,
    });
    expect(retriedIn(made)).toEqual([]);
  });
});

describe('the commands', () => {
  test('say when a row is sent again, send it, count it, and honour an acknowledgement', async () => {
    const folder = await makeTemporaryFolder();
    const root = folder.path;
    const config = join(root, 'c.yaml');
    await writeFile(
      config,
      `connection: { folder: ${JSON.stringify(root)} }\nindex: { file: index.sqlite }\n`,
    );
    let now = NOW;
    const run = (...words: string[]) => command([...words, '--config', config], { clock: () => now });
    await run('init');
    for (const [path, { bytes }] of netsuite.store.files) {
      await mkdir(join(root, dirname(path)), { recursive: true });
      if (!path.includes('/.')) await writeFile(join(root, path), bytes);
    }
    const errors = join(root, EXPORT, 'error', `${NAME}.errors.csv`);
    await utimes(errors, now / 1000, now / 1000);
    await utimes(join(root, EXPORT, 'archive', NAME), now / 1000, now / 1000);
    expect((await run('problems')).out).toMatch(
      /Refused once since [-\d]+ [:\d]+ UTC; a pass sends it\s+again\s+at\s/,
    );
    expect((await run('find', '71501')).out).toMatch(/STOPS HERE.*Refused once since.*\n {2}Do: /s);
    now += 2 * HOUR;
    expect((await run('run', '--dry-run')).out).toContain(
      `fulfilled-order-items: would send again 1 row of ${NAME}, refused for now (attempt 1)`,
    );
    await run(
      'acknowledge',
      /p-[0-9a-f]{8}/.exec((await run('problems')).out)?.[0] ?? '',
      '--note',
      'by hand',
    );
    expect((await run('run')).err).not.toContain('rows retried');
    await rm(join(root, 'index.sqlite.acknowledged.jsonl'));
    const { err } = await run('run');
    const ended = logLines(err).find(({ msg }) => msg === 'pass ended');
    expect(ended).toMatchObject({ report: { feeds: [{}, {}, { retriedRows: 1 }] } });
    expect((await run('status')).out).toContain(
      'sent again after NetSuite refused rows for now: 1 file, of which 1 waits',
    );
    expect((await run('problems')).out).toContain('a pass has sent it again');
    await folder.remove();
  });
});
