/** Shipments that NetSuite or HotWax has something against, that are old, late or changed since: each is exported once, or named. */
import { describe, expect, test } from '@jest/globals';
import type { NCall } from '../../../emulator/account/faults.ts';
import { shipOrder } from '../../../testbed/ship-order.ts';
import { FOLDER, reopen, rowsOf, SCRIPT, scenario } from '../export-scenario.ts';
import { GIFT_CARD, OTHER_STORE, WAREHOUSE } from '../scenario.ts';

const RECORDS = 'customrecord_hc_exported_fulfillment';
const HOUR = 60;
const DAY = 24 * HOUR;

const order = (orderId: string, tag?: string) =>
  scenario.order([{ location: WAREHOUSE, seqId: '00101', ...(tag && { tag }) }], {
    custbody_hc_order_id: orderId,
  });

const ship = (orderId: string, fields: Record<string, unknown> = {}) => scenario.ship(order(orderId), fields);

const rows = () => scenario.files(FOLDER).flatMap((name) => rowsOf(name).map((row) => row.split(',')));
const told = () => rows().map(([orderId]) => orderId);
const shippedDates = () => rows().map((row) => row[3]);

const change = (id: number, values: Record<string, unknown>) =>
  scenario.account.asUser(({ record }) => {
    const fulfillment = record.load({ type: 'itemfulfillment', id });
    for (const [fieldId, value] of Object.entries(values)) fulfillment.setValue({ fieldId, value });
    fulfillment.save();
  });

const clearBox = (id: number) =>
  scenario.account.asUser(({ record }) =>
    record.submitFields({
      type: 'itemfulfillment',
      id,
      values: { custbody_hc_fulfillment_exported: false },
    }),
  );

const fields = (id: number) => scenario.account.getRecord('itemfulfillment', id).fields;

const exportRecords = () => scenario.account.listRecords(RECORDS).map((one) => one.fields);

const noted = (id: number) =>
  exportRecords().find(({ custrecord_hc_xf_fulfillment: of }) => of === String(id)) ?? {};

const runWith = (parameters: Record<string, string>) => {
  scenario.later(5);
  return scenario.account.runDeployment(SCRIPT, { parameters });
};

/** The entry of the lease, which says from when on shipments are exported. */
const lockMessage = () => String(scenario.ledger('(lock)')?.custrecord_hc_ff_message ?? '');

/** Like a drop shipment its line ships from nowhere; stock does not in the emulator, so it is of an item that is not stocked. */
const dropShip = (orderId: string) =>
  scenario.ship(scenario.order([{ item: GIFT_CARD, seqId: '00101' }], { custbody_hc_order_id: orderId }));

