/** What many shipments cost, and what happens when one run cannot do them all. */
import { describe, expect, test } from '@jest/globals';
import { fulfilled, fulfillments, item, SCRIPT, scenario, send } from '../fulfillment-scenario.ts';

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

  test('uses 70 units for each order when it tags the lines, besides a constant', () => {
    const orders = Array.from({ length: 101 }, () => scenario.order([{}]));
    const shipment = (id: number, index: number) => ({
      id,
      items: [shippedItem(1, { shipment_id: `S${index}` })],
    });
    send('one.json', ...orders.slice(0, 1).map(shipment));
    const one = scenario.run(SCRIPT).units;
    send('many.json', ...orders.slice(1).map((id, index) => shipment(id, index + 1)));

    expect(scenario.run(SCRIPT).units - one).toBeLessThanOrEqual(99 * 70);
  });
});
