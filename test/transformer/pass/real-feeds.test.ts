import { describe, expect, test } from '@jest/globals';
import { defaultContext } from '#feeds/feed.ts';
import { openMemoryStore } from '../../../testbed/memory-store.ts';
import { runPass } from '../../../transformer/pass/run-pass.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import { Crash, crashingStore } from '../crashing-store.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';
import { NOW, namesIn, put, textAt } from '../small-feed.ts';

const source = 'netsuite/salesorder/import/fulfillment-nifi';
const target = 'netsuite/salesorder/import/fulfillment';
const csv = `orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shipmentMethodTypeId
HC1,00101,7,1/4/2024 4:23 pm,1,TRACK1,FedEx,Ground,GROUND
HC2,00101,7,1/4/2024 4:23 pm,zero,TRACK2,FedEx,Ground,GROUND
HC1,00102,7,1/4/2024 4:23 pm,2,TRACK3,FedEx,Ground,GROUND
`;

const passOver = (store: FileStore) =>
  runPass({ store, context: defaultContext(NOW), clock: Date.now, staleClaimMinutes: 0 });

async function ordersDelivered(store: FileStore): Promise<string[]> {
  const texts = await Promise.all(
    (await namesIn(store, target)).map((name) => textAt(store, `${target}/${name}`)),
  );
  return texts.flatMap((text) => [...text.matchAll(/TRACK\d/g)].map(([tracking]) => tracking)).sort();
}

describe('the feeds of the catalogue, in their usual folders', () => {
  test('go through a pass as they are', async () => {
    const store = openMemoryStore();
    await store.makeFolder(source);
    await put(store, `${source}/export.csv`, csv);
    const { feeds } = await passOver(store);
    expect(feeds.map(({ feed, rows, applied, rejected }) => [feed, rows, applied, rejected])).toEqual([
      ['brokered-order-items', 0, 0, 0],
      ['item-fulfillments', 3, 2, 1],
      ['fulfilled-order-items', 0, 0, 0],
    ]);
    expect(await ordersDelivered(store)).toEqual(['TRACK1', 'TRACK3']);
    expect(await textAt(store, `${source}/error/export.csv.errors.csv`)).toContain(
      'export.csv,2,quantity,INVALID_QUANTITY',
    );
  });

  test('survive a crash at every change on a real folder, every row once', async () => {
    for (let change = 1; change <= 24; change += 1) {
      const folder = await makeTemporaryFolder();
      const store = await openLocalFolder(folder.path);
      await store.makeFolder(source);
      await put(store, `${source}/export.csv`, csv);
      await expect(passOver(crashingStore(store, { change, when: 'after' }))).rejects.toBeInstanceOf(Crash);
      await passOver(store);
      expect({ change, delivered: await ordersDelivered(store) }).toEqual({
        change,
        delivered: ['TRACK1', 'TRACK3'],
      });
      expect({ change, errors: await namesIn(store, `${source}/error`) }).toEqual({
        change,
        errors: ['export.csv.errors.csv'],
      });
      await folder.remove();
    }
  });
});
