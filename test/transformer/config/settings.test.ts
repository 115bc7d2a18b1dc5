import { describe, expect, test } from '@jest/globals';
import { defaultContext } from '#feeds/feed.ts';
import { parseConfiguration } from '../../../transformer/config/load.ts';
import { contextOf, routesOf } from '../../../transformer/config/settings.ts';

/** The configuration of a plain file. */
function parse(text: string, environment: Record<string, string> = {}) {
  const [tenant, ...others] = parseConfiguration(text, 'transformer.yaml', environment);
  if (!tenant || others.length > 0) throw new Error('the file names several tenants');
  return tenant.configuration;
}

const complete = `
connection:
  sftp:
    host: sftp.example.com
    port: 2222
    username: hotwax
    privateKeyFile: keys/id_ed25519
    passphraseEnvironment: SFTP_PASSPHRASE
    hostKey: SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    root: /home/hotwax
    timeoutSeconds: 60
staleClaimMinutes: 30
facilityGroups:
  netsuite: NETSUITE_FULFILLMENT
  oms: OMS_FULFILLMENT
facilities:
  netsuite: [007, WAREHOUSE_1]
  oms: [STORE_1]
shippingMethods:
  STANDARD: 2830
  NEXT_DAY: "42"
productIdRequired: false
netsuite: { dateOrder: DMY, timeZone: America/New_York }
hotwax: { timeZone: Asia/Kolkata }
feeds:
  brokered-order-items:
    enabled: false
  item-fulfillments:
    sourceFolder: ns/out
    targetFolder: oms/in
    minimumAgeSeconds: 90
`;

function errorsIn(text: string): string {
  try {
    parse(text);
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_CONFIGURATION' });
    return String(error);
  }
  return '';
}

describe('a configuration', () => {
  test('that is complete sets everything a conversion and a pass need', () => {
    const configuration = parse(complete);
    const context = contextOf(configuration, 5);
    expect(context).toMatchObject({
      now: 5,
      facilities: { netsuite: ['007', 'WAREHOUSE_1'], oms: ['STORE_1'] },
      productIdRequired: false,
      netsuiteDateOrder: 'DMY',
    });
    expect(context.hotwaxZone?.(Date.parse('2024-01-01T00:00:00Z'))).toBe(330);
    expect(configuration.connection?.sftp).toMatchObject({ port: 2222, timeoutSeconds: 60 });
    expect(configuration.staleClaimMinutes).toBe(30);
  });

  test('keeps ids as they are written, quoted or not', () => {
    expect(contextOf(parse(complete), 0).shippingMethods).toEqual({ STANDARD: '2830', NEXT_DAY: '42' });
    const facilities = 'facilities: {netsuite: [1e3, 0x10, 12345678901234567890, "0042"]}';
    expect(parse(facilities).facilities.netsuite).toEqual(['1e3', '0x10', '12345678901234567890', '0042']);
  });

  test('that is empty sets the usual values', () => {
    expect(contextOf(parse('# nothing yet\n'), 5)).toEqual(defaultContext(5));
  });

  test.each([
    ['nothing', '', undefined],
    ['that files name internal ids', 'netsuite: {orderKey: internalId}', undefined],
    ['that files name external ids', 'netsuite: {orderKey: externalId}', '{orderId}'],
    [
      'what these are made of',
      'netsuite: {orderKey: externalId, externalIdTemplate: "SO_{orderName}-{SHOPIFY_ORD_NO}"}',
      'SO_{orderName}-{SHOPIFY_ORD_NO}',
    ],
  ])('that says %s of the key of orders sets it', (_, text, externalIdTemplate) => {
    expect(contextOf(parse(text), 0)).toMatchObject({ externalIdTemplate });
  });

  test('names the facilities that only hold orders', () => {
    const { unbrokeredFacilities } = contextOf(parse('unbrokeredFacilities: [_NA_, UNFILLABLE_PARKING]'), 0);
    expect(unbrokeredFacilities).toEqual(['_NA_', 'UNFILLABLE_PARKING']);
  });

  test('chooses feeds, folders and ages', () => {
    const routes = routesOf(parse(complete), [], true);
    expect(
      routes.map(({ feed, sourceFolder, minimumAgeSeconds }) => [feed.name, sourceFolder, minimumAgeSeconds]),
    ).toEqual([
      ['item-fulfillments', 'ns/out', 90],
      ['fulfilled-order-items', 'hotwax/FulfilledOrderItems', 60],
    ]);
    expect(routesOf(parse(complete), ['brokered-order-items'], false)).toMatchObject([
      { minimumAgeSeconds: 0 },
    ]);
  });

  test('gives a feed a route for each of its source folders', () => {
    const folders = 'sourceFolders: [a/stores, a/warehouses], targetFolder: b, minimumAgeSeconds: 5';
    const routes = routesOf(
      parse(`feeds: {fulfilled-order-items: {${folders}}}`),
      ['fulfilled-order-items'],
      true,
    );
    const common = { targetFolder: 'b', minimumAgeSeconds: 5 };
    expect(routes).toEqual([
      { ...common, feed: routes[0]?.feed, sourceFolder: 'a/stores', siblings: ['a/warehouses'] },
      { ...common, feed: routes[0]?.feed, sourceFolder: 'a/warehouses', siblings: ['a/stores'] },
    ]);
  });
});

