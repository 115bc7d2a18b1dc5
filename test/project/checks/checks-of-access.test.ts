import { expect, test } from '@jest/globals';
import { type Break, buildProject, describeBroken, problemsAfter } from './broken-project.ts';

const update = 'Objects/Scripts/customscript_update_salesorder.xml';
const ledger = 'Objects/Records/customrecord_hc_feed_file.xml';
const configuration = 'Objects/Records/customrecord_ns_sftp_configuration.xml';
const role = 'Objects/Roles/customrole_hc_integration.xml';
const script = 'FileCabinet/SuiteScripts/SalesOrder/HC_SC_UpdateSalesOrders.js';
const execute = 'exports.execute = execute;';

describeBroken('a role or record type that gives too much is reported with its file and the fix:', [
  [
    'a permission that no script needs',
    [role, '<permkey>LIST_ITEM<', '<permkey>LIST_EMPLOYEE<'],
    `${role}: no script needs the permission LIST_EMPLOYEE. Remove it, or add it to scripts/checks/roles.ts with its reason.`,
  ],
  [
    'a level above what scripts need',
    [
      role,
      '<permkey>LIST_ITEM</permkey>\n      <permlevel>VIEW',
      '<permkey>LIST_ITEM</permkey>\n      <permlevel>FULL',
    ],
    `${role}: LIST_ITEM at level FULL is more than the scripts need. Write <permlevel>VIEW</permlevel>.`,
  ],
  [
    'core administration',
    [role, '<coreadminpermission>F', '<coreadminpermission>T'],
    `${role}: the role has core administration permissions. Write <coreadminpermission>F</coreadminpermission>.`,
  ],
  [
    'a permission without a level',
    [role, '      <permlevel>EDIT</permlevel>\n', ''],
    `${role}: a permission lacks its key or its level. Write <permkey>...</permkey> and <permlevel>...</permlevel>.`,
  ],
  [
    'a level that its record type does not give',
    [ledger, '<permittedlevel>EDIT', '<permittedlevel>VIEW'],
    `${role}: customrole_hc_integration has EDIT for customrecord_hc_feed_file, which gives it VIEW. Write the same level here and in ${ledger}.`,
  ],
  [
    'records that are open to all',
    [ledger, 'USEPERMISSIONLIST', 'NONENEEDED'],
    `${ledger}: its records are open to more than the roles of the project. Write <accesstype>USEPERMISSIONLIST</accesstype> and a list of <permissions>.`,
  ],
]);

const key = `AAAAB3NzaC1yc2EA${'A'.repeat(60)}`;
const inScript = (text: string): Break => [script, execute, `${execute}\n// ${text}`];
describeBroken('a secret or a value of one account is reported with its line and the fix:', [
  [
    'a private key',
    [ledger, 'Name of the file on SFTP.', '-----BEGIN RSA PRIVATE KEY-----'],
    `${ledger}: line N has a key. Store it under Setup > Company > API Secrets, and write its id into the configuration record.`,
  ],
  [
    'a host key',
    [configuration, '22 when empty.', key],
    `${configuration}: line N has an SSH key. Put it into the HC SFTP Configuration record of the account.`,
  ],
  [
    'a password field',
    [configuration, '<fieldtype>TEXT', '<fieldtype>PASSWORD'],
    `${configuration}: line N has a password field. Store it under Setup > Company > API Secrets, and write its id into the configuration record.`,
  ],
  [
    'the id of a secret',
    [update, '>salesorder/update<', '>custsecret_hotwax<'],
    `${update}: line N has the id of a secret. Put it into the HC SFTP Configuration record of the account.`,
  ],
  [
    'an account-specific value',
    [update, '>salesorder/update<', '>[ACCOUNT_SPECIFIC_VALUE]<'],
    `${update}: line N has a value of one account. Leave it to the administrator of the account.`,
  ],
  [
    'people to notify',
    [update, '<notifyowner>', '<notifyemails>a</notifyemails>\n  <notifyowner>'],
    `${update}: line N has people to notify. Name them in FEEDS_NOTIFY when you deploy.`,
  ],
  [
    'an address of a person',
    [ledger, 'Name of the file on SFTP.', 'Ask me@example.com'],
    `${ledger}: line N has an e-mail address. Remove it.`,
  ],
  [
    'the address of a server',
    [configuration, '22 when empty.', '10.1.2.3'],
    `${configuration}: line N has an IP address. Put it into the HC SFTP Configuration record of the account.`,
  ],
  [
    'the address of an account',
    [ledger, 'Name of the file on SFTP.', 'See 1234567.app.netsuite.com'],
    `${ledger}: line N has the address of one account. Remove it.`,
  ],
]);

test('secrets are found in scripts too', async () => {
  const told = problemsAfter(await buildProject(), [inScript("password: 'hunter2'")]);
  expect(told).toEqual([expect.stringMatching(/UpdateSalesOrders\.js: line \d+ has a password\. Store it/)]);
});
