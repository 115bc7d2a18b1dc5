import { afterAll, describe, expect, test } from '@jest/globals';
import {
  BACKLOG,
  FOLDER,
  fulfillments,
  reopen,
  SCRIPT,
  scenario,
  usuallyOpen,
} from '../fulfillment-scenario.ts';
import { STORE } from '../scenario.ts';
import { makeBacklogProject } from './backlog-project.ts';

const handed = makeBacklogProject();
afterAll(() => handed.remove());
usuallyOpen(handed);

const shipped = (orderId: number, line: number, shipment: string, fields = {}) => ({
  order_id: String(orderId),
  items: [
    { line_id: String(line), location_id: String(STORE), quantity: '1', shipment_id: shipment, ...fields },
  ],
});

const put = (name: string, elements: readonly object[]) =>
  scenario.put(`${FOLDER}/${name}`, JSON.stringify(elements));

const unitsOfCalls = (): number =>
  scenario.run(BACKLOG).stages.find(({ stage }) => stage === 'reduce')?.units ?? 0;

const ordersFulfilled = () => new Set(fulfillments().map(({ fields }) => fields.createdfrom)).size;

describe('a backlog that one run cannot do', () => {
  test('is drained without waiting for the next scheduled run, every shipment once', () => {
    const orders = Array.from({ length: 450 }, () => scenario.order([{}]));
    put(
      'large.json',
      orders.map((order, index) => shipped(order, 1, `S${index}`)),
    );

    scenario.run(SCRIPT);
    expect(fulfillments().length).toBeLessThan(450);
    expect(scenario.account.runQueue()).toMatchObject([{ status: 'COMPLETE' }]);
    expect(fulfillments()).toHaveLength(450);
    expect(ordersFulfilled()).toBe(450);
    expect(scenario.ledger('large.json')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_rows: 450,
      custrecord_hc_ff_applied: 450,
      custrecord_hc_ff_skipped: 0,
    });
    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['large.json']);
  });

  test('of more files than one map/reduce takes is processed in alternate runs until none is left', () => {
    const order = scenario.order([{ quantity: 120 }]);
    for (let index = 0; index < 120; index += 1)
      put(`f${String(index).padStart(3, '0')}.json`, [shipped(order, 1, `S${index}`)]);

    scenario.run(SCRIPT);
    while (scenario.account.runNextJob());

    expect(fulfillments()).toHaveLength(120);
    expect(scenario.files(FOLDER)).toEqual([]);
    expect(scenario.files(`${FOLDER}/processing`)).toEqual([]);
    expect(scenario.files(`${FOLDER}/archive`)).toHaveLength(120);
  });
});

