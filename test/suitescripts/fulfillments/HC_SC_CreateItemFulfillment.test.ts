import { expect } from '@jest/globals';
import { describe, onEveryAccount, test } from '../every-account.ts';
import {
  FOLDER,
  fulfilled,
  fulfillments,
  type Item,
  item,
  reopen,
  SCRIPT,
  scenario,
  send,
} from '../fulfillment-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const shippedItem = (lineId: number, fields: Item = {}): Item =>
  item(lineId, { tags: 'hotwax-fulfilled', shipment_method_type_id: 'STANDARD', ...fields });

onEveryAccount('HC_SC_CreateItemFulfillment', () => {
  describe('a shipment', () => {
    test('becomes one item fulfillment, shipped, with its lines, location, tracking numbers and date', () => {
      const order = scenario.order([{ quantity: 2 }, {}]);
      const fields = {
        tracking_number: '1Z1 | 1Z2',
        shipped_date: '2026-02-27T23:30:00Z',
        ship_method_id: '2830',
      };
      send('a.json', {
        id: order,
        items: [shippedItem(1, { quantity: '2', ...fields }), shippedItem(2, fields)],
      });

      scenario.run(SCRIPT);

      const [fulfillment, ...others] = fulfillments();
      expect(others).toEqual([]);
      expect(fulfillment?.fields).toMatchObject({
        shipstatus: 'C',
        shipmethod: '2830',
        custbody_hc_shipment_id: 'S1',
        custbody_hc_fulfillment_exported: true,
        memo: expect.stringMatching(/^Fulfilled by HotWax Commerce/),
      });
      expect(scenario.trackingNumbers(fulfillment?.id ?? 0)).toEqual(['1Z1', '1Z2']);
      expect(fulfillment?.sublists.item?.map((line) => [line.quantity, line.location])).toEqual([
        [2, String(STORE)],
        [1, String(STORE)],
      ]);
      expect(fulfilled(order)).toEqual([2, 1]);
      expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.json']);
      expect(scenario.ledger('a.json')).toMatchObject({
        custrecord_hc_ff_status: 'Done',
        custrecord_hc_ff_applied: 2,
      });
    });

    test('leaves the other lines of the order unfulfilled', () => {
      const order = scenario.order([{}, { quantity: 5 }, {}]);
      send('a.json', { id: order, items: [shippedItem(2, { quantity: '3' })] });

      scenario.run(SCRIPT);

      expect(fulfilled(order)).toEqual([0, 3, 0]);
    });

    test('notes tag, location and store pickup on the sales order line', () => {
      const order = scenario.order([{}, {}]);
      send('a.json', { id: order, items: [shippedItem(1, { shipment_method_type_id: 'STOREPICKUP' })] });

      scenario.run(SCRIPT);

      expect(scenario.line(order, 1)).toMatchObject({
        custcol_hc_item_tag: 'hotwax-fulfilled',
        custcolisbopis: true,
        location: String(STORE),
      });
      expect(scenario.line(order, 2).custcol_hc_item_tag ?? null).toBeNull();
    });

    test('that is sent again in another file is not fulfilled again', () => {
      const order = scenario.order([{ quantity: 4 }]);
      send('a.json', { id: order, items: [shippedItem(1)] });
      scenario.run(SCRIPT);
      send('b.json', { id: order, items: [shippedItem(1)] });

      scenario.run(SCRIPT);

      expect(fulfilled(order)).toEqual([1]);
      expect(scenario.ledger('b.json')).toMatchObject({
        custrecord_hc_ff_applied: 0,
        custrecord_hc_ff_skipped: 1,
      });
    });

    test('of which a row was corrected and sent again gets the rest in a second item fulfillment', () => {
      const order = scenario.order([{}, {}]);
      send('a.json', { id: order, items: [shippedItem(1), shippedItem(2, { quantity: '2' })] });
      scenario.run(SCRIPT);
      send('b.json', { id: order, items: [shippedItem(1), shippedItem(2)] });

      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, 'a.json')).toEqual(['2 MORE_THAN_REMAINS']);
      expect(fulfilled(order)).toEqual([1, 1]);
      expect(fulfillments()).toHaveLength(2);
    });

    test('whose order items share a sales order line is completed by the item that comes later', () => {
      const order = scenario.order([{ quantity: 4 }]);
      send('a.json', { id: order, items: [shippedItem(1, { order_item_seq_id: '00101' })] });
      send('b.json', { id: order, items: [shippedItem(1, { order_item_seq_id: '00102' })] });
      send('c.json', { id: order, items: [shippedItem(1, { order_item_seq_id: '00101' })] });

      scenario.run(SCRIPT);

      expect(fulfilled(order)).toEqual([2]);
      expect(scenario.ledger('b.json')).toMatchObject({ custrecord_hc_ff_applied: 1 });
      expect(scenario.ledger('c.json')).toMatchObject({ custrecord_hc_ff_skipped: 1 });
    });

    test('of its own is an item fulfillment of its own, by location too', () => {
      const order = scenario.order([{ quantity: 3 }, {}]);
      send('a.json', {
        id: order,
        items: [
          shippedItem(1),
          shippedItem(1, { shipment_id: 'S2' }),
          shippedItem(2, { location_id: String(WAREHOUSE) }),
        ],
      });

      scenario.run(SCRIPT);

      expect(fulfillments()).toHaveLength(3);
      expect(fulfilled(order)).toEqual([2, 1]);
    });

    test('without an id, as older feeds have it, is fulfilled once for each file', () => {
      const order = scenario.order([{ quantity: 2 }]);
      const older = { line_id: '1', location_id: STORE, quantity: 1, tags: '#{defaultTags}' };
      send('a.json', { id: order, items: [older] });
      send('b.json', { id: order, items: [older] });
      send('c.json', { id: order, items: [older] });

      scenario.run(SCRIPT);

      expect(fulfilled(order)).toEqual([2]);
      expect(scenario.errors(FOLDER, 'c.json')[0]).toMatch(
        /^1 (NOTHING_TO_FULFILL|ORDER_NOT_FULFILLABLE|LINE_NOT_FULFILLABLE)$/,
      );
    });
  });

  describe('a row', () => {
    test('for more than remains is refused, and nothing of it is fulfilled', () => {
      const order = scenario.order([{ quantity: 2 }]);
      send('a.json', { id: order, items: [shippedItem(1, { quantity: '3' })] });

      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, 'a.json')).toEqual(['1 MORE_THAN_REMAINS']);
      expect(fulfillments()).toEqual([]);
    });

    test('for a line that is closed or does not exist is refused, the others of its shipment are fulfilled', () => {
      const order = scenario.order([{}, { isclosed: true }]);
      send('a.json', { id: order, items: [shippedItem(1), shippedItem(2), shippedItem(9)] });

      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, 'a.json')).toEqual(['2 LINE_NOT_FULFILLABLE', '3 LINE_NOT_FULFILLABLE']);
      expect(fulfilled(order)).toEqual([1, 0]);
    });

    test('of an order NetSuite does not have is refused, the other orders are fulfilled', () => {
      const order = scenario.order([{}]);
      send(
        'a.json',
        { id: 999999, items: [shippedItem(1)] },
        { id: 'SO-1', items: [shippedItem(1)] },
        { id: order, items: [shippedItem(1)] },
      );

      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, 'a.json').map((line) => line.split(' ')[0])).toEqual(['1', '2']);
      expect(fulfilled(order)).toEqual([1]);
    });

    test('that cannot be read is refused with its field', () => {
      const order = scenario.order([{}]);
      send('a.json', {
        id: order,
        items: [shippedItem(1, { quantity: '0' }), shippedItem(1, { location_id: '' })],
      });

      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, 'a.json')).toEqual(['1 INVALID_QUANTITY', '2 MISSING_LOCATION']);
    });
  });

  describe('a row that the file repeats word for word', () => {
    test('is shipped once and counted as a repeat', () => {
      const order = scenario.order([{ quantity: 5 }]);
      const row = shippedItem(1, { order_item_seq_id: '00101', shipment_item_seq_id: '00001' });
      send('a.json', { id: order, items: [row, row] });

      scenario.run(SCRIPT);

      expect(fulfilled(order)).toEqual([1]);
      expect(scenario.ledger('a.json')).toMatchObject({
        custrecord_hc_ff_rows: 2,
        custrecord_hc_ff_applied: 1,
        custrecord_hc_ff_skipped: 1,
      });
    });

    test('is shipped twice when it does not say of which order item it is, as in older files', () => {
      const order = scenario.order([{ quantity: 5 }]);
      send('a.json', { id: order, items: [shippedItem(1), shippedItem(1)] });

      scenario.run(SCRIPT);

      expect(fulfilled(order)).toEqual([2]);
    });
  });

  describe('a run', () => {
    test('takes an empty file as nothing to do', () => {
      scenario.put(`${FOLDER}/a.json`, '');
      scenario.put(`${FOLDER}/b.json`, '[]');

      scenario.run(SCRIPT);

      expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.json', 'b.json']);
    });

    test('puts a file that is no JSON into failed and goes on', () => {
      const order = scenario.order([{}]);
      scenario.put(`${FOLDER}/a.json`, '[{"order_id": ');
      send('b.json', { id: order, items: [shippedItem(1)] });

      scenario.run(SCRIPT);

      expect(scenario.files(`${FOLDER}/failed`)).toEqual(['a.json']);
      expect(fulfilled(order)).toEqual([1]);
    });
  });

  describe('an error that comes', () => {
    const failAt = (when: 'before' | 'after') => {
      let transformed = false;
      reopen({
        [when]: ({ name }: { name: string }) => {
          if (name === 'N/record.transform') transformed = true;
          if (name === 'N/record.load') transformed = false;
          if (name !== 'Record.save' || !transformed) return;
          transformed = false;
          throw Object.assign(new Error('The request took too long.'), { name: 'SSS_REQUEST_TIME_EXCEEDED' });
        },
      });
      return scenario.order([{}]);
    };

    test('after NetSuite has saved the item fulfillment does not refuse what it holds', () => {
      send('a.json', { id: failAt('after'), items: [shippedItem(1, { tags: '' })] });

      scenario.run(SCRIPT);

      expect(fulfillments()).toHaveLength(1);
      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
      expect(scenario.ledger('a.json')).toMatchObject({ custrecord_hc_ff_applied: 1 });
    });

    test('before NetSuite saves it refuses the rows with the reason', () => {
      send('a.json', { id: failAt('before'), items: [shippedItem(1, { tags: '' })] });

      scenario.run(SCRIPT);

      expect(fulfillments()).toHaveLength(0);
      expect(scenario.errors(FOLDER, 'a.json')).toEqual(['1 NOT_SAVED']);
    });
  });
});
