import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { mutated } from './mutant.ts';
import { mutationsPage } from './page.ts';
import { mutants } from './table.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the table of small faults', () => {
  test('has at least forty, each with a number and words of its own', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(40);
    expect(mutants.map(({ number }) => number)).toEqual(mutants.map((_, index) => index + 1));
    expect(new Set(mutants.map(({ file, fault }) => `${file}: ${fault}`)).size).toBe(mutants.length);
    expect(new Set(mutants.map(({ file, find, replacement }) => file + find + replacement)).size).toBe(
      mutants.length,
    );
  });

  test('has those that an earlier hunt found unnoticed', () => {
    const marks = mutants.flatMap(({ fault }) => /\((\w\d\d)\)$/.exec(fault)?.[1] ?? []).sort();

    expect(marks).toEqual(['M09', 'M11', 'M13', 'M14', 'M16', 'M17', 'T02', 'T04', 'T05']);
  });

  test.each(mutants)('can make no. $number, $file: $fault', (mutant) => {
    const text = read(mutant.file);

    expect(mutated(text, mutant)).not.toBe(text);
  });

  test('does not make one whose place in the code has changed, or is no longer the only one', () => {
    const [mutant] = mutants;
    if (!mutant) throw new Error('There is none.');

    expect(() => mutated('other code', mutant)).toThrow('0 times, not once: adapt the mutant');
    expect(() => mutated(`${mutant.find} ${mutant.find}`, mutant)).toThrow('2 times');
  });

  test('names test files that are there', () => {
    const named = [...new Set(mutants.flatMap(({ tests }) => tests))];

    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(mutants.filter(({ tests }) => tests.length === 0)).toEqual([]);
  });

  test('is what the page says; if not, run: npm run docs', () => {
    const bare = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

    expect(bare(read('docs/mutations.md'))).toBe(bare(mutationsPage()));
  });
});
