/** What the published HC_SC_CreateItemFulfillment did wrong with its files, its errors and its orders, claim by claim. */
import { expect } from '@jest/globals';
import { type NCall, ServerDown } from '../../../emulator/account/faults.ts';
import { describe, onEveryAccountInTime, test } from '../every-account.ts';
import {
  FOLDER,
  fulfilled,
  fulfillments,
  item,
  ON_DEMAND,
  reopen,
  SCRIPT,
  scenario,
  send,
} from '../fulfillment-scenario.ts';

/** What is left when the script has run as often as it wants. */
function settle() {
  for (let round = 0; round < 3; round += 1) {
    scenario.run(SCRIPT);
    scenario.account.runQueue();
  }
}

const isSave = ({ name, deploymentId }: NCall): boolean =>
  name === 'Record.save' && deploymentId.startsWith('customdeploy_create');

onEveryAccountInTime('fulfillment files', () => {
  describe('an error', () => {
    test('is reported with file, row, field, reason and order, one line each', () => {
      const order = scenario.order([{}]);
      send(
        'a.json',
        { id: 999999, items: [item(1, { order_item_seq_id: '00101' })] },
        { id: order, items: [item(7, { order_item_seq_id: '00107' }), item(1, { quantity: '9' })] },
      );

      scenario.run(SCRIPT);

      expect(scenario.refusals(FOLDER, 'a.json')).toMatchObject([
        { file: 'a.json', row: '1', field: 'order_id', orderId: '999999', orderItemSeqId: '00101' },
        { file: 'a.json', row: '2', field: 'line_id', code: 'LINE_NOT_FULFILLABLE', orderItemSeqId: '00107' },
        { file: 'a.json', row: '3', field: 'quantity', code: 'MORE_THAN_REMAINS', orderId: String(order) },
      ]);
      expect(scenario.refusals(FOLDER, 'a.json')[2]?.message).toBe(
        'HotWax shipped 9 of line 1, of which 1 can still be fulfilled.',
      );
    });

    test('goes into the folder of its own feed, not into that of the allocations', () => {
      send('a.json', { id: 999999, items: [item(1)] });

      scenario.run(SCRIPT);

      expect(scenario.files(`${FOLDER}/error`)).toEqual(['a.json.errors.csv']);
      expect(scenario.files('salesorder/update/error')).toEqual([]);
    });

    test('is reported once: the rows are not tried again by every run', () => {
      send('a.json', { id: 999999, items: [item(1)] });
      scenario.run(SCRIPT);
      scenario.take(`${FOLDER}/error/a.json.errors.csv`);

      settle();

      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
      expect(scenario.ledger('a.json')).toMatchObject({
        custrecord_hc_ff_status: 'Done with errors',
        custrecord_hc_ff_attempts: 1,
      });
    });

    test('before the run is out of units is reported all the same', () => {
      const orders = Array.from({ length: 300 }, () => scenario.order([{}]));
      send(
        'a.json',
        { id: 999999, items: [item(1)] },
        ...orders.map((id, index) => ({ id, items: [item(1, { shipment_id: `S${index}` })] })),
        { id: 999998, items: [item(1)] },
      );

      settle();

      expect(scenario.errors(FOLDER, 'a.json').map((line) => line.split(' ')[0])).toEqual(['1', '302']);
      expect(orders.flatMap(fulfilled)).toEqual(orders.map(() => 1));
      expect(scenario.ledger('a.json')).toMatchObject({
        custrecord_hc_ff_rows: 302,
        custrecord_hc_ff_applied: 300,
        custrecord_hc_ff_rejected: 2,
      });
    });
  });

  describe('a shipment of which no row can be fulfilled', () => {
    test('makes no item fulfillment of the lines that HotWax did not ship', () => {
      const order = scenario.order([{}, {}]);
      send('a.json', { id: order, items: [item(9)] });

      scenario.run(SCRIPT);

      expect(fulfillments()).toEqual([]);
      expect(fulfilled(order)).toEqual([0, 0]);
    });
  });

  describe('a file', () => {
    test('of several orders, shipments and locations makes one item fulfillment for each', () => {
      const orders = [scenario.order([{}, {}]), scenario.order([{ quantity: 2 }])];
      const [one = 0, two = 0] = orders;
      send(
        'a.json',
        { id: one, items: [item(1)] },
        { id: two, items: [item(1), item(1, { shipment_id: 'S2' })] },
        { id: one, items: [item(2)] },
      );

      scenario.run(SCRIPT);

      expect(fulfillments()).toHaveLength(3);
      expect(orders.map(fulfilled)).toEqual([[1, 1], [2]]);
    });

    test('cut in two by its producer, in the middle of a shipment, is fulfilled as a whole', () => {
      const order = scenario.order([{}, {}]);
      send('a_1.json', { id: order, items: [item(1)] });
      send('a_2.json', { id: order, items: [item(2)] });

      scenario.run(SCRIPT);

      expect(fulfilled(order)).toEqual([1, 1]);
      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
    });

    test('sent again under another name changes nothing', () => {
      const order = scenario.order([{ quantity: 5 }]);
      send('a.json', { id: order, items: [item(1)] });
      scenario.run(SCRIPT);
      send('b.json', { id: order, items: [item(1)] });

      scenario.run(SCRIPT);

      expect(fulfilled(order)).toEqual([1]);
      expect(scenario.ledger('b.json')).toMatchObject({
        custrecord_hc_ff_status: 'Done',
        custrecord_hc_ff_skipped: 1,
      });
    });
  });

  describe('two deployments at once', () => {
    test.each(['Connection.download', 'Record.save', 'N/record.transform', 'Connection.move'])(
      'of which the second starts at %s of the first ship everything once',
      (name) => {
        let nested: string | undefined;
        reopen({
          before: (call) => {
            if (nested || call.deploymentId !== SCRIPT || call.name !== name) return;
            nested = 'starting';
            nested = scenario.run(ON_DEMAND).ended;
          },
        });
        const orders = [scenario.order([{ quantity: 2 }]), scenario.order([{ quantity: 2 }])];
        orders.forEach((id, index) => {
          send(`${index}.json`, { id, items: [item(1)] });
        });

        settle();

        expect(nested).toBe('normally');
        expect(orders.flatMap(fulfilled)).toEqual([1, 1]);
        expect(scenario.files(`${FOLDER}/archive`)).toEqual(['0.json', '1.json']);
      },
    );
  });

  describe('somebody who changes the sales order meanwhile', () => {
    const touching = (times: number) => {
      let order = 0;
      let touched = 0;
      reopen({
        before: (call) => {
          if (!isSave(call) || touched >= times || order === 0) return;
          touched += 1;
          scenario.account.asUser(({ record }) => {
            const loaded = record.load({ type: 'salesorder', id: order });
            loaded.setValue({ fieldId: 'memo', value: `changed ${touched}` });
            loaded.save();
          });
        },
      });
      order = scenario.order([{}]);
      send('a.json', { id: order, items: [item(1)] });
      return order;
    };

    test('once does not keep it from being fulfilled', () => {
      const order = touching(1);

      settle();

      expect(fulfilled(order)).toEqual([1]);
      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
    });

    test('all the time has the shipment reported as one that may be sent again, or fulfilled, not both', () => {
      const order = touching(1000);

      settle();

      const told = scenario.errors(FOLDER, 'a.json');
      expect([fulfilled(order), told]).toEqual(told.length > 0 ? [[0], ['1 ORDER_BUSY']] : [[1], []]);
    });
  });

  describe('a server that goes down', () => {
    test.each(['before', 'after'] as const)('right %s an item fulfillment is saved costs nothing', (when) => {
      let saves = 0;
      reopen({
        [when]: (call: NCall) => {
          if (!isSave(call)) return;
          saves += 1;
          if (saves === 3 || saves === 6) throw new ServerDown(call, when);
        },
      });
      const orders = Array.from({ length: 4 }, () => scenario.order([{ quantity: 2 }]));
      send('a.json', ...orders.map((id) => ({ id, items: [item(1)] })));

      for (let round = 0; round < 4; round += 1) {
        try {
          scenario.run(SCRIPT);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(ServerDown);
        }
      }

      expect(orders.flatMap(fulfilled)).toEqual([1, 1, 1, 1]);
      expect(fulfillments()).toHaveLength(4);
      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
      expect(scenario.ledger('a.json')).toMatchObject({
        custrecord_hc_ff_status: 'Done',
        custrecord_hc_ff_applied: 4,
      });
    });
  });

  test('an answer of NetSuite that is lost after it saved is looked up, not taken for a refusal', () => {
    let lost = false;
    reopen({
      after: (call) => {
        if (lost || !isSave(call) || fulfillments().length === 0) return;
        lost = true;
        throw Object.assign(new Error('An unexpected error occurred.'), { name: 'UNEXPECTED_ERROR' });
      },
    });
    const order = scenario.order([{ quantity: 2 }]);
    send('a.json', { id: order, items: [item(1)] });

    settle();

    expect(fulfilled(order)).toEqual([1]);
    expect(scenario.errors(FOLDER, 'a.json')).toEqual([]);
  });
});
