import { expect } from '@jest/globals';
import { SFTP_HOST, withShipMethod } from '../../../testbed/netsuite-account.ts';
import { describe, onEveryAccount, test } from '../every-account.ts';
import { exportedRows, FOLDER, SCRIPT, scenario } from '../export-scenario.ts';
import { ITEM, STORE, WAREHOUSE } from '../scenario.ts';

const HEADER =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId,itemFulfillmentId,itemFulfillmentLineId';

const hotwaxOrder = (fields: Record<string, unknown> = {}) =>
  scenario.order([{ quantity: 2, location: WAREHOUSE, seqId: '00101' }], {
    custbody_hc_order_id: 'HC1',
    ...withShipMethod,
    ...fields,
  });

const ownFulfillments = () =>
  scenario.account
    .listRecords('itemfulfillment')
    .filter(({ fields }) => scenario.entered.includes(Number(fields.createdfrom)));

const exportedFlags = () =>
  ownFulfillments().map(({ fields }) => fields.custbody_hc_fulfillment_exported === true);

onEveryAccount('HC_MR_ExportedSalesOrderFulfillmentCSV', () => {
  describe('an item fulfillment that was shipped', () => {
    test('is exported with ids as text, quoted cells, and a date with its offset', () => {
      scenario.ship(hotwaxOrder());

      expect(scenario.run(SCRIPT)).toMatchObject({ ended: 'normally' });

      const [name = ''] = scenario.files(FOLDER);
      expect(name).toMatch(/^\d{4}(-\d\d){5}-\d{3}-[0-9a-f]{8}-SalesOrderFulfillment\.csv$/);
      const [header, row, ...rest] = scenario.read(`${FOLDER}/${name}`).trimEnd().split('\n');
      expect(header).toBe(HEADER);
      expect(row).toMatch(
        /^HC1,00101,114,2026-03-02T15:0\d:00Z,2,,FedEx\/USPS\/More,"2-Day, ""Fast""",2830,\d+,1$/,
      );
      expect(rest).toEqual([]);
      expect(exportedFlags()).toEqual([true]);
      expect(scenario.ledger(name)).toMatchObject({
        custrecord_hc_ff_status: 'Done',
        custrecord_hc_ff_rows: 1,
      });
    });

    test('is exported once, however often the script runs', () => {
      scenario.ship(hotwaxOrder());
      scenario.run(SCRIPT);
      scenario.run(SCRIPT);
      scenario.run('customdeploy_export_so_fulfillment_rest');

      expect(exportedRows()).toHaveLength(1);
    });

    test('is exported days later too, as no run may lose it by being late', () => {
      scenario.run(SCRIPT);
      scenario.ship(hotwaxOrder());
      scenario.later(3 * 24 * 60);

      scenario.run(SCRIPT);

      expect(exportedRows()).toHaveLength(1);
    });

    test('falls back to the order id of the sales order, then to its external id', () => {
      scenario.ship(hotwaxOrder({ custbody_hc_order_id: '', externalid: 'HC-EXTERNAL' }));

      scenario.run(SCRIPT);

      expect(exportedRows()[0]).toMatch(/^HC-EXTERNAL,00101,/);
    });

    test('keeps lines without a HotWax order item to NetSuite', () => {
      const order = scenario.order(
        [
          { location: WAREHOUSE, seqId: '00101' },
          { item: ITEM, location: WAREHOUSE },
        ],
        { custbody_hc_order_id: 'HC1' },
      );
      scenario.ship(order);

      scenario.run(SCRIPT);

      expect(exportedRows()).toHaveLength(1);
    });

    test('that HotWax itself caused never comes back', () => {
      const order = scenario.order([{ seqId: '00101' }], { custbody_hc_order_id: 'HC1' });
      const items = [{ line_id: '1', location_id: String(STORE), quantity: '1', shipment_id: 'S1' }];
      scenario.put('fulfilledsalesorder/export/a.json', JSON.stringify([{ order_id: String(order), items }]));
      scenario.run('customdeploy_create_itemfulfillment');

      scenario.run(SCRIPT);

      expect(ownFulfillments()).toHaveLength(1);
      expect(exportedRows()).toEqual([]);
    });
  });

  test('an item fulfillment that is only packed waits until it is shipped', () => {
    scenario.ship(hotwaxOrder(), { shipstatus: 'B' });

    scenario.run(SCRIPT);

    expect(exportedRows()).toEqual([]);
  });

  test('nothing to export makes no file', () => {
    expect(scenario.run(SCRIPT)).toMatchObject({ ended: 'normally' });
    expect(scenario.files(FOLDER)).toEqual([]);
  });

  test('fulfillments beyond a batch go into files of their own', () => {
    for (let index = 0; index < 130; index += 1)
      scenario.ship(hotwaxOrder({ custbody_hc_order_id: `HC${index}` }));

    scenario.run(SCRIPT);

    expect(scenario.files(FOLDER)).toHaveLength(2);
    expect(new Set(exportedRows()).size).toBe(130);
  });

  test('a batch that was published and not ticked is exported again under its name with its content', () => {
    const orders = ['HC1', 'HC2'].map((id) => hotwaxOrder({ custbody_hc_order_id: id }));
    const fulfillments = orders.map((order) => scenario.ship(order));
    scenario.run(SCRIPT);
    const [name = ''] = scenario.files(FOLDER);
    const before = scenario.read(`${FOLDER}/${name}`);
    // As after a crash between the upload and the last box, with the file taken by the receiver meanwhile.
    scenario.put(`${FOLDER}/archive/${name}`, before);
    const ledger = 'customrecord_hc_feed_file';
    const entry = scenario.account
      .listRecords(ledger)
      .find(({ fields }) => fields.custrecord_hc_ff_file === name);
    scenario.account.asUser(({ record }) => {
      record.submitFields({ type: ledger, id: entry?.id ?? 0, values: { custrecord_hc_ff_status: 'Taken' } });
      record.submitFields({
        type: 'itemfulfillment',
        id: fulfillments[1] ?? 0,
        values: { custbody_hc_fulfillment_exported: false },
      });
    });
    scenario.later(600);

    scenario.run(SCRIPT);

    expect(scenario.files(FOLDER)).toEqual([name]);
    expect(scenario.read(`${FOLDER}/${name}`)).toBe(before);
    expect(exportedFlags()).toEqual([true, true]);
  });

  test('a server that cannot be reached makes the script fail loudly, and the next run delivers', () => {
    scenario.ship(hotwaxOrder());
    scenario.configure({ custrecord_ns_sftp_server: 'nowhere.example.com' });

    expect(scenario.run(SCRIPT)).toMatchObject({ ended: 'with an error', error: { name: 'EXPORT_FAILED' } });
    expect(exportedFlags()).toEqual([false]);
    scenario.configure({ custrecord_ns_sftp_server: SFTP_HOST });
    scenario.run(SCRIPT);

    expect(exportedRows()).toHaveLength(1);
  });
});
