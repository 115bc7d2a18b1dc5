import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { command, logLines } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const SOURCE = 'netsuite/salesorder/import/fulfillment-nifi';
const TARGET = 'netsuite/salesorder/import/fulfillment';
const header =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shipmentMethodTypeId';
const row = (order: string) => `${order},00101,7,1/4/2024 4:23 pm,1,TRACK-${order},FedEx,Ground,GROUND`;
const file = (...orders: string[]) => `${[header, ...orders.map(row)].join('\n')}\n`;

let folder: TemporaryFolder;
let root: string;
let at: (...names: string[]) => string;

beforeEach(async () => {
  await folder?.remove();
  folder = await makeTemporaryFolder();
  root = join(folder.path, 'tree');
  at = (...names) => join(root, ...names);
});
afterAll(() => folder.remove());

const on = (name: string, ...more: string[]) => command([name, '--folder', root, ...more]);
const init = () => on('init');
const put = (name: string, content: string) => writeFile(at(SOURCE, name), content);
const inSource = async (...under: string[]) =>
  (await readdir(at(SOURCE, ...under), { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
async function delivered() {
  const names = (await readdir(at(TARGET))).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(at(TARGET, name), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/TRACK-(\w+)/g)].map(([, order]) => order)).sort();
}
/** Every file and folder below the root with its time, for seeing that nothing changed. */
async function everything(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true });
  return Promise.all(entries.sort().map(async (name) => `${name} ${(await stat(at(name))).mtimeMs}`));
}

const NOBODY = 65534;

/** Root may write anywhere, so root works as somebody else who owns the tree. */
async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work();
  await chmod(folder.path, 0o755);
  for (const name of ['', ...(await readdir(root, { recursive: true }))])
    await chown(at(name), NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('init', () => {
  test('makes the tree, its root too, and a second time changes nothing', async () => {
    const first = await init();
    expect([first.exitCode, first.err]).toEqual([0, '']);
    expect(first.out).toContain(`created ${SOURCE}/archive\n`);
    const before = await everything();
    const second = await init();
    expect(second).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^0 folders created, 24 already existed/),
    });
    expect(await everything()).toEqual(before);
  });

  test('where a file has the name of a folder is exit code 1, and says so', async () => {
    await mkdir(root);
    await writeFile(at('hotwax'), 'a file');
    const { exitCode, err } = await init();
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/^STORE_FAILED: .*hotwax/)]);
  });
});

describe('run --dry-run', () => {
  test('says what a pass would do and changes nothing, not even where the folders are missing', async () => {
    await mkdir(root);
    expect((await on('run', '--dry-run')).out).toContain(`would create the folder ${SOURCE}`);
    expect(await everything()).toEqual([]);
    await init();
    await put('new.csv', file('A'));
    await put('old.csv', file('B'));
    await on('run');
    await put('new2.csv', file('C'));
    await put('old.csv', file('B'));
    await put('new.csv', file('of other content'));
    await put('broken.csv', '"');
    await put(
      'bad.csv',
      `${file('D')}${file('E')
        .split('\n')[1]
        ?.replace(/^[^,]*/, '')}\n`,
    );
    await put(' strange\u0007.csv', '');
    await put('begun.csv', '\n');
    const before = await everything();
    const { exitCode, out } = await on('run', '--dry-run', '--feed', 'item-fulfillments');
    expect(exitCode).toBe(3);
    const told = out
      .trim()
      .replaceAll(/^item-fulfillments: +| \(\d+ bytes\)/gm, '')
      .split('\n')
      .sort();
    expect(told).toEqual([
      expect.stringMatching(/^cannot process a file: " strange.*" cannot be used as a file name/),
      expect.stringMatching(/^row 2, orderId: MISSING_ORDER_ID: /),
      'would archive old.csv, which repeats an earlier file',
      `would convert bad.csv into ${TARGET}: 2 rows, 1 applied, 1 rejected, 0 skipped`,
      `would convert new2.csv into ${TARGET}: 1 row, 1 applied, 0 rejected, 0 skipped`,
      'would leave begun.csv for a later pass: it is empty: its sender may not have started writing',
      expect.stringMatching(/^would quarantine broken.csv in failed\/: UNCLOSED_QUOTE: /),
      expect.stringMatching(/^would quarantine new.csv in failed\/: NAME_REUSED: /),
    ]);
    expect(await everything()).toEqual(before);
  });
});

