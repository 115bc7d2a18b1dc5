/** What each script does when the configuration, the server or its folders are not as they should be. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { ExecutionReport } from '../../../emulator/account/account-events.ts';
import { CONFIGURATION, HOST_KEY } from '../../../testbed/netsuite-account.ts';
import { reopen, scenario } from '../each-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

/** A script with something to do, and how to see that it is done. */
type Work = { deployment: string; folder: string; prepare(): number; isDone(id: number): boolean };

const allocation: Work = {
  deployment: 'customdeploy_update_salesorder',
  folder: 'salesorder/update',
  prepare: () => {
    const order = scenario.order([{}]);
    scenario.put('salesorder/update/a.csv', `internalId,lineId,location\n${order},1,${STORE}\n`);
    return order;
  },
  isDone: (order) => scenario.line(order, 1).location === String(STORE),
};

const fulfillment: Work = {
  deployment: 'customdeploy_create_itemfulfillment',
  folder: 'fulfilledsalesorder/export',
  prepare: () => {
    const order = scenario.order([{}]);
    const items = [{ line_id: '1', location_id: String(STORE), quantity: '1', shipment_id: 'S1' }];
    scenario.put('fulfilledsalesorder/export/a.json', JSON.stringify([{ order_id: String(order), items }]));
    return order;
  },
  isDone: (order) => scenario.line(order, 1).quantityfulfilled === 1,
};

