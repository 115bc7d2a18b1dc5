/** What docs/accounts.md says that a shipment becomes under each value of a preference, done on the emulator. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { type AccountSetup, type Line, openScenario, type Scenario, STORE, WAREHOUSE } from '../scenario.ts';

const FOLDER = 'fulfilledsalesorder/export';
const SCRIPT = 'customdeploy_create_itemfulfillment';

let scenario: Scenario;
afterEach(() => scenario.end());

type Shipped = { quantity?: number; location?: number; date?: string; parameters?: Record<string, string> };

/** Ships of an order of two. @returns `shipped` with the day, or code and message of the refusal */
function ship(setup: AccountSetup, shipped: Shipped = {}, line: Line = {}): string {
  const { quantity = 2, location = STORE, date, parameters = {} } = shipped;
  scenario = openScenario({}, setup);
  if (date !== undefined) closeFebruary();
  const order = scenario.order([{ quantity: 2, ...line }]);
  const item = {
    line_id: '1',
    location_id: String(location),
    quantity: String(quantity),
    shipment_id: 'S1',
    shipped_date: date,
  };
  scenario.put(`${FOLDER}/a.json`, JSON.stringify([{ order_id: String(order), items: [item] }]));
  scenario.later(5);
  expect(scenario.account.runDeployment(SCRIPT, { parameters }).ended).toBe('normally');
  const [refused] = scenario.refusals(FOLDER, 'a.json');
  if (refused) return `${refused.code}: ${refused.message}`;
  const [made] = scenario.account.listRecords('itemfulfillment');
  expect(scenario.line(order, 1).quantityfulfilled).toBe(quantity);
  return `shipped ${made?.fields.trandate}`;
}

function closeFebruary(): void {
  for (const [name, enddate, closed] of [
    ['2026-02', '2026-02-28', true],
    ['2026-03', '2026-03-31', false],
  ] as const)
    scenario.account.addRecord('accountingperiod', {
      periodname: name,
      startdate: `${name}-01`,
      enddate,
      closed,
    });
}

const NOW = 'shipped 2026-03-02';

describe('Fulfill Based on Commitment', () => {
  /** Stores have stock, the warehouse has none. */
  const on = (
    fulfillBasedOnCommitment: 'Limit to Committed' | 'Allow Uncommitted' | 'Ignore Commitment',
  ) => ({
    named: 'stock at stores' as const,
    preferences: { fulfillBasedOnCommitment },
  });

  test('Limit to Committed ships what the location has, once the line stands there', () => {
    expect(ship(on('Limit to Committed'), {}, { location: WAREHOUSE })).toBe(NOW);
  });

  test('Limit to Committed refuses what the location has not', () => {
    expect(ship(on('Limit to Committed'), { location: WAREHOUSE })).toMatch(/^NOT_COMMITTED: /);
  });

  test.each(['Allow Uncommitted', 'Ignore Commitment'] as const)('%s ships it all the same', (value) => {
    expect(ship(on(value), { location: WAREHOUSE })).toBe(NOW);
  });

  test.each(['Limit to Committed', 'Allow Uncommitted', 'Ignore Commitment'] as const)(
    '%s ships where items are zero by default, too',
    (value) => {
      const { named, preferences } = on(value);
      expect(ship({ named, preferences: { ...preferences, defaultItemsToZero: true } })).toBe(NOW);
    },
  );
});

test('stock that is not committed when an order is saved is not there for a shipment either', () => {
  const setup = { named: 'limit to committed', preferences: { commitOnEntry: false } } as const;
  expect(ship(setup)).toMatch(/^NOT_COMMITTED: /);
});

describe('Allow Overage on Item Fulfillments', () => {
  const more = (parameter: 'T' | 'F') => ({
    quantity: 3,
    parameters: { custscript_hc_cf_allow_overage: parameter },
  });
  const allowed = { preferences: { allowOverage: true } };

  test('wants the parameter as well', () => {
    expect(ship(allowed, more('F'))).toMatch(/^MORE_THAN_REMAINS: /);
    scenario.end();
    expect(ship(allowed, more('T'))).toBe(NOW);
  });

  test('off, with the parameter on, has NetSuite refuse', () => {
    expect(ship({}, more('T'))).toMatch(/^NOT_SAVED: .*only 2 remain/);
  });
});