describe('errors in a configuration', () => {
  test('are all reported at once, each with its line and path', () => {
    const told = errorsIn(`connection:
  sftp:
    host: sftp.example.com
    port: 70000
    username: hotwax
    root: home
    colour: red
facilities:
  netsuite: A
productIdRequired: maybe
netsuite:
  dateOrder: YMD
  timeZone: Mars/Olympus
feeds:
  shipments: {}
`);
    for (const part of [
      'has 10 errors',
      'line 4: connection.sftp.port must be a whole number from 1 to 65535',
      'line 6: connection.sftp.root must be an absolute path',
      'connection.sftp has the unknown setting "colour"',
      'connection.sftp must set how to log in, with exactly one of',
      'connection.sftp must set how the server proves its identity',
      'line 9: facilities.netsuite must be a list',
      'line 10: productIdRequired must be true or false',
      'line 12: netsuite.dateOrder must be MDY or DMY',
      'line 13: netsuite.timeZone must be a time zone such as America/New_York',
      'feeds has the unknown setting "shipments"',
    ]) {
      expect(told).toContain(part);
    }
  });

  test.each(['password', 'passphrase', 'privateKey'])(
    'a %s in the file is refused for what it is, and not repeated',
    (key) => {
      const told = errorsIn(`connection: {sftp: {host: h, username: u, root: /, ${key}: hunter2}}`);
      expect(told).toContain(`connection.sftp.${key} is a secret and must not be in this file`);
      expect(told).not.toContain('hunter2');
    },
  );

  test.each([
    ['two connections', 'connection: {folder: a, sftp: {}}', /exactly one of folder, sftp/],
    [
      'two ways to log in',
      'connection: {sftp: {passwordFile: a, privateKeyFile: b}}',
      /exactly one of passwordFile/,
    ],
    [
      'a passphrase without a key',
      'connection: {sftp: {passwordFile: a, passphraseFile: b}}',
      /can only be set with privateKeyFile/,
    ],
    ['a host key that is none', 'connection: {sftp: {hostKey: abc}}', /must be SHA256:\.\.\./],
    ['a facility on both sides', 'facilities: {netsuite: [A], oms: [A]}', /only one side can fulfill it/],
    [
      'a folder outside of the root',
      'feeds: {item-fulfillments: {sourceFolder: ../x}}',
      /a folder under the root/,
    ],
    ['an absolute folder', 'feeds: {item-fulfillments: {sourceFolder: /x}}', /a folder under the root/],
    [
      'one folder for two things',
      'feeds: {item-fulfillments: {sourceFolder: a, targetFolder: a}}',
      /its own source folders and target folder/,
    ],
    [
      'one folder for two things among several',
      'feeds: {item-fulfillments: {sourceFolders: [a, b], targetFolder: b}}',
      /its own source folders and target folder/,
    ],
    [
      'a source folder twice',
      'feeds: {fulfilled-order-items: {sourceFolders: [a, a]}}',
      /its own source folders and target folder/,
    ],
    ['no source folder', 'feeds: {fulfilled-order-items: {sourceFolders: []}}', /at least one folder/],
    [
      'one source folder and several',
      'feeds: {fulfilled-order-items: {sourceFolder: a, sourceFolders: [a, b]}}',
      /has both sourceFolder and sourceFolders/,
    ],
    ['a negative number', 'staleClaimMinutes: -1', /a whole number from 0 to 10080/],
    ['an empty value', 'shippingMethods: {STANDARD: }', /must not be empty/],
    ['no internal id', 'shippingMethods: {A: 2.83e3}', /shippingMethods.A must be a NetSuite internal id/],
    ['no internal id', 'shippingMethods: {A: 0042}', /shippingMethods.A must be a NetSuite internal id/],
    ['no key of orders', 'netsuite: {orderKey: name}', /must be internalId or externalId/],
    [
      'a template that does not count',
      'netsuite: {externalIdTemplate: "SO_{orderId}"}',
      /counts only with orderKey: externalId/,
    ],
    [
      'a template of what no order has',
      'netsuite: {orderKey: externalId, externalIdTemplate: "SO_{externalId}"}',
      /names \{externalId\}, but an order has \{orderId\}, \{orderName\}, \{orderExternalId\}/,
    ],
    [
      'a template of nothing',
      'netsuite: {orderKey: externalId, externalIdTemplate: SO_1}',
      /names nothing of an order/,
    ],
    [
      'a template with half a placeholder',
      'netsuite: {orderKey: externalId, externalIdTemplate: "{orderId}{orderName"}',
      /a brace without its other one/,
    ],
    ['a list instead of settings', '- a\n- b', /must be a group of settings/],
    [
      'a setting twice',
      'productIdRequired: true\nproductIdRequired: false',
      /line 2: Map keys must be unique/,
    ],
    ['YAML that is none', 'a: [1', /line 1/],
    ['a brace without quotes', 'index: { file: "a", x: {tenant}.sqlite }', /line 1: .*must be in quotes/],
    ['aliases that multiply', bomb(), /alias/i],
  ])('%s is reported', (_, text, expected) => {
    expect(errorsIn(text)).toMatch(expected);
  });
});

/** A few lines that would become billions of values. */
function bomb(): string {
  const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [name, before] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg'].map((pair) => [...pair])) {
    lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`);
  }
  return lines.join('\n');
}
