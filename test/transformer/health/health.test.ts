/** `watch --health` answers the probes of an orchestrator, and Prometheus. */
import { createServer } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseListenAddress } from '../../../transformer/cli/health/listen-address.ts';
import { makePulse } from '../../../transformer/cli/health/pulse.ts';
import { serveHealth } from '../../../transformer/cli/health/serve-health.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const MINUTE = 60_000;

function pulseWithClock(pause = 60) {
  let now = 1000;
  const stop = new AbortController();
  const pulse = makePulse({ clock: () => now, pause, stop: stop.signal });
  const goOn = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { pulse, goOn, stop };
}

describe('watch lives', () => {
  test('while a pass gets on, however long it takes', () => {
    const { pulse, goOn } = pulseWithClock();
    const tenant = pulse.of('acme');
    tenant.began();
    for (let minute = 0; minute < 300; minute += 14) {
      expect(pulse.live().isWell).toBe(true);
      goOn(14 * MINUTE);
      tenant.moved();
    }
  });

  test('no longer when nothing has moved in a pass for a quarter of an hour, and it says of which tenant', () => {
    const { pulse, goOn } = pulseWithClock();
    pulse.of('other').began();
    const tenant = pulse.of('acme');
    goOn(MINUTE);
    tenant.began();
    goOn(14 * MINUTE);
    expect(pulse.live()).toEqual({
      isWell: false,
      says: 'other: works, and nothing has moved for 900 seconds.\n',
    });
  });

  test('in its pause, as long as that is, and not when no pass follows', () => {
    const { pulse, goOn } = pulseWithClock(3600);
    const tenant = pulse.of(undefined);
    tenant.began();
    tenant.ended();
    goOn(74 * MINUTE);
    expect(pulse.live()).toEqual({ isWell: true, says: 'ok\n' });
    goOn(MINUTE);
    expect(pulse.live().says).toBe('watch: pauses, and nothing has moved for 4500 seconds.\n');
  });

  test('while tenants await their turn, and when one is given up', () => {
    const { pulse, goOn } = pulseWithClock();
    pulse.of('waits');
    const wrong = pulse.of('wrong');
    wrong.began();
    wrong.ended();
    wrong.givenUp();
    goOn(24 * 60 * MINUTE);
    expect(pulse.live().isWell).toBe(true);
  });

  test('while a tenant awaits its turn after its pause, as others have the places', () => {
    const { pulse, goOn } = pulseWithClock();
    const tenant = pulse.of('acme');
    tenant.began();
    tenant.ended();
    goOn(MINUTE);
    tenant.awaits();
    goOn(24 * 60 * MINUTE);
    expect(pulse.live().isWell).toBe(true);
    tenant.began();
    goOn(15 * MINUTE);
    expect(pulse.live().isWell).toBe(false);
  });
});

describe('watch is ready', () => {
  test('once a pass has begun, until it is asked to stop: then it still lives', () => {
    const { pulse, stop } = pulseWithClock();
    const tenant = pulse.of('acme');
    expect(pulse.ready()).toEqual({ isWell: false, says: 'No pass has begun yet.\n' });
    tenant.began();
    expect(pulse.ready()).toEqual({ isWell: true, says: 'ok\n' });
    tenant.ended();
    stop.abort();
    expect(pulse.ready().isWell).toBe(false);
    expect(pulse.live().isWell).toBe(true);
  });

  test('as long as one tenant is not given up', () => {
    const { pulse } = pulseWithClock();
    const [one, other] = [pulse.of('one'), pulse.of('other')];
    one.began();
    one.givenUp();
    expect(pulse.ready().isWell).toBe(true);
    other.givenUp();
    expect(pulse.ready().isWell).toBe(false);
  });
});

describe('the address', () => {
  test.each([
    ['8481', { host: '127.0.0.1', port: 8481 }],
    ['0.0.0.0:8481', { host: '0.0.0.0', port: 8481 }],
    ['[::]:0', { host: '::', port: 0 }],
    ['localhost:8481', { host: 'localhost', port: 8481 }],
  ])('%s is understood', (text, address) => {
    expect(parseListenAddress(text)).toEqual(address);
  });

  test.each(['', ':8481', '65536', '::1:8481', 'http://x:1', '8481/'])('%s is refused', (text) => {
    expect(() => parseListenAddress(text)).toThrow(/such as 8481/);
  });
});

