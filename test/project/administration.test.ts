/** What the pages for administrators tell them to do, done on the emulator. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FEATURES } from '../../emulator/platform/features.ts';
import { PREFERENCES } from '../../emulator/platform/preferences.ts';
import { FOLDER, scenario, sendWide, status } from '../suitescripts/allocation-scenario.ts';
import { ITEM, WAREHOUSE } from '../suitescripts/scenario.ts';

const UPDATE = 'customdeploy_update_salesorder';
const EXPORT = 'customdeploy_export_so_fulfillment';
const EXPORTS = 'salesorder/import/fulfillment-nifi';

describe('installing', () => {
  test('a first run makes the folders of its feed, and takes nothing when nothing waits', () => {
    const { ended } = scenario.run('customdeploy_update_so_rest');
    expect(ended).toBe('normally');
    for (const folder of ['processing', 'archive', 'failed', 'error'])
      expect(scenario.files(`${FOLDER}/${folder}`)).toEqual([]);
    scenario.run('customdeploy_create_itemfulfillment_rest');
    expect(scenario.run('customdeploy_export_so_fulfillment_rest').ended).toBe('normally');
    expect(scenario.files('fulfilledsalesorder/export/archive')).toEqual([]);
  });

  test('without an active configuration record, or with two, the log says what to do', () => {
    scenario.configure({ isinactive: true });
    expect(JSON.stringify(scenario.run(UPDATE))).toMatch(
      /no active HC SFTP Configuration record\. Create one/,
    );
    scenario.configure({ isinactive: false });
    scenario.account.addRecord('customrecord_ns_sftp_configuration', {
      custrecord_ns_sftp_server: 'other.example.com',
    });
    expect(JSON.stringify(scenario.run(UPDATE))).toMatch(
      /several active HC SFTP Configuration records.*Make all but one inactive/,
    );
  });

  test('the host key is taken as ssh-keyscan prints its line, too', () => {
    const key = `AAAAB3NzaC1yc2EA${'A'.repeat(120)}`;
    scenario.configure({ custrecord_ns_sftp_host_key: `sftp.example.com ssh-rsa ${key}` });
    expect(scenario.run(UPDATE).ended).toBe('normally');
  });

  test('the allocation of the install page ends as it says there', () => {
    const order = scenario.order([{ quantity: 1 }]);
    sendWide('first.csv', [order, 1, ITEM, WAREHOUSE, 1, '', '']);
    scenario.run('customdeploy_update_so_rest');
    expect(scenario.line(order, 1).location).toBe(String(WAREHOUSE));
    expect(scenario.ledger('first.csv')).toMatchObject({
      custrecord_hc_ff_feed: 'brokered-order-items',
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_rows: 1,
      custrecord_hc_ff_applied: 1,
    });
    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['first.csv']);
  });
});

describe('monitoring', () => {
  test('a file that failed is mended and put back under its own name', () => {
    scenario.put(`${FOLDER}/b.csv`, 'no,such,header\n1,2,3');
    scenario.run(UPDATE);
    expect(status('b.csv')).toBe('Failed');
    expect(scenario.files(`${FOLDER}/failed`)).toEqual(['b.csv']);
    sendWide('b.csv', [scenario.order([{}]), 1, ITEM, WAREHOUSE, 1, '', '']);
    scenario.run(UPDATE);
    expect(status('b.csv')).toBe('Done');
  });

  test('refused rows are sent again in a file of a new name, once their cause is mended', () => {
    const order = scenario.order([{}]);
    sendWide('c.csv', [order, 1, ITEM, 999, 1, '', '']);
    scenario.run(UPDATE);
    expect(status('c.csv')).toBe('Done with errors');
    expect(scenario.errors(FOLDER, 'c.csv')).toEqual([expect.stringContaining('LOCATION_NOT_FOUND')]);
    scenario.account.addRecord('location', { id: 999, name: 'New warehouse' });
    sendWide('c-again.csv', [order, 1, ITEM, 999, 1, '', '']);
    scenario.run(UPDATE);
    expect(status('c-again.csv')).toBe('Done');
    expect(scenario.line(order, 1).location).toBe('999');
  });

  test('a name that was applied before goes to failed/ and is reported', () => {
    const order = scenario.order([{}]);
    for (const _ of [1, 2]) {
      sendWide('d.csv', [order, 1, ITEM, WAREHOUSE, 1, '', '']);
      scenario.run(UPDATE);
    }
    const [aside = ''] = scenario.files(`${FOLDER}/failed`);
    expect(aside).toMatch(/^2026-.*-d\.csv$/);
    expect(scenario.errors(FOLDER, aside)).toEqual(['0 REPEATED_FILE_NAME']);
  });

  test('a copy from the archive under a new name changes nothing that stands already', () => {
    const rows = [scenario.order([{}]), 1, ITEM, WAREHOUSE, 1, '', ''];
    sendWide('e.csv', rows);
    scenario.run(UPDATE);
    sendWide('e-again.csv', rows);
    scenario.run(UPDATE);
    expect(scenario.ledger('e-again.csv')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_applied: 1,
    });
    expect(scenario.account.runQueue()).toEqual([]);
  });

  test('an item fulfillment whose box is cleared is reported to HotWax in a new file, once', () => {
    const id = scenario.ship(
      scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'M1' }),
    );
    const values = { custbody_hc_fulfillment_exported: false };
    for (let run = 0; run < 2; run += 1) scenario.run(EXPORT);
    expect(scenario.files(EXPORTS)).toHaveLength(1);
    scenario.account.asUser(({ record }) => {
      record.submitFields({ type: 'itemfulfillment', id, values });
    });
    for (let run = 0; run < 2; run += 1) scenario.run(EXPORT);
    expect(scenario.files(EXPORTS)).toHaveLength(2);
  });
});

describe('upgrading and rolling back', () => {
  test('an allocation that an earlier version left in processing, without an entry, is finished', () => {
    const order = scenario.order([{}]);
    scenario.put(
      `${FOLDER}/processing/old.csv`,
      `internalId,lineId,item,location,quantity,closed,rejected\n${order},1,${ITEM},${WAREHOUSE},1,,`,
    );
    scenario.run(UPDATE);
    expect(status('old.csv')).toBe('Done');
  });

  test("item fulfillments that HotWax's own script exported are not exported again", () => {
    scenario.ship(scenario.order([{ location: WAREHOUSE, seqId: '00101' }]), {
      custbody_hc_fulfillment_exported: true,
    });
    scenario.run(EXPORT);
    expect(scenario.files(EXPORTS)).toEqual([]);
  });
});

test('the page on accounts names every preference and feature that decides something, and every parameter', () => {
  const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
  const page = read('docs/accounts.md');
  const parameters = ['create_itemfulfillment', 'update_salesorder'].flatMap(
    (name) =>
      read(`src/Objects/Scripts/customscript_${name}.xml`).match(/custscript_hc_(?:cf|us)_\w+/g) ?? [],
  );
  const labels = [...Object.values(PREFERENCES), ...Object.values(FEATURES)].map(({ label }) => label);
  const named = [...labels, ...parameters];
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !page.includes(name))).toEqual([]);
});