describe('status', () => {
  test('shows what waits and since when, what is in processing, and what failed and why', async () => {
    await init();
    await put('broken.csv', '"');
    await on('run');
    await put('waits.csv', file('A'));
    await writeFile(at(SOURCE, 'processing', '20240104T212300123Z-4f1c9a02~begun.csv'), file('B'));
    const { exitCode, out } = await on('status');
    expect(exitCode).toBe(0);
    expect(out).toContain('item-fulfillments: 1 waiting, 1 in processing, 1 failed, 0 other error files\n');
    expect(out).toMatch(/\n {2}waiting: waits\.csv since 20\S+Z \(0 min\)\n/);
    expect(out).toMatch(/begun\.csv since 2024-01-04T21:23:00\.123Z .*pass 4f1c9a02, abandoned/);
    expect(out).toMatch(/failed: \S+\/failed\/broken\.csv since .*: UNCLOSED_QUOTE .*never closed/);
  });

  test('--json gives the same as one document', async () => {
    await init();
    await put('broken.csv', '"');
    await on('run');
    await put('waits.csv', file('A'));
    const { out, err } = await on('status', '--json');
    expect(err).toBe('');
    const { tenants } = JSON.parse(out);
    expect(tenants).toHaveLength(1);
    const feed = tenants[0].feeds.find((one: { feed: string }) => one.feed === 'item-fulfillments');
    expect(feed).toMatchObject({
      waiting: [{ file: 'waits.csv', bytes: file('A').length, since: expect.any(String), young: false }],
      processing: [],
      failed: [{ file: 'broken.csv', code: 'UNCLOSED_QUOTE', message: expect.stringMatching(/quote/) }],
    });
  });

  test('tells of a feed it may not look into, and of the others as usual: exit code 1', async () => {
    await init();
    await put('one.csv', file('A1'));
    await asOrdinaryUser(async () => {
      await chmod(at('hotwax/FulfilledOrderItems'), 0o000);
      try {
        const { exitCode, out } = await on('status');
        expect(exitCode).toBe(1);
        expect(out).toMatch(/^fulfilled-order-items: PERMISSION_DENIED: /m);
        expect(out).toContain('item-fulfillments: 1 waiting, ');
        const document = JSON.parse((await on('status', '--json')).out);
        expect(document.tenants[0].feeds.map(({ problem }: { problem: unknown }) => problem)).toEqual([
          null,
          null,
          expect.objectContaining({ code: 'PERMISSION_DENIED' }),
        ]);
      } finally {
        await chmod(at('hotwax/FulfilledOrderItems'), 0o755);
      }
    });
  });

  test('--json names a tree that cannot be opened too', async () => {
    const { exitCode, out } = await command(['status', '--json', '--folder', at('nowhere')]);

    expect(exitCode).toBe(1);
    expect(JSON.parse(out).tenants).toEqual([
      expect.objectContaining({ feeds: [], problem: expect.objectContaining({ code: 'NOT_FOUND' }) }),
    ]);
  });

  test('lists ten of many and says how many more there are', async () => {
    await init();
    for (let number = 0; number < 13; number += 1) await put(`${number}.csv`, '');
    expect((await on('status')).out).toContain('  and 3 more; --json lists all\n');
  });

  test('of a tree that is not there yet says how to make it', async () => {
    await mkdir(root);
    const { exitCode, out } = await on('status');
    expect([exitCode, out]).toEqual([
      0,
      expect.stringMatching(/does not exist; create it with "transformer init"/),
    ]);
  });
});

describe('a file whose name says that it is still being written', () => {
  test.each(['up.csv.part', 'up.csv.FILEPART', 'up.tmp', 'up.partial'])('%s is left alone', async (name) => {
    await init();
    await put(name, file('A1'));

    const { exitCode, err } = await on('run');

    expect(exitCode).toBe(0);
    expect(await inSource()).toEqual([name]);
    expect(JSON.stringify(logLines(err))).toContain('still being written');
  });
});

