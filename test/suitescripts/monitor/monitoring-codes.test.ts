/** docs/monitoring.md says what to do about everything that the scripts can say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { rejectCodes } from '#feeds/rows/reject.ts';

const root = join(import.meta.dirname, '../../..');
test('the page on monitoring says of every code that the scripts can give what to do', () => {
  const page = read('docs/monitoring.md');
  const codes = [...codesInSource(), ...feedCodesInScripts()];
  expect(codes.length).toBeGreaterThan(30);
  expect([...new Set(codes)].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const SCRIPTS = 'FileCabinet/SuiteScripts/SalesOrder';

/** Codes of rows, files and runs. */
function codesInSource(): string[] {
  const folder = `src/${SCRIPTS}`;
  const sources = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(folder, name));
  const given = sources
    .join('\n')
    .matchAll(
      /(?:\bcode(?::|: told\?\.code \?\?)|refused\(|refusal\(|failure\(|fileReject\(|\bname:)\s*'([A-Z][A-Z_]{5,})'/g,
    );
  return [...given].map(([, code]) => code as string);
}

/** Codes of the feeds that a built script holds: the others are the transformer's. */
function feedCodesInScripts(): string[] {
  const folder = `dist/netsuite/${SCRIPTS}`;
  const scripts = readdirSync(join(root, folder)).map((name) => read(folder, name));
  return Object.keys(rejectCodes).filter((code) => scripts.some((text) => text.includes(`'${code}'`)));
}