test('other paths and other methods are refused, and a probe by HEAD gets the same status', async () => {
  const { pulse } = pulseWithClock();
  pulse.of('acme').began();
  const server = await serveHealth(pulse, { host: '127.0.0.1', port: 0 });
  const ask = async (path: string, method = 'GET'): Promise<[number, string]> => {
    const answer = await fetch(`${server.address}${path}`, { method });
    return [answer.status, await answer.text()];
  };
  try {
    expect(await ask('/livez?verbose')).toEqual([200, 'ok\n']);
    expect(await ask('/readyz', 'HEAD')).toEqual([200, '']);
    expect(await ask('/')).toEqual([404, expect.stringContaining('/healthz')]);
    expect(await ask('/healthz', 'POST')).toEqual([405, expect.stringContaining('GET')]);
  } finally {
    await server.close();
  }
});

describe('odd clients', () => {
  async function withServer(work: (port: number) => Promise<void>): Promise<void> {
    const { pulse } = pulseWithClock();
    const server = await serveHealth(pulse, { host: '127.0.0.1', port: 0 });
    try {
      await work(Number(new URL(server.address).port));
    } finally {
      await server.close();
    }
  }

  /** What is answered until the server ends the connection. */
  const raw = (port: number, request: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let said = '';
      socket.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
      socket.on('end', () => resolve(said)).on('error', reject);
      socket.write(request);
    });

  test('a proxy that asks with the whole address is answered, and who uses another method is told which there are', () =>
    withServer(async (port) => {
      const lines = 'Host: x\r\nConnection: close\r\n\r\n';
      expect(await raw(port, `GET http://probe.example:80/healthz?x HTTP/1.1\r\n${lines}`)).toMatch(
        / 200 OK/,
      );
      expect(await raw(port, `DELETE /healthz HTTP/1.1\r\n${lines}`)).toMatch(
        / 405 [\s\S]*Allow: GET, HEAD\r\n/,
      );
      expect(await raw(port, 'nonsense\r\n\r\n')).toMatch(/ 400 /);
    }));

  test('those who connect and say nothing get few connections, as passes need the others', () =>
    withServer(async (port) => {
      const ended: Socket[] = [];
      const sockets = Array.from({ length: 100 }, () => {
        const socket = connect(port, '127.0.0.1');
        socket.resume().on('end', () => ended.push(socket));
        return socket.on('error', () => ended.push(socket));
      });
      while (ended.length < 36) await new Promise((resolve) => setTimeout(resolve, 10));
      for (const socket of sockets) socket.destroy();
    }));
});

describe('the command', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await makeTemporaryFolder();
  });
  afterEach(() => folder.remove());

  async function twoTenants(): Promise<string> {
    const path = join(folder.path, 'transformer.yaml');
    const tenants = ['acme', 'brand'].map((name) => `  ${name}:\n    connection:\n      folder: ${name}\n`);
    await writeFile(path, `tenants:\n${tenants.join('')}`);
    for (const name of ['acme', 'brand']) await mkdir(join(folder.path, name));
    return path;
  }

  const until = async <Result>(look: () => Promise<Result | undefined>): Promise<Result> => {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  test('answers from its first pass on, with the metrics of all tenants, and says where; afterwards nobody listens', async () => {
    const path = await twoTenants();
    const stop = new AbortController();
    let said = '';
    const words = ['watch', '--config', path, '--interval', '1h', '--health', '127.0.0.1:0'];
    const onError = (text: string): void => {
      said += text;
    };
    const ended = command(words, { stop: stop.signal, onError });
    const address = await until(async () => /http:\/\/[\d.]+:\d+/.exec(said)?.[0]);
    const metrics = await until(async () => {
      const text = await (await fetch(`${address}/metrics`)).text();
      return text.includes('tenant="acme"') && text.includes('tenant="brand"') ? text : undefined;
    });

    expect(metrics).toContain('transformer_last_pass_exit_code{tenant="acme"} 0\n');
    expect(metrics).toContain(
      'transformer_waiting_oldest_age_seconds{tenant="brand",feed="item-fulfillments"} 0\n',
    );
    const explained = metrics.split('\n').flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(explained).size).toBe(explained.length);
    for (const probe of ['/healthz', '/readyz']) expect((await fetch(address + probe)).status).toBe(200);

    stop.abort();
    expect((await ended).exitCode).toBe(0);
    await expect(fetch(`${address}/healthz`)).rejects.toThrow();
  });

  test('does not begin where it cannot answer, and says what to do', async () => {
    const path = await twoTenants();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { exitCode, err } = await command(['watch', '--config', path, '--health', `${port}`]);
    await new Promise((resolve) => other.close(resolve));
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^HEALTH_FAILED: Cannot listen on port \d+ of 127\.0\.0\.1: .*EADDRINUSE.*--health/);
  });
});
