/** The modules against the published types of SuiteScript: no member and no name of an enumeration is invented. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ALL, runOnce } from '../tiny-project.ts';

const TYPES = join(import.meta.dirname, '../../../node_modules/@hitc/netsuite-types/N');

type Member = { name: string; entries?: [string, string][] };

/** Members of a module as a script sees it; enumerations with their entries, fifty at a time as log lines are short. */
function membersOf(module: string): Member[] {
  const name = module.split('/')[1] ?? '';
  const { told } = runOnce(
    `for (const member of Object.keys(${name})) {
       const entries = typeof ${name}[member] === 'object' ? Object.entries(${name}[member]) : undefined;
       if (!entries) tell({ name: member });
       for (let from = 0; from < (entries?.length ?? 0); from += 50) tell({ name: member, entries: entries.slice(from, from + 50) });
     }`,
    { uses: [module] },
  );
  return told as Member[];
}

/** Names of an enumeration in the types, and its values where they are written down. */
function enumIn(text: string, name: string): Map<string, string | undefined> {
  const [, body = ''] = new RegExp(`export (?:const )?enum ${name}\\b[^{]*\\{([^}]*)\\}`).exec(text) ?? [];
  const plain = body.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '');
  return new Map(
    [...plain.matchAll(/(\w+)\s*(?:=\s*['"]([^'"]*)['"])?\s*(?:,|$)/g)].map(([, key = '', value]) => [
      key,
      value,
    ]),
  );
}

test.each(ALL)('%s has no member that SuiteScript has not', (module) => {
  const text = readFileSync(join(TYPES, `${module.split('/')[1]}.d.ts`), 'utf8');
  const unknown = membersOf(module).filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(text));
  expect(unknown.map(({ name }) => name).filter((name) => !MISSING_IN_TYPES.includes(name))).toEqual([]);
});

/** Known from Oracle's stubs and absent from the published types. */
const MISSING_IN_TYPES: readonly string[] = [
  'MAX_CONNECT_TIMEOUT',
  'MIN_CONNECT_TIMEOUT',
  'DEFAULT_PORT_NUMBER',
  'MIN_PORT_NUMBER',
  'MAX_PORT_NUMBER',
];

test.each(ALL)('enumerations of %s have the names and values of SuiteScript', (module) => {
  const text = readFileSync(join(TYPES, `${module.split('/')[1]}.d.ts`), 'utf8');
  for (const { name, entries } of membersOf(module)) {
    const published = enumIn(text, name);
    if (!entries || published.size === 0) continue;
    for (const [key, value] of entries) {
      expect([name, key, published.has(key)]).toEqual([name, key, true]);
      const written = published.get(key);
      if (written !== undefined) expect([name, key, value]).toEqual([name, key, written]);
    }
  }
});