const shipments: Work = {
  deployment: 'customdeploy_export_so_fulfillment',
  folder: 'salesorder/import/fulfillment-nifi',
  prepare: () =>
    scenario.ship(scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' })),
  isDone: () => scenario.files('salesorder/import/fulfillment-nifi').length === 1,
};

/** Name and text of what ended a run; the export tells it in the error of its job. */
const reasonOf = ({ error }: ExecutionReport): string => `${error?.name} ${error?.message}`;

const deleteConfiguration = () =>
  scenario.account.asUser(({ record }) =>
    record.delete({ type: CONFIGURATION, id: scenario.account.listRecords(CONFIGURATION)[0]?.id ?? 0 }),
  );

describe.each([
  ['allocations', allocation],
  ['fulfilled order items', fulfillment],
  ['item fulfillments', shipments],
])('the script for %s', (_feed, { deployment, prepare, isDone }) => {
  /** The run fails for this reason and does nothing; mended, the next one does it all. */
  const expectFailureUntil = (reason: RegExp, fix: () => void) => {
    const id = prepare();
    const report = scenario.run(deployment);
    expect(report.ended).toBe('with an error');
    expect(reasonOf(report)).toMatch(reason);
    expect(isDone(id)).toBe(false);
    fix();
    scenario.run(deployment);
    expect(isDone(id)).toBe(true);
  };

  test('touches nothing in an account into which the record was copied, until somebody says that it is meant', () => {
    scenario.configure({ custrecord_hc_sftp_account: '1234567' });
    expectFailureUntil(
      /OTHER_ACCOUNT:? HC SFTP Configuration record \d+ belongs to the account 1234567, and this is EMULATOR/,
      () => scenario.configure({ custrecord_hc_sftp_account: 'EMULATOR' }),
    );
  });

  test('enters no account by itself, as a copied record could have none', () => {
    scenario.configure({ custrecord_hc_sftp_account: '' });
    expectFailureUntil(/lacks NetSuite Account\. .*this account is EMULATOR/, () =>
      scenario.configure({ custrecord_hc_sftp_account: 'emulator' }),
    );
  });

  test('says that there is no configuration record', () => {
    deleteConfiguration();
    expectFailureUntil(/There is no active HC SFTP Configuration record\. Create one/, () => {
      scenario.account.addRecord(CONFIGURATION, {
        custrecord_ns_sftp_server: 'sftp.example.com',
        custrecord_ns_sftp_userid: 'hotwax',
        custrecord_ns_sftp_host_key: HOST_KEY,
        custrecord_ns_sftp_guid: 'custsecret_hotwax',
        custrecord_ns_sftp_default_file_dir: '/home/hotwax/netsuite',
        custrecord_hc_sftp_account: 'EMULATOR',
      });
    });
  });

  test('does not use a record that is inactive', () => {
    scenario.configure({ isinactive: true });
    expectFailureUntil(/There is no active HC SFTP Configuration record/, () =>
      scenario.configure({ isinactive: false }),
    );
  });

  test('does not choose between two records, and names them', () => {
    const second = scenario.account.addRecord(CONFIGURATION, {
      custrecord_ns_sftp_server: 'test.example.com',
    });
    expectFailureUntil(new RegExp(`several active .*${second}.*Make all but one inactive`), () => {
      scenario.account.asUser(({ record }) =>
        record.submitFields({ type: CONFIGURATION, id: second, values: { isinactive: true } }),
      );
    });
  });

  test.each([
    ['server', 'custrecord_ns_sftp_server', 'SFTP Server', 'sftp.example.com'],
    ['host key', 'custrecord_ns_sftp_host_key', 'Host Key', HOST_KEY],
    ['secret', 'custrecord_ns_sftp_guid', 'SFTP GUID', 'custsecret_hotwax'],
    ['user', 'custrecord_ns_sftp_userid', 'User ID', 'hotwax'],
  ])('names the field of a record without a %s', (_what, field, label, value) => {
    scenario.configure({ [field]: '' });
    expectFailureUntil(new RegExp(`INCOMPLETE_SFTP_CONFIGURATION.*${label}`), () =>
      scenario.configure({ [field]: value }),
    );
  });

  test.each([
    ['a host that does not answer', 'custrecord_ns_sftp_server', 'nowhere.example.com', /FTP_UNKNOWN_HOST/],
    ['a secret nobody stored', 'custrecord_ns_sftp_guid', 'custsecret_typo', /FTP_CANNOT_ESTABLISH_CONN/],
    ['text that is no host key', 'custrecord_ns_sftp_host_key', 'SHA256:abc', /FTP_MALFORMED_HOST_KEY/],
    [
      'a base folder that is not there',
      'custrecord_ns_sftp_default_file_dir',
      '/no',
      /FTP_INVALID_DIRECTORY/,
    ],
  ])('fails with %s, and goes on once it is mended', (_what, field, value, reason) => {
    const [only] = scenario.account.listRecords(CONFIGURATION);
    scenario.configure({ [field]: value });
    expectFailureUntil(reason, () => scenario.configure({ [field]: only?.fields[field] }));
  });

  test('refuses a server with another host key', () => {
    const own = `AAAAB3NzaC1yc2EA${'B'.repeat(120)}`;
    reopen({}, { hostKey: own });
    expectFailureUntil(/FTP_INCORRECT_HOST_KEY/, () =>
      scenario.configure({ custrecord_ns_sftp_host_key: `[sftp.example.com]:2222 ssh-rsa ${own}` }),
    );
  });

  test('fails when the server refuses the password', () => {
    reopen({}, { password: 'another password' });
    const id = prepare();
    expect(reasonOf(scenario.run(deployment))).toMatch(/FTP_CANNOT_ESTABLISH_CONNECTION.*refuses the login/);
    expect(isDone(id)).toBe(false);
  });

  test.each(['/home/hotwax/netsuite', '/home/hotwax/netsuite/', 'home/hotwax/netsuite'])(
    'finds the feed below the base folder %s',
    (directory) => {
      scenario.configure({ custrecord_ns_sftp_default_file_dir: directory });
      const id = prepare();
      scenario.run(deployment);
      expect(isDone(id)).toBe(true);
    },
  );

  test.each(['/feeds/here', 'feeds/here/', '/feeds/here/'])(
    'takes the folder %s of its parameter, and makes what is missing of it',
    (parameter) => {
      scenario.later(5);
      const parameters = Object.fromEntries(
        ['us', 'ex', 'cf']
          .map((script) => `custscript_hc_${script}_folder`)
          .filter((id) => hasParameter(deployment, id))
          .map((id) => [id, parameter]),
      );
      const { ended } = scenario.account.runDeployment(deployment, { parameters });
      prepare();
      scenario.account.runDeployment(deployment, { parameters });

      expect(ended).toBe('normally');
      for (const place of ['processing', 'archive', 'failed', 'error', '.tmp'])
        expect([place, existsSync(scenario.path(`feeds/here/${place}`))]).toEqual([place, true]);
    },
  );

  test('never reports a secret in its log or its errors', () => {
    reopen({}, { password: 'another password' });
    prepare();
    const report = scenario.run(deployment);

    expect(JSON.stringify(report)).not.toMatch(/a password|another password/);
  });
});

const SCRIPT_OF: Readonly<Record<string, string>> = {
  customdeploy_update_salesorder: 'us',
  customdeploy_create_itemfulfillment: 'cf',
  customdeploy_export_so_fulfillment: 'ex',
};
const hasParameter = (deployment: string, id: string): boolean => id.includes(`_${SCRIPT_OF[deployment]}_`);
