/** A real Chromium over the page, with everything that it asked for, said and refused. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PROGRAM = '/usr/bin/chromium';

export const withoutBrowser = existsSync(PROGRAM)
  ? undefined
  : `Chromium (${PROGRAM}) is missing: install the package chromium`;

/** It must not ask for anything of its own, nor look for a graphics card. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: PROGRAM, args: ARGUMENTS });

export type Watched = { page: Page; requests: string[]; complaints: string[]; close(): Promise<void> };

/** @property requests what was asked for; @property complaints of the browser: errors, and what the policy has kept out */
export async function watchedPage(browser: Browser, options: BrowserContextOptions): Promise<Watched> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, requests, complaints, close: () => context.close() };
}

/** How far the page is wider than the window, and what sticks out. */
export const overflowOf = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => element.tagName + '.' + element.className);
  })()`);
