/** Shipments that NetSuite refuses: told with row, field and reason, nothing half-saved, and the others fulfilled. */
import { describe, expect, test } from '@jest/globals';
import type { NCall } from '../../../emulator/account/faults.ts';
import {
  FOLDER,
  fulfilled,
  fulfillments,
  linesOf,
  reopen,
  SCRIPT,
  scenario,
  send,
  ship,
  taggedItem,
} from '../fulfillment-scenario.ts';
import { CLOSED_STORE, LOT_ITEM, SERIAL_ITEM } from '../scenario.ts';

/** Location and tag of the first line. */
function notesOn(order: number) {
  const [line] = linesOf(order);
  return [line?.location ?? null, line?.custcol_hc_item_tag ?? null];
}

describe('a line that is', () => {
  test.each([
    ['serial numbered', SERIAL_ITEM],
    ['lot numbered', LOT_ITEM],
  ])('%s is refused, naming its row and why, and nothing of it is saved', (_what, kind) => {
    const order = scenario.order([{ item: kind }]);

    expect(ship(order, taggedItem(1))).toHaveLength(1);

    expect(scenario.refusals(FOLDER, 'a.json')).toMatchObject([
      { row: '1', message: expect.stringMatching(/inventory detail/i) },
    ]);
    expect(fulfillments()).toEqual([]);
    expect(notesOn(order)).toEqual([null, null]);
  });

  test('serial numbered does not keep the other lines of its shipment from being fulfilled', () => {
    const order = scenario.order([{}, { item: SERIAL_ITEM }]);

    expect(ship(order, taggedItem(1), taggedItem(2)).map((line) => line.split(' ')[0])).toEqual(['2']);
    expect(fulfilled(order)).toEqual([1, 0]);
  });
});

describe('a location', () => {
  test.each([
    ['that does not exist', '7'],
    ['that is inactive', String(CLOSED_STORE)],
    ['that is no id', 'Store'],
  ])('%s refuses its rows, naming the field, and nothing of the order changes', (_what, location_id) => {
    const order = scenario.order([{}]);

    expect(ship(order, taggedItem(1, { location_id }))).toHaveLength(1);
    expect(scenario.refusals(FOLDER, 'a.json')[0]?.message).toContain(location_id);
    expect(scenario.refusals(FOLDER, 'a.json')[0]?.field).toBe('location_id');
    expect(fulfillments()).toEqual([]);
    expect(notesOn(order)).toEqual([null, null]);
  });
});

describe('an order that is', () => {
  test.each([
    ['not approved', { orderstatus: 'A' }, false],
    ['cancelled', { orderstatus: 'C' }, false],
    ['billed', { orderstatus: 'G' }, false],
    ['closed', { orderstatus: 'H' }, true],
  ])('%s refuses its rows with the reason, and is left as it is', (_what, fields, isclosed) => {
    const order = scenario.order([{ isclosed }], fields);

    expect(ship(order, taggedItem(1))).toHaveLength(1);
    expect(scenario.refusals(FOLDER, 'a.json')[0]).toMatchObject({
      field: 'order_id',
      code: expect.stringMatching(/^(ORDER_NOT_APPROVED|ORDER_NOT_FULFILLABLE|NOTHING_TO_FULFILL)$/),
    });
    expect(notesOn(order)).toEqual([null, null]);
  });
});

describe('what comes with a shipment', () => {
  test('may be a shipping method that NetSuite does not take: that costs the method, with a note, not the shipment', () => {
    const order = scenario.order([{}]);

    expect(ship(order, taggedItem(1, { ship_method_id: '9999' }))).toEqual([]);
    const [made] = fulfillments();
    expect(made?.fields.shipmethod ?? null).toBeNull();
    expect(made?.fields.memo).toMatch(/^Fulfilled by HotWax Commerce Without shipping method 9999: .*9999/);
  });

  test('is no method that NetSuite has refused when the rows name none, whatever the account’s scripts talk about', () => {
    const throws = { name: 'DOWN', message: 'The shipping method service is down.' };
    const event = {
      record: 'itemfulfillment',
      event: 'beforeSubmit',
      contexts: ['SCHEDULED'],
      throws,
    } as const;
    reopen({}, { userEvents: [{ ...event, times: 1 }] });
    const order = scenario.order([{}]);

    expect(ship(order, taggedItem(1))).toEqual(['1 NOT_SAVED']);
    expect(fulfillments()).toEqual([]);
  });

  test('is a refused method that is told however long the account’s own memo is', () => {
    const order = scenario.order([{}]);
    send('a.json', { id: order, items: [taggedItem(1, { ship_method_id: '9999' })] });
    const memo = 'x'.repeat(999);
    scenario.account.runDeployment(SCRIPT, { parameters: { custscript_hc_cf_memo: memo } });

    const [made] = fulfillments();
    expect(made?.fields.memo).toMatch(/^x+ Without shipping method 9999: .*9999\.?$/);
    expect(String(made?.fields.memo)).toHaveLength(999);
  });

  test('may be a shipping method whose carrier NetSuite does not tell: it is set all the same', () => {
    const refuse = ({ name }: NCall) => {
      if (name !== 'N/search.lookupFields') return;
      throw Object.assign(new Error('That record does not exist.'), { name: 'RCRD_DSNT_EXIST' });
    };
    reopen({ before: refuse });
    const order = scenario.order([{}]);

    expect(ship(order, taggedItem(1, { ship_method_id: '2830' }))).toEqual([]);
    expect(fulfillments()[0]?.fields.shipmethod).toBe('2830');
  });
});
