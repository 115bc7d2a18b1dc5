import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { feeds } from '#feeds/catalogue.ts';
import { defaultContext } from '#feeds/feed.ts';
import { contextOf, routesOf } from '../../transformer/configuration.ts';
import { parseConfiguration } from '../../transformer/configuration-file.ts';
import { foldersOf, routeOf } from '../../transformer/route.ts';

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
    ]) {
      const told = (() => {
        try {
          return String(parseConfiguration(unknown, 'x'));
        } catch (error) {
          return String(error);
        }
      })();
      const settings = /it can have ([\w, -]+)/.exec(told)?.[1]?.split(', ') ?? [];
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
    for (const code of codes.filter((name) => !['ALREADY_EXISTS', 'WRONG_USAGE'].includes(name))) {
      expect(page).toContain(`\`${code}\``);
    }
  });
});
