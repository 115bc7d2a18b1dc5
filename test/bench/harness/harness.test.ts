import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { alternate } from '../../../bench/harness/alternate.ts';
import { gnuTimeMissing, runMeasured } from '../../../bench/harness/measured-process.ts';
import { writePage } from '../../../bench/harness/page.ts';
import { isMet, median, oursInTimesOf, rowsOf, type Section } from '../../../bench/harness/results.ts';
import { markdown, targetTable } from '../../../bench/harness/tables.ts';
import { testNeeding } from '../../needs.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-parts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('contenders', () => {
  test('take turns, and one that has had its time takes no further one', async () => {
    const order: string[] = [];
    const contender = (name: string, seconds: number) => ({
      name,
      run: async () => {
        order.push(name);
        return { seconds, cpuSeconds: seconds, peakMiB: 10, said: '' };
      },
    });
    const results = await alternate(
      'work',
      [contender('ours', 1), contender('slow', 6), { ...contender('gone', 1), why: 'not installed (x)' }],
      { runs: 3, leastRuns: 1, mostSeconds: 10 },
    );
    expect(order).toEqual(['ours', 'slow', 'ours', 'ours']);
    expect(
      results.map(({ contender: name, ratioToOurs, runs, note }) => [name, ratioToOurs, runs, note]),
    ).toEqual([
      ['ours', 1, 3, undefined],
      ['slow', 6, 1, undefined],
      ['gone', null, undefined, 'not installed (x)'],
    ]);
    expect(oursInTimesOf(results, 'work', 'slow')).toBeCloseTo(1 / 6);
    expect(rowsOf(results).map(({ contender: name }) => name)).toEqual(['ours', 'slow']);
  });
});

describe('a measured process', () => {
  const hungry = ['-e', 'globalThis.kept = Buffer.alloc(120 * 2 ** 20, 1); setTimeout(() => {}, 50)'];
  const failing = ['-e', 'console.error("why"); process.exit(7)'];
  const ways: readonly (readonly [string, boolean, string | undefined])[] = [
    ['by GNU time', true, gnuTimeMissing],
    ['by looking again and again', false, existsSync('/proc/self/status') ? undefined : 'there is no /proc'],
  ];

  for (const [how, timed, missing] of ways) {
    testNeeding(missing)(`is reported with its time and the most memory it had, ${how}`, async () => {
      const { seconds, peakMiB } = await runMeasured({ command: [process.execPath, ...hungry] }, timed);
      expect(seconds).toBeGreaterThan(0);
      expect(peakMiB).toBeGreaterThan(120);
    });

    testNeeding(missing)(`that fails, or is not there, is a failure that says so, ${how}`, async () => {
      const run = (...command: string[]) => runMeasured({ command }, timed);
      await expect(run(process.execPath, ...failing)).rejects.toThrow(/exit code 7.*why/s);
      await expect(run('no-such-program')).rejects.toThrow(/no-such-program/);
    });

    testNeeding(missing)(`that fails leaves nothing behind that would keep us from ending, ${how}`, () => {
      const module = join(import.meta.dirname, '../../../bench/harness/measured-process.ts');
      const run = { command: [process.execPath, ...failing], output: join(folder, 'told') };
      const words = `import { runMeasured } from ${JSON.stringify(module)};
        const said = await runMeasured(${JSON.stringify(run)}, ${timed}).catch(({ message }) => message);
        console.log(said);`;
      const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', words];
      const ended = spawnSync(process.execPath, flags, { encoding: 'utf8', timeout: 120_000 });
      expect(ended).toMatchObject({
        signal: null,
        status: 0,
        stdout: expect.stringContaining('exit code 7'),
      });
    });
  }
});

describe('targets', () => {
  test('are met at their bound, missed above it, and neither when nothing was measured', () => {
    const target = { claim: 'a | b', limit: 2 };
    const all = [1, 2, 2.01, null].map((found) => ({ ...target, found }));
    expect(all.map(isMet)).toEqual([true, true, false, undefined]);
    const text = markdown(targetTable(all));
    expect(text).toContain('a \\| b');
    expect(text).toContain('**missed** by 1%');
    expect(text).toContain('not measured');
  });

  test('are held against medians', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });
});

describe('the page', () => {
  const section = (claim: string, found: number | null): Section => ({
    results: [],
    tables: [],
    targets: [{ claim, limit: 1, found }],
  });
  const block = (name: string) => `<!-- bench: ${name} -->\n<!-- end of ${name} -->\n`;
  const missedOn = (page: string): string =>
    page.slice(page.indexOf('<!-- bench: missed -->'), page.indexOf('<!-- end of missed -->'));

  test('tells all targets that are missed, also of sections that were measured before', async () => {
    writeFileSync(join(folder, 'speed.md'), ['missed', 'machine', 'start', 'files'].map(block).join('\n'));
    writeFileSync(join(folder, 'capacity.md'), block('capacity'));
    const write = (name: string, claim: string, found: number | null) =>
      writePage(new Map([[name, section(claim, found)]]), 'full run', folder);
    await write('start', 'a | b: time', 2);
    await write('capacity', 'a wait', 3);
    await write('files', 'a pass', 0.5);
    const page = () => readFileSync(join(folder, 'speed.md'), 'utf8');
    expect(missedOn(page())).toContain('1 of 3 targets were met. Missed:');
    expect(missedOn(page())).toMatch(/a \\\| b: time +\| at most 1 \| 2 .*\n\| a wait +\| at most 1 \| 3 /);
    await write('start', 'a | b: time', null);
    await write('capacity', 'a wait', 1);
    expect(missedOn(page())).toContain('2 of 2 targets were met.');
    expect(missedOn(page())).not.toContain('Missed');
  });
});
