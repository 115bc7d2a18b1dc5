/** The words that behaviours of the emulator quote: each documented one has some, and a page that does not say them is noticed. */
import { describe, expect, test } from '@jest/globals';
import { type Behaviour, passagesOf } from '../../emulator/behaviours/behaviour.ts';
import { BEHAVIOURS } from '../../emulator/behaviours/behaviours.ts';
import { checkEvidence, exitCodeOf, explain } from '../../scripts/check-evidence.ts';
import { newFolder, writeFiles } from './workspace.ts';

const quoting = (pages: Behaviour['pages']): Behaviour => ({
  id: 'cabinet.lock',
  what: 'A locked drawer stays shut',
  evidence: 'D',
  test: ['cabinet', 'a locked drawer stays shut'],
  ...(pages && { pages }),
});

const check = (files: Record<string, string>, pages: Behaviour['pages']) =>
  checkEvidence(writeFiles(newFolder(), files), [quoting(pages)]);

describe('the table of behaviours', () => {
  test('quotes a few words of a page for each documented behaviour, and says of each other one where it was seen', () => {
    const documented = BEHAVIOURS.filter(({ evidence }) => evidence === 'D');
    expect(documented.filter((one) => passagesOf(one).length === 0).map(({ id }) => id)).toEqual([]);
    const others = BEHAVIOURS.filter(({ evidence }) => evidence !== 'D');
    expect(others.filter(({ source }) => !source).map(({ id }) => id)).toEqual([]);
  });

  test('names pages by their id, and quotes no more than it needs', () => {
    for (const { page, quote } of BEHAVIOURS.flatMap(passagesOf)) {
      expect(page).toMatch(/^(section|bridgehead|chapter|subsect|article|procedure|part|SDFxml)_\w+$/);
      const words = quote.split(/\s+/).filter((word) => word !== '|').length;
      expect({ quote, fits: words >= 4 && words <= 16 }).toEqual({ quote, fits: true });
    }
  });
});

describe('the check of evidence', () => {
  test.each([
    ['text', 'section_1.txt', 'It is said that a locked drawer\n  stays shut, always.'],
    [
      'HTML',
      'section_1.html',
      '<p>that a <b>locked</b> <i>drawer</i>&nbsp;stays <code>shut</code>, always</p>',
    ],
    [
      'Markdown',
      'section_1.md',
      'that a [locked](https://example.com/x_y.html) **drawer** _stays_ `shut`, always',
    ],
  ])('finds the words in a page stored as %s', (_, file, page) => {
    const findings = check({ [file]: page }, { section_1: 'a locked drawer stays shut, always' });
    expect(explain(findings)).toBe('1 quotes found, 0 not found, 0 pages not stored');
    expect(exitCodeOf(findings)).toBe(0);
  });

  test('reads over the kind of quote marks, and over entities', () => {
    const page = 'A drawer that isn&rsquo;t locked is &ldquo;open&rdquo; &amp; may be shut';
    const findings = check({ 'section_1.html': page }, { section_1: `isn't locked is "open" & may be shut` });
    expect(findings.notFound).toEqual([]);
  });

  test('fails for words that are not on the page, and names behaviour, page and words', () => {
    const findings = check(
      { 'section_1.txt': 'A locked drawer opens.' },
      { section_1: 'a drawer stays shut' },
    );
    expect(explain(findings)).toContain('cabinet.lock: section_1 does not say “a drawer stays shut”');
    expect(exitCodeOf(findings)).toBe(1);
  });

  test('lists pages that are not stored, and fails for want of pages only when there is none', () => {
    const pages = { section_1: 'a locked drawer stays shut', section_2: ['one of two', 'two of two'] };
    const some = check({ 'section_1.txt': 'a locked drawer stays shut' }, pages);
    expect(explain(some)).toContain('section_2 is not stored in this folder');
    expect(exitCodeOf(some)).toBe(0);
    expect(exitCodeOf(check({}, pages))).toBe(2);
  });
});
