/** Who is worked on next: so many at once, so many of a server, and none because of a server that is dead. */
import { setTimeout as tick } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { type Lane, type Limits, makeLanes } from '../../../transformer/cli/turns/lanes.ts';
import { serverOf } from '../../../transformer/config/server-name.ts';

const never = new AbortController().signal;

/** Tenants named for their servers, in the order in which they come. @returns who has begun, and their lanes */
function come(limits: Limits, servers: readonly string[], stop: AbortSignal = never) {
  const lanes = makeLanes(limits);
  const begun: string[] = [];
  const held: Lane[] = [];
  const all = servers.map(async (server) => {
    const lane = await lanes.take(server, stop);
    begun.push(lane ? server : `not ${server}`);
    if (lane) held.push(lane);
  });
  const end = async (server: string): Promise<void> => {
    const at = held.findIndex((lane) => lane.server === server);
    held.splice(at, 1)[0]?.release();
    await tick(0);
  };
  return { lanes, begun, held, end, all: Promise.all(all) };
}

test('so many are at it at once; when one ends, the next begins', async () => {
  const { begun, end } = come({ tenantsAtOnce: 2, connectionsPerServer: 9 }, ['a', 'b', 'c', 'd']);
  await tick(0);
  expect(begun).toEqual(['a', 'b']);
  await end('a');
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('so many of one server; the others of it do not keep those of other servers waiting', async () => {
  const { begun, end } = come({ tenantsAtOnce: 4, connectionsPerServer: 2 }, ['a', 'a', 'a', 'a', 'b']);
  await tick(0);
  expect(begun).toEqual(['a', 'b', 'a']);
  await end('a');
  expect(begun).toEqual(['a', 'b', 'a', 'a']);
});

test('whose server has fewest goes first, then who came first', async () => {
  const servers = ['a', 'a', 'a', 'a', 'b', 'c', 'b'];
  const { begun, end } = come({ tenantsAtOnce: 2, connectionsPerServer: 9 }, servers);
  await tick(0);
  expect(begun).toEqual(['a', 'b']);
  await end('a');
  expect(begun.slice(2)).toEqual(['a']);
  await end('b');
  expect(begun.slice(3)).toEqual(['c']);
  await end('c');
  expect(begun.slice(4)).toEqual(['b']);
});

test('silent servers take no place from others, however many they are', async () => {
  const servers = ['dead', 'dead', 'gone', 'well', 'well'];
  const { begun, held, lanes, end } = come({ tenantsAtOnce: 1, connectionsPerServer: 2 }, servers);
  await tick(0);
  expect(begun).toEqual(['dead']);
  for (const next of ['gone', 'well']) {
    for (const lane of held) lane.silence = () => 60_000;
    lanes.look();
    await tick(0);
    expect(begun.at(-1)).toBe(next);
  }
  expect(begun).toEqual(['dead', 'gone', 'well']); // which works, so that nobody else does
  await end('well');
  expect(begun).toEqual(['dead', 'gone', 'well', 'well']);
});

test('a silent server keeps its own limit of connections', async () => {
  const servers = ['dead', 'dead', 'dead'];
  const { begun, held, lanes } = come({ tenantsAtOnce: 4, connectionsPerServer: 2 }, servers);
  await tick(0);
  for (const lane of held) lane.silence = () => 60_000;
  lanes.look();
  await tick(0);
  expect(begun).toEqual(['dead', 'dead']);
});

test('who is asked to stop while it waits has no turn any more, and takes none', async () => {
  const stop = new AbortController();
  const { begun, all, end } = come(
    { tenantsAtOnce: 1, connectionsPerServer: 1 },
    ['a', 'b', 'c'],
    stop.signal,
  );
  await tick(0);
  stop.abort();
  await all;
  await end('a');
  expect(begun).toEqual(['a', 'not b', 'not c']);
});

test.each([
  ['SFTP.Example.com', 'sftp.example.com.'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['2001:DB8::A', '2001:db8:0::a'],
  ['127.1', '127.0.0.1'],
  ['münchen.example', 'xn--mnchen-3ya.example'],
])('%s and %s are one server, and another port of it is another', (one, other) => {
  expect(serverOf({ host: one, port: 22 })).toBe(serverOf({ host: other, port: 22 }));
  expect(serverOf({ host: one, port: 22 })).not.toBe(serverOf({ host: one, port: 2222 }));
});

test.each(['a b', 'fe80::1%eth0', '%', 'x_y'])('what is no address is a server of its own: %s', (host) => {
  expect(serverOf({ host, port: 22 })).toBe(`${host}:22`);
});
