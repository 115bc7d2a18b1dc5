/** The tenants of a plan on a real OpenSSH server, with their files laid out and a configuration where a pod would have it. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ALLOCATIONS,
  COMPLETED,
  EXPORTS,
  LINE_UPDATES,
  LINES_TO_FULFILL,
  SHIPMENTS,
} from '../feed-folders.ts';
import { type FaultProxy, startFaultProxy } from '../sftp/fault-proxy.ts';
import { type OpenSsh, startOpenSsh } from '../sftp/openssh.ts';
import { type Manifest, readManifest } from './manifest.ts';
import type { Plan, PlannedFile } from './plan.ts';
import type { KnownFeed } from './source-files.ts';

/**
 * @property settings of the configuration that hold for every tenant
 * @property timeoutSeconds how long a request may take; the default of the transformer when left out
 * @property without tenants that the configuration lacks
 */
export type WorldOptions = {
  settings?: Readonly<Record<string, unknown>>;
  timeoutSeconds?: number;
  without?: readonly string[];
};

/**
 * @property pod the folder that has the place of the container's root
 * @property homeOf the folder of a tenant on the server
 * @property silent the way to the server that swallows packets, when it is told to
 */
export type World = {
  plan: Plan;
  manifest: Manifest;
  pod: string;
  tenants: Plan['tenants'];
  homeOf: (tenant: string) => string;
  silent: FaultProxy;
  stop: () => Promise<void>;
};

export const foldersOf: Readonly<Record<KnownFeed, { source: string; target: string }>> = {
  'brokered-order-items': { source: ALLOCATIONS, target: LINE_UPDATES },
  'fulfilled-order-items': { source: SHIPMENTS, target: LINES_TO_FULFILL },
  'item-fulfillments': { source: EXPORTS, target: COMPLETED },
};

export async function openWorld(plan: Plan, options: WorldOptions = {}): Promise<World> {
  const pod = mkdtempSync(join(tmpdir(), 'tenants-pod-'));
  const ends: (() => void | Promise<void>)[] = [() => rmSync(pod, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const server = await startOpenSsh();
    ends.push(server.stop);
    const silent = await startFaultProxy(server.port);
    ends.push(silent.stop);
    const manifest = readManifest();
    const tenants = plan.tenants.filter(({ name }) => !options.without?.includes(name));
    const world = { plan, manifest, pod, tenants, silent, stop, homeOf: homesOn(server) };
    prepare(world, server, options);
    return world;
  } catch (error) {
    await stop();
    throw error;
  }
}

const homesOn =
  ({ root }: OpenSsh) =>
  (tenant: string): string =>
    join(root, tenant);

function prepare(world: World, server: OpenSsh, options: WorldOptions): void {
  const { pod, manifest, plan, tenants, silent } = world;
  for (const folder of [...manifest.folders, 'tmp']) mkdirSync(join(pod, folder), { recursive: true });
  const key = join(pod, 'run/secrets/sftp_key');
  writeFileSync(key, server.privateKey, { mode: 0o600 });
  const { username, hostKeyLine: hostKey } = server;
  const { settings = {}, timeoutSeconds } = options;
  const configured = tenants.map(({ name }) => {
    const port = name === plan.silent ? silent.port : server.port;
    const common = { host: '127.0.0.1', port, username, privateKeyFile: key, hostKey };
    const sftp = { ...common, root: world.homeOf(name), ...(timeoutSeconds && { timeoutSeconds }) };
    return [name, { connection: { sftp }, metricsFile: join(pod, `metrics/${name}.prom`) }];
  });
  const index = { file: join(pod, 'var/lib/transformer/{tenant}.sqlite') };
  const all = { index, ...settings, tenants: Object.fromEntries(configured) };
  writeFileSync(join(pod, 'etc/transformer/transformer.yaml'), JSON.stringify(all));
  for (const { name } of tenants) mkdirSync(world.homeOf(name));
}

/** Begins the world's time: everything has just been sent. To be called when the folders are there. */
export function layFiles({ tenants, homeOf }: World): void {
  for (const { name, files } of tenants) files.forEach((file, at) => void layFile(homeOf(name), file, at));
}

const HOUR = 3_600_000;

/** Long ago, as a pass leaves files alone that may still be being written, and a second after the one before. */
function layFile(home: string, { feed, name, text }: PlannedFile, at: number): void {
  const path = join(home, foldersOf[feed].source, name);
  writeFileSync(path, text);
  const seconds = Math.floor((Date.now() - HOUR) / 1000) + at;
  utimesSync(path, seconds, seconds);
}
