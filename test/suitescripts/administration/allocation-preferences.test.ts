/** What docs/accounts.md says of allocations under each preference, feature, form, script and workflow, done on the emulator. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { shipOrder } from '../../../testbed/ship-order.ts';
import { type AccountSetup, ITEM, openScenario, type Scenario, STORE, WAREHOUSE } from '../scenario.ts';

const FOLDER = 'salesorder/update';
const SCRIPT = 'customdeploy_update_salesorder';

let scenario: Scenario;
afterEach(() => scenario.end());

type Line = Record<string, string | number | boolean>;

/** Allocates the one line of an order to the store. @returns where it is then, or code and message of the refusal */
function allocate(setup: AccountSetup, line: Line = {}, fields: Record<string, unknown> = {}): string {
  scenario = openScenario({}, setup);
  const order = Object.keys(line).length > 0 ? begin(line) : scenario.order([{}], fields);
  send(`${order},1,${STORE},`);
  const [refused] = scenario.refusals(FOLDER, 'a.csv');
  return refused ? `${refused.code}: ${refused.message}` : `at ${scenario.line(order, 1).location}`;
}

/** Enters a sales order with a line as NetSuite has it by now. */
function begin(line: Line): number {
  const [customer] = scenario.account.listRecords('customer');
  return scenario.account.addRecord('salesorder', {
    entity: String(customer?.id),
    sublists: { item: [{ item: String(ITEM), quantity: 2, ...line }] },
  });
}

function send(row: string): void {
  scenario.put(`${FOLDER}/a.csv`, `internalId,lineId,location,tags\n${row}\n`);
  expect(scenario.run(SCRIPT).ended).toBe('normally');
}

const AT_STORE = `at ${STORE}`;

describe('a line that NetSuite has begun with', () => {
  test('is set when it is committed elsewhere, and its stock follows', () => {
    expect(allocate({ named: 'limit to committed' }, { location: String(WAREHOUSE) })).toBe(AT_STORE);
  });

  test('is refused when it would have to move, and all of it is fulfilled', () => {
    scenario = openScenario();
    const order = scenario.order([{ location: WAREHOUSE }]);
    scenario.ship(order);
    send(`${order},1,${STORE},`);
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 ORDER_NOT_OPEN']);
    scenario.end();
    scenario = openScenario();
    const partly = scenario.order([{ location: WAREHOUSE }, { location: WAREHOUSE }]);
    shipOrder(scenario.account, partly, { lines: ['1'] });
    send(`${partly},1,${STORE},`);
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 LINE_FULFILLED']);
  });

  test.each([
    [undefined, []],
    ['kept', ['1 NOT_KEPT']],
    ['refused', ['1 NOT_SAVED']],
  ] as const)('is set when part of it is fulfilled, if NetSuite lets it (%s)', (placeOfFulfilled, errors) => {
    scenario = openScenario({}, { doubts: placeOfFulfilled ? { placeOfFulfilled } : {} });
    const order = scenario.order([{ location: WAREHOUSE, quantity: 3 }]);
    shipOrder(scenario.account, order, { inPart: true });
    send(`${order},1,${STORE},`);
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(errors);
  });

  test('is refused when it is closed', () => {
    scenario = openScenario();
    send(`${scenario.order([{ isclosed: true }, {}])},1,${STORE},`);
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 LINE_CLOSED']);
  });

  test('is refused with NetSuite’s own words when it is in a wave', () => {
    const inWave = { location: String(WAREHOUSE), quantitylocked: 2 };
    expect(allocate({ named: 'warehouse management' }, inWave)).toMatch(
      /^NOT_SAVED: .*associated with a wave transaction/,
    );
  });

  test('is refused when a fulfillment request asks another location for it', () => {
    const requested = { location: String(WAREHOUSE), quantityrequestedtofulfill: 2 };
    expect(allocate({ named: 'fulfillment requests' }, requested)).toMatch(/^LINE_REQUESTED: /);
  });

  test('takes what is not its location when it is on a fulfillment request', () => {
    scenario = openScenario({}, { named: 'fulfillment requests' });
    const order = begin({ location: String(STORE), quantityrequestedtofulfill: 2 });
    send(`${order},1,${STORE},gift`);
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual([]);
    expect(scenario.line(order, 1).custcol_hc_item_tag).toBe('gift');
  });
});

describe('the form of the sales order', () => {
  test('need not have the columns', () => {
    expect(allocate({ named: 'form without columns' })).toBe(AT_STORE);
  });

  test('that keeps what it does not show from scripts is found out', () => {
    expect(allocate({ named: 'form without columns', doubts: { fieldsOffForm: 'kept' } })).toMatch(
      /^NOT_KEPT: /,
    );
  });
});

test('where lines have an inventory location, that is set, of whatever subsidiary', () => {
  expect(allocate({ named: 'cross-subsidiary' })).toBe(AT_STORE);
});

test('an order that nobody has approved is allocated', () => {
  expect(allocate({}, {}, { orderstatus: 'A' })).toBe(AT_STORE);
});

