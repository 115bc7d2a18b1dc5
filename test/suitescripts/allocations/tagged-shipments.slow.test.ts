/** Shipments among allocations while the server goes down at every call, and the fulfillment script takes at once what it finds. */
import { expect, test } from '@jest/globals';
import { type NCall, ServerDown } from '../../../emulator/account/faults.ts';
import { counts, FOLDER, reopen, SCRIPT, scenario, sendText, status } from '../allocation-scenario.ts';
import { OTHER_STORE, STORE } from '../scenario.ts';

const FULFILL = 'customdeploy_create_itemfulfillment';
const SHIPPED = 'hotwax-fulfilled';

/** @returns whether the script came so far */
function goDownOnce(when: 'before' | 'after', number: number): () => boolean {
  let isDown = false;
  reopen({
    [when]: (call: NCall) => {
      if (isDown || call.deploymentId !== SCRIPT || call.number !== number) return;
      isDown = true;
      throw new ServerDown(call, when);
    },
  });
  return () => isDown;
}

const fulfilled = (order: number): number[] =>
  scenario.lines(order).map((line) => Number(line.quantityfulfilled ?? 0));

/** One shipment in two pieces, one of another order, a row that is none, and one of a line that is not there. */
function sendShipments(): [number, number] {
  const [one, other] = [scenario.order([{ quantity: 3 }, {}]), scenario.order([{ quantity: 2 }])];
  const rows = [
    [one, 1, STORE, 1, SHIPPED],
    [one, 1, OTHER_STORE, 1, SHIPPED],
    [other, 1, STORE, 1, SHIPPED],
    [one, 2, STORE, '', ''],
    [one, 9, STORE, 1, SHIPPED],
  ];
  sendText(
    'a.csv',
    `internalId,lineId,location,quantity,tags\n${rows.map((row) => `${row.join(',')}\n`).join('')}`,
  );
  return [one, other];
}

test.each(['before', 'after'] as const)(
  'a server that goes down %s any call costs no shipment and makes none twice',
  (when) => {
    let number = 1;
    for (let isReached = true; isReached; number += 1) {
      const hasGoneDown = goDownOnce(when, number);
      const [one, other] = sendShipments();
      try {
        scenario.run(SCRIPT);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ServerDown);
      }
      for (const script of [FULFILL, SCRIPT, FULFILL, SCRIPT]) scenario.run(script);

      expect({ number, of: [one, other].map(fulfilled), counts: counts('a.csv') }).toEqual({
        number,
        of: [[2, 0], [1]],
        counts: [4, 1, 0],
      });
      expect([status('a.csv'), scenario.errors(FOLDER, 'a.csv')]).toEqual([
        'Done with errors',
        ['5 LINE_NOT_FOUND'],
      ]);
      isReached = hasGoneDown();
    }
    expect(number).toBeGreaterThan(30);
  },
);
