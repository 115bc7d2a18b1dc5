/** Runs of the statement: when one is written, that it is whole or none, and what it costs. */
import { describe, expect, test } from '@jest/globals';
import { SCRIPT as EXPORT } from '../export-scenario.ts';
import { GIFT_CARD, type Line, WAREHOUSE } from '../scenario.ts';
import {
  FOLDER,
  NOW,
  parts,
  REQUESTS,
  reopen,
  scenario,
  statements,
  stated,
  WHEN_ASKED,
} from '../statement-scenario.ts';

const enter = (orderId: string, lines: readonly Line[] = [{}]) =>
  scenario.order(
    lines.map((line) => ({ location: WAREHOUSE, seqId: '00101', ...line })),
    { custbody_hc_order_id: orderId },
  );

const DAY = 24 * 60;

const run = (deployment: string, parameters: Record<string, string> = {}) => {
  scenario.later(5);
  return scenario.account.runDeployment(deployment, { parameters });
};

const ordersIn = (index = -1) => [
  ...new Set(
    statements()
      .at(index)
      ?.rows.map(({ orderId }) => orderId),
  ),
];

describe('a statement', () => {
  test('is written whenever the on-demand deployment is run, with its moment in UTC and what it covers', () => {
    enter('HC1');

    stated();

    expect(statements()).toMatchObject([
      {
        manifest: {
          version: 1,
          account: 'EMULATOR',
          at: '2026-03-02T15:05:00.000Z',
          since: '2026-01-31T15:05:00.000Z',
          orders: 1,
          rows: 1,
        },
      },
    ]);
  });

  test('is written by the other deployment once for all requests that wait, and not without one', () => {
    enter('HC1');
    scenario.run(WHEN_ASKED);
    expect(statements()).toEqual([]);

    for (const name of ['a.json', 'b.json']) scenario.put(`${REQUESTS}/${name}`, '{"since":null}');
    scenario.run(WHEN_ASKED);
    scenario.run(WHEN_ASKED);

    expect(statements()).toHaveLength(1);
    expect(scenario.files(REQUESTS)).toEqual([]);
    expect(scenario.files(`${REQUESTS}/archive`)).toEqual(['a.json', 'b.json']);
  });

  test('covers what has changed in the days that the deployment says, or since the earlier day that a request names', () => {
    enter('HC1');
    scenario.later(40 * DAY);
    enter('HC2');

    stated();
    expect(ordersIn()).toEqual(['HC2']);

    scenario.put(`${REQUESTS}/a.json`, '{"since":"2026-03-01T00:00:00Z"}');
    scenario.run(WHEN_ASKED);
    expect(ordersIn()).toEqual(['HC1', 'HC2']);

    run(NOW, { custscript_hc_ss_since: 'all' });
    expect(statements().at(-1)?.manifest.since).toBeNull();
    run(NOW, { custscript_hc_ss_since: '2026-04-01' });
    expect([ordersIn(), statements().at(-1)?.manifest.since]).toEqual([['HC2'], '2026-04-01T00:00:00.000Z']);
  });

  test.each([
    ['of the year 1', '0001-01-01T00:00:00Z', '1998-01-01T00:00:00.000Z'],
    ['before there were years', '-271821-04-20T00:00:00Z', '2026-01-31T15:05:00.000Z'],
    ['that is no date', '12', '2026-01-31T15:05:00.000Z'],
    ['to come', '2099-01-01', '2026-01-31T15:05:00.000Z'],
  ])('is written although a request wants a day %s', (_what, since, covered) => {
    enter('HC1');
    scenario.put(`${REQUESTS}/a.json`, JSON.stringify({ since }));

    expect(scenario.run(WHEN_ASKED).ended).toBe('normally');

    expect(statements().map(({ manifest }) => [manifest.since, manifest.orders])).toEqual([[covered, 1]]);
    expect(scenario.files(`${REQUESTS}/archive`)).toEqual(['a.json']);
  });

  test('is written although a request is larger than NetSuite reads', () => {
    scenario.put(`${REQUESTS}/a.json`, 'x'.repeat(11_000_000));

    expect(scenario.run(WHEN_ASKED).ended).toBe('normally');

    expect([statements().length, scenario.files(`${REQUESTS}/archive`)]).toEqual([1, ['a.json']]);
  });

  test('is written in each run, and none breaks off, while more ask than one run can answer', () => {
    for (let request = 0; request < 1200; request += 1) scenario.put(`${REQUESTS}/${request}.json`, '{}');

    const runs = Array.from({ length: 6 }, () => scenario.run(WHEN_ASKED).ended);

    expect(runs).toEqual(runs.map(() => 'normally'));
    expect([statements().length, scenario.files(`${REQUESTS}/archive`).length]).toEqual([6, 1200]);
  });

  test('covers an order of which only an item fulfillment has changed', () => {
    const id = enter('HC1');
    scenario.later(40 * DAY);
    scenario.ship(id);

    stated();

    expect(ordersIn()).toEqual(['HC1']);
  });

  test.each(['yesterday', '2026-13-01', '2026-03-01Tnoon', '9999-12-31'])(
    'since %s cannot be, and is refused before anything is written',
    (since) => {
      const { ended, error } = run(NOW, { custscript_hc_ss_since: since });

      expect([ended, error?.name]).toEqual(['with an error', 'STATEMENT_SINCE_NOT_READ']);
      expect(statements()).toEqual([]);
    },
  );

  test('of nothing is complete too', () => {
    stated();

    expect(statements()).toMatchObject([{ manifest: { orders: 0, rows: 0, parts: [] }, rows: [] }]);
  });

  test('is foreseen by a dry run, which writes nothing', () => {
    enter('HC1');

    run(NOW, { custscript_hc_ss_dry_run: 'T' });

    expect(scenario.files(FOLDER)).toEqual([]);
    const { details } = scenario.account.logs.find(({ title }) => title.startsWith('Dry run')) ?? {};
    expect(JSON.stringify(details)).toContain('which the first run makes');
  });

  test('changes no transaction', () => {
    const id = enter('HC1', [{ quantity: 2 }]);
    scenario.ship(id);
    const before = JSON.stringify([
      scenario.account.getRecord('salesorder', id),
      scenario.account.listRecords('itemfulfillment'),
    ]);

    stated();

    expect(
      JSON.stringify([
        scenario.account.getRecord('salesorder', id),
        scenario.account.listRecords('itemfulfillment'),
      ]),
    ).toBe(before);
  });

  test('of many orders has a part for each 500, and each line is in one of them', () => {
    for (let number = 1; number <= 1001; number += 1) enter(`HC${number}`);

    expect(stated()).toHaveLength(1001);
    expect(parts()).toHaveLength(3);
  });

  test('costs at most 360 units, and 180 for each 500 orders of three lines; the first one makes its folders besides', () => {
    stated();
    const { units: ofNothing } = scenario.run(NOW);
    for (let number = 1; number <= 1000; number += 1) enter(`HC${number}`, [{}, {}, {}]);
    for (const id of scenario.entered.slice(0, 20)) scenario.ship(id);
    const { units } = scenario.run(NOW);

    expect(ofNothing).toBeLessThanOrEqual(360);
    expect(units - ofNothing).toBeLessThanOrEqual(2 * 180);
  });
});

