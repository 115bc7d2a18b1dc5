/** What a script may read that is deployed to run as a role of its project. */
import { expect, test } from '@jest/globals';
import { accountWith, OBJECTS, seedMasters } from '../tiny-project.ts';

function readAs(role: string, permissions: readonly string[], code: string): string | undefined {
  const account = accountWith({
    scripts: [
      {
        name: 'probe',
        type: 'suitelet',
        uses: ['N/search', 'N/record'],
        body: `return { onRequest: () => { ${code} } };`,
        deployments: [{ id: 'customdeploy_probe', values: { runasrole: role } }],
      },
    ],
    objects: { ...OBJECTS, customrole_reader: roleXml(permissions) },
  });
  seedMasters(account);
  return account.runDeployment('customdeploy_probe').error?.name;
}

const roleXml = (permissions: readonly string[]): string =>
  `<role scriptid="customrole_reader"><name>Reader</name><permissions>${permissions
    .map((key) => `<permission><permkey>${key}</permkey><permlevel>VIEW</permlevel></permission>`)
    .join('')}</permissions></role>`;

const READER = '[scriptid=customrole_reader]';
const ORDERS = "search.create({ type: 'salesorder' });";
const FILES = "search.create({ type: 'customrecord_file' });";

test.each<[string, string, string[], string, string | undefined]>([
  ['orders with both permissions', READER, ['TRAN_SALESORD', 'TRAN_FIND'], ORDERS, undefined],
  ['orders without searching', READER, ['TRAN_SALESORD'], ORDERS, 'INSUFFICIENT_PERMISSION'],
  ['orders without orders', READER, ['TRAN_FIND'], ORDERS, 'INSUFFICIENT_PERMISSION'],
  ['a record of the project', READER, ['[scriptid=customrecord_file]'], FILES, undefined],
  ['a record of the project without its permission', READER, ['LIST_FIND'], FILES, 'INSUFFICIENT_PERMISSION'],
  [
    'a location that is loaded',
    READER,
    [],
    "record.load({ type: 'location', id: 101 });",
    'INSUFFICIENT_PERMISSION',
  ],
  ['what nobody has looked up', READER, [], "search.create({ type: 'vendor' });", 'NOT_EMULATED'],
  ['everything as a standard role', 'ADMINISTRATOR', [], ORDERS, undefined],
])('%s', (_what, role, permissions, code, error) => {
  expect(readAs(role, permissions, code)).toBe(error);
});