describe('a fulfillment that cannot be ticked', () => {
  const locked = (times: number) =>
    reopen(
      {},
      {
        userEvents: [
          {
            record: 'itemfulfillment',
            event: 'beforeSubmit',
            when: ['xedit'],
            condition: { field: 'memo', is: 'held' },
            throws: { name: 'WAREHOUSE_LOCK', message: 'The warehouse is still at it.' },
            times,
          },
        ],
      },
    );

  test('is exported once all the same, and its record says why it is not ticked', () => {
    locked(1000);
    const id = ship('HC1', { memo: 'held' });
    for (let run = 0; run < 30; run += 1) {
      expect(scenario.run(SCRIPT).ended).toBe('normally');
      scenario.later(HOUR);
    }

    expect(told()).toEqual(['HC1']);
    expect(fields(id).custbody_hc_fulfillment_exported).toBe(false);
    expect(noted(id)).toMatchObject({
      custrecord_hc_xf_status: 'Exported',
      custrecord_hc_xf_not_ticked: true,
      custrecord_hc_xf_attempts: 10,
    });
    expect(noted(id).custrecord_hc_xf_message).toMatch(/WAREHOUSE_LOCK: The warehouse is still at it/);
  });

  test('is ticked by a later run, and can then be sent again like any other', () => {
    locked(2);
    const id = ship('HC1', { memo: 'held' });
    scenario.run(SCRIPT);
    expect(noted(id).custrecord_hc_xf_not_ticked).toBe(true);
    scenario.later(HOUR);
    scenario.run(SCRIPT);
    expect([told(), fields(id).custbody_hc_fulfillment_exported]).toEqual([['HC1'], true]);
    expect(noted(id)).toMatchObject({ custrecord_hc_xf_not_ticked: false });

    clearBox(id);
    scenario.run(SCRIPT);
    expect(told()).toEqual(['HC1', 'HC1']);
  });

  test('is sent again once a person deletes its record', () => {
    locked(1000);
    const id = ship('HC1', { memo: 'held' });
    scenario.run(SCRIPT);
    const [only] = scenario.account.listRecords(RECORDS);
    scenario.account.asUser(({ record }) => record.delete({ type: RECORDS, id: only?.id ?? 0 }));
    scenario.run(SCRIPT);
    scenario.run(SCRIPT);

    expect(told()).toEqual(['HC1', 'HC1']);
    expect(noted(id)).toMatchObject({ custrecord_hc_xf_not_ticked: true });
  });

  test('because its period is closed is exported', () => {
    reopen({}, { named: 'closed periods' });
    const id = ship('HC1');
    const periods = scenario.account.listRecords('accountingperiod');
    const march = periods.find(({ fields: { startdate } }) => startdate === '2026-03-01');
    scenario.account.asUser(({ record }) =>
      record.submitFields({ type: 'accountingperiod', id: march?.id ?? 0, values: { closed: true } }),
    );
    scenario.run(SCRIPT);
    scenario.run(SCRIPT);

    expect(told()).toEqual(['HC1']);
    expect(fields(id).custbody_hc_fulfillment_exported).toBe(false);
  });

  test('by a script that throws after NetSuite has saved counts as ticked', () => {
    reopen(
      {},
      {
        userEvents: [
          {
            record: 'itemfulfillment',
            event: 'afterSubmit',
            when: ['xedit'],
            throws: { name: 'MAIL_DOWN', message: 'No mail.' },
          },
        ],
      },
    );
    const id = ship('HC1');
    scenario.run(SCRIPT);

    expect(noted(id)).toMatchObject({ custrecord_hc_xf_not_ticked: false });
  });
});

test('a fulfillment that cannot be noted keeps no other back, ends the run loudly and is exported later', () => {
  let refuses = true;
  let creations = 0;
  reopen({
    before: ({ name, stage }: NCall) => {
      if (stage !== 'reduce' || name !== 'N/record.create') return;
      creations += 1;
      // The first is the file's entry in the ledger, the second the note of HC1.
      if (refuses && creations === 2) throw Object.assign(new Error('No.'), { name: 'CUSTOM_SCRIPT_ERROR' });
    },
  });
  ship('HC1');
  ship('HC2');

  const first = scenario.run(SCRIPT);
  refuses = false;
  expect(first).toMatchObject({ ended: 'with an error', error: { name: 'EXPORT_FAILED' } });
  expect(first.error?.message).toMatch(/IF\d+: CUSTOM_SCRIPT_ERROR: No\./);
  expect(told()).toEqual(['HC2']);
  const [name = ''] = scenario.files(FOLDER);
  expect(scenario.ledger(name)).toMatchObject({ custrecord_hc_ff_status: 'Done with errors' });
  expect(scenario.ledger(name)?.custrecord_hc_ff_message).toMatch(/tried again by the next run: IF/);
  scenario.run(SCRIPT);
  expect(told()).toEqual(['HC2', 'HC1']);
});

describe('a drop shipment without a location', () => {
  test('is not exported, is named with its reason, and is given up loudly', () => {
    scenario.run(SCRIPT);
    const id = dropShip('HC1');
    ship('HC2');
    expect(scenario.run(SCRIPT).ended).toBe('normally');
    expect(told()).toEqual(['HC2']);
    expect(noted(id)).toMatchObject({ custrecord_hc_xf_status: 'Waiting', custrecord_hc_xf_order: 'HC1' });
    expect(noted(id).custrecord_hc_xf_message).toMatch(/^Not exported yet\. .*no location/);
    const ends: string[] = [];
    for (let run = 0; run < 12; run += 1) {
      scenario.later(HOUR);
      ends.push(scenario.run(SCRIPT).ended);
    }

    expect(ends.filter((end) => end !== 'normally')).toHaveLength(1);
    expect(noted(id).custrecord_hc_xf_status).toBe('Given up');
    expect(told()).toEqual(['HC2']);
  });

  test('that is only a line among others is exported with their location', () => {
    const lines = [
      { item: GIFT_CARD, seqId: '00101' },
      { location: WAREHOUSE, seqId: '00102' },
    ];
    scenario.ship(scenario.order(lines, { custbody_hc_order_id: 'HC1' }));
    scenario.run(SCRIPT);

    expect(rows().map((row) => row[2])).toEqual([WAREHOUSE, WAREHOUSE].map(String));
  });

  test('is exported once somebody gives it a location, also after it was given up', () => {
    scenario.run(SCRIPT);
    const ids = [dropShip('HC1'), dropShip('HC2')];
    scenario.run(SCRIPT);
    const place = (id: number) =>
      scenario.account.asUser(({ record }) => {
        const one = record.load({ type: 'itemfulfillment', id });
        one.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value: String(OTHER_STORE) });
        one.save();
      });
    place(ids[0] ?? 0);
    for (let run = 0; run < 12; run += 1) {
      scenario.later(HOUR);
      scenario.run(SCRIPT);
    }
    expect(told()).toEqual(['HC1']);
    place(ids[1] ?? 0);
    scenario.run(SCRIPT);
    expect(told()).toEqual(['HC1']);
    clearBox(ids[1] ?? 0);
    scenario.run(SCRIPT);
    expect(told()).toEqual(['HC1', 'HC2']);
  });
});

