/** The program itself, killed by the system at requests all along its way, against the server in memory over a real line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { streamOf } from '../plan/random-streams.ts';
import { judge } from './judge/judge.ts';
import { makePlan } from './plan/make-plan.ts';
import { makeText } from './plan/make-text.ts';
import { takeAtOnce, watchDisk } from './play/receivers.ts';
import { send } from './play/senders.ts';
import type { Trait } from './server/habits.ts';
import { type Server, startServer } from './server/server.ts';
import type { VirtualTime } from './wire/virtual-time.ts';
import type { Network, WireEnd } from './wire/wire.ts';
import { makeWorld, type World, waitingFiles } from './world/world.ts';

const temporary = mkdtempSync(join(tmpdir(), 'real-processes-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** As it passes outside. */
const realTime: VirtualTime = {
  now: Date.now,
  touch: () => {},
  spend: () => {},
  after: (milliseconds, call) => void setTimeout(call, milliseconds),
  until: (work) => work,
  reset: () => {},
};

type Line = { server: Server; port: number; close: () => void };

async function openLine(): Promise<Line> {
  const network: Network = { accepts: undefined };
  const server = startServer(network, realTime);
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    network.accepts?.(socket as unknown as WireEnd, undefined);
  });
  await new Promise<void>((listening) => void listener.listen(0, '127.0.0.1', listening));
  const { port } = listener.address() as AddressInfo;
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  };
  return { server, port, close };
}

function writeConfiguration({ server, port }: Line): string {
  const path = join(mkdtempSync(join(temporary, 'configuration-')), 'transformer.yaml');
  const connection = {
    host: '127.0.0.1',
    port,
    username: 'hotwax',
    passwordEnvironment: 'PASSWORD',
    hostKey: server.hostKey,
    root: '/data',
  };
  const feeds = Object.fromEntries(FEEDS.map((feed) => [feed, { minimumAgeSeconds: 0 }]));
  writeFileSync(path, JSON.stringify({ connection: { sftp: connection }, staleClaimMinutes: 0, feeds }));
  return path;
}

const FEEDS = ['brokered-order-items', 'item-fulfillments', 'fulfilled-order-items'] as const;

function start(command: string, configuration: string): ChildProcess {
  const environment = { ...process.env, NODE_OPTIONS: '', PASSWORD: 'secret' };
  const words = [resolve('transformer/main.ts'), command, '--config', configuration];
  return spawn(process.execPath, words, { env: environment, stdio: 'ignore' });
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((ended) => void child.once('close', (code) => ended(code)));

/** @param killedAt the number of the request at which the process dies */
async function runOnce(
  line: Line,
  world: World,
  configuration: string,
  killedAt: number,
): Promise<number | null> {
  let requests = 0;
  const child = start('run', configuration);
  line.server.interference = {
    latency: () => 0,
    before: () => {
      world.moment += 1;
      requests += 1;
      if (requests === killedAt) child.kill('SIGKILL');
      return 'do it';
    },
    after: () => {
      world.moment += 1;
      takeAtOnce(world);
      return 'answer';
    },
  };
  return exitOf(child);
}

function sendFiles(world: World, round: number): void {
  for (const [index, feed] of FEEDS.entries()) {
    const number = round * 10 + index;
    const random = streamOf('real processes', number);
    const name = `feed-${String(number).padStart(4, '0')}.${feed === 'item-fulfillments' ? 'csv' : 'json'}`;
    const text = makeText(feed, number * 1000, random, 'sound');
    send(world, String(number), { kind: 'sends', feed, name, text, upload: { kind: 'renamed into place' } });
  }
}

const servers: { called: string; traits: Trait[] }[] = [
  { called: 'like OpenSSH', traits: [] },
  {
    called: 'that renames over what is there',
    traits: [{ kind: 'rename overwrites' }, { kind: 'no posix-rename' }],
  },
];

test.each(servers)(
  'real processes, killed 12 times on a server $called, deliver every row once',
  async ({ traits }) => {
    const line = await openLine();
    const plan = {
      ...makePlan(1),
      feeds: [...FEEDS],
      minimumAgeSeconds: 0,
      receiver: 'takes at once' as const,
    };
    const world = makeWorld(
      { ...plan, traits: traits.map((trait, index) => ({ id: `t${index}`, trait })), actions: [] },
      realTime,
    );
    try {
      line.server.ground = { disk: world.disk, habits: world.habits, room: () => Number.POSITIVE_INFINITY };
      line.server.interference = { latency: () => 0, before: () => 'do it', after: () => 'answer' };
      const configuration = writeConfiguration(line);
      expect(await exitOf(start('init', configuration))).toBe(0);
      watchDisk(world);
      let killed = 0;
      for (let round = 1; round <= 12; round += 1) {
        if (round % 2 === 1) sendFiles(world, round);
        const killedAt = 8 + streamOf('kill', round, traits.length).below(110);
        if ((await runOnce(line, world, configuration, killedAt)) === null) killed += 1;
      }
      expect(killed).toBeGreaterThan(6);
      const exitCodes = [];
      for (let round = 1; round <= 2; round += 1)
        exitCodes.push((await runOnce(line, world, configuration, Number.POSITIVE_INFINITY)) ?? undefined);
      const settled = { exitCodes, problems: '', waited: waitingFiles(world), rests: true };
      expect(judge(world, { first: settled, later: settled })).toEqual([]);
      expect(world.received.length).toBeGreaterThan(10);
    } finally {
      line.close();
    }
  },
);
