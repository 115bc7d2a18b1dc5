import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hotwaxLeftBehind } from '../../../scripts/checks/hotwax-objects.ts';
import { generated, textOfPage } from '../../../scripts/docs/write-pages.ts';
import { projectRoot } from '../workspace.ts';

const docs = join(projectRoot, 'docs');
const read = (name: string): string => readFileSync(join(docs, name), 'utf8');
const pages = [
  'architecture.md',
  'backlogs.md',
  'exports.md',
  'contracts.md',
  'deploying.md',
  'monitoring.md',
  'operating.md',
  'sftp-server.md',
  'hotwax.md',
  'upgrading.md',
  'continuous-deployment.md',
  'objects.md',
];

/** Of earlier versions; the page on upgrading says what becomes of them. */
const GONE = [
  ...hotwaxLeftBehind,
  'custimport_update_salesorders_hc',
  'custimport_update_salesorders_qty_hc',
  'custscript_hc_us_import_map',
  'custscript_hc_us_qty_import_map',
  'custscript_hc_us_rows_per_task',
];

test.each(Object.keys(generated))('%s is up to date; if not, run: npm run docs', (page) => {
  expect(readFileSync(join(projectRoot, page), 'utf8')).toBe(textOfPage(page));
});

describe.each(pages)('docs/%s', (page) => {
  const text = read(page);

  test('names only ids that the project has, and npm scripts that it has', () => {
    const known = new Set(read('objects.md').match(/\bcust\w+_\w+/g));
    const ids = text.match(/\bcust(?:om)?(?:script|deploy|body|col|record|import|role|tab)_\w+/g) ?? [];
    expect(ids.filter((id) => !known.has(id) && !(page === 'upgrading.md' && GONE.includes(id)))).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    const used = [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name as string);
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('the page on monitoring says what each status means that the ledger can have', () => {
  const folder = join(projectRoot, 'src/FileCabinet/SuiteScripts/SalesOrder/lib');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const type = /type FeedFileStatus =([^;]+);/.exec(sources.join('\n'))?.[1] ?? '';
  const statuses = [...type.matchAll(/'([^']+)'/g)].map(([, status]) => status as string);
  expect(statuses.length).toBeGreaterThan(4);
  const rows = read('monitoring.md').match(/^\| \*\*.+?\*\*/gm) ?? [];
  expect(rows.map((row) => row.replace(/[|* ]+$|^[|* ]+/g, ''))).toEqual(expect.arrayContaining(statuses));
});