describe('what HotWax has caused never comes back:', () => {
  test.each([
    ['lines that its scripts have tagged', 'rush, hotwax-fulfilled', {}],
    ['a fulfillment with its shipment id', undefined, { custbody_hc_shipment_id: 'M100' }],
  ])('%s', (_what, tag, more) => {
    scenario.ship(order('HC1', tag), more);
    scenario.run(SCRIPT);

    expect(told()).toEqual([]);
  });
});

describe('a shipment from before the export ran', () => {
  test('is left out, and the ledger says how many are', () => {
    ship('OLD');
    scenario.later(3 * DAY);
    ship('NEW');
    scenario.run(SCRIPT);

    expect(told()).toEqual(['NEW']);
    expect(lockMessage()).toMatch(/since 2026-03-04T.*Left out: 1 older lines/);
  });

  test('is exported when the deployment says so, by a day or a time, and only since then', () => {
    ship('OLDEST');
    scenario.later(2 * DAY);
    ship('OLD');
    scenario.later(3 * DAY);

    runWith({ custscript_hc_ex_since: '2026-03-04' });
    expect(told()).toEqual(['OLD']);
    runWith({ custscript_hc_ex_since: '2026-03-02T14:59:00Z' });
    expect(told()).toEqual(['OLD', 'OLDEST']);
  });

  test('is left out although somebody edits it after, and one that was made before and ships after is not', () => {
    const [old, packed] = [ship('OLD'), ship('PACKED', { shipstatus: 'B' })];
    scenario.later(3 * DAY);
    scenario.run(SCRIPT);
    change(old, { memo: 'checked' });
    change(packed, { shipstatus: 'C' });
    scenario.run(SCRIPT);

    expect(told()).toEqual(['PACKED']);
  });

  test('is not looked for with a date that cannot be read: the run says so', () => {
    ship('HC1');
    const { ended, error } = runWith({ custscript_hc_ex_since: '1 March' });

    expect([ended, told()]).toEqual(['with an error', []]);
    expect(error).toMatchObject({ name: 'SINCE_NOT_READ', message: expect.stringContaining('"1 March"') });
    scenario.run(SCRIPT);
    expect(told()).toEqual(['HC1']);
  });
});

describe('the day of a shipment', () => {
  test('is when it was marked as shipped, not when it was made or last changed', () => {
    scenario.run(SCRIPT);
    const id = ship('HC1', { shipstatus: 'A' });
    scenario.later(DAY);
    change(id, { shipstatus: 'C' });
    scenario.later(DAY);
    change(id, { memo: 'checked' });
    scenario.run(SCRIPT);

    expect(shippedDates()).toEqual(['2026-03-03T15:05:00Z']);
  });

  test('is the one NetSuite has where somebody has given another', () => {
    reopen({}, { named: 'pick, pack and ship' });
    ship('HC1', { shippeddate: new Date('2026-02-27T20:00:00Z') });
    scenario.run(SCRIPT);

    expect(shippedDates()).toEqual(['2026-02-27']);
  });

  test('is that of its creation where NetSuite has no system notes, as in a refreshed sandbox', () => {
    reopen({}, { doubts: { withoutStatusNotes: true } });
    scenario.run(SCRIPT);
    const id = ship('HC1');
    scenario.later(DAY);
    change(id, { memo: 'checked' });
    scenario.run(SCRIPT);

    expect(shippedDates()).toEqual(['2026-03-02T15:05:00Z']);
  });
});

