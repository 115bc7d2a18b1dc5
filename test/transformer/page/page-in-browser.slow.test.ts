import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { describeNeeding } from '../../needs.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';
import { overflowOf, startBrowser, type Watched, watchedPage, withoutBrowser } from './browser.ts';
import { asUser, makeFiles, type OpenPage, openPage, playDay, untilLooked } from './open-page.ts';

const schemes = ['light', 'dark'] as const;
/** A phone and a screen. */
const widths = [390, 1280];

describeNeeding(withoutBrowser)('in a real browser the page', () => {
  let folder: TemporaryFolder;
  let served: OpenPage;
  let browser: Browser;
  let paths: string[];

  beforeAll(async () => {
    folder = await makeTemporaryFolder();
    const tree = await makeFiles(folder.path);
    await playDay(tree);
    served = await openPage(tree.configuration, '--allow-changes');
    await untilLooked(served);
    browser = await startBrowser();
    paths = await pathsOf(served);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await folder?.remove();
  });

  async function opened(options: Parameters<typeof watchedPage>[1]): Promise<Watched> {
    const watched = await watchedPage(browser, options);
    await watched.page.goto(served.address);
    return watched;
  }

  test.each(schemes.flatMap((colorScheme) => widths.map((width) => ({ colorScheme, width }))))(
    'has no fault that the accessibility checker finds, and fits: $colorScheme, $width pixels wide',
    async ({ colorScheme, width }) => {
      const { page, requests, complaints, close } = await opened({
        colorScheme,
        viewport: { width, height: 800 },
      });
      for (const path of paths) {
        await page.goto(new URL(path, served.origin).href);
        expect([path, await overflowOf(page)]).toEqual([path, []]);
        await openAll(page);
        expect([path, await overflowOf(page)]).toEqual([path, []]);
        expect([path, await faultsOf(page)]).toEqual([path, []]);
      }
      expect(complaints).toEqual([]);
      expect(requests.filter((url) => !url.startsWith(served.origin) && !url.startsWith('data:'))).toEqual(
        [],
      );
      await close();
    },
  );

  test('runs nothing that others have written, whatever they have written', async () => {
    const { page, complaints, close } = await opened({});
    for (const path of paths) {
      await page.goto(new URL(path, served.origin).href);
      expect(await page.title()).toMatch(/ – Transformer$/);
      expect(await page.locator('script, iframe, object, embed, img, [onerror], [style]').count()).toBe(0);
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test('needs no scripts: an order is found by keyboard alone, from the first page to the reason', async () => {
    const { page, close } = await opened({ javaScriptEnabled: false });
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    for (let steps = 0; (await focused(page)) !== 'look-up' && steps < 20; steps += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.type('HC2');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/order?id=HC2');
    expect(await page.locator('h1').textContent()).toBe('Order HC2');
    const card = page.locator('article', { hasText: 'NetSuite refused it' }).first();
    await card.locator('.support summary').focus();
    await page.keyboard.press('Enter');
    expect(await card.locator('.support textarea').inputValue()).toContain('Stops: NetSuite refused');
    await close();
  });

  test('shows where the keyboard is, on everything that can be reached by it', async () => {
    const { page, close } = await opened({ viewport: { width: 1280, height: 800 } });
    await page.goto(new URL('/problems', served.origin).href);
    const reached = new Set<string>();
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press('Tab');
      const [name, outline] = await page.evaluate<[string, string]>(`(() => {
        const element = document.activeElement;
        return [element.outerHTML.slice(0, 80), getComputedStyle(element).outlineStyle];
      })()`);
      if (name.startsWith('<body')) break;
      reached.add(name);
      expect([name, outline]).toEqual([name, 'solid']);
    }
    expect([...reached].filter((name) => name.startsWith('<button'))).not.toEqual([]);
    await close();
  });

  test('acknowledges a problem by a form, and leads back to what is left', async () => {
    const { page, close } = await opened({ javaScriptEnabled: false });
    await page.goto(new URL('/problems', served.origin).href);
    const card = page.locator('article', { hasText: 'UNCLOSED_QUOTE' });
    await card.getByLabel('Why it needs nothing').fill('sent again by hand');
    await card.getByRole('button', { name: 'Acknowledge' }).click();
    expect(await page.getByRole('status').textContent()).toContain('UNCLOSED_QUOTE is acknowledged');
    expect(page.url()).toBe(`${served.origin}/problems`);
    await close();
  });

  test('is the same as a report of files, opened from a disk, without faults', async () => {
    const out = join(folder.path, 'report');
    const words = ['report', '--html', out, '--config', join(folder.path, 'transformer.yaml')];
    expect((await command(words)).exitCode).toBe(0);
    const { page, requests, complaints, close } = await watchedPage(browser, {
      viewport: { width: 390, height: 800 },
    });
    const folderUrl = pathToFileURL(`${out}/`).href;
    await page.goto(`${folderUrl}index.html`);
    for (const view of ['Order', 'Open problems', 'Agree?', 'Files', 'Flowing?']) {
      await page.getByRole('navigation', { name: 'Views' }).getByText(view).click();
      expect(await page.locator('h1').textContent()).toContain(view);
      expect([view, await overflowOf(page), await faultsOf(page)]).toEqual([view, [], []]);
    }
    await page.getByRole('link', { name: 'Order', exact: true }).click();
    await page.getByRole('link', { name: 'HC1', exact: true }).click();
    expect(await page.locator('.stop', { hasText: 'MISSING_NETSUITE_LINE_ID' }).count()).toBe(1);
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(folderUrl) && !url.startsWith('data:'))).toEqual([]);
    await close();
  });

  test('is not shown inside another site, which cannot send its forms either', async () => {
    const { page, close } = await opened({});
    const { port } = new URL(served.origin);
    await page.route('http://evil.example/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<iframe src="http://127.0.0.1:${port}/problems"></iframe>
          <form method="post" action="http://127.0.0.1:${port}/problems/replay"><button>Win</button></form>`,
      }),
    );
    await page.goto('http://evil.example/');
    expect(await page.frames()[1]?.locator('body').textContent()).not.toContain('Open problems');
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/replay')),
      page.getByRole('button').click(),
    ]);
    expect(answer.status()).toBe(403);
    await close();
  });
});

const focused = (page: Page): Promise<string | null> =>
  page
    .locator(':focus')
    .evaluate((element: { id?: string; textContent: string }) => element.id || element.textContent);

const openAll = (page: Page): Promise<void> =>
  page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** Every view, in every state that it has. */
async function pathsOf(served: OpenPage): Promise<string[]> {
  const get = asUser(served);
  const linked = async (path: string, pattern: RegExp): Promise<string[]> =>
    [...(await (await get(path)).text()).matchAll(pattern)].map(([, link = '']) =>
      link.replaceAll('&amp;', '&'),
    );
  const files = await linked('/files', /href="(\/files\/\d+)"/g);
  const rows = await linked('/agree', /href="(\/agree\/rows\?[^"]+)"/g);
  return [
    '/',
    '/order',
    '/order?id=HC2',
    '/order?id=71599',
    '/order?id=%3Cscript%3Enever%E2%80%AEseen',
    `/order?id=${'9'.repeat(4000)}`,
    '/problems',
    '/agree',
    ...rows.slice(0, 2),
    '/files',
    '/files?place=failed&text=nothing%3Cb%3E',
    ...files.slice(0, 4),
  ];
}
