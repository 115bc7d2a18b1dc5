/** What a long run has shown, for the page in docs: put between its two marks. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { requireOwn } from '../../../transformer/local-files/own-file.ts';
import { replaceFile } from '../../../transformer/local-files/replace-file.ts';
import { sumOf, type Tally } from './tally.ts';

const BEGIN = '<!-- The result of a long run: npm run simulate -- --report docs/simulation.md -->';
const END = '<!-- End of the result -->';

export type LongRun = { first: number; runs: number; jobs: number; seconds: number; tally: Tally };

/** @throws as `findPlace` */
export async function writeReport(path: string, run: LongRun): Promise<void> {
  const [before, after] = await findPlace(path);
  await replaceFile(path, `${before}${BEGIN}\n\n${reportOf(run)}\n${after}`);
}

/**
 * What stands before and after the place for the result.
 * @throws when the page may not be replaced, or has not the two marks
 */
export async function findPlace(path: string): Promise<[string, string]> {
  await requireOwn(path);
  const text = await readFile(path, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before === -1 || after < before)
    throw new Error(`${path} has no place for the result: it needs the lines ${BEGIN} and ${END}.`);
  return [text.slice(0, before), text.slice(after)];
}

export function reportOf({ first, runs, jobs, seconds, tally }: LongRun): string {
  const facts: readonly (readonly [string, string])[] = [
    ['Seeds', `${first} to ${first + runs - 1}`],
    ['Kept the promise', String(tally.stories - tally.broken.length)],
    ['Broke it', tally.broken.length === 0 ? '0' : `${tally.broken.length}: ${tally.broken.join(', ')}`],
    ['Commit', commit()],
    ['Duration', `${duration(seconds)} on ${jobs} threads`],
    ['Crashes and restarts', grouped(sumOf(tally, isCrash))],
  ];
  const met = [...tally.met].sort(([, one], [, other]) => other - one);
  return [
    ...table(['Run', ''], facts),
    '',
    ...table(
      ['What happened in them', 'Times'],
      met.map(([what, times]) => [what, grouped(times)]),
    ),
    '',
  ].join('\n');
}

const isCrash = (what: string): boolean => what === 'crash' || what === 'restart';

const table = (head: readonly [string, string], rows: readonly (readonly [string, string])[]): string[] =>
  [head, ['---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`);

const grouped = (count: number): string => count.toLocaleString('en-US');

const duration = (seconds: number): string => `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;

/** Says when the tree holds more than the commit. */
function commit(): string {
  const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim();
  try {
    const changed = git(
      'status',
      '--porcelain',
      '--untracked-files=no',
      '--',
      'src',
      'feeds',
      'transformer',
      'emulator',
      'test',
    );
    return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : ', with changes that are not committed'}`;
  } catch {
    return 'unknown: this is no clone, or git is not installed';
  }
}
