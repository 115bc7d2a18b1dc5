import { describe, expect, test } from '@jest/globals';
import { rejectLines } from '#feeds/rows/reject.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import { statusOf } from '../../../transformer/operate/status.ts';
import { exitCodeOf, type PassEvent } from '../../../transformer/report/pass-report.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { crashingStore } from '../crashing-store.ts';
import {
  deliveredRows,
  memoryStoreWith,
  NOW,
  namesIn,
  pass,
  put,
  refusedRows,
  SOURCE,
  smallFeed,
  smallRoute,
  TARGET,
  textAt,
} from '../small-feed.ts';

const one = (text: string, name = 'one.json') => memoryStoreWith({ [`${SOURCE}/${name}`]: text });

async function passOver(store: FileStore) {
  const report = await pass(store);
  const [feed] = report.feeds;
  if (!feed) throw new Error('the pass reports no feed');
  return { feed, exitCode: exitCodeOf(report) };
}

describe('a pass', () => {
  test('makes the folders it needs where there are none, and has nothing to do', async () => {
    const { feed, exitCode } = await passOver(await memoryStoreWith({}));
    expect([feed.files, feed.rows, exitCode]).toEqual([0, 0, 0]);
  });

  test('delivers the good rows, writes the refused ones to the error file, and archives the source', async () => {
    const store = await one('["a1","bad2","other3","a4"]');
    const { feed, exitCode } = await passOver(store);
    expect(await deliveredRows(store)).toEqual(['a1', 'a4']);
    expect(await refusedRows(store)).toEqual(['bad2']);
    expect(await namesIn(store, `${SOURCE}/archive`)).toEqual(['one.json']);
    expect(feed).toMatchObject({
      files: 1,
      rows: 4,
      applied: 2,
      rejected: 1,
      skipped: { OTHER_FACILITY: 1 },
    });
    expect(exitCode).toBe(3);
  });

  test('writes the error file that feeds/rows/reject.ts defines, named after the source file', async () => {
    const store = await one('["bad1"]');
    await pass(store);
    const reject = {
      row: 1,
      field: 'text',
      code: 'INVALID_ID',
      message: 'It is bad.',
      orderId: 'bad1',
      orderItemSeqId: '00101',
    };
    const expected = [...rejectLines('one.json', [reject], () => '"bad1"')].join('');
    expect(await textAt(store, `${SOURCE}/error/one.json.errors.csv`)).toBe(expected);
  });

  test('names the output after the source and its time, not after the clock', async () => {
    const [early, late] = [await one('["a"]'), await one('["a"]')];
    await pass(early);
    await pass(late, { clock: () => NOW + 86_400_000 });
    const [name] = await namesIn(early, TARGET);
    expect(name).toMatch(/^2026-03-01-11-00-00-000-one\.json--[0-9a-f]{16}-Texts\.csv$/);
    expect(await namesIn(late, TARGET)).toEqual([name]);
  });

  test('gives two files of one time and different content or name different outputs', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["x"]', [`${SOURCE}/b.json`]: '["x"]' });
    await pass(store);
    expect(await namesIn(store, TARGET)).toHaveLength(2);
  });

  test.each(['', '[]', 'null', '\uFEFF', ' \n'])(
    'takes %j as nothing to say: archived, no output, no error file',
    async (text) => {
      const store = await one(text);
      const { feed, exitCode } = await passOver(store);
      expect([feed.files, feed.rows, exitCode]).toEqual([1, 0, 0]);
      expect(await namesIn(store, TARGET)).toEqual([]);
      expect(await namesIn(store, `${SOURCE}/error`)).toEqual([]);
      expect(await namesIn(store, `${SOURCE}/archive`)).toEqual(['one.json']);
    },
  );

  test('never publishes a file without rows', async () => {
    const store = await one('["bad1","other2"]');
    await pass(store);
    expect(await namesIn(store, TARGET)).toEqual([]);
  });

  test('takes the oldest file first, then by name', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/b.json`]: '["b"]', [`${SOURCE}/a.json`]: '["a"]' });
    store.files.set(`${SOURCE}/z.json`, { bytes: Buffer.from('["z"]'), modified: 1 });
    const claimed: string[] = [];
    await pass(store, { onEvent: (event) => event.event === 'file claimed' && claimed.push(event.file) });
    expect(claimed).toEqual(['z.json', 'a.json', 'b.json']);
  });

  test('leaves names that start with a dot, and folders', async () => {
    const store = await one('["a"]', '.one.json.part');
    await store.makeFolder(`${SOURCE}/folder.json`);
    const { feed } = await passOver(store);
    expect(feed.files).toBe(0);
    expect(await namesIn(store, SOURCE)).toEqual(['.one.json.part']);
  });

  test('leaves a file that is younger than the minimum age, and says so', async () => {
    const store = await one('["a"]');
    const young = await pass(store, { routes: [{ ...smallRoute, minimumAgeSeconds: 3_601 }] });
    expect(young.feeds[0]?.leftFiles).toEqual(['one.json']);
    const old = await pass(store, { routes: [{ ...smallRoute, minimumAgeSeconds: 3_600 }] });
    expect(old.feeds[0]?.files).toBe(1);
  });

  test('gives a file back that grew between the listing and the reading', async () => {
    const store = await one('["a"');
    const growing: FileStore = {
      ...store,
      rename: async (from, to) => {
        await store.rename(from, to);
        const file = store.files.get(to);
        if (from === `${SOURCE}/one.json` && file)
          store.files.set(to, { ...file, bytes: Buffer.from('["a","b"]') });
      },
    };
    expect((await passOver(growing)).feed.leftFiles).toEqual(['one.json']);
    await pass(store);
    expect(await deliveredRows(store)).toEqual(['a', 'b']);
  });
});

describe('a file that as a whole cannot be used', () => {
  test.each([
    ['is not JSON', '["a"', 'NOT_JSON'],
    ['is no list', '{"a":1}', 'NOT_A_LIST'],
    ['is of another feed', '["stranger"]', 'NOT_THIS_FEED'],
    ['makes the converter break down', '["break"]', 'UNREADABLE_FILE'],
  ])('and %s goes to failed with the reason as row 0, and the next file is taken', async (_, text, code) => {
    const store = await one(text, 'a.json');
    await put(store, `${SOURCE}/b.json`, '["b"]');
    const { feed, exitCode } = await passOver(store);
    expect(feed.failedFiles).toEqual(['a.json']);
    expect(exitCode).toBe(3);
    expect(await textAt(store, `${SOURCE}/failed/a.json`)).toBe(text);
    expect(await textAt(store, `${SOURCE}/error/a.json.errors.csv`)).toMatch(
      new RegExp(`\na\\.json,0,,${code},`),
    );
    expect(await deliveredRows(store)).toEqual(['b']);
  });

  test('and is not UTF-8 goes to failed; nothing in it is replaced by question marks', async () => {
    const store = await one('');
    store.files.set(`${SOURCE}/one.json`, {
      bytes: Uint8Array.from([0x5b, 0x22, 0xe9, 0x22, 0x5d]),
      modified: 1,
    });
    expect((await passOver(store)).feed.failedFiles).toEqual(['one.json']);
    expect(await textAt(store, `${SOURCE}/error/one.json.errors.csv`)).toContain('not UTF-8: line 1');
  });

  test('can be corrected and sent again under its name', async () => {
    const store = await one('["a"');
    await pass(store);
    await put(store, `${SOURCE}/one.json`, '["a","bad"]');
    const { feed } = await passOver(store);
    expect(feed).toMatchObject({ files: 1, applied: 1, rejected: 1 });
    expect(await deliveredRows(store)).toEqual(['a']);
    expect(await namesIn(store, `${SOURCE}/error`)).toHaveLength(2);
  });

  test('twice, keeps both copies and one error file', async () => {
    const store = await one('["a"');
    await pass(store);
    await put(store, `${SOURCE}/one.json`, '["a"');
    await pass(store);
    expect(await namesIn(store, `${SOURCE}/failed`)).toHaveLength(2);
    expect(await namesIn(store, `${SOURCE}/error`)).toHaveLength(1);
    expect(await failedCodes(store)).toEqual(['NOT_JSON', 'NOT_JSON']);
  });

  test('is quarantined with its reason, whatever is in its way and whenever the pass is killed', async () => {
    const inTheWay: Record<string, string>[] = [
      {},
      { [`${SOURCE}/failed/one.json`]: 'another file' },
      { [`${SOURCE}/error/one.json.errors.csv`]: 'of rows of another file' },
      { [`${SOURCE}/archive/one.json`]: '["archived before"]' },
    ];
    for (const [text, code] of [
      ['["a"', 'NOT_JSON'],
      ['["b"]', 'NAME_REUSED'],
    ] as const) {
      for (const files of inTheWay) {
        if (code === 'NAME_REUSED' && !(`${SOURCE}/archive/one.json` in files)) continue;
        for (let change = 7; change <= 14; change += 1) {
          const store = await memoryStoreWith({ ...files, [`${SOURCE}/one.json`]: text });
          const killed = crashingStore(store, { change, when: change % 2 === 0 ? 'after' : 'before' });
          await pass(killed).catch(() => {});
          const foreign = `${SOURCE}/failed/one.json` in files;
          const reasons = [
            ...(foreign ? [null] : []),
            files[`${SOURCE}/archive/one.json`] ? 'NAME_REUSED' : code,
          ];
          const failed = await failedCodes(store);
          expect(reasons).toEqual(expect.arrayContaining(failed));
          await pass(store);
          expect({ change, files, codes: (await failedCodes(store)).sort() }).toEqual({
            change,
            files,
            codes: reasons.sort(),
          });
        }
      }
    }
  });
});

/** What `status` says of the files in failed. */
async function failedCodes(store: FileStore): Promise<(string | null)[]> {
  const statuses = await statusOf({ store, routes: [smallRoute], now: NOW, staleClaimMinutes: 15 });
  return statuses.flatMap(({ failed }) => failed.map(({ code }) => code));
}

describe('a name that was taken before', () => {
  test('with the same content is not delivered again: its rows are skipped as REPEATED_FILE', async () => {
    const store = await one('["a","bad"]');
    await pass(store);
    await put(store, `${SOURCE}/one.json`, '["a","bad"]');
    const { feed, exitCode } = await passOver(store);
    expect(feed).toMatchObject({ files: 1, rows: 2, applied: 0, rejected: 0, skipped: { REPEATED_FILE: 2 } });
    expect(exitCode).toBe(0);
    expect(await deliveredRows(store)).toEqual(['a']);
    expect((await namesIn(store, `${SOURCE}/archive`))[1]).toMatch(/^one\.repeat-\d{8}T\d{9}Z-\w+\.json$/);
  });

  test('with other content is set aside, and its rows are not delivered', async () => {
    const store = await one('["a"]');
    await pass(store);
    await put(store, `${SOURCE}/one.json`, '["b"]');
    const { feed, exitCode } = await passOver(store);
    expect([feed.failedFiles, exitCode]).toEqual([['one.json'], 3]);
    expect(await deliveredRows(store)).toEqual(['a']);
    expect(await textAt(store, `${SOURCE}/failed/one.json`)).toBe('["b"]');
    expect(await textAt(store, `${SOURCE}/error/one.json.errors.csv`)).toContain('NAME_REUSED');
  });

  test('is known even when the archive was cleared', async () => {
    const store = await one('["a"]');
    await pass(store);
    await store.remove(`${SOURCE}/archive/one.json`);
    await put(store, `${SOURCE}/one.json`, '["a"]');
    expect((await passOver(store)).feed.repeatedFiles).toEqual(['one.json']);
    expect(await deliveredRows(store)).toEqual(['a']);
  });

  test('and lies in the archive without a record goes to failed, as nobody can tell whether it was delivered', async () => {
    const store = await memoryStoreWith({
      [`${SOURCE}/archive/one.json`]: '["a","b"]',
      [`${SOURCE}/one.json`]: '["a","b"]',
      [`${SOURCE}/archive/two.json`]: '["a"]',
      [`${SOURCE}/two.json`]: '["other content"]',
    });
    const { feed } = await passOver(store);
    expect([...feed.failedFiles].sort()).toEqual(['one.json', 'two.json']);
    expect(await deliveredRows(store)).toEqual([]);
    expect(await textAt(store, `${SOURCE}/error/one.json.errors.csv`)).toContain('DELIVERY_UNKNOWN');
    expect(await textAt(store, `${SOURCE}/error/two.json.errors.csv`)).toContain('NAME_REUSED');
  });
});

describe('an archive in which the name is taken', () => {
  test('by a folder, or by another file since it was delivered, keeps the file beside it under a free name', async () => {
    for (const isFolder of [true, false]) {
      const store = await one('["a"]');
      if (isFolder) await store.makeFolder(`${SOURCE}/archive/one.json`);
      else await pass({ ...store, move: () => Promise.reject(new TransformerError('STORE_FAILED', 'No.')) });
      if (!isFolder) await put(store, `${SOURCE}/archive/one.json`, 'something foreign');
      const { feed, exitCode } = await passOver(store);
      expect({ ...feed, exitCode }).toMatchObject({ files: 1, applied: 1, failedFiles: [], exitCode: 0 });
      expect(await deliveredRows(store)).toEqual(['a']);
      const archived = await namesIn(store, `${SOURCE}/archive`);
      expect(archived[0]).toMatch(/^one\.beside-\d{8}T\d{9}Z-\w+\.json$/);
      expect(archived).toHaveLength(isFolder ? 1 : 2);
      expect(await namesIn(store, `${SOURCE}/processing`)).toEqual([]);
    }
  });
});

describe('a hostile name', () => {
  test.each([
    '..\\evil.json',
    'a\nb.json',
    'a\u0000.json',
    `${'x'.repeat(191)}.json`,
    'nul\u001b[2J.json',
    'a\uFFFD.json',
  ])('%j is refused and reported, never joined into a path, and stops nothing', async (name) => {
    const store = await one('["a"]');
    const listing: FileStore = {
      ...store,
      list: async (folder) => {
        const entries = await store.list(folder);
        return folder === SOURCE ? [...entries, { name, size: 1, modified: 1, kind: 'file' }] : entries;
      },
    };
    const events: PassEvent[] = [];
    const report = await pass(listing, { onEvent: (event) => events.push(event) });
    expect(report.feeds[0]).toMatchObject({ refusedNames: 1, files: 1, applied: 1 });
    expect(exitCodeOf(report)).toBe(3);
    const refusal = events.find(({ event }) => event === 'name refused');
    expect(JSON.stringify(refusal)).toMatch(/Rename the file/);
  });

  test.each(['../../etc/passwd', '..', 'a/b.json'])('%j in a listing never becomes a path', async (name) => {
    const store = await one('["a"]');
    const asked: string[] = [];
    const listing: FileStore = {
      ...store,
      list: async (folder) =>
        folder === SOURCE ? [{ name, size: 1, modified: 1, kind: 'file' }] : await store.list(folder),
      rename: async (from, to) => {
        asked.push(from, to);
      },
    };
    await pass(listing);
    expect(asked).toEqual([]);
  });

  test('that only looks odd is an ordinary file', async () => {
    for (const name of [
      'a b (1) #?*~%.json',
      '注文.json',
      "'; drop.json",
      '-rf',
      '__proto__',
      'con~a.json',
    ]) {
      const store = await one('["a"]', name);
      await pass(store);
      expect(await namesIn(store, `${SOURCE}/archive`)).toEqual([name]);
      expect(await deliveredRows(store)).toEqual(['a']);
    }
  });
});

describe('a store that refuses', () => {
  const refusing = (store: FileStore, path: string): FileStore => ({
    ...store,
    readStream: (asked) => {
      if (asked.endsWith(path)) throw new TransformerError('PERMISSION_DENIED', `${asked} may not be read.`);
      return store.readStream(asked);
    },
  });

  test('one file leaves it for the next pass, takes the others, and the exit code is 1', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a"]', [`${SOURCE}/b.json`]: '["b"]' });
    const { feed, exitCode } = await passOver(refusing(store, 'a.json'));
    expect(feed.interruptions).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    expect(exitCode).toBe(1);
    expect(await deliveredRows(store)).toEqual(['b']);
    await pass(store);
    expect(await deliveredRows(store)).toEqual(['a', 'b']);
  });

  test('a whole feed does not stop the others', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a"]' });
    const broken = { ...smallRoute, sourceFolder: 'closed' };
    const closed: FileStore = {
      ...store,
      makeFolder: async (path) => {
        if (path.startsWith('closed')) throw new TransformerError('PERMISSION_DENIED', `${path} is closed.`);
        await store.makeFolder(path);
      },
    };
    const report = await pass(closed, { routes: [broken, smallRoute] });
    expect(report.feeds.map(({ interruptions, files }) => [interruptions.length, files])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  test('everything, as the connection is lost, ends the pass, which reports what it did so far', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a"]', [`${SOURCE}/b.json`]: '["b"]' });
    const lost: FileStore = {
      ...store,
      readStream: (path) => {
        if (path.endsWith('b.json'))
          throw new TransformerError('CONNECTION_LOST', 'The connection was lost.');
        return store.readStream(path);
      },
    };
    const events: PassEvent[] = [];
    const ending = pass(lost, { onEvent: (event) => events.push(event) });
    await expect(ending).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(events.at(-1)).toMatchObject({
      event: 'pass ended',
      report: { feeds: [{ files: 1, applied: 1 }] },
    });
    await pass(store);
    expect(await deliveredRows(store)).toEqual(['a', 'b']);
  });

  test('a damaged delivery record stops its file, not the others, and says what to do', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a"]', [`${SOURCE}/b.json`]: '["b"]' });
    await put(store, `${SOURCE}/.state/a.json.json`, '{"version":1');
    const { feed } = await passOver(store);
    expect(feed.interruptions).toMatchObject([{ code: 'DAMAGED_RECORD' }]);
    expect(feed.interruptions[0]?.message).toMatch(/Restore it from a backup/);
    expect(await deliveredRows(store)).toEqual(['b']);
  });

  test('a delivery record cannot lead outside of the root', async () => {
    const store = await one('["a"]');
    await pass(store);
    const record = JSON.parse(await textAt(store, `${SOURCE}/.state/one.json.json`));
    await store.remove(`${SOURCE}/.state/one.json.json`);
    const forged = { ...record, output: { prepared: '../../etc/shadow', path: `${TARGET}/shadow` } };
    await put(store, `${SOURCE}/.state/one.json.json`, JSON.stringify(forged));
    await put(store, `${SOURCE}/one.json`, '["a"]');
    expect((await passOver(store)).feed.interruptions).toMatchObject([{ code: 'DAMAGED_RECORD' }]);
  });
});

describe('a file found in processing', () => {
  const claimed = '20260301T113000000Z-old1~one.json';

  test('is left alone while its claim is young', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/processing/${claimed}`]: '["a"]' });
    await pass(store, { staleClaimMinutes: 31 });
    expect(await namesIn(store, `${SOURCE}/processing`)).toEqual([claimed]);
  });

  test('is finished once its claim is old, whatever the time of the file itself', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/processing/${claimed}`]: '["a"]' });
    await pass(store, { staleClaimMinutes: 30 });
    expect(await deliveredRows(store)).toEqual(['a']);
    expect(await namesIn(store, `${SOURCE}/archive`)).toEqual(['one.json']);
  });

  test('and put there by another program is judged by its own time', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/processing/one.json`]: '["a"]' });
    await pass(store, { staleClaimMinutes: 61 });
    expect(await deliveredRows(store)).toEqual([]);
    await pass(store, { staleClaimMinutes: 60 });
    expect(await deliveredRows(store)).toEqual(['a']);
  });
});

test('several feeds are run one after the other, each from its own folder', async () => {
  const other = {
    ...smallRoute,
    feed: { ...smallFeed, name: 'fulfilled-order-items' as const },
    sourceFolder: 'in/2',
    targetFolder: 'out/2',
  };
  const store = await one('["a"]');
  await store.makeFolder('in/2');
  await put(store, 'in/2/one.json', '["b"]');
  const report = await pass(store, { routes: [smallRoute, other] });
  expect(report.feeds.map(({ feed, applied }) => [feed, applied])).toEqual([
    ['brokered-order-items', 1],
    ['fulfilled-order-items', 1],
  ]);
  expect([await deliveredRows(store), await deliveredRows(store, 'out/2')]).toEqual([['a'], ['b']]);
});