test('what a script of the account refuses is refused with its words', () => {
  const refuses = { name: 'FRAUD_HOLD', message: 'The order is on hold for a fraud check.' };
  const event = { record: 'salesorder', event: 'beforeSubmit', when: ['edit'], throws: refuses } as const;
  expect(allocate({ userEvents: [event] })).toBe(
    'NOT_SAVED: NetSuite did not save the sales order (FRAUD_HOLD: The order is on hold for a fraud check.)',
  );
});

test('what a script of the account changes back is reported', () => {
  const event = {
    record: 'salesorder',
    event: 'beforeSubmit',
    when: ['edit'],
    setsLines: { sublist: 'item', where: {}, values: { location: String(WAREHOUSE) } },
  } as const;
  expect(allocate({ userEvents: [event] })).toMatch(/^NOT_KEPT: .*location is/);
});

test('a script that saves the order meanwhile costs an attempt', () => {
  const event = {
    record: 'salesorder',
    event: 'beforeLoad',
    when: ['edit'],
    changesMeanwhile: { memo: 'seen' },
    times: 1,
  } as const;
  expect(allocate({ userEvents: [event] })).toBe(AT_STORE);
});

test('a workflow that locks the order is named', () => {
  expect(allocate({ workflows: [{ record: 'salesorder', states: [{ locks: true }] }] })).toMatch(
    /^ORDER_BUSY: .*locked by a user defined workflow/,
  );
});

test('further columns are set on the fields that the deployment gives them', () => {
  scenario = openScenario();
  const order = scenario.order([{}]);
  const further = 'giftNote = custcol_hc_orderline_type_id\nrouting=custbody_hc_shopify_order_id';
  scenario.put(`${FOLDER}/a.csv`, `internalId,lineId,gift_note,Routing\n${order},1,for Jo,R7\n`);
  scenario.later(5);
  scenario.account.runDeployment(SCRIPT, { parameters: { custscript_hc_us_further_columns: further } });
  expect(scenario.errors(FOLDER, 'a.csv')).toEqual([]);
  expect(scenario.line(order, 1).custcol_hc_orderline_type_id).toBe('for Jo');
  expect(scenario.account.getRecord('salesorder', order).fields.custbody_hc_shopify_order_id).toBe('R7');
});

test('further columns that cannot be read stop the run before a file is taken', () => {
  scenario = openScenario();
  scenario.put(`${FOLDER}/a.csv`, `internalId,lineId,location\n${scenario.order([{}])},1,${STORE}\n`);
  scenario.later(5);
  const parameters = { custscript_hc_us_further_columns: 'gift note' };
  expect(scenario.account.runDeployment(SCRIPT, { parameters }).error?.name).toBe('COLUMNS_NOT_READ');
  expect(scenario.files(FOLDER)).toEqual(['a.csv']);
});

describe('orders by external id', () => {
  const parameters = {
    custscript_hc_us_external_id: 'SO_{id}',
    custscript_hc_cf_external_id: 'SO_{id}',
  };
  const SHIPMENTS = 'fulfilledsalesorder/export';

  test('are found by both scripts with the template of the deployment', () => {
    scenario = openScenario();
    const order = scenario.order([{}], { externalid: 'SO_KR1' });
    scenario.put(`${FOLDER}/a.csv`, `External Id,Line Id,Location\nKR1,1,${STORE}\n`);
    const items = [{ line_id: '1', location_id: String(STORE), quantity: '1', shipment_id: 'S1' }];
    scenario.put(`${SHIPMENTS}/a.json`, JSON.stringify([{ external_id: 'KR1', items }]));
    scenario.later(5);
    scenario.account.runDeployment(SCRIPT, { parameters });
    expect(scenario.line(order, 1).location).toBe(String(STORE));
    scenario.account.runDeployment('customdeploy_create_itemfulfillment', { parameters });
    expect(scenario.line(order, 1).quantityfulfilled).toBe(1);
  });

  test('that searches read as every order without one are those of no order, for no units', () => {
    scenario = openScenario();
    for (let order = 0; order < 3; order += 1) scenario.order([{}]);
    const unitsFor = (id: string) => {
      scenario.put(`${FOLDER}/${id}.csv`, `External Id,Line Id,Location\n${id},1,${STORE}\n`);
      scenario.later(5);
      const { units } = scenario.account.runDeployment(SCRIPT, {
        parameters: { custscript_hc_us_external_id: '{id}' },
      });
      expect(scenario.errors(FOLDER, `${id}.csv`)).toEqual(['1 ORDER_NOT_FOUND']);
      return units;
    };
    unitsFor('FIRST');
    expect(unitsFor('@NONE@')).toBeLessThanOrEqual(unitsFor('UNKNOWN'));
  });

  test('with a template that has no place for the id stop the run before a file is taken', () => {
    scenario = openScenario();
    const wrong = { custscript_hc_us_external_id: 'SO_', custscript_hc_cf_external_id: '{id}{id}' };
    for (const deployment of [SCRIPT, 'customdeploy_create_itemfulfillment'])
      expect(scenario.account.runDeployment(deployment, { parameters: wrong }).error?.name).toBe(
        'EXTERNAL_ID_NOT_READ',
      );
  });
});