describe('replay', () => {
  test('puts a failed file back under a new name, and once corrected it is delivered', async () => {
    await init();
    await put('b.csv', '"');
    expect((await on('run')).exitCode).toBe(3);
    await writeFile(at(SOURCE, 'failed', 'b.csv'), file('B'));
    const { exitCode, out } = await on('replay', 'b.csv');
    expect([exitCode, out]).toEqual([
      0,
      expect.stringMatching(/failed\/b\.csv is now \S+\/b\.replay-\w+\.csv/),
    ]);
    expect(await inSource('failed')).toEqual([]);
    expect((await on('run')).exitCode).toBe(0);
    expect(await delivered()).toEqual(['B']);
  });

  test('puts a file whose name was used before back, and it is delivered under its new name', async () => {
    await init();
    await put('a.csv', file('A'));
    await on('run');
    await put('a.csv', file('B'));
    expect((await on('run')).exitCode).toBe(3);
    await on('replay', 'a.csv'); // the one in failed/ goes before the one in archive/
    expect((await on('run')).exitCode).toBe(0);
    expect(await delivered()).toEqual(['A', 'B']);
  });

  test('of an archived file is refused unless its rows may be delivered again, and then they are, once', async () => {
    await init();
    await put('a.csv', file('A'));
    await on('run');
    expect(await on('replay', 'archive/a.csv')).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/archive\/a\.csv was delivered: 1 row in \S+\.json\. .*add --again/),
    });
    expect(await inSource('archive')).toEqual(['a.csv']);
    const { out } = await on('replay', 'archive/a.csv', '--again');
    expect(out).toMatch(/Warning: an earlier pass delivered 1 row of this file in \S+\.json/);
    expect((await on('run')).exitCode).toBe(0);
    expect((await on('run')).exitCode).toBe(0);
    expect(await delivered()).toEqual(['A', 'A']);
  });

  test('replayed again it gets a fresh name, which does not grow', async () => {
    await init();
    await put('b.csv', '"');
    await on('run');
    for (let time = 0; time < 3; time += 1) {
      const [name = ''] = await inSource('failed');
      expect((await on('replay', name)).exitCode).toBe(0);
      await on('run');
    }
    expect(await inSource('failed')).toEqual([expect.stringMatching(/^b\.replay-\d{8}T\d{9}Z\.csv$/)]);
  });

  test('of what is not there, or is in several places, says so and moves nothing', async () => {
    await init();
    expect(await on('replay', 'none.csv')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^NOT_FOUND/),
    });
    for (const feed of ['hotwax/BrokeredOrderItems', 'hotwax/FulfilledOrderItems']) {
      await writeFile(at(feed, 'failed', 'x.json'), '[]');
    }
    const both = await on('replay', 'x.json');
    expect(both).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/Give the path of one, or use --feed/),
    });
    expect((await on('replay', 'x.json', '--feed', 'fulfilled-order-items')).exitCode).toBe(0);
    expect((await on('replay', 'hotwax/BrokeredOrderItems/failed/x.json')).exitCode).toBe(0);
  });

  test.each(['../secret.csv', '/etc/passwd', 'failed/../../secret.csv', '..', '', 'failed/'])(
    'of %j reaches nothing outside of failed/ and archive/',
    async (name) => {
      await init();
      await writeFile(at(SOURCE, 'secret.csv'), '');
      expect((await on('replay', name)).exitCode).toBe(1);
      expect(await inSource()).toEqual(['secret.csv']);
    },
  );
});

