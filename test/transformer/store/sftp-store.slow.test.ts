import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ssh2 from 'ssh2';
import { type OpenSsh, opensshMissing, startOpenSsh } from '../../../testbed/sftp/openssh.ts';
import { parseHostKey } from '../../../transformer/store/host-key.ts';
import { openSftp } from '../../../transformer/store/sftp.ts';
import { describeNeeding, testNeeding } from '../../needs.ts';
import { Crash, crashingStore } from '../crashing-store.ts';
import { deliveredRows, pass, put, refusedRows, SOURCE } from '../small-feed.ts';
import { describeStore } from './file-store.conformance.ts';
import { settingsFor } from './settings-for.ts';

/** Stands between client and server, and can cut the line or fall silent. */
async function startProxy(port: number) {
  const sockets: Socket[] = [];
  const proxy: Server = createServer((near) => {
    const far = dial({ port, host: '127.0.0.1', noDelay: true });
    near.setNoDelay(true).pipe(far).pipe(near);
    for (const socket of [near, far]) sockets.push(socket.on('error', () => {}));
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const address = proxy.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut: () => sockets.forEach((socket) => void socket.destroy()),
    fallSilent: () => sockets.forEach((socket) => void socket.unpipe().pause()),
    stop: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}

const fingerprintOf = (line: string): string =>
  `SHA256:${createHash('sha256')
    .update(Buffer.from(line.split(' ')[1] ?? '', 'base64'))
    .digest('base64')
    .replace(/=+$/, '')}`;

const asRoot = (...words: string[]): void => {
  const [program = '', ...rest] = userInfo().uid === 0 ? words : ['sudo', '-n', ...words];
  execFileSync(program, rest, { stdio: 'pipe' });
};

/** A small disk is a mounted one. */
const mountingMissing = ((): string | undefined => {
  try {
    asRoot('true');
    return undefined;
  } catch {
    return 'Only root can mount a small disk (run as root, or with sudo)';
  }
})();

const OTHER_KEY = 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

describeNeeding(opensshMissing)('with a real OpenSSH server', () => {
  let server: OpenSsh;
  beforeAll(async () => {
    server = await startOpenSsh();
  });
  afterAll(async () => {
    await server?.stop();
  });

  describeStore('the SFTP store', { open: () => openSftp(settingsFor(server), server.root) });

  test('a server with another host key gets no login, and the message names the key it showed', async () => {
    const hostKeys = [parseHostKey(OTHER_KEY)].filter((key) => key !== undefined);
    const opening = openSftp(settingsFor(server, { hostKeys }), server.root);
    await expect(opening).rejects.toMatchObject({ code: 'HOST_KEY_MISMATCH' });
    const [type = ''] = server.hostKeyLine.split(' ');
    await expect(opening).rejects.toThrow(`${type} SHA256:`);
  });

  test('the fingerprint of any of its host keys is enough, though it shows another one first', async () => {
    const both = await startOpenSsh({ hasRsaKey: true });
    try {
      for (const line of [both.rsaKeyLine, both.hostKeyLine]) {
        const hostKeys = [parseHostKey(fingerprintOf(line ?? ''))].filter((key) => key !== undefined);
        await (await openSftp(settingsFor(both, { hostKeys }), both.root)).close();
      }
      const hostKeys = [parseHostKey(OTHER_KEY)].filter((key) => key !== undefined);
      const opening = openSftp(settingsFor(both, { hostKeys }), both.root);
      await expect(opening).rejects.toMatchObject({ code: 'HOST_KEY_MISMATCH' });
      await expect(opening).rejects.toThrow(/ecdsa-sha2-nistp256 SHA256:\S+ and ssh-rsa SHA256:/);
    } finally {
      await both.stop();
    }
  });

  testNeeding(mountingMissing)('a full disk is called one, and what was begun is gone', async () => {
    const disk = join(server.root, 'small');
    mkdirSync(disk);
    asRoot('mount', '-t', 'tmpfs', '-o', `size=1m,mode=0700,uid=${userInfo().uid}`, 'tmpfs', disk);
    try {
      const store = await openSftp(settingsFor(server), disk);
      const writing = store.write('large', Buffer.alloc(3_000_000));
      await expect(writing).rejects.toMatchObject({ code: 'STORE_FAILED' });
      await expect(writing).rejects.toThrow(/large does not fit: the disk of the SFTP server is full/);
      expect(readdirSync(disk)).toEqual([]);
      await store.close();
    } finally {
      asRoot('umount', disk);
    }
  });

  test('without any trusted host key nothing is sent', async () => {
    await expect(openSftp(settingsFor(server, { hostKeys: [] }), server.root)).rejects.toMatchObject({
      code: 'HOST_KEY_MISMATCH',
    });
  });

  test('a refused password is reported as such, without the password, and not tried again', async () => {
    const login = { password: 'hunter2-secret' };
    const opening = openSftp(settingsFor(server, { login, retryDelaysSeconds: [60] }), server.root);
    const error = await opening.catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
    expect(JSON.stringify([error, String(error), (error as Error).cause])).not.toContain('hunter2');
  });

  test('a key with a passphrase logs in with it, and with no other', async () => {
    const passphrase = 'open sesame';
    const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync('ecdsa', {
      bits: 256,
      passphrase,
      cipher: 'aes256-cbc',
    });
    appendFileSync(join(server.root, '..', 'authorized'), `${publicKey}\n`);
    const open = (given: object) =>
      openSftp(settingsFor(server, { login: { privateKey, ...given } }), server.root);
    await (await open({ passphrase })).close();
    for (const wrong of [{ passphrase: 'open barley' }, {}]) {
      const told = await open(wrong).catch((error: unknown) => error);
      expect(told).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
      expect(String(told)).not.toContain('barley');
    }
  });

  test('a key that is no key is reported as such', async () => {
    const opening = openSftp(settingsFor(server, { login: { privateKey: 'no key at all' } }), server.root);
    await expect(opening).rejects.toThrow(/private key cannot be used/);
  });

  test('a root that is not there is refused, not made', async () => {
    await expect(openSftp(settingsFor(server), `${server.root}/mistyped`)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('a port that nobody listens on is tried again and then reported as UNREACHABLE', async () => {
    const started = Date.now();
    const opening = openSftp(settingsFor(server, { port: 1, retryDelaysSeconds: [0.1, 0.1] }), '/');
    await expect(opening).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(Date.now() - started).toBeGreaterThanOrEqual(190);
  });

  test('twenty round trips take no 40 ms each: small packets are not held back', async () => {
    const store = await openSftp(settingsFor(server), server.root);
    const series: number[] = []; // the fastest of them, as a busy machine may hold up the others
    for (let one = 0; one < 10; one += 1) {
      const started = performance.now();
      for (let trip = 0; trip < 20; trip += 1) await store.exists('nothing');
      series.push(performance.now() - started);
    }
    expect(Math.min(...series)).toBeLessThan(400);
    await store.close();
  });

  test('a folder with ten thousand files is listed whole, each file once', async () => {
    const store = await openSftp(settingsFor(server), server.root);
    await store.makeFolder('many');
    const names = Array.from({ length: 10_000 }, (_, number) => `file-${number}`);
    for (const name of names) writeFileSync(join(server.root, 'many', name), '');
    const listed = (await store.list('many')).map(({ name }) => name);
    expect(listed.sort()).toEqual(names.sort());
    await store.close();
  });

  test('what is asked for when its channel has ended fails as a lost connection', async () => {
    const store = await openSftp(settingsFor(server), server.root);
    await store.close();
    await expect(store.list('')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  test('a lost connection ends what is under way at once and everything after it', async () => {
    const proxy = await startProxy(server.port);
    const store = await openSftp(settingsFor(server, { port: proxy.port }), server.root);
    const reading = store.list('');
    const writing = store.write('large.bin', new Uint8Array(50_000_000));
    const settled = Promise.allSettled([reading, writing]);
    setTimeout(proxy.cut, 20);
    expect((await settled)[1]).toMatchObject({ status: 'rejected', reason: { code: 'CONNECTION_LOST' } });
    await expect(store.exists('large.bin')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await store.close();
    proxy.stop();
  });

  test('a server that falls silent is given up at the deadline, and closing does not wait for it', async () => {
    const proxy = await startProxy(server.port);
    const store = await openSftp(settingsFor(server, { port: proxy.port, timeoutSeconds: 5 }), server.root);
    proxy.fallSilent();
    const started = performance.now();
    await expect(store.list('')).rejects.toMatchObject({ code: 'TIMED_OUT' });
    await store.close();
    expect(performance.now() - started).toBeLessThan(60_000);
    proxy.stop();
  });

  test('a listener that never greets is given up at the deadline', async () => {
    const mute = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => {
      mute.listen(0, '127.0.0.1', resolve);
    });
    const address = mute.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const opening = openSftp(settingsFor(server, { port, timeoutSeconds: 1 }), server.root);
    await expect(opening).rejects.toMatchObject({ code: expect.stringMatching(/TIMED_OUT|UNREACHABLE/) });
    mute.close();
  });

  test('a pass killed after any of its changes is finished by the next, every row once', async () => {
    const direct = await openSftp(settingsFor(server), server.root);
    for (let change = 1; change <= 14; change += 1) {
      const root = `killed-after-${change}`;
      await direct.makeFolder(`${root}/${SOURCE}`);
      const store = await openSftp(settingsFor(server), `${server.root}/${root}`);
      await put(store, `${SOURCE}/a.json`, '["a1","bad2"]');
      const killed = pass(crashingStore(store, { change, when: 'after' }));
      await expect(killed).rejects.toBeInstanceOf(Crash);
      await pass(store);
      const ended = { rows: await deliveredRows(store), refused: await refusedRows(store) };
      expect({ change, ...ended }).toEqual({ change, rows: ['a1'], refused: ['bad2'] });
      await store.close();
    }
    await direct.close();
  });

  test('a pass whose connection is cut at any time is finished by the next, every row once', async () => {
    for (const delay of [2, 8, 15, 25, 40]) {
      const rootPath = `cut-after-${delay}`;
      const direct = await openSftp(settingsFor(server), server.root);
      await direct.makeFolder(`${rootPath}/${SOURCE}`);
      await direct.close();
      const store = await openSftp(settingsFor(server), `${server.root}/${rootPath}`);
      for (const name of ['a', 'b', 'c'])
        await put(store, `${SOURCE}/${name}.json`, `["${name}1","${name}2"]`);
      const proxy = await startProxy(server.port);
      const doomed = await openSftp(settingsFor(server, { port: proxy.port }), `${server.root}/${rootPath}`);
      setTimeout(proxy.cut, delay);
      await pass(doomed).catch((error: unknown) => expect(error).toMatchObject({ code: 'CONNECTION_LOST' }));
      await doomed.close();
      await pass(store);
      expect({ delay, rows: await deliveredRows(store) }).toEqual({
        delay,
        rows: ['a1', 'a2', 'b1', 'b2', 'c1', 'c2'],
      });
      await store.close();
      proxy.stop();
    }
  });
});
