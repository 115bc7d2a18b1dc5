/** docs/monitoring.md on replays, promise by promise. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { scenario } from '../each-scenario.ts';
import { STORE } from '../scenario.ts';

const UPDATE = 'customdeploy_update_salesorder';
const CREATE = 'customdeploy_create_itemfulfillment';
const ALLOCATIONS = 'salesorder/update';
const SHIPMENTS = 'fulfilledsalesorder/export';

const page = readFileSync(join(import.meta.dirname, '../../../docs/monitoring.md'), 'utf8');

const allocate = (name: string, order: number | string, location = STORE) =>
  scenario.put(`${ALLOCATIONS}/${name}`, `internalId,lineId,location\n${order},1,${location}\n`);

const ship = (name: string, order: number, fields: Record<string, unknown> = {}) =>
  scenario.put(
    `${SHIPMENTS}/${name}`,
    JSON.stringify([
      {
        order_id: String(order),
        items: [{ line_id: '1', location_id: String(STORE), quantity: '1', ...fields }],
      },
    ]),
  );

const status = (name: string) => scenario.ledger(name)?.custrecord_hc_ff_status;
const fulfilled = (order: number) => Number(scenario.line(order, 1).quantityfulfilled ?? 0);

describe('a replay', () => {
  test.each(['a.csv', 'a-corrected.csv'])(
    'of a file that failed, corrected, works under the name %s',
    (name) => {
      const order = scenario.order([{}]);
      scenario.put(`${ALLOCATIONS}/a.csv`, 'sku\n1\n');
      scenario.run(UPDATE);
      scenario.take(`${ALLOCATIONS}/failed/a.csv`);
      allocate(name, order);
      scenario.run(UPDATE);

      expect(status(name)).toBe('Done');
      expect(scenario.line(order, 1).location).toBe(String(STORE));
    },
  );

  test('of a file that is done, under a new name, changes nothing', () => {
    const order = scenario.order([{ quantity: 3 }]);
    for (const name of ['a.json', 'a-again.json']) {
      ship(name, order, { shipment_id: 'S1' });
      scenario.run(CREATE);
    }

    expect(fulfilled(order)).toBe(1);
    expect(scenario.ledger('a-again.json')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_skipped: 1,
    });
  });

  test('of a file without shipment ids, under a new name, ships again: the page warns of it', () => {
    const order = scenario.order([{ quantity: 3 }]);
    for (const name of ['a.json', 'a-again.json']) {
      ship(name, order);
      scenario.run(CREATE);
    }

    expect(fulfilled(order)).toBe(2);
    expect(page).toContain('shipment_id');
  });

  test('of refused rows alone, once their cause is fixed, applies them', () => {
    const order = scenario.order([{ isclosed: true }, {}]);
    ship('a.json', order, { shipment_id: 'S1' });
    scenario.run(CREATE);
    expect(status('a.json')).toBe('Done with errors');
    scenario.account.asUser(({ record }) => {
      const loaded = record.load({ type: 'salesorder', id: order });
      loaded.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line: 0, value: false });
      loaded.save();
    });
    ship('a-rest.json', order, { shipment_id: 'S1' });
    scenario.run(CREATE);

    expect(status('a-rest.json')).toBe('Done');
    expect(fulfilled(order)).toBe(1);
  });
});