describe('check', () => {
  test('of a tree made by init finds all well and leaves no file behind', async () => {
    await init();
    const { exitCode, out } = await on('check');
    expect([exitCode, out]).toEqual([0, expect.stringMatching(/All checks passed/)]);
    const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    expect(files).toEqual([]);
  });

  test('says which folders are missing, and how to make them', async () => {
    await init();
    await rm(at(SOURCE, 'archive'), { recursive: true });
    const { exitCode, out } = await on('check');
    expect([exitCode, out]).toEqual([
      1,
      expect.stringMatching(/FAIL .*missing: \S+\/archive\. Restore .*transformer init/),
    ]);
  });

  test('finds a clock that is ahead', async () => {
    await init();
    const { exitCode, out } = await command(['check', '--folder', root], {
      clock: () => Date.now() - 600_000,
    });
    expect([exitCode, out]).toEqual([
      1,
      expect.stringMatching(/differ by 600 seconds \(the server's is ahead\).*NTP/),
    ]);
  });

  test('finds a folder that may not be written', async () => {
    await init();
    await chmod(at(TARGET), 0o500);
    const { exitCode, out } = await asOrdinaryUser(() => on('check'));
    await chmod(at(TARGET), 0o700);
    expect([exitCode, out]).toEqual([1, expect.stringMatching(/FAIL .*fulfillment: PERMISSION_DENIED/)]);
  });

  test('of a root that is not there, or a configuration that is wrong, is exit code 1', async () => {
    expect((await on('check')).out).toMatch(/FAIL {2}root: NOT_FOUND/);
    await writeFile(join(folder.path, 'c.yaml'), 'colour: red');
    const { exitCode, err } = await command(['check', '--config', join(folder.path, 'c.yaml')]);
    expect([exitCode, err]).toEqual([
      1,
      expect.stringMatching(/INVALID_CONFIGURATION: .*1 error:\n {2}- .*colour/),
    ]);
  });
});

describe('watch', () => {
  test('makes pass after pass, never two at once, until it is asked to end: exit code 0', async () => {
    await init();
    await put('a.csv', file('A'));
    const stop = new AbortController();
    let ended = 0;
    const { exitCode, err } = await command(['watch', '--folder', root, '--interval', '1s'], {
      stop: stop.signal,
      onError: (text) => {
        if (!text.includes('pass ended')) return;
        ended += 1;
        if (ended === 1) void put('b.csv', file('B'));
        if (ended === 2) stop.abort();
      },
    });
    expect(exitCode).toBe(0);
    expect(await delivered()).toEqual(['A', 'B']);
    const lines = logLines(err);
    expect(lines.pop()).toMatchObject({ level: 'info', msg: 'watch ended', exitCode: 0 });
    const passes = lines.map(({ passId }) => passId);
    expect(new Set(passes).size).toBe(2);
    expect(passes).toEqual([...passes].sort((one, other) => passes.indexOf(one) - passes.indexOf(other)));
  });

  test('goes on after a pass that failed', async () => {
    await mkdir(root);
    const stop = new AbortController();
    let failures = 0;
    const { exitCode, err } = await command(['watch', '--folder', join(root, 'later'), '--interval', '1'], {
      stop: stop.signal,
      onError: (text) => {
        if (text.includes('pass failed')) {
          failures += 1;
          void mkdir(at('later'));
        }
        if (text.includes('pass ended')) stop.abort();
      },
    });
    expect([exitCode, failures]).toEqual([0, 1]);
    expect(logLines(err)[0]).toMatchObject({ level: 'error', problem: { code: 'NOT_FOUND' } });
  });

  test.each(['0', '1d', 'soon', '100000s', '-5'])('an interval of %j is wrong usage', async (interval) => {
    expect((await on('watch', `--interval=${interval}`)).exitCode).toBe(2);
  });
});

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

describe('a feed with several source folders', () => {
  const MORE = 'netsuite/salesorder/import/fulfillment-more';
  const config = () => join(folder.path, 'transformer.yaml');
  const withConfig = (name: string, ...more: string[]) => on(name, '--config', config(), ...more);

  test('has its folders made and checked, and shown by name in status, dry run and replay', async () => {
    await writeFile(config(), `feeds: {item-fulfillments: {sourceFolders: [${SOURCE}, ${MORE}]}}\n`);
    const made = await withConfig('init');
    expect(made.out).toContain(`created ${MORE}/archive\n`);
    expect(made.out).not.toContain('adopted');
    const checked = await withConfig('check');
    expect([checked.exitCode, checked.out]).toEqual([
      0,
      expect.stringContaining(
        `folders of item-fulfillments in ${MORE}: all exist, and are the same as before`,
      ),
    ]);
    for (const [source, order] of [
      [SOURCE, 'A1'],
      [MORE, 'B1'],
    ] as const)
      await writeFile(at(source, 'export.csv'), file(order));
    const preview = await withConfig('run', '--dry-run');
    for (const source of [SOURCE, MORE])
      expect(preview.out).toContain(`item-fulfillments: would convert ${source}/export.csv`);
    const waiting = await withConfig('status');
    expect(waiting.out).toContain(`item-fulfillments in ${MORE}: 1 waiting, 0 in processing`);
    expect((await withConfig('run')).exitCode).toBe(0);
    expect(await delivered()).toEqual(['A1', 'B1']);
    expect(await withConfig('replay', 'export.csv')).toMatchObject({ exitCode: 2 });
    const replayed = await withConfig('replay', `${MORE}/archive/export.csv`, '--again');
    expect(replayed.out).toContain(`${MORE}/archive/export.csv is now ${MORE}/export.replay-`);
  });
});