describe('what shipped in a closed period', () => {
  const date = '2026-02-27T20:30:00-05:00';
  const parameters = { custscript_hc_cf_move_closed_dates: 'F' };
  const each = (['Allow', 'Warn', 'Disallow'] as const).flatMap((allowDateOutsidePeriod) =>
    (['Current Period', 'First Open Period'] as const).flatMap((defaultPostingPeriod) =>
      [true, false].map((inventoryInClosedPeriods) => ({
        allowDateOutsidePeriod,
        defaultPostingPeriod,
        inventoryInClosedPeriods,
      })),
    ),
  );

  test.each(each)('is dated on the first open day, whatever the preferences (%j)', (preferences) => {
    expect(ship({ preferences }, { date })).toBe('shipped 2026-03-01');
  });

  test.each(each)('keeps its day where dates stay, if NetSuite lets it (%j)', (preferences) => {
    const { allowDateOutsidePeriod, inventoryInClosedPeriods } = preferences;
    const isLet = allowDateOutsidePeriod !== 'Disallow' && inventoryInClosedPeriods;
    expect(ship({ preferences }, { date, parameters })).toMatch(
      isLet ? /^shipped 2026-02-27$/ : /^PERIOD_CLOSED: .*accounting period/,
    );
  });

  test('is dated with the day of the run where the ship date is not used', () => {
    expect(ship({}, { date, parameters: { custscript_hc_cf_use_ship_date: 'F' } })).toBe(NOW);
  });
});

test('without Advanced Shipping an invoice is made with each item fulfillment', () => {
  expect(ship({ features: { ADVSHIPPING: false } })).toBe(NOW);
  expect(scenario.account.listRecords('invoice')).toHaveLength(1);
});

describe('a line that is not to be given stock', () => {
  test.each([
    ['Complete Qty', '2', 1500],
    ['Do Not Commit', '3', 2],
  ])('%s is refused where only what is committed ships', (_label, commitinventory, quantity) => {
    scenario = openScenario({}, { named: 'limit to committed' });
    const order = scenario.order([{ quantity }]);
    scenario.account.asUser(({ record }) => {
      const loaded = record.load({ type: 'salesorder', id: order });
      const place = { sublistId: 'item', fieldId: 'commitinventory', line: 0 };
      loaded.setSublistValue({ ...place, value: commitinventory }).save();
    });
    send(order);
    expect(scenario.errors(FOLDER, 'a.json')).toEqual(['1 NOT_COMMITTED']);
  });
});

function send(order: number, location = STORE): void {
  const item = { line_id: '1', location_id: String(location), quantity: '1', shipment_id: 'S1' };
  scenario.put(`${FOLDER}/a.json`, JSON.stringify([{ order_id: String(order), items: [item] }]));
  expect(scenario.run(SCRIPT).ended).toBe('normally');
}

test('a location of another subsidiary is refused by both feeds', () => {
  scenario = openScenario({}, { named: 'one world' });
  const order = scenario.order([{}]);
  const abroad = scenario.account.addRecord('location', { name: 'Abroad', subsidiary: '2' });
  send(order, abroad);
  expect(scenario.errors(FOLDER, 'a.json')).toEqual(['1 NOT_SAVED']);
  expect(scenario.refusals(FOLDER, 'a.json')[0]?.message).toContain('for subsidiary 1.');
  scenario.put('salesorder/update/a.csv', `internalId,lineId,location\n${order},1,${abroad}\n`);
  scenario.run('customdeploy_update_salesorder');
  expect(scenario.errors('salesorder/update', 'a.csv')).toEqual(['1 LOCATION_OF_OTHER_SUBSIDIARY']);
});

describe('a workflow that locks the sales order', () => {
  const locked = { workflows: [{ record: 'salesorder', states: [{ locks: true }] }] };

  test('has nothing to do with a line that is as the feed has it', () => {
    scenario = openScenario({}, locked);
    send(scenario.order([{ location: STORE, tag: 'hotwax-fulfilled' }]));
    expect(scenario.errors(FOLDER, 'a.json')).toEqual([]);
  });

  test('is named for a line that would have to move', () => {
    scenario = openScenario({}, locked);
    send(scenario.order([{}]));
    expect(scenario.refusals(FOLDER, 'a.json')[0]?.message).toContain('locked by a user defined workflow');
  });
});

describe('what shipped in a period that was closed before it was exported', () => {
  test.each([
    [false, false],
    [true, true],
  ])('with Allow Non-G/L Changes %j is exported, and its box ticked: %j', (allownonglchanges, ticked) => {
    scenario = openScenario();
    closeFebruary();
    const order = scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' });
    const shipped = scenario.ship(order);
    for (const { id, fields } of scenario.account.listRecords('accountingperiod')) {
      if (fields.periodname !== '2026-03') continue;
      scenario.account.asUser(({ record }) => {
        const period = record.load({ type: 'accountingperiod', id });
        period.setValue({ fieldId: 'closed', value: true });
        period.setValue({ fieldId: 'allownonglchanges', value: allownonglchanges }).save();
      });
    }
    expect(scenario.run('customdeploy_export_so_fulfillment').ended).toBe('normally');
    expect(scenario.files('salesorder/import/fulfillment-nifi')).toHaveLength(1);
    const { custbody_hc_fulfillment_exported: box } = scenario.account.getRecord(
      'itemfulfillment',
      shipped,
    ).fields;
    expect(box).toBe(ticked);
  });
});
