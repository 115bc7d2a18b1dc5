import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type FaultProxy, type Faults, startFaultProxy } from '../../../testbed/sftp/fault-proxy.ts';
import { type OpenSsh, opensshMissing, startOpenSsh } from '../../../testbed/sftp/openssh.ts';
import { describeNeeding } from '../../needs.ts';

const MAIN = resolve('transformer/main.ts');
const SOURCE = 'netsuite/salesorder/import/fulfillment-nifi';
const TARGET = 'netsuite/salesorder/import/fulfillment';
const header =
  'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shipmentMethodTypeId';

type Running = { said: () => string; ended: Promise<{ code: number | null; signal: string | null }> };

/** The real process; `onLine` is called with each line of its log. */
function start(
  command: string,
  config: string,
  onLine: (line: string, child: ChildProcess) => void = () => {},
  onStart: (child: ChildProcess) => void = () => {},
): Running {
  const child = spawn(process.execPath, [MAIN, command, '--config', config, '--feed', 'item-fulfillments'], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  onStart(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (const line of text.trim().split('\n')) onLine(line, child);
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((end) => {
    child.once('close', (code, signal) => end({ code, signal }));
  });
  return { said: () => said, ended };
}

describeNeeding(opensshMissing)(
  'the process as an operator starts it, over a line with faults to a real OpenSSH server',
  () => {
    let server: OpenSsh;
    let tree: string;
    let trees = 0;
    const proxies: FaultProxy[] = [];
    beforeAll(async () => {
      server = await startOpenSsh();
    });
    beforeEach(async () => {
      trees += 1;
      tree = join(server.root, `tree-${trees}`);
      await mkdir(join(tree, SOURCE), { recursive: true });
      await writeFile(join(tree, 'key'), server.privateKey);
    });
    afterAll(async () => {
      for (const proxy of proxies) proxy.stop();
      await server?.stop();
    });

    async function proxy(faults: Faults = {}): Promise<FaultProxy> {
      const started = await startFaultProxy(server.port, faults);
      proxies.push(started);
      return started;
    }

    async function configuration(port: number, more = ''): Promise<string> {
      const path = join(tree, `transformer-${port}-${more.length}.yaml`);
      const text = `
connection:
  sftp: { host: 127.0.0.1, port: ${port}, username: ${server.username}, privateKeyFile: key, hostKey: ${server.hostKeyLine}, root: ${tree}, timeoutSeconds: 20 }
feeds: { item-fulfillments: { minimumAgeSeconds: 0 } }
${more}`;
      await writeFile(path, text);
      return path;
    }

    async function putFiles(count: number): Promise<string[]> {
      const orders = Array.from({ length: count }, (_, number) => `HC${number}`);
      for (const order of orders) {
        const row = `${order},00101,7,1/4/2024 4:23 pm,1,TRACK-${order},FedEx,Ground,GROUND`;
        await writeFile(join(tree, SOURCE, `${order}.csv`), `${header}\n${row}\n`);
      }
      return orders.sort();
    }

    async function delivered(): Promise<string[]> {
      const names = (await readdir(join(tree, TARGET))).filter((name) => name.endsWith('.json'));
      const texts = await Promise.all(names.map((name) => readFile(join(tree, TARGET, name), 'utf8')));
      return texts
        .flatMap((text) => [...text.matchAll(/TRACK-(\w+)/g)].map(([, order = '']) => order))
        .sort();
    }

    const inFolder = async (...names: string[]): Promise<string[]> =>
      (await readdir(join(tree, SOURCE, ...names), { withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('.alive-')); // a killed pass leaves its last one

    test('a connection cut in the middle is opened anew, and the same pass brings everything to its end', async () => {
      const orders = await putFiles(12);
      const { port, connections } = await proxy({ cutAfterBytes: [12_000] });
      const { ended, said } = start('run', await configuration(port));
      expect(await ended).toEqual({ code: 0, signal: null });
      expect(said()).toContain('"msg":"connection restored"');
      expect(connections()).toBe(2);
      expect(await delivered()).toEqual(orders);
      expect(await inFolder('processing')).toEqual([]);
    });

    test('SIGTERM in the middle of a file: what was begun is finished, the rest waits, exit code 0', async () => {
      const orders = await putFiles(10);
      const { port } = await proxy({ delayMilliseconds: 10 });
      const config = await configuration(port, 'filesInFlight: 2');
      let asked = false;
      const { ended } = start('watch', config, (line, child) => {
        if (asked || !line.includes('file claimed')) return;
        asked = true; // a second signal would end it at once
        child.kill('SIGTERM');
      });
      expect(await ended).toEqual({ code: 0, signal: null });
      const waiting = await inFolder();
      const archived = await inFolder('archive');
      expect(await inFolder('processing')).toEqual([]);
      expect(waiting.length).toBeGreaterThan(0);
      expect(archived.length).toBeGreaterThan(0);
      expect(waiting.length + archived.length).toBe(10);
      expect((await delivered()).map((order) => `${order}.csv`)).toEqual(archived.sort());
      expect((await start('run', await configuration(server.port)).ended).code).toBe(0);
      expect(await delivered()).toEqual(orders);
    });

    test('a second SIGTERM ends it at once, even at a silent server; the next pass finishes', async () => {
      const orders = await putFiles(3);
      const silent = await proxy();
      let asking: NodeJS.Timeout | undefined;
      const { ended, said } = start('run', await configuration(silent.port), (line, child) => {
        if (!line.includes('file claimed') || asking) return;
        silent.fallSilent();
        child.kill('SIGTERM');
        // Two signals are one where the process has not seen the first when the second comes.
        asking = setInterval(() => child.kill('SIGTERM'), 200);
      });
      expect((await ended).code).toBe(143);
      clearInterval(asking);
      expect(said()).not.toContain('TIMED_OUT');
      expect((await start('run', await configuration(server.port, 'staleClaimMinutes: 0')).ended).code).toBe(
        0,
      );
      expect(await delivered()).toEqual(orders);
    });

    test('SIGTERM while a server does not answer ends it at once: exit code 0', async () => {
      const silent = await proxy();
      silent.fallSilent();
      const config = await configuration(silent.port);
      const { ended, said } = start('watch', config, undefined, (child) => {
        const asking = setInterval(() => {
          if (silent.connections() === 0) return; // it is not yet as far
          clearInterval(asking);
          child.kill('SIGTERM');
        }, 50);
      });
      expect(await ended).toEqual({ code: 0, signal: null });
      expect(said()).not.toMatch(/TIMED_OUT|UNREACHABLE/);
    });

    test('three processes at once on one tree, one of them killed, another cut off: every row once', async () => {
      const orders = await putFiles(40);
      const slow = await proxy({ delayMilliseconds: 10 });
      const cut = await proxy({ cutAfterBytes: [20_000] });
      const configurations = [
        await configuration(cut.port, 'filesInFlight: 8'),
        await configuration(server.port, 'filesInFlight: 3'),
      ];
      const others: Running[] = [];
      let events = 0;
      // Its line goes silent in the middle, so that it cannot come to its end before it is killed, however late that is.
      const killed = start('run', await configuration(slow.port), (_, child) => {
        events += 1;
        if (events > 8) slow.fallSilent();
        if (others.length > 0) return;
        const onFiles = (said: string): void => {
          if (/file (claimed|left)/.test(said)) child.kill('SIGKILL');
        };
        others.push(...configurations.map((path) => start('run', path, onFiles)));
      });
      expect((await killed.ended).signal).toBe('SIGKILL');
      expect(others).toHaveLength(2);
      for (const { ended, said } of others)
        expect([(await ended).code, said()]).toEqual([0, expect.anything()]);
      expect((await start('run', await configuration(server.port, 'staleClaimMinutes: 0')).ended).code).toBe(
        0,
      );
      expect(await delivered()).toEqual(orders);
      expect((await inFolder('archive')).length).toBe(40);
      expect(await inFolder('processing')).toEqual([]);
    });
  },
);
