/** The page of what is claimed, the tests it names, and what the probe sees on the emulator itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createAccount } from '../../../emulator/account.ts';
import { BEHAVIOURS, RISKIEST } from '../../../emulator/behaviours/behaviours.ts';
import { behavioursPage } from '../../../emulator/behaviours/behaviours-page.ts';
import { FEATURES } from '../../../emulator/platform/features.ts';
import { PREFERENCES } from '../../../emulator/platform/preferences.ts';
import type { CsvImportMap } from '../../../emulator/sdf/import-map.ts';
import { readSdfProject } from '../../../emulator/sdf/project.ts';
import { seedMasters, seedOrder } from '../tiny-project.ts';

const ROOT = join(import.meta.dirname, '../../..');
const EXPECTED = join(ROOT, 'emulator/probe/expected.json');

/** An account has some import, so that one of another id is of no account. */
const ANY_IMPORT: CsvImportMap = {
  id: 'custimport_any',
  name: 'Any',
  recordType: 'SALESORDER',
  dataHandling: 'UPDATE',
  encoding: 'UTF-8',
  delimiter: ',',
  decimalComma: false,
  overwriteSublists: false,
  overwriteMissingFields: false,
  runsServerScripts: true,
  bodyFields: [],
  sublist: undefined,
  subrecords: [],
};

/** What the probe logs on the emulator, by probe. */
function probed(): Record<string, unknown> {
  const probe = readSdfProject(join(ROOT, 'emulator/probe'));
  const { scripts } = readSdfProject(join(ROOT, 'src'));
  const account = createAccount({
    project: { ...probe, csvImportMaps: [ANY_IMPORT], scripts: [...probe.scripts, ...scripts] },
    clock: () => Date.UTC(2026, 0, 5, 20),
    savedSearches: { customsearch_own: { type: 'customer', columns: ['entityid'] } },
  });
  seedMasters(account);
  seedOrder(account, 1001, [{ item: 401, quantity: 3, location: 101 }]);
  const { logs, error } = account.runDeployment('customdeploy_emulator_probe', {
    parameters: { custscript_probe_order: '1001' },
  });
  expect(error).toBeUndefined();
  return Object.fromEntries(logs.map(({ title, details }) => [title, JSON.parse(details) as unknown]));
}

test('the page in docs is what the table of behaviours says; if not, run: npm run docs', () => {
  expect(tableCells(readFileSync(join(ROOT, 'docs/emulator-behaviours.md'), 'utf8'))).toBe(
    tableCells(behavioursPage()),
  );
});

/** The formatter of pages may pad cells. */
const tableCells = (page: string) => page.replace(/ +\|/g, ' |').replace(/-{3,}/g, '---');

const TESTS = join(import.meta.dirname, '..');
const tests = readdirSync(TESTS, { recursive: true, encoding: 'utf8' });

test('every behaviour has an id of its own and names a test that exists', () => {
  expect(new Set(BEHAVIOURS.map(({ id }) => id)).size).toBe(BEHAVIOURS.length);
  for (const {
    test: [file, name],
  } of BEHAVIOURS) {
    const text = readFileSync(
      join(TESTS, tests.find((path) => basename(path) === `${file}.test.ts`) ?? file),
      'utf8',
    );
    expect(text).toContain(name);
  }
  expect(RISKIEST).toHaveLength(10);
});

test('the probe sees on the emulator what is committed as its expectation, for every probe that is named', () => {
  const seen = probed();
  expect(seen).toEqual(JSON.parse(readFileSync(EXPECTED, 'utf8')));
  expect(Object.keys(seen).sort()).toEqual(BEHAVIOURS.flatMap(({ probe }) => probe ?? []).sort());
});

test('every preference and every feature has a behaviour that says what it does', () => {
  const shown = BEHAVIOURS.flatMap((behaviour) => behaviour.switch ?? []);
  const refused = Object.entries(FEATURES).flatMap(([id, { emulated }]) => (emulated ? [] : [id]));
  expect([...new Set([...shown, ...refused])].sort()).toEqual(
    [...Object.keys(PREFERENCES), ...Object.keys(FEATURES)].sort(),
  );
});
