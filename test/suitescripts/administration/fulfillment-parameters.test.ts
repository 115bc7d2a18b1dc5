/** What the parameters of HC_SC_CreateItemFulfillment switch, and that a box nobody has ever set counts as it is delivered. */
import { describe, expect, test } from '@jest/globals';
import type { AccountName } from '../../../testbed/accounts/named-accounts.ts';
import {
  FOLDER,
  fulfilled,
  fulfillments,
  item,
  linesOf,
  reopen,
  SCRIPT,
  scenario,
} from '../fulfillment-scenario.ts';
import { STORE } from '../scenario.ts';

/** Ships the first line of a new order, with a parameter of the deployment set. */
function shipWith(
  named: AccountName,
  parameters: Record<string, string>,
  fields: Record<string, unknown> = {},
) {
  reopen({}, { named });
  const order = scenario.order([{}]);
  const items = [item(1, { tags: 'hotwax-fulfilled', ...fields })];
  scenario.put(`${FOLDER}/a.json`, JSON.stringify([{ order_id: String(order), items }]));
  scenario.account.runDeployment(SCRIPT, { parameters });
  return order;
}

const refusals = () => scenario.refusals(FOLDER, 'a.json');

describe('Move dates out of closed periods', () => {
  const shipped = { shipped_date: '2026-02-27T12:00:00-05:00' };

  test('dates what shipped in a closed period on the first open day, and its memo names the real one', () => {
    shipWith('closed periods', { custscript_hc_cf_move_closed_dates: 'T' }, shipped);
    expect(fulfillments()[0]?.fields).toMatchObject({
      trandate: '2026-03-01',
      memo: expect.stringContaining('Shipped on 2026-02-27'),
    });
  });

  test('when it is off leaves it to NetSuite, which refuses such a day', () => {
    const order = shipWith('closed periods', { custscript_hc_cf_move_closed_dates: 'F' }, shipped);
    expect(refusals()).toMatchObject([
      {
        code: 'PERIOD_CLOSED',
        field: 'shipped_date',
        message: expect.stringContaining('open accounting period'),
      },
    ]);
    expect([fulfilled(order), linesOf(order)[0]?.location]).toEqual([[0], null]);
  });
});

describe('Ignore mandatory fields', () => {
  test.each([
    ['T', 1, []],
    ['F', 0, ['Please enter value(s) for: shippingcost']],
  ])('at %s: %i is fulfilled', (value, count, words) => {
    const order = shipWith('mandatory fields', { custscript_hc_cf_ignore_mandatory: value });
    expect(fulfilled(order)).toEqual([count]);
    expect(refusals().map(({ message }) => message)).toEqual(
      words.map((word) => expect.stringContaining(word)),
    );
  });
});

describe('Use the ship date of the feed', () => {
  test.each([
    ['T', '2026-02-27'],
    ['F', '2026-03-02'],
  ])('at %s dates the item fulfillment %s', (value, day) => {
    shipWith(
      'kind',
      { custscript_hc_cf_use_ship_date: value },
      { shipped_date: '2026-02-27T20:30:00-05:00' },
    );
    expect(fulfillments()[0]?.fields.trandate).toBe(day);
  });
});

describe('Tag sales order lines', () => {
  test.each([
    ['T', 'hotwax-fulfilled'],
    ['F', null],
  ])('at %s tags a line with %j; its location is written in any case', (value, tag) => {
    const order = shipWith('kind', { custscript_hc_cf_tag_lines: value });
    expect(linesOf(order)[0]).toMatchObject({ location: String(STORE) });
    expect(linesOf(order)[0]?.custcol_hc_item_tag ?? null).toBe(tag);
  });
});

test('boxes of a deployment from before there were such boxes count as they are delivered', () => {
  const never = {
    custscript_hc_cf_tag_lines: '',
    custscript_hc_cf_use_ship_date: '',
    custscript_hc_cf_ignore_mandatory: '',
  };
  const order = shipWith('mandatory fields', never, { shipped_date: '2026-02-27T20:30:00-05:00' });
  expect(linesOf(order)[0]).toMatchObject({ custcol_hc_item_tag: 'hotwax-fulfilled', quantityfulfilled: 1 });
  expect(fulfillments()[0]?.fields.trandate).toBe('2026-02-27');
});
