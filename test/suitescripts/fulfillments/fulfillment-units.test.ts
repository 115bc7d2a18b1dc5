/** What many shipments cost, and what happens when one run cannot do them all. */
import { describe, expect, test } from '@jest/globals';
import { fulfilled, fulfillments, item, SCRIPT, scenario, send } from '../fulfillment-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const shippedItem = (lineId: number, fields: Record<string, unknown> = {}) =>
  item(lineId, { tags: 'hotwax-fulfilled', shipment_method_type_id: 'STANDARD', ...fields });

describe('a run', () => {
  test('that runs out of units hands the rest over, and every order is fulfilled once', () => {
    const orders = Array.from({ length: 400 }, () => scenario.order([{ quantity: 2 }]));
    send(
      'a.json',
      ...orders.map((id, index) => ({ id, items: [shippedItem(1, { shipment_id: `S${index}` })] })),
    );

    scenario.run(SCRIPT);
    scenario.account.runQueue();

    expect(orders.flatMap(fulfilled)).toEqual(orders.map(() => 1));
    expect(fulfillments()).toHaveLength(400);
    expect(scenario.ledger('a.json')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_applied: 400,
    });
  });

  test.each([
    [30, 'when nothing is to be noted on it', { tags: '#{defaultTags}' }, {}],
    [60, 'when its line moves and is tagged', {}, { location: WAREHOUSE, tag: '' }],
  ])('uses at most %d units for each order %s, besides a constant', (limit, _when, fields, line) => {
    const orders = Array.from({ length: 101 }, () =>
      scenario.order([{ location: STORE, tag: 'hotwax-fulfilled', ...line }]),
    );
    const shipment = (id: number, index: number) => ({
      id,
      items: [shippedItem(1, { shipment_id: `S${index}`, ...fields })],
    });
    send('one.json', ...orders.slice(0, 1).map(shipment));
    const one = scenario.run(SCRIPT).units;
    send('many.json', ...orders.slice(1).map((id, index) => shipment(id, index + 1)));

    expect(scenario.run(SCRIPT).units - one).toBeLessThanOrEqual(99 * limit);
    expect(fulfillments()).toHaveLength(101);
  });
});
