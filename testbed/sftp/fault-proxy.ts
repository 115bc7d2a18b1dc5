/** Stands between a client and an SFTP server on this machine: delays, cuts the line, or falls silent. */
import { createServer, connect as dial, type Socket } from 'node:net';

/**
 * @property delayMilliseconds how long everything takes, each way
 * @property cutAfterBytes how much the client may send over its first connection, its second, and so on
 */
export type Faults = { delayMilliseconds?: number; cutAfterBytes?: readonly number[] };

export type FaultProxy = {
  port: number;
  connections: () => number;
  fallSilent: () => void;
  stop: () => void;
};

export async function startFaultProxy(port: number, faults: Faults = {}): Promise<FaultProxy> {
  const { delayMilliseconds = 0, cutAfterBytes = [] } = faults;
  const sockets: Socket[] = [];
  let connections = 0;
  let silent = false;
  const forward = (from: Socket, to: Socket, most: number): void => {
    let sent = 0;
    from.on('data', (chunk) => {
      sent += chunk.length;
      if (sent > most) for (const socket of [from, to]) socket.destroy();
      else if (!silent) setTimeout(() => to.writable && to.write(chunk), delayMilliseconds);
    });
    from.on('close', () => setTimeout(() => to.destroy(), delayMilliseconds));
    from.on('error', () => {});
  };
  const proxy = createServer((near) => {
    const far = dial({ port, host: '127.0.0.1', noDelay: true });
    sockets.push(near.setNoDelay(true), far);
    forward(near, far, cutAfterBytes[connections] ?? Number.POSITIVE_INFINITY);
    forward(far, near, Number.POSITIVE_INFINITY);
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const address = proxy.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => connections,
    fallSilent: () => {
      silent = true;
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}
