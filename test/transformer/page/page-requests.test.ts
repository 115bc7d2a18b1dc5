import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseCsv } from '#feeds/format/csv.ts';
import { ALLOCATIONS, UPDATE } from '../catch-up/orders.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';
import { asUser, makeFiles, type OpenPage, openPage, playDay, type Tree, untilLooked } from './open-page.ts';

let folder: TemporaryFolder;
let tree: Tree;
let page: OpenPage;

beforeAll(async () => {
  folder = await makeTemporaryFolder();
  tree = await makeFiles(folder.path);
  await playDay(tree);
  page = await openPage(tree.configuration);
  await untilLooked(page);
});
afterAll(async () => {
  await page.close();
  await folder.remove();
});

/** `fetch` sets Host by itself. */
const statusAs = (host: string, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(page.origin);
    const asked = request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject).end();
  });

describe('the page', () => {
  test('shows nothing without the token, and takes it once for a cookie that no other site sends', async () => {
    for (const path of ['/', '/order?id=HC1', '/files/1/source', '/nothing', '/?token=wrong'])
      expect([path, (await fetch(new URL(path, page.origin))).status]).toEqual([path, 403]);
    const answer = await fetch(page.address, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^transformer-page-\d+=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await asUser(page)('/')).status).toBe(200);
    const elsewhere = await fetch(`${page.origin}//192.0.2.1/?token=${page.token}`, { redirect: 'manual' });
    expect(elsewhere.headers.get('location')).not.toMatch(/^(\/\/|\w+:)/);
  });

  test('answers by the name of this machine alone, so that no name of another site leads to it', async () => {
    const { port } = new URL(page.origin);
    const path = `/?token=${page.token}`;
    expect(await statusAs(`evil.example:${port}`, path)).toBe(421);
    expect(await statusAs(`127.0.0.1.evil.example:${port}`, path)).toBe(421);
    expect(await statusAs(`localhost:${port}`, path)).toBe(303);
    expect(await statusAs('127.0.0.1:9000', path)).toBe(303); // a port that was forwarded
  });

  test('allows its browser nothing but its own style, and keeps nothing', async () => {
    for (const path of [
      '/',
      '/order',
      '/problems',
      '/agree',
      '/files',
      '/nothing',
      '/files/1/source?tenant=',
    ]) {
      const { headers } = await asUser(page)(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+='; img-src data:;/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  test('escapes what others have written, wherever it stands', async () => {
    const get = asUser(page);
    const paths = ['/', '/problems', '/agree', '/files', '/order?id=%3Cscript%3E1', '/order?id=71599'];
    for (const path of [...paths, ...(await filePaths())]) {
      const text = await (await get(path)).text();
      expect([path, text.match(/<(script|img|b>|i>)/)]).toEqual([path, null]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is looked for
      expect([path, /[\u0000\u001b\u202e]/.test(text)]).toEqual([path, false]);
    }
    expect(await (await get('/problems')).text()).toContain('\\u202egnp.exe');
  });

  test('only reads when it was not allowed more', async () => {
    const text = await (await asUser(page)('/problems')).text();
    expect(text).not.toContain('method="post"');
    expect(text).toMatch(/<small>p-[0-9a-f]{8}<\/small>/); // by which the command acknowledges it
    for (const path of ['/problems/replay', '/problems/acknowledge'])
      expect((await asUser(page)(path, { method: 'POST', headers: { origin: page.origin } })).status).toBe(
        404,
      );
  });

  test('says of a wrong address, tenant, file or day that it is not there', async () => {
    for (const path of [
      '/nothing',
      '/files/99999',
      '/files/x',
      '/files?tenant=x',
      '/agree/rows?day=2026-13-99',
    ])
      expect([path, (await asUser(page)(path)).status]).toEqual([path, 404]);
    expect(page.said.err).not.toContain('fault');
  });

  test('gives refused rows as they came, safe to open in a spreadsheet', async () => {
    const text = await (await asUser(page)('/problems')).text();
    const links = [...text.matchAll(/href="(\/problems\/rows\.csv[^"]+)"/g)].map(([, link = '']) =>
      link.replaceAll('&amp;', '&'),
    );
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) {
      const answer = await asUser(page)(link);
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
      const csv = await answer.text();
      expect(csv).toMatch(/^file,row,field,code,message,orderId,orderItemSeqId,original\n/);
      for (const cell of parseCsv(csv).rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }
    const all = await Promise.all(links.map(async (link) => (await asUser(page)(link)).text()));
    expect(all.join('')).toContain('""orderItemSeqId"":""00102""');
  });

  test('gives each file, its output wherever the receiver has moved it, and its error file', async () => {
    const get = asUser(page);
    const list = await (await get('/files?text=allocations.json')).text();
    const id = /href="\/files\/(\d+)"><bdi class="path"><span class="folders">hotwax/.exec(list)?.[1];
    const download = async (what: string) => {
      const answer = await get(`/files/${id}/${what}`);
      return [answer.headers.get('content-disposition'), await answer.text()];
    };
    expect(await download('source')).toEqual([
      "attachment; filename*=UTF-8''allocations.json",
      expect.stringContaining('orderIdentifications'),
    ]);
    expect((await download('errors'))[1]).toContain('MISSING_NETSUITE_LINE_ID');
    const [name] = await readdir(join(tree.root, UPDATE, 'archive'));
    expect(await download('output')).toEqual([
      expect.stringContaining(`${name}`),
      expect.stringContaining('lineId'),
    ]);
  });
});

async function filePaths(): Promise<string[]> {
  const text = await (await asUser(page)('/files')).text();
  return [...text.matchAll(/href="(\/files\/\d+)"/g)].map(([, path = '']) => path);
}

describe('with --allow-changes the page', () => {
  let changing: OpenPage;
  beforeAll(async () => {
    changing = await openPage(tree.configuration, '--allow-changes');
    await untilLooked(changing);
  });
  afterAll(async () => {
    await changing.close();
  });

  /** Without the style, which says nothing. */
  const problemText = async () =>
    (await (await asUser(changing)('/problems')).text()).replace(/<style>.*<\/style>/s, '');

  async function formOf(code: string): Promise<URLSearchParams> {
    const text = await problemText();
    const card = text.slice(text.indexOf(`<h2><code><bdi>${code}`));
    const form = new URLSearchParams();
    for (const name of ['proof', 'tenant', 'problem'])
      form.set(name, new RegExp(`name="${name}" value="([^"]*)"`).exec(card)?.[1] ?? '');
    return form;
  }

  const post = (
    path: string,
    body: URLSearchParams,
    headers: Record<string, string> = { origin: changing.origin },
  ) => asUser(changing)(path, { method: 'POST', body, headers });

  test('believes only forms of its own', async () => {
    const form = await formOf('LINE_CLOSED');
    form.set('note', 'no');
    const without = new URLSearchParams(form);
    without.set('proof', 'x');
    expect((await post('/problems/acknowledge', without)).status).toBe(403);
    expect((await post('/problems/acknowledge', form, {})).status).toBe(403);
    expect((await post('/problems/acknowledge', form, { origin: 'null' })).status).toBe(403);
    expect((await post('/problems/acknowledge', form, { origin: 'http://evil.example' })).status).toBe(403);
    const anonymous = await fetch(new URL('/problems/replay', changing.origin), {
      method: 'POST',
      body: form,
    });
    expect(anonymous.status).toBe(403);
    form.set('note', 'x'.repeat(20_000));
    expect((await post('/problems/acknowledge', form)).status).toBe(413);
    expect(await problemText()).not.toContain('acknowledged');
  });

  test('sends the rows of a problem again, once, in a file of their own', async () => {
    const form = await formOf('MISSING_NETSUITE_LINE_ID');
    expect((await post('/problems/replay', form)).status).toBe(303);
    expect(await problemText()).toMatch(/role="status">.*3 rows of.*the next pass processes them/s);
    expect(await problemText()).not.toContain('role="status"');
    await post('/problems/replay', form);
    expect(await problemText()).toContain('is not finished yet');
    const names = await readdir(join(tree.root, ALLOCATIONS));
    expect(names.filter((name) => name.includes('.replay-') && name.startsWith('allocations'))).toHaveLength(
      1,
    );
  });

  test('acknowledges a problem with a note, as the command does', async () => {
    const form = await formOf('LINE_CLOSED');
    form.set('note', ' ');
    await post('/problems/acknowledge', form);
    expect(await problemText()).toContain('say why the problem needs nothing');
    form.set('note', 'closed <by> phone');
    await post('/problems/acknowledge', form);
    expect(await problemText()).toMatch(/role="status">.*LINE_CLOSED is acknowledged/s);
    expect(await problemText()).toContain('closed &lt;by&gt; phone');
    const { out } = await command(['problems', '--json', '--all', '--config', tree.configuration]);
    const [{ problems }] = JSON.parse(out).tenants;
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'LINE_CLOSED',
        acknowledged: expect.objectContaining({ note: 'closed <by> phone' }),
      }),
    );
  });
});

