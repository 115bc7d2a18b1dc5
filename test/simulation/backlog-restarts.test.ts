/** The map/reduce of the backlog, restarted at every single call: each shipment is fulfilled once. */
import { afterAll, expect, test } from '@jest/globals';
import { ServerRestart } from '../../emulator/account/faults.ts';
import { BACKLOG, FOLDER, SCRIPT } from '../suitescripts/fulfillment-scenario.ts';
import { openScenario, STORE } from '../suitescripts/scenario.ts';
import { makeHandedProject } from './run/handed-settings.ts';

const handed = makeHandedProject();
afterAll(() => handed.remove());

const shipped = (orderId: number, line: number, shipment: string, fields = {}) => ({
  order_id: String(orderId),
  items: [
    { line_id: String(line), location_id: String(STORE), quantity: '1', shipment_id: shipment, ...fields },
  ],
});

test.each(['before', 'after'] as const)(
  'restarted %s any of its calls, it makes each fulfillment once',
  (when) => {
    let at = 0;
    let restarted: boolean;
    do {
      at += 1;
      restarted = playWithRestart(when, at);
    } while (restarted);

    expect(at).toBeGreaterThan(40);
  },
);

/** @returns whether there was a call to restart at */
function playWithRestart(when: 'before' | 'after', at: number): boolean {
  let reached = 0;
  const restarting = openScenario(
    {
      [when]: (call: ConstructorParameters<typeof ServerRestart>[0]) => {
        reached += 1;
        if (reached === at) throw new ServerRestart(call, when);
      },
    },
    handed,
  );
  try {
    const orders = [restarting.order([{ quantity: 2 }]), restarting.order([{ quantity: 2 }])];
    const [one = 0, two = 0] = orders;
    restarting.put(
      `${FOLDER}/a.json`,
      JSON.stringify([shipped(one, 1, 'S1'), shipped(two, 1, 'S2'), shipped(two, 9, 'S2')]),
    );
    restarting.put(`${FOLDER}/b.json`, JSON.stringify([shipped(one, 1, 'S3')]));
    for (const deployment of [BACKLOG, SCRIPT, SCRIPT]) {
      restarting.later(75);
      restarting.run(deployment);
    }
    expect(restarting.account.listRecords('itemfulfillment')).toHaveLength(3);
    expect(restarting.errors(FOLDER, 'a.json')).toEqual(['3 LINE_NOT_FULFILLABLE']);
    expect(restarting.ledger('a.json')).toMatchObject({
      custrecord_hc_ff_applied: 2,
      custrecord_hc_ff_rejected: 1,
    });
    expect(restarting.ledger('b.json')).toMatchObject({ custrecord_hc_ff_applied: 1 });
    expect(restarting.files(`${FOLDER}/archive`)).toEqual(['a.json', 'b.json']);
    expect(restarting.files(`${FOLDER}/processing`)).toEqual([]);
    return reached >= at;
  } finally {
    restarting.end();
  }
}
