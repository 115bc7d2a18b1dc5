/** Tenants of one configuration, each with item fulfillments waiting: in a local folder, or on a server of this machine. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { feeds } from '#feeds/catalogue.ts';
import { foldersOf, routeOf } from '../../../transformer/folders/folders.ts';

const feed = feeds.find(({ name }) => name === 'item-fulfillments');
if (!feed) throw new Error('no such feed');
const route = routeOf(feed);

const HEADER =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId';

/** The folders of a tenant's feed, and files with one row each; the tracking numbers say whose they are. */
export async function fillTenant(root: string, name: string, files: number): Promise<string[]> {
  for (const folder of foldersOf(route)) await mkdir(join(root, folder), { recursive: true });
  const tracks = Array.from({ length: files }, (_, number) => `${name}_${number}`);
  for (const track of tracks) {
    const row = `HC${track},00101,7,1/4/2024 4:23 pm,1,TRACK-${track},FedEx,Ground,2830`;
    await writeFile(join(root, route.sourceFolder, `${track}.csv`), `${HEADER}\n${row}\n`);
  }
  return tracks.sort();
}

/** The tracking numbers that were delivered, each as often as it was. */
export async function delivered(root: string): Promise<string[]> {
  const folder = join(root, route.targetFolder);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/TRACK-(\w+)/g)].map(([, track = '']) => track)).sort();
}

export const onlyItemFulfillments = `feeds:
  item-fulfillments: { minimumAgeSeconds: 0 }
  brokered-order-items: { enabled: false }
  fulfilled-order-items: { enabled: false }
`;

/** @param connections of each tenant, as the file has them */
export const configurationOf = (connections: Readonly<Record<string, string>>, more = ''): string =>
  `${more}${onlyItemFulfillments}tenants:\n${Object.entries(connections)
    .map(([name, settings]) => `  ${name}: { ${settings} }\n`)
    .join('')}`;

/** The tenants of a log's lines that say `msg`, in their order. */
export const tenantsOf = (log: readonly Record<string, unknown>[], msg: string): unknown[] =>
  log.filter((line) => line.msg === msg).map(({ tenant }) => tenant);

export type SilentServer = { port: number; connections: () => number; open: () => number; stop: () => void };

/** Takes every connection and every byte, and never answers. */
export async function startSilentServer(): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('data', () => {});
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => connections,
    open: () => sockets.size,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
