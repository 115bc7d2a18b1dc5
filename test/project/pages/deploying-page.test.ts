/** Who reads docs/deploying.md, or the steps of docs/upgrading.md, from the top meets no step that needs a later one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  headedSteps,
  numberedSteps,
  type PageStep,
  section,
} from '../../suitescripts/administration/five-years/pages.ts';
import { projectRoot } from '../workspace.ts';

const read = (name: string): string => readFileSync(join(projectRoot, 'docs', name), 'utf8');

/** A step may say what comes, if it says that it comes later. */
const REFERENCE = /(later,? in )?\bsteps? (\d+)(?: (?:to|and) (\d+))?( of \[| there\b| above\b)?/g;

/** References of a step to itself or to later steps of its page, with what is around them. */
function forward({ number, title, text }: PageStep): string[] {
  return [...text.matchAll(REFERENCE)]
    .filter(([, later, , , elsewhere]) => later === undefined && elsewhere === undefined)
    .filter(([, , from, to = from]) => Number(to) >= number)
    .map(([reference]) => `${number}. ${title}: ${reference}`);
}

describe('no step depends on a later one', () => {
  test('in deploying.md', () => {
    const steps = headedSteps(read('deploying.md').split('\n## To be settled')[0] ?? '');
    expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
    expect(steps.flatMap(forward)).toEqual([]);
    expect(steps.flatMap(linksAhead)).toEqual([]);
  });

  test.each(['From HotWax Commerce.s own bundle or SDF project', 'Roll back'])(
    'in upgrading.md: %s',
    (heading) => {
      expect(numberedSteps(section(read('upgrading.md'), heading)).flatMap(forward)).toEqual([]);
    },
  );

  test('and such a step would be noticed', () => {
    const step = (text: string): PageStep => ({ number: 3, title: 'A', text });
    expect(forward(step('as in step 2, steps 1 to 2, or later, in step 9'))).toEqual([]);
    expect(forward(step('steps 4 to 5 of [deploying.md](deploying.md), and step 7 there'))).toEqual([]);
    expect(forward(step('see step 3'))).toEqual(['3. A: step 3']);
    expect(forward(step('see steps 2 to 4'))).toEqual(['3. A: steps 2 to 4']);
    expect(linksAhead(step('fill in [the record](#9-configuration-record)'))).toEqual([
      '3. A: #9-configuration-record',
    ]);
  });
});

const linksAhead = ({ number, title, text }: PageStep): string[] =>
  [...text.matchAll(/\]\((#(\d+)-[\w-]*)\)/g)]
    .filter(([, , to]) => Number(to) >= number)
    .map(([, anchor]) => `${number}. ${title}: ${anchor}`);
