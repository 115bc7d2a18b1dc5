/** What the parameters of HC_SC_CreateItemFulfillment change, also for what it hands over to the backlog's script. */
import { describe, expect, test } from '@jest/globals';
import { FOLDER, fulfillments, SCRIPT, scenario } from '../fulfillment-scenario.ts';
import { STORE } from '../scenario.ts';

/** Ships the first line of so many orders and gives their ids. */
function ship(parameters: Record<string, string>, orders = 1): number[] {
  const ids = Array.from({ length: orders }, () => scenario.order([{ quantity: 2 }]));
  const file = ids.map((id) => ({
    order_id: String(id),
    items: [
      {
        line_id: '1',
        location_id: String(STORE),
        quantity: '1',
        shipment_id: `S${id}`,
        shipment_method_type_id: 'STOREPICKUP',
        tracking_number: '1Z1',
        shipped_date: '2026-02-27T23:30:00Z',
      },
    ],
  }));
  scenario.put(`${FOLDER}/a.json`, JSON.stringify(file));
  scenario.later(5);
  expect(scenario.account.runDeployment(SCRIPT, { parameters }).ended).toBe('normally');
  scenario.account.runQueue();
  return ids;
}

describe.each([
  ['one order', 1],
  ['a backlog', 350],
])('for %s', (_what, orders) => {
  test('tagging turned off leaves the sales order line as it is', () => {
    const ids = ship({ custscript_hc_cf_tag_lines: 'F' }, orders);

    for (const id of ids) {
      const { quantityfulfilled, custcol_hc_item_tag, custcolisbopis } = scenario.line(id, 1);
      expect([quantityfulfilled, custcol_hc_item_tag ?? null, custcolisbopis === true]).toEqual([
        1,
        null,
        false,
      ]);
    }
  });

  test('the ship date turned off dates with the day of the run', () => {
    ship({ custscript_hc_cf_use_ship_date: 'F' }, orders);

    expect(new Set(fulfillments().map(({ fields }) => fields.trandate))).toEqual(new Set(['2026-03-02']));
  });

  test('memo and weight are those of the deployment', () => {
    ship({ custscript_hc_cf_memo: 'Von HotWax', custscript_hc_cf_package_weight: '2.5' }, orders);

    expect(new Set(fulfillments().map(({ fields }) => fields.memo))).toEqual(new Set(['Von HotWax']));
    expect(new Set(fulfillments().map(({ sublists }) => sublists.package?.[0]?.packageweight))).toEqual(
      new Set([2.5]),
    );
  });
});

test.each([
  ['cleared', ''],
  ['nothing', '0'],
])('a weight that is %s is taken for one pound, as NetSuite takes no package without', (_what, weight) => {
  ship({ custscript_hc_cf_package_weight: weight });

  expect(fulfillments()[0]?.sublists.package?.[0]?.packageweight).toBe(1);
});
