/** A tenant whose files nobody could look at: what is said of the others is not said of it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { flowOf } from '../../../transformer/answers/judge-flow.ts';
import { liveLinks as links } from '../../../transformer/page/parts/links.ts';
import type { TenantView } from '../../../transformer/page/parts/page-data.ts';
import { flowingView } from '../../../transformer/page/views/flowing.ts';
import { orderView } from '../../../transformer/page/views/order.ts';
import { problemsView } from '../../../transformer/page/views/problems.ts';
import { quietFlow } from '../answers/quiet-flow.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

const tenant = (name: string, more: Partial<TenantView> = {}): TenantView => ({
  name,
  place: `/srv/${name}`,
  zone: 'UTC',
  extent: { files: 0, rows: 0, since: undefined },
  indexProblem: undefined,
  lookedAt: NOW,
  problem: undefined,
  isLooking: false,
  ...more,
});

const acme = tenant('acme');
const unseen: [string, TenantView][] = [
  ['is being looked at for the first time', tenant('globex', { lookedAt: undefined, isLooking: true })],
  ['could not be looked at', tenant('globex', { problem: 'TIMED_OUT: It does not answer.' })],
];

describe.each(unseen)('where one of two tenants %s', (_, globex) => {
  test('Flowing? does not leave it out of its sentence', () => {
    const flows = [flowOf({ ...quietFlow(NOW), tenant: 'acme' })];
    const answer = { flows, hours: [], waiting: [], zone: 'UTC', now: NOW, links };
    expect(String(flowingView({ ...answer, tenants: [acme, globex] }).lead)).toContain(
      'Nothing new is known of globex',
    );
    expect(String(flowingView({ ...answer, tenants: [acme] }).lead)).not.toContain('Nothing new');
  });

  test('Open problems does not say that none is open', () => {
    const leadFor = (...tenants: TenantView[]): string =>
      String(
        problemsView({
          problems: tenants.map((one) => ({ tenant: one, answer: [] })),
          now: NOW,
          links,
          proof: undefined,
          keepsAcknowledgements: () => true,
        }).lead,
      );
    expect(leadFor(acme, globex)).not.toContain('No problem is open.');
    expect(leadFor(acme, globex)).toContain('Nothing new is known of globex');
    expect(leadFor(acme)).toContain('No problem is open.');
  });
});

test('Order does not say that an order was never seen where it could not be looked for', () => {
  const leadFor = (...tenants: TenantView[]): string => {
    const searched = { files: 0, rows: 0, since: null, folders: [], unread: [] };
    const found = tenants.map((one) => ({ tenant: one, answer: { items: [], files: [], searched } }));
    return String(orderView({ asked: 'HC1', now: NOW, found, links }).lead);
  };
  expect(leadFor(acme)).toBe('Never seen.');
  const lead = leadFor(acme, tenant('globex', { problem: 'TIMED_OUT: It does not answer.' }));
  expect(lead).toContain('Never seen where it was looked for.');
  expect(lead).toContain('Nothing new is known of globex');
});

describe('the command problems', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await makeTemporaryFolder();
  });
  afterAll(() => folder.remove());

  test('says of which tenant nothing can be said before it says that no problem of the others is open', async () => {
    const configuration = join(folder.path, 'transformer.yaml');
    const tenants =
      'tenants: { acme: { connection: { folder: acme } }, globex: { connection: { folder: globex } } }\n';
    await writeFile(configuration, tenants);
    await command(['init', '--config', configuration, '--tenant', 'acme']);
    const { exitCode, out } = await command(['problems', '--config', configuration]);
    expect([exitCode, out]).toEqual([
      1,
      'Nothing can be said of globex.\nNo problem of the others is open.\n',
    ]);
  });
});
