/** Several processes share the tenants: each begins with its own, and none is left when one of them is not there. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { command, logLines } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';
import { configurationOf, delivered, fillTenant, tenantsOf } from './tenants.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];

let folder: TemporaryFolder;
let expected: string[][];
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  expected = await Promise.all(NAMES.map((name) => fillTenant(join(folder.path, name), name, 3)));
  const connections = Object.fromEntries(NAMES.map((name) => [name, `connection: { folder: ${name} }`]));
  await writeFile(join(folder.path, 'transformer.yaml'), configurationOf(connections));
});
afterEach(() => folder.remove());

const run = (words: readonly string[], environment: Record<string, string> = {}) =>
  command(['run', '--config', join(folder.path, 'transformer.yaml'), ...words], { environment });

const allDelivered = () => Promise.all(NAMES.map((name) => delivered(join(folder.path, name))));

async function orderOf(words: readonly string[], environment: Record<string, string> = {}) {
  const { exitCode, err } = await run(['--tenants-at-once', '1', ...words], environment);
  expect(exitCode).toBe(0);
  return tenantsOf(logLines(err), 'pass ended');
}

describe('the share of a process', () => {
  test('comes first, those of the others after it from their ends, and together they are all tenants', async () => {
    expect(await orderOf([])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await orderOf(['--shard', '0/2'])).toEqual(['a', 'c', 'e', 'd', 'b']);
    expect(await orderOf(['--shard', '1/2'])).toEqual(['b', 'd', 'e', 'c', 'a']);
    expect(await orderOf(['--shard', '1/3'])).toEqual(['b', 'e', 'c', 'd', 'a']);
    expect(await orderOf(['--shard', '6/7'])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await allDelivered()).toEqual(expected);
  });

  test('is the one that Kubernetes gives, of as many as TRANSFORMER_SHARDS says', async () => {
    const second = { JOB_COMPLETION_INDEX: '1', TRANSFORMER_SHARDS: '2' };
    expect(await orderOf([], second)).toEqual(['b', 'd', 'e', 'c', 'a']);
    expect(await orderOf(['--shard', '0/2'], second)).toEqual(['a', 'c', 'e', 'd', 'b']);
    expect(await orderOf([], { JOB_COMPLETION_INDEX: '1' })).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('of a single tenant is one of its feeds', async () => {
    await writeFile(join(folder.path, 'one.yaml'), 'connection: { folder: a }');
    const config = join(folder.path, 'one.yaml');
    await command(['init', '--config', config]);
    const feedsOf = async (shard: string) => {
      const { err } = await command(['run', '--config', config, '--shard', shard]);
      const [ended] = logLines(err).filter(({ msg }) => msg === 'pass ended');
      return (ended as { report: { feeds: { feed: string }[] } }).report.feeds.map(({ feed }) => feed);
    };
    const [first, second] = [await feedsOf('0/2'), await feedsOf('1/2')];
    expect(first[0]).not.toBe(second[0]);
    expect([...second].sort()).toEqual([...first].sort());
  });
});

test('processes side by side deliver every row once', async () => {
  const both = await Promise.all([run(['--shard', '0/2']), run(['--shard', '1/2'])]);
  expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(await allDelivered()).toEqual(expected);
});

test('one process alone does the share of one that is gone', async () => {
  expect((await run(['--shard', '2/3'])).exitCode).toBe(0);
  expect(await allDelivered()).toEqual(expected);
});

describe('what is no share', () => {
  test.each(['2/2', '0/0', '-1/2', '1', 'a/b', '1/1001', ' 0/2'])(
    '%j is wrong usage, and nothing is begun',
    async (shard) => {
      for (const name of ['run', 'watch']) {
        const config = join(folder.path, 'transformer.yaml');
        const { exitCode, err } = await command([name, '--config', config, `--shard=${shard}`]);
        expect([exitCode, err]).toEqual([2, expect.stringMatching(/Give i\/n: .*such as 0\/4/)]);
      }
      expect(await allDelivered()).toEqual(NAMES.map(() => []));
    },
  );

  test.each([
    [{ TRANSFORMER_SHARDS: '2' }, /TRANSFORMER_SHARDS is 2, but JOB_COMPLETION_INDEX is not set/],
    [
      { TRANSFORMER_SHARDS: 'two', JOB_COMPLETION_INDEX: '0' },
      /TRANSFORMER_SHARDS is \\?"two\\?", but must be a whole number from 1 to 1000/,
    ],
    [{ TRANSFORMER_SHARDS: '0', JOB_COMPLETION_INDEX: '0' }, /TRANSFORMER_SHARDS is \\?"0\\?", but must be/],
    [
      { TRANSFORMER_SHARDS: '2', JOB_COMPLETION_INDEX: '2' },
      /JOB_COMPLETION_INDEX is \\?"2\\?", but must be a whole number from 0 to 1, as TRANSFORMER_SHARDS is 2/,
    ],
    [{ TRANSFORMER_SHARDS: '2', JOB_COMPLETION_INDEX: '-1' }, /JOB_COMPLETION_INDEX is \\?"-1\\?"/],
  ])('variables %j are wrong usage, and named', async (environment, says) => {
    const { exitCode, err } = await run([], environment as Record<string, string>);
    expect([exitCode, err]).toEqual([2, expect.stringMatching(says)]);
    expect(await allDelivered()).toEqual(NAMES.map(() => []));
  });

  test('and neither is a number of tenants at once that is none', async () => {
    for (const number of ['0', '65', 'x'])
      expect((await run([`--tenants-at-once=${number}`])).exitCode).toBe(2);
  });
});
