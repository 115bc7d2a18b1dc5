/** What a pass reports, on a terminal, in the log and in its metrics. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { command, logLines } from '../command.ts';
import { delivered, file, folder, init, on, put, root, row } from './operator-tree.ts';

describe('what is reported', () => {
  test('has the id of the pass on every line, and the name of the file on every line about one', async () => {
    await init();
    await put('a.csv', file('A'));
    await put('b.csv', '"');
    const lines = logLines((await on('run')).err);
    expect(lines.pop()).toMatchObject({ level: 'warn', msg: 'run ended', exitCode: 3 });
    expect(new Set(lines.map(({ passId }) => passId)).size).toBe(1);
    expect(lines[0]?.passId).toMatch(/^[0-9a-f]{8}$/);
    for (const line of lines) expect('file' in line).toBe(/^file (?!s)|rows/.test(String(line.msg)));
  });

  test('ends with the exit code also when nothing could be begun', async () => {
    const { exitCode, err } = await on('run', '--tenant', 'nobody');
    const [last] = logLines(err.trim().split('\n').at(-1) ?? '');
    expect([exitCode, last]).toEqual([2, expect.objectContaining({ level: 'error', exitCode: 2 })]);
  });

  test('on a terminal is a bar with rate and time left, cleared before the table', async () => {
    await init();
    for (const name of ['a', 'b', 'c']) await put(`${name}.csv`, file(name));
    let now = 0;
    const clock = () => {
      now += 100;
      return now + 2e12;
    };
    const { err } = await command(['run', '--folder', root], { isTerminal: true, clock });
    expect(err).toMatch(/item-fulfillments \[#+-+\] [0-2] of 3 files, [\d.]+ k?B\/s, about \d+ s left/);
    expect(err.split('\r\u001b[2K').at(-1)).toMatch(/^feed +files/);
  });
});

describe('metrics', () => {
  const config = () => join(folder.path, 'transformer.yaml');
  const metrics = () => readFile(join(folder.path, 'transformer.prom'), 'utf8');

  test('of a pass are written beside the configuration, whole, in the format of Prometheus', async () => {
    await writeFile(config(), 'metricsFile: transformer.prom\n');
    await init();
    await put('a.csv', `${file('A')}${row('').replace('TRACK-', 'T')}\n`);
    const { exitCode } = await on('run', '--config', config());
    expect(exitCode).toBe(3);
    const text = await metrics();
    for (const line of [
      'transformer_last_pass_exit_code 3',
      'transformer_last_pass_rows{feed="item-fulfillments",outcome="applied"} 1',
      'transformer_last_pass_rows{feed="item-fulfillments",outcome="rejected"} 1',
      'transformer_last_pass_files{feed="item-fulfillments",outcome="archived"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? -?[\d.]+)$/);
    }
    expect(await readdir(folder.path)).toEqual(['transformer.prom', 'transformer.yaml', 'tree']);
  });

  test('tell of a pass that could not begin', async () => {
    await writeFile(config(), 'metricsFile: transformer.prom\n');
    expect((await on('run', '--config', config())).exitCode).toBe(1);
    expect(await metrics()).toContain('transformer_last_pass_exit_code 1\n');
  });

  test('that could not be written are found by check', async () => {
    await writeFile(config(), 'metricsFile: no/such/folder/transformer.prom\n');
    await init();
    const { exitCode, out } = await on('check', '--config', config());
    expect([exitCode, out]).toEqual([1, expect.stringMatching(/FAIL {2}metricsFile: .*no\/such\/folder/)]);
  });

  test('that cannot be written are exit code 1, and the pass is made all the same', async () => {
    await writeFile(config(), 'metricsFile: no/such/folder/transformer.prom\n');
    await init();
    await put('a.csv', file('A'));
    const { exitCode, err } = await on('run', '--config', config());
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/"metrics not written"/)]);
    expect(await delivered()).toEqual(['A']);
  });
});
