import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { feeds } from '#feeds/catalogue.ts';
import { feedErrorCodes } from '#feeds/errors.ts';
import { defaultContext } from '#feeds/feed.ts';
import { rejectCodes } from '#feeds/rows/reject.ts';
import { skipReasons } from '#feeds/rows/tally.ts';
import {
  connectionVariables,
  notifyVariables,
  startVariables,
} from '../../../transformer/config/environment.ts';
import { parseConfiguration } from '../../../transformer/config/load.ts';
import { contextOf, routesOf } from '../../../transformer/config/settings.ts';
import { foldersOf, routeOf } from '../../../transformer/folders/folders.ts';
import { formatMetrics } from '../../../transformer/report/prometheus.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';

const page = readFileSync('docs/operating.md', 'utf8');
const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

function parsePlain(text: string) {
  const [tenant] = parseConfiguration(text, 'example');
  if (!tenant) throw new Error('no configuration');
  return tenant.configuration;
}

describe('the page for operators', () => {
  test('shows a configuration that is accepted, with the usual values where it says so', () => {
    const configuration = parsePlain(example);
    const { facilityGroups, productIdRequired, netsuiteDateOrder } = defaultContext(0);
    expect(contextOf(configuration, 0)).toMatchObject({
      facilityGroups,
      productIdRequired,
      netsuiteDateOrder,
    });
    const folders = (routes: ReturnType<typeof routesOf>) =>
      routes.map(({ sourceFolder, targetFolder, minimumAgeSeconds }) => [
        sourceFolder,
        targetFolder,
        minimumAgeSeconds,
      ]);
    const usual = parsePlain('');
    expect(folders(routesOf(configuration, [], true))).toEqual(folders(routesOf(usual, [], true)));
    expect(configuration.staleClaimMinutes).toBe(usual.staleClaimMinutes);
    expect(configuration.connection?.sftp).toMatchObject({ port: 22, timeoutSeconds: 120 });
  });

  test('shows every setting there is', () => {
    for (const unknown of [
      'x: 1',
      'connection: {sftp: {x: 1}}',
      'feeds: {item-fulfillments: {x: 1}}',
      'netsuite: {x: 1}',
      'index: {x: 1}',
      'notify: {x: 1}',
      'netsuite: {start: {x: 1}}',
    ]) {
      const told = (() => {
        try {
          return String(parseConfiguration(unknown, 'x'));
        } catch (error) {
          return String(error);
        }
      })();
      const settings = /known settings are ([\w, -]+)/.exec(told)?.[1]?.split(', ') ?? [];
      expect(settings).not.toEqual([]);
      for (const setting of settings) expect(page).toContain(setting);
    }
  });

  test('names every folder of a feed and every feed', () => {
    for (const feed of feeds) {
      expect(page).toContain(`\`${feed.name}\``);
      const own = foldersOf(routeOf(feed)).map((folder) => folder.replace(`${feed.source.folder}/`, ''));
      for (const folder of own.filter((name) => !name.includes('.tmp')))
        expect(page).toContain(`\`${folder}/\``);
    }
  });

  test('names every code of a failure', () => {
    const source = readFileSync('transformer/errors.ts', 'utf8');
    const codes = [...source.matchAll(/\| '([A-Z_]+)'/g)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) expect(page).toContain(`\`${code}\``);
  });

  test('names every code of a refused row and of a refused file', () => {
    const codes = [...Object.keys(feedErrorCodes), ...Object.keys(rejectCodes)];
    for (const code of codes) expect(page).toContain(`\`${code}\``);
  });

  test('names every command and option, every metric, and every variable of the environment', async () => {
    const { out } = await command(['--help']);
    const names = [...out.matchAll(/^ {2}([a-z]+) .*\[options\]/gm)].map(([, name = '']) => name);
    expect(names).toHaveLength(15);
    for (const name of names) {
      expect(page).toMatch(new RegExp(`^\\| \`${name}[ \`]`, 'm'));
      const help = (await command([name, '--help'])).out;
      for (const [option] of help.matchAll(/--[a-z-]+/g)) {
        if (option !== '--help') expect(page).toContain(option);
      }
      expect(help).toMatch(/Examples:[\s\S]*Exit codes:/);
    }
    const pass = { tenant: undefined, report: undefined, startedAt: 0, endedAt: 0, exitCode: 0 };
    for (const [, metric] of formatMetrics(pass).matchAll(/# HELP (\S+)/g)) expect(page).toContain(metric);
    for (const { name } of [...connectionVariables, ...notifyVariables, ...startVariables])
      expect(page).toContain(`\`TRANSFORMER_${name}\``);
  });

  test('shows several folders, and several tenants, in configurations that are accepted', () => {
    const [, folders = '', tenants = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
      ([, text]) => text,
    );
    expect(routesOf(parsePlain(folders), [], true)).toHaveLength(5);
    expect(parseConfiguration(tenants, 'example').map(({ name }) => name)).toEqual(['acme', 'zenith']);
  });

  test('names every reason for skipping a row', () => {
    for (const reason of Object.keys(skipReasons)) expect(page).toContain(`\`${reason}\``);
  });

  test('begins with lines that can be run as they stand, and end with both orders delivered', async () => {
    const folder = await makeTemporaryFolder();
    const script = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const { status, stdout } = spawnSync('bash', ['-e', '-c', script], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: folder.path },
    });
    expect([status, stdout]).toEqual([0, expect.stringMatching(/exit code 3[\s\S]*TRACK1[\s\S]*TRACK2/)]);
    await folder.remove();
  });
});
