import { describe, expect, test } from '@jest/globals';
import { crashingStore } from '../crashing-store.ts';
import { EXPORT, HOUR, MINUTE, type Netsuite, openNetsuite, passOver, shippedOrder } from './netsuite.ts';

const NAME = '2026-03-01-11-58-00-000-feed.json--1f3a9c04-FulfilledOrderItemsFeed.json';
const RETRY = NAME.replace(/\.json$/, '.retry-1.json');

/** Goods without a shipment: NetSuite would fulfill them again under any other name. */
async function refused(): Promise<Netsuite> {
  const netsuite = await openNetsuite();
  const text = JSON.stringify([shippedOrder('71501', { line: '1' }, { line: '2' })]);
  await netsuite.put(`${EXPORT}/${NAME}`, text);
  await netsuite.take(EXPORT, NAME, { 2: 'NOT_COMMITTED' });
  await passOver(netsuite, netsuite.store); // makes the folders its own
  netsuite.time.now += HOUR;
  return netsuite;
}

async function passesOn(netsuite: Netsuite, runsBetween: boolean): Promise<string[]> {
  const taken = runsBetween ? await netsuite.run(EXPORT) : [];
  for (let pass = 0; pass < 3; pass += 1) {
    netsuite.time.now += MINUTE;
    await passOver(netsuite, netsuite.store);
    taken.push(...(await netsuite.run(EXPORT)));
  }
  return taken;
}

describe('a crash of the pass that tries again', () => {
  test.each(['before', 'half-way', 'after'] as const)(
    '%s each of its changes sends the rows once, whether NetSuite runs meanwhile or not',
    async (when) => {
      let last = 0;
      for (let change = 1; last === 0 || change <= last; change += 1) {
        for (const runsBetween of [false, true]) {
          const netsuite = await refused();
          const store = crashingStore(netsuite.store, { change, when });
          await passOver(netsuite, store).catch(() => {});
          const taken = await passesOn(netsuite, runsBetween);
          expect([change, taken]).toEqual([change, [RETRY]]);
          const [order] = JSON.parse(await netsuite.read(`${EXPORT}/archive/${RETRY}`));
          expect(order.items).toMatchObject([{ line_id: '2' }]);
          expect([change, netsuite.filesIn(`${EXPORT}/.tmp`)]).toEqual([change, []]);
          if (store.changes() < change) last = change;
        }
      }
      expect(last).toBeGreaterThan(2);
    },
  );

  test('or of several at once, each at another of its changes, sends them once', async () => {
    for (let first = 1; first <= 3; first += 1) {
      for (let second = 1; second <= 3; second += 1) {
        const netsuite = await refused();
        const crashing = [first, second].map((change) =>
          passOver(netsuite, crashingStore(netsuite.store, { change, when: 'after' })).catch(() => {}),
        );
        await Promise.all([...crashing, passOver(netsuite, netsuite.store)]);
        expect(await passesOn(netsuite, true)).toEqual([RETRY]);
      }
    }
  });
});

describe('a refused request', () => {
  test.each(['writeStream', 'rename', 'exists', 'read', 'readStream'] as const)(
    'of %s leaves the retry to the next pass, and stops nothing else',
    async (call) => {
      const netsuite = await refused();
      const { TransformerError } = await import('../../../transformer/errors.ts');
      const store = {
        ...netsuite.store,
        [call]: () => {
          throw new TransformerError('PERMISSION_DENIED', 'You may not.');
        },
      };
      const { report } = await passOver(netsuite, store);
      expect(report.feeds.flatMap(({ interruptions }) => interruptions)).toEqual(
        call === 'exists' ? expect.anything() : [],
      );
      expect(await passesOn(netsuite, false)).toEqual([RETRY]);
    },
  );
});
