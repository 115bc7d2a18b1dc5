/** The server of the page, on the loopback address alone. */
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { describe, TransformerError } from '../errors.ts';
import { makeApp } from './app.ts';
import type { PageOptions } from './page-options.ts';

export type PageServer = { address: string; close(): Promise<void> };

export type ServeOptions = PageOptions & { port: number; everyMilliseconds: number };

const LOOPBACK = '127.0.0.1';
/** So long after the last request the page counts as open. */
const OPEN_MILLISECONDS = 15 * 60_000;

/** @param options.port 0 for any that is free. @throws TransformerError PAGE_FAILED */
export async function servePage(options: ServeOptions): Promise<PageServer> {
  const { desk, guard, port, everyMilliseconds, onError } = options;
  const app = makeApp(options);
  let asked = desk.clock();
  const look = (): void =>
    void desk.refresh(everyMilliseconds / 2).catch((error) => onError(describe(error)));
  const server = createAdaptorServer({
    fetch: (request, env) => {
      asked = desk.clock();
      return app.fetch(request, env);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(notListening(port, cause)));
    server.listen(port, LOOPBACK, resolve);
  });
  look();
  const timer = setInterval(() => {
    if (desk.clock() - asked < OPEN_MILLISECONDS) look();
  }, everyMilliseconds);
  const { port: own } = server.address() as AddressInfo;
  return {
    address: `http://${LOOPBACK}:${own}/?token=${guard.token}`,
    close: async () => {
      clearInterval(timer);
      await ended(server);
      await desk.close();
    },
  };
}

/** So long what is being answered may take, such as rows that are being sent again. */
const LAST_ANSWER_MILLISECONDS = 10_000;

async function ended(server: ReturnType<typeof createAdaptorServer>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  if (!('closeIdleConnections' in server)) return;
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), LAST_ANSWER_MILLISECONDS);
  await closed;
  clearTimeout(timer);
}

const notListening = (port: number, cause: unknown): TransformerError =>
  new TransformerError(
    'PAGE_FAILED',
    `Cannot listen on port ${port} of this machine: ${describe(cause)}. Name another one with --port, or 0 for any.`,
    { cause },
  );
