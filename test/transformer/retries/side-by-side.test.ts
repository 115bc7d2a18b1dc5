import { setImmediate as letOthersWork } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { type Random, seededRandom } from '../../../testbed/random.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { EXPORT, HOUR, MINUTE, type Netsuite, openNetsuite, passOver, shippedOrder } from './netsuite.ts';

/** A pass that dawdles before and after every call, so that others get in between anywhere. */
function dawdling(inner: FileStore, random: Random): FileStore {
  const dawdle = async (): Promise<void> => {
    const ticks = random.chance(0.1) ? random.below(20) : random.below(2);
    for (let tick = 0; tick < ticks; tick += 1) await letOthersWork();
  };
  const slow =
    <Arguments extends unknown[], Result>(call: (...values: Arguments) => Promise<Result>) =>
    async (...values: Arguments): Promise<Result> => {
      await dawdle();
      try {
        return await call(...values);
      } finally {
        await dawdle();
      }
    };
  return {
    ...inner,
    list: slow(inner.list),
    read: slow(inner.read),
    write: slow(inner.write),
    writeStream: slow(inner.writeStream),
    rename: slow(inner.rename),
    exists: slow(inner.exists),
    remove: slow(inner.remove),
  };
}

/** Applies no name twice, as its ledger says; half of the rows it refuses once more. */
function scripts(netsuite: Netsuite, random: Random) {
  const ledger = new Set<string>();
  const applied: string[] = [];
  return {
    applied,
    async run(): Promise<void> {
      for (const name of netsuite.filesIn(EXPORT)) {
        if (ledger.has(name)) {
          await netsuite.store.move(
            `${EXPORT}/${name}`,
            `${EXPORT}/failed/2026-03-01T12-00-00-${String(ledger.size).padStart(3, '0')}Z-${name}`,
          );
          continue;
        }
        ledger.add(name);
        const [order] = JSON.parse(await netsuite.read(`${EXPORT}/${name}`));
        const refused = order.items.map(() => random.chance(0.5));
        order.items.forEach((item: { line_id: string }, at: number) => {
          if (!refused[at]) applied.push(item.line_id);
        });
        const codes = refused.flatMap((is: boolean, at: number) => (is ? [[at + 1, 'NOT_COMMITTED']] : []));
        await netsuite.take(EXPORT, name, Object.fromEntries(codes));
      }
    },
  };
}

describe('passes side by side, with NetSuite at work between any two of their steps', () => {
  test.each(Array.from({ length: 40 }, (_, index) => index + 1))(
    'have each row applied once: seed %i',
    async (seed) => {
      const random = seededRandom(seed);
      const netsuite = await openNetsuite();
      const { applied, run } = scripts(netsuite, random);
      const lines = ['1', '2', '3', '4'];
      const name = '2026-03-01-11-58-00-000-feed.json--1f3a9c04-FulfilledOrderItemsFeed.json';
      await netsuite.put(
        `${EXPORT}/${name}`,
        JSON.stringify([shippedOrder('71501', ...lines.map((line) => ({ line })))]),
      );
      await run();
      await passOver(netsuite, netsuite.store); // makes the folders its own
      for (const pause of [16 * MINUTE, 2 * HOUR, 5 * HOUR, 13 * HOUR, 25 * HOUR]) {
        netsuite.time.now += pause;
        let isOver = false;
        const passes = Promise.all(
          [1, 2, 3].map(() => passOver(netsuite, dawdling(netsuite.store, random))),
        ).finally(() => {
          isOver = true;
        });
        while (!isOver) {
          if (random.chance(0.2)) await run();
          await letOthersWork();
        }
        await passes;
        await run();
      }
      expect(applied).toHaveLength(new Set(applied).size);
      const last = netsuite.filesIn(`${EXPORT}/error`).findLast((file) => file.includes('.retry-5.'));
      const refused = last
        ? (await netsuite.read(`${EXPORT}/error/${last}`)).trim().split('\n').length - 1
        : 0;
      expect(applied.length + refused).toBe(lines.length);
      expect(netsuite.filesIn(`${EXPORT}/.tmp`)).toEqual([]);
    },
  );
});