describe('the map/reduce', () => {
  test('gives each sales order to one call, with its shipments in the order of their files', () => {
    const [one, two] = [scenario.order([{ quantity: 2 }]), scenario.order([{}])];
    put('a.json', [shipped(one, 1, 'S1'), shipped(two, 1, 'S2')]);
    scenario.later(1);
    put('b.json', [shipped(one, 1, 'S3')]);

    const report = scenario.run(BACKLOG);

    expect(report.ended).toBe('normally');
    // Two orders, and what is known of each file.
    expect(report.stages.find(({ stage }) => stage === 'reduce')?.invocations).toBe(4);
    expect(fulfillments().map(({ fields }) => fields.custbody_hc_shipment_id)).toEqual(['S1', 'S3', 'S2']);
  });

  test('takes 70 units for an order, 40 of them to tag its lines', () => {
    const orders = Array.from({ length: 40 }, () => scenario.order([{}]));
    put(
      'a.json',
      orders.map((order, index) => shipped(order, 1, `S${index}`)),
    );

    expect(unitsOfCalls() / 40).toBeLessThanOrEqual(70);
  });

  test('takes no units for shipments that it finds fulfilled, so that the rest of a long order gets its turn', () => {
    const order = scenario.order([{ quantity: 30 }]);
    const shipments = Array.from({ length: 30 }, (_, index) => shipped(order, 1, `S${index}`));
    put('a.json', shipments);
    scenario.run(BACKLOG);
    put('b.json', shipments);

    expect(unitsOfCalls()).toBe(0);
    expect(scenario.ledger('b.json')).toMatchObject({ custrecord_hc_ff_skipped: 30 });
  });

  test('writes refused rows to the error file of their file, and counts every row', () => {
    const order = scenario.order([{}]);
    put('a.json', [
      shipped(order, 1, 'S1'),
      shipped(order, 9, 'S1'),
      shipped(99999, 1, 'S2'),
      shipped(order, 1, 'S3', { quantity: 'two' }),
    ]);

    scenario.run(BACKLOG);

    expect(scenario.errors(FOLDER, 'a.json').map((line) => line.split(' ')[0])).toEqual(['2', '3', '4']);
    expect(scenario.ledger('a.json')).toMatchObject({
      custrecord_hc_ff_status: 'Done with errors',
      custrecord_hc_ff_rows: 4,
      custrecord_hc_ff_applied: 1,
      custrecord_hc_ff_rejected: 3,
    });
  });

  test('skips a shipment that an earlier file has brought', () => {
    const order = scenario.order([{ quantity: 2 }]);
    put('a.json', [shipped(order, 1, 'S1')]);
    scenario.run(SCRIPT);
    put('b.json', [shipped(order, 1, 'S1')]);

    scenario.run(BACKLOG);

    expect(fulfillments()).toHaveLength(1);
    expect(scenario.ledger('b.json')).toMatchObject({
      custrecord_hc_ff_applied: 0,
      custrecord_hc_ff_skipped: 1,
    });
  });

  test('settles a file that cannot be read as failed, and the others as usual', () => {
    const order = scenario.order([{}]);
    scenario.put(`${FOLDER}/broken.json`, '[{');
    put('good.json', [shipped(order, 1, 'S1')]);

    scenario.run(BACKLOG);

    expect(scenario.files(`${FOLDER}/failed`)).toEqual(['broken.json']);
    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['good.json']);
  });

  test('leaves what is more than one call may take of a sales order to the next run', () => {
    const order = scenario.order([{ quantity: 150 }]);
    put(
      'a.json',
      Array.from({ length: 150 }, (_, index) => shipped(order, 1, `S${index}`)),
    );

    scenario.run(BACKLOG);
    const first = fulfillments().length;
    scenario.account.runQueue();

    expect(first).toBeLessThan(150);
    expect(fulfillments()).toHaveLength(150);
    expect(scenario.ledger('a.json')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_applied: 150,
    });
  });

  test('started by hand in an account says what to start instead', () => {
    reopen();

    const report = scenario.run(BACKLOG);

    expect(report).toMatchObject({ ended: 'with an error' });
    expect(JSON.stringify(report.error ?? report.stages)).toContain('HC_SC_CreateItemFulfillment');
  });

  test('whose call fails once does the order when it is tried again, and reports no error', () => {
    let failures = 0;
    reopen(
      {
        before: ({ name, stage }) => {
          if (stage !== 'reduce' || name !== 'Search.runPaged' || failures > 0) return;
          failures += 1;
          throw new Error('UNEXPECTED_ERROR');
        },
      },
      handed,
    );
    const order = scenario.order([{ quantity: 2 }]);
    put('a.json', [shipped(order, 1, 'S1'), shipped(order, 1, 'S2')]);

    expect(scenario.run(BACKLOG)).toMatchObject({ ended: 'normally' });
    expect(failures).toBe(1);
    expect(fulfillments()).toHaveLength(2);
    expect(scenario.ledger('a.json')).toMatchObject({ custrecord_hc_ff_applied: 2 });
    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.json']);
  });

  test('believes of a call that speaks twice of a row what it applied, should an interrupted one be heard too', () => {
    const refused = {
      row: 1,
      orderId: '',
      orderItemSeqId: '',
      code: 'ORDER_BUSY',
      field: 'order_id',
      message: '-',
    };
    const said = (...results: object[]) => ({ key: 'a.json', value: JSON.stringify([{ results }]) });
    reopen({}, { ...handed, doubts: { written: (pairs) => [said(refused), ...pairs, said(refused)] } });
    put('a.json', [shipped(scenario.order([{}]), 1, 'S1')]);

    scenario.run(BACKLOG);

    expect(scenario.errors(FOLDER, 'a.json')).toEqual([]);
    expect(scenario.ledger('a.json')).toMatchObject({
      custrecord_hc_ff_applied: 1,
      custrecord_hc_ff_rejected: 0,
    });
  });

  test('leaves the feed alone while another deployment has it', () => {
    let nested: string | undefined;
    const order = scenario.order([{}]);
    put('a.json', [shipped(order, 1, 'S1')]);
    reopen(
      {
        before: (call) => {
          if (call.name !== 'N/record.transform' || nested !== undefined) return;
          nested = '';
          nested = scenario.account.runDeployment(BACKLOG).ended;
        },
      },
      handed,
    );
    put('a.json', [shipped(scenario.order([{}]), 1, 'S1')]);

    scenario.run(SCRIPT);

    expect(nested).toBe('normally');
    expect(fulfillments()).toHaveLength(1);
    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.json']);
  });
});