describe('a tracking number that comes after the shipment', () => {
  const wait = { custscript_hc_ex_wait_tracking: '2' };

  test('is not waited for longer than the deployment says', () => {
    ship('HC1');
    runWith(wait);
    expect(told()).toEqual([]);
    scenario.later(2 * HOUR);
    runWith(wait);

    expect(told()).toEqual(['HC1']);
  });

  test('is not waited for when it is there', () => {
    shipOrder(scenario.account, order('HC1'), { trackingNumbers: ['1Z1'] });
    runWith(wait);

    expect(rows().map((row) => row[5])).toEqual(['1Z1']);
  });
});

describe('after its export', () => {
  const anotherDay = () => {
    scenario.later(DAY);
    expect(scenario.run(SCRIPT).ended).toBe('normally');
  };

  test('a fulfillment that was changed or deleted is named, and what is as it was is not', () => {
    const [same, edited, gone, back] = ['HC1', 'HC2', 'HC3', 'HC4'].map((orderId) => ship(orderId)) as [
      number,
      number,
      number,
      number,
    ];
    scenario.run(SCRIPT);
    change(same, { memo: 'checked' });
    change(back, { shipstatus: 'B' });
    scenario.account.asUser(({ record }) => {
      const one = record.load({ type: 'itemfulfillment', id: edited });
      const set = (fieldId: string, value: unknown) =>
        one.setSublistValue({ sublistId: 'package', fieldId, line: 0, value });
      set('packageweight', 1);
      set('packagetrackingnumber', '1ZLATE');
      one.save();
      record.delete({ type: 'itemfulfillment', id: gone });
    });
    anotherDay();

    const statuses = [same, edited, gone, back].map((id) => noted(id).custrecord_hc_xf_status);
    expect(statuses).toEqual(['Exported', 'Changed', 'Deleted', 'Changed']);
    expect(noted(edited).custrecord_hc_xf_message).toMatch(/tracking numbers are not those in the file/);
    expect(noted(back).custrecord_hc_xf_message).toMatch(/no longer marked as shipped/);
    expect(told()).toHaveLength(4);
  });

  test('is looked for once a day', () => {
    const id = ship('HC1');
    scenario.run(SCRIPT);
    scenario.account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id }));
    scenario.later(HOUR);
    scenario.run(SCRIPT);
    expect(noted(id).custrecord_hc_xf_status).toBe('Exported');
    anotherDay();
    expect(noted(id).custrecord_hc_xf_status).toBe('Deleted');
  });
});

describe('what an earlier version has left', () => {
  const FILE = '2026-03-02-14-00-00-000-1f3a9c04-SalesOrderFulfillment.csv';
  const stamp = (id: number) =>
    change(id, { custbody_hc_export_file: FILE, custbody_hc_shipped_at: '2026-03-02T14:00:00Z' });
  const enter = (status: string) =>
    scenario.account.addRecord('customrecord_hc_feed_file', {
      custrecord_hc_ff_feed: 'item-fulfillments',
      custrecord_hc_ff_file: FILE,
      custrecord_hc_ff_status: status,
      custrecord_hc_ff_attempts: 1,
      externalid: `hc-feed-file-item-fulfillments-${FILE}`,
    });

  test('in a file that was begun is exported in that file', () => {
    stamp(ship('HC1'));
    enter('Taken');
    scenario.run(SCRIPT);
    scenario.run(SCRIPT);

    expect(scenario.files(FOLDER)).toEqual([FILE]);
    expect([told(), shippedDates()]).toEqual([['HC1'], ['2026-03-02T14:00:00Z']]);
  });

  test('in a file that was published is ticked and not exported again', () => {
    const id = ship('HC1');
    stamp(id);
    enter('Published');
    scenario.run(SCRIPT);

    expect([told(), fields(id).custbody_hc_fulfillment_exported]).toEqual([[], true]);
    expect(scenario.ledger(FILE)).toMatchObject({ custrecord_hc_ff_status: 'Done' });
  });

  test('stamped before its file was begun is exported in another file', () => {
    stamp(ship('HC1'));
    scenario.run(SCRIPT);

    expect(told()).toEqual(['HC1']);
    expect(scenario.files(FOLDER)).not.toContain(FILE);
  });
});
