/** What a deployer chooses for an account with environment variables, in the project as it is built. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readChoices } from '../../../scripts/account-choices.ts';
import { buildSuiteScripts } from '../../../scripts/build/build-suitescripts.ts';
import { findProblems } from '../../../scripts/check-project.ts';
import { newFolder, projectRoot } from '../workspace.ts';

afterEach(() => {
  for (const name of ['FEEDS_SWITCHED_ON', 'FEEDS_NOTIFY']) delete process.env[name];
});

const scripts = [
  'update_salesorder',
  'create_itemfulfillment',
  'export_so_fulfillment',
  'hc_feed_digest',
  'hc_fulfill_tagged',
];

async function buildWith(env: Record<string, string>) {
  Object.assign(process.env, env);
  const { out } = await buildSuiteScripts({ root: projectRoot, out: join(newFolder(), 'netsuite') });
  const read = (script: string) =>
    readFileSync(join(out, `Objects/Scripts/customscript_${script}.xml`), 'utf8');
  return { out, texts: scripts.map(read) };
}

const statuses = (text: string) => [...text.matchAll(/<status>(\w+)</g)].map(([, status]) => status);

describe('a project', () => {
  test('is built switched off, and tells all administrators of failures', async () => {
    const { texts } = await buildWith({});
    expect(texts.flatMap(statuses)).not.toContain('SCHEDULED');
    for (const text of texts) expect(text).toContain('<notifyadmins>T</notifyadmins>');
  });

  test('for an account in which the feeds run leaves them running, and only these', async () => {
    const { out, texts } = await buildWith({ FEEDS_SWITCHED_ON: 'true' });
    const main = ['SCHEDULED', 'NOTSCHEDULED'];
    expect(texts.map(statuses)).toEqual([main, main, main, ['SCHEDULED'], ['NOTSCHEDULED']]);
    expect(findProblems(out)).toEqual([]);
  });

  test('tells the addresses that are named instead', async () => {
    const { out, texts } = await buildWith({ FEEDS_NOTIFY: 'ops@example.com, erp@example.com' });
    for (const text of texts) {
      expect(text).toContain('<notifyemails>ops@example.com,erp@example.com</notifyemails>');
      expect(text).toContain('<notifyadmins>F</notifyadmins>');
    }
    expect(findProblems(out)).toEqual([]);
  });
});

test.each([
  [
    'neither yes nor no',
    { FEEDS_SWITCHED_ON: 'on' },
    'FEEDS_SWITCHED_ON is "on". Write true, or leave it out.',
  ],
  [
    'no address',
    { FEEDS_NOTIFY: 'ops' },
    'FEEDS_NOTIFY has "ops". Write mail addresses with commas between.',
  ],
  ['an element of its own', { FEEDS_NOTIFY: 'a@b</x>' }, 'FEEDS_NOTIFY has "a@b</x>". Write mail addresses'],
  ['more than NetSuite keeps', { FEEDS_NOTIFY: `a@${'b'.repeat(999)}` }, 'NetSuite takes 999'],
])('a choice that is %s is refused', (_what, env, message) => {
  expect(() => readChoices(env)).toThrow(message);
});