describe('a page', () => {
  test('without an index answers from one in memory, and of a place that cannot be reached what it can', async () => {
    const bare = await makeTemporaryFolder();
    try {
      const other = await makeFiles(bare.path, '');
      await playDay(other);
      const open = await openPage(other.configuration, '--allow-changes', '--interval', '1s');
      try {
        await untilLooked(open);
        const get = asUser(open);
        expect(await (await get('/order?id=HC2')).text()).toContain('Stops here');
        expect(await (await get('/problems')).text()).toContain('set index.file in the configuration');
        await other.put(`${ALLOCATIONS}/more.json`, '[]');
        for (let text = ''; !text.includes('more.json'); ) text = await (await get('/files')).text();
        expect(await (await get('/order?id=never')).text()).toContain('ask again after the next pass');
        expect(await readdir(bare.path)).not.toContain('index.sqlite');
      } finally {
        expect(await open.close()).toBe(0);
      }
    } finally {
      await bare.remove();
    }
  });

  test('says which port it cannot have', async () => {
    const { port } = new URL(page.origin);
    const { exitCode, err } = await command(['page', '--config', tree.configuration, '--port', port]);
    expect([exitCode, err]).toEqual([
      1,
      expect.stringMatching(/^PAGE_FAILED: .*Name another one with --port/),
    ]);
    expect((await command(['page', '--port', '70000'])).exitCode).toBe(2);
  });

  test('shows the other tenants where the files or the index of one cannot be used, and says which', async () => {
    const tenants = join(folder.path, 'tenants.yaml');
    await writeFile(join(folder.path, 'acme.sqlite'), 'no index of ours');
    await writeFile(
      tenants,
      `index: { file: "{tenant}.sqlite" }
tenants:
  acme: { connection: { folder: ${JSON.stringify(tree.root)} } }
  zenith: { connection: { folder: ${JSON.stringify(join(tree.root, 'away'))} } }
`,
    );
    const open = await openPage(tenants);
    try {
      await untilLooked(open);
      const text = await (await asUser(open)('/')).text();
      expect(text).toContain('Its row index could not be used, so the archives are read into memory');
      expect(text).toMatch(/zenith: The folders of [a-z-]+ cannot be looked at/);
      expect(await (await asUser(open)('/order?id=HC2')).text()).toContain(
        '<h2 class="tenant"><bdi>acme</bdi>',
      );
    } finally {
      await open.close();
    }
  });
});