describe('what is not exported says why', () => {
  test('a drop shipment in the words of the export, and what is only picked in a word', () => {
    reopen({}, { named: 'pick, pack and ship' });
    const picked = enter('HC1');
    scenario.ship(picked, { shipstatus: 'A' });
    const dropped = scenario.order([{ item: GIFT_CARD, seqId: '00101' }], { custbody_hc_order_id: 'HC2' });
    scenario.ship(dropped);
    scenario.run(EXPORT);

    const rows = stated();

    expect(rows.find(({ orderId }) => orderId === 'HC1')).toMatchObject({
      fulfillmentStatus: 'picked',
      exported: 'F',
      notExported: 'NOT_SHIPPED',
    });
    expect(rows.find(({ orderId }) => orderId === 'HC2')).toMatchObject({
      fulfillmentStatus: 'shipped',
      shippedFrom: '',
      exportFile: '',
      notExported: expect.stringMatching(/^WAITING Not exported yet\..*no location/),
    });
  });

  test('and one that was exported and deleted is not in it any more', () => {
    const id = enter('HC1');
    const fulfillment = scenario.ship(id);
    scenario.run(EXPORT);
    expect(stated()).toMatchObject([{ fulfillmentId: String(fulfillment), exported: 'T' }]);

    scenario.account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id: fulfillment }));

    expect(stated()).toMatchObject([{ fulfillmentId: '', state: 'allocated', fulfilled: '0' }]);
  });
});

test('in an account that is not that of the record a run ends like those of the feeds, boxes or none', () => {
  scenario.configure({ custrecord_hc_sftp_account: '1234567', custrecord_hc_sftp_pause_export: true });
  for (const deployment of [NOW, WHEN_ASKED])
    expect(scenario.run(deployment).error).toMatchObject({ name: 'OTHER_ACCOUNT' });
  expect(statements()).toEqual([]);
});

describe('a server that is down', () => {
  test('has one failure mailed, and the request answered once it is back', () => {
    enter('HC1');
    scenario.put(`${REQUESTS}/a.json`, '{}');
    scenario.configure({ custrecord_ns_sftp_server: 'nobody.example.com' });
    const mailed = [1, 2, 3].map(() => scenario.run(WHEN_ASKED).error).filter((error) => !error?.notifyOff);

    expect(mailed).toMatchObject([{ name: 'FTP_UNKNOWN_HOST' }]);
    scenario.configure({ custrecord_ns_sftp_server: 'sftp.example.com' });
    scenario.run(WHEN_ASKED);
    expect(ordersIn()).toEqual(['HC1']);
  });
});

describe('two deployments at once', () => {
  test.each(['getInputData', 'reduce', 'summarize'])(
    'of which the second starts in the stage %s of the first write no half statement',
    (stage) => {
      let nested: string | undefined;
      reopen({
        before: (call) => {
          if (nested || call.deploymentId !== WHEN_ASKED || call.stage !== stage) return;
          nested = 'starting';
          nested = scenario.run(NOW).ended;
        },
      });
      enter('HC1');
      scenario.put(`${REQUESTS}/a.json`, '{}');

      scenario.run(WHEN_ASKED);

      expect(nested).toBe('normally');
      for (const { rows } of statements()) expect(rows).toHaveLength(1);
      expect(statements().length).toBeGreaterThan(0);
    },
  );
});
