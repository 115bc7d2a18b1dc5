import { readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { connectionVariables } from '../../../transformer/config/environment.ts';
import { configurationJsonSchema } from '../../../transformer/config/json-schema.ts';
import { parseConfiguration, readConfiguration } from '../../../transformer/config/load.ts';
import { command, logLines } from '../command.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';

const parse = (text: string, environment: Record<string, string> = {}) =>
  parseConfiguration(text, 'transformer.yaml', environment);

function errorsIn(text: string, environment: Record<string, string> = {}): string {
  try {
    parse(text, environment);
  } catch (error) {
    return String(error);
  }
  return '';
}

const two = `
staleClaimMinutes: 30
hotwax: { timeZone: Asia/Kolkata }
tenants:
  acme:
    connection: { folder: acme }
    netsuite: { timeZone: America/New_York, dateOrder: DMY }
    facilityGroups: { netsuite: ACME_NETSUITE }
    feeds:
      brokered-order-items: { sourceFolder: acme/in, targetFolder: acme/out }
  zenith:
    connection: { folder: zenith }
    hotwax: { timeZone: Europe/Berlin }
    feeds:
      fulfilled-order-items: { enabled: false }
`;

describe('several tenants in one file', () => {
  test('each have their own settings, and those that the file sets for all', () => {
    const [acme, zenith] = parse(two);
    expect([acme?.name, zenith?.name]).toEqual(['acme', 'zenith']);
    expect(acme?.configuration).toMatchObject({
      staleClaimMinutes: 30,
      connection: { folder: 'acme' },
      hotwax: { timeZone: 'Asia/Kolkata' },
      netsuite: { dateOrder: 'DMY' },
    });
    expect(zenith?.configuration).toMatchObject({
      staleClaimMinutes: 30,
      hotwax: { timeZone: 'Europe/Berlin' },
      netsuite: {},
    });
  });

  test('errors are reported at once, each with its line, those for all only once', () => {
    const told = errorsIn(`productIdRequired: perhaps
tenants:
  acme:
    netsuite: { dateOrder: YMD }
  Zenith: {}
  other:
    colour: red
    staleClaimMinutes: -1
`);
    expect(told).toContain('has 5 errors');
    expect(told).toContain('line 1: productIdRequired must be true or false');
    expect(told).toContain('line 4: tenants.acme.netsuite.dateOrder must be MDY or DMY');
    expect(told).toContain('line 5: tenants.Zenith must have a name of lower-case letters');
    expect(told).toMatch(/line \d: tenants\.other has the unknown setting "colour"/);
    expect(told).toContain('line 8: tenants.other.staleClaimMinutes must be a whole number');
  });

  test('that share a folder are reported', () => {
    const told = errorsIn('connection: { folder: same }\ntenants: { one: {}, two: {} }');
    expect(told).toMatch(/tenants\.two uses the folder .*, which the tenant one already uses/);
  });

  test.each([
    ['same', 'same/'],
    ['same', './same'],
    ['same', 'same/sub/..'],
    ['/srv/same', '/srv/./same/'],
  ])('that share a folder spelled %j and %j are reported', (one, two) => {
    const told = errorsIn(
      `tenants: { one: { connection: { folder: ${one} } }, two: { connection: { folder: ${two} } } }`,
    );
    expect(told).toMatch(/tenants\.two uses the folder .*, which the tenant one already uses/);
  });

  test('have all their errors reported, though one has an impossible name', () => {
    const told = errorsIn('tenants: { Acme_1: { netsuite: { dateOrder: YMD }, colour: red } }');
    expect(told).toMatch(/tenants\.Acme_1 must have a name of lower-case letters/);
    expect(told).toMatch(/tenants\.Acme_1\.netsuite\.dateOrder must be MDY or DMY/);
    expect(told).toMatch(/tenants\.Acme_1 has the unknown setting "colour"/);
  });

  test('with one row index for both are reported, unless its name has that of the tenant', () => {
    const text = (file: string) =>
      `index: {file: ${file}}\ntenants: {one: {connection: {folder: a}}, two: {connection: {folder: b}}}`;
    expect(errorsIn(text('i.sqlite'))).toMatch(
      /tenants\.two uses the index\.file i\.sqlite, which the tenant one already uses: write \{tenant\} into its name/,
    );
    expect(() => parseConfiguration(text("'{tenant}.sqlite'"), 'x')).not.toThrow();
  });

  test('and what holds for the whole process: how many at once, and how many connections to a server', async () => {
    const folder = await makeTemporaryFolder();
    const config = join(folder.path, 'transformer.yaml');
    const settingsOf = async (text: string) => {
      await writeFile(config, text);
      return (await readConfiguration(config, {})).process;
    };
    expect(await settingsOf(two)).toEqual({ tenantsAtOnce: 4, connectionsPerServer: 4 });
    expect(await settingsOf(`tenantsAtOnce: 9\nconnectionsPerServer: 2\n${two}`)).toEqual({
      tenantsAtOnce: 9,
      connectionsPerServer: 2,
    });
    expect(errorsIn(`tenantsAtOnce: 0\n${two}`)).toContain(
      'line 1: tenantsAtOnce must be a whole number from 1 to 64',
    );
    expect(errorsIn('tenants: { one: { tenantsAtOnce: 2 } }')).toContain(
      'tenants.one.tenantsAtOnce holds for the whole process: set it once, outside of tenants',
    );
    await folder.remove();
  });

  test('with one metrics file for both are reported', () => {
    const text =
      'metricsFile: m.prom\ntenants: {one: {connection: {folder: a}}, two: {connection: {folder: b}}}';
    expect(errorsIn(text)).toMatch(
      /tenants\.two uses the metricsFile m\.prom, which the tenant one already uses/,
    );
  });

  test.each(['tenants:', 'tenants: []', 'tenants: {}', 'tenants: acme', 'tenants: { acme: [] }'])(
    '%j is a error',
    (text) => {
      expect(errorsIn(text)).toMatch(/must be a group/);
    },
  );

  test('are passed over side by side; the failure of one leaves the others their pass', async () => {
    const folder = await makeTemporaryFolder();
    const config = join(folder.path, 'transformer.yaml');
    await writeFile(config, two);
    await mkdir(join(folder.path, 'zenith'));
    const both = await command(['run', '--config', config]);
    expect(both.exitCode).toBe(1);
    const said = logLines(both.err).map(({ tenant, msg }) => `${tenant} ${msg}`);
    expect(said.slice(0, -1).sort()).toEqual(['acme pass failed', 'zenith pass ended']);
    expect(said.at(-1)).toBe('undefined run ended');
    expect((await command(['init', '--config', config, '--tenant', 'acme'])).exitCode).toBe(0);
    expect(await readdir(join(folder.path, 'acme'))).toContain('acme');
    expect((await command(['run', '--config', config])).exitCode).toBe(0);
    expect((await command(['check', '--config', config, '--tenant', 'acme'])).out).toMatch(
      /All checks passed/,
    );
    const status = JSON.parse((await command(['status', '--config', config, '--json'])).out);
    expect(status.tenants.map(({ tenant }: { tenant: string }) => tenant)).toEqual(['acme', 'zenith']);
    await folder.remove();
  });

  test('one that the file does not name, or several where one is meant, is wrong usage', async () => {
    const folder = await makeTemporaryFolder();
    const config = join(folder.path, 'transformer.yaml');
    await writeFile(config, two);
    for (const words of [
      ['run', '--tenant', 'nobody'],
      ['run', '--folder', folder.path],
      ['replay', 'x.csv'],
      ['convert', 'x', '--feed', 'item-fulfillments', '--output', 'o', '--rejects', 'r'],
    ]) {
      const { exitCode, err } = await command([...words, '--config', config]);
      expect([words[0], exitCode, err]).toEqual([words[0], 2, expect.stringMatching(/has acme, zenith/)]);
    }
    await folder.remove();
  });
});

const pinned = `SHA256:${'A'.repeat(43)}`;

describe('the environment', () => {
  const all: Record<string, string> = {
    TRANSFORMER_SFTP_HOST: 'h',
    TRANSFORMER_SFTP_PORT: '2222',
    TRANSFORMER_SFTP_USERNAME: 'u',
    TRANSFORMER_SFTP_PASSWORD: 'hunter2',
    TRANSFORMER_SFTP_HOST_KEY: pinned,
    TRANSFORMER_SFTP_ROOT: '/home/u',
    TRANSFORMER_SFTP_TIMEOUT_SECONDS: '7',
  };

  test('can give a whole connection without any file, and names secrets only', () => {
    const [tenant] = parseConfiguration('', undefined, all);
    expect(tenant?.configuration.connection?.sftp).toEqual({
      host: 'h',
      port: 2222,
      username: 'u',
      passwordEnvironment: 'TRANSFORMER_SFTP_PASSWORD',
      hostKey: [pinned],
      root: '/home/u',
      timeoutSeconds: 7,
    });
  });

  test('goes before the file, and a way to log in takes the place of the other one', () => {
    const text = `connection: {sftp: {host: file, username: file, privateKeyFile: k, passphraseFile: p, knownHostsFile: f, root: /file}}`;
    const [tenant] = parse(text, {
      TRANSFORMER_SFTP_HOST: 'variable',
      TRANSFORMER_SFTP_PASSWORD: 'x',
      TRANSFORMER_SFTP_HOST_KEY: pinned,
      TRANSFORMER_SFTP_PORT: '',
    });
    expect(tenant?.configuration.connection?.sftp).toEqual({
      host: 'variable',
      port: 22,
      username: 'file',
      passwordEnvironment: 'TRANSFORMER_SFTP_PASSWORD',
      hostKey: [pinned],
      root: '/file',
      timeoutSeconds: 120,
    });
  });

  test('has a variable for every setting of a connection, and errors in them are reported by their names', () => {
    const settings = JSON.parse(configurationJsonSchema()).properties.connection.properties.sftp.properties;
    const secrets = ['password', 'passphrase', 'privateKey'];
    expect(connectionVariables.map(({ setting }) => setting).sort()).toEqual(
      Object.keys(settings)
        .filter((name) => !secrets.includes(name))
        .sort(),
    );
    const told = errorsIn('', {
      ...all,
      TRANSFORMER_SFTP_PORT: 'tcp://10.0.0.1:22',
      TRANSFORMER_SFTP_ROOT: 'home',
    });
    expect(told).toContain('has 2 errors');
    expect(told).toContain('TRANSFORMER_SFTP_PORT must be a whole number from 1 to 65535');
    expect(told).toContain('TRANSFORMER_SFTP_ROOT must be an absolute path');
  });

  test('of a tenant bears its name', () => {
    const text = 'tenants: {acme-one: {connection: {folder: a}}, zenith: {connection: {folder: z}}}';
    const tenants = parse(text, { TRANSFORMER_ACME_ONE_FOLDER: 'elsewhere', TRANSFORMER_FOLDER: 'ignored' });
    expect(tenants.map(({ configuration }) => configuration.connection?.folder)).toEqual(['elsewhere', 'z']);
  });

  test('can say where the configuration is', async () => {
    const folder = await makeTemporaryFolder();
    const config = join(folder.path, 'transformer.yaml');
    await writeFile(config, 'connection: {folder: .}');
    const { exitCode } = await command(['check'], { environment: { TRANSFORMER_CONFIG: config } });
    expect(exitCode).toBe(1); // the folders are missing, but it was found
    await folder.remove();
  });
});

describe('the schema for editors', () => {
  test('is up to date; if not, run: npm run docs', () => {
    const written = readFileSync('transformer/configuration.schema.json', 'utf8');
    expect(JSON.parse(written)).toEqual(JSON.parse(configurationJsonSchema()));
  });

  test('describes numbers and truths as editors read them, and refuses secrets', () => {
    const { properties } = JSON.parse(configurationJsonSchema());
    expect(properties.staleClaimMinutes).toMatchObject({ type: 'integer', minimum: 0 });
    expect(properties.productIdRequired).toMatchObject({ type: 'boolean' });
    expect(properties.connection.properties.sftp.properties.password).toEqual({ not: {} });
    expect(properties.tenants.additionalProperties.properties.feeds).toBeDefined();
  });
});
