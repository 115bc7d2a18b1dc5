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
  /** @param afterBytes how much of what clients send it still hears */
  fallSilent: (afterBytes?: number) => void;
  /** To those who connect from now on; what others have missed is lost. */
  speakAgain: () => void;
  stop: () => void;
};

export async function startFaultProxy(port: number, faults: Faults = {}): Promise<FaultProxy> {
  const { delayMilliseconds = 0, cutAfterBytes = [] } = faults;
  const sockets: Socket[] = [];
  let connections = 0;
  let hears = Number.POSITIVE_INFINITY;
  const forward = (from: Socket, to: Socket, most: number, onBytes: (bytes: number) => void): void => {
    let sent = 0;
    from.on('data', (chunk) => {
      sent += chunk.length;
      onBytes(chunk.length);
      if (sent > most) for (const socket of [from, to]) socket.destroy();
      else if (hears > 0) setTimeout(() => to.writable && to.write(chunk), delayMilliseconds);
    });
    from.on('close', () => setTimeout(() => to.destroy(), delayMilliseconds));
    from.on('error', () => {});
  };
  const proxy = createServer((near) => {
    const far = dial({ port, host: '127.0.0.1', noDelay: true });
    sockets.push(near.setNoDelay(true), far);
    const ofClient = (bytes: number): void => {
      hears -= bytes;
    };
    forward(near, far, cutAfterBytes[connections] ?? Number.POSITIVE_INFINITY, ofClient);
    forward(far, near, Number.POSITIVE_INFINITY, () => {});
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const address = proxy.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => connections,
    fallSilent: (afterBytes = 0) => {
      hears = afterBytes;
    },
    speakAgain: () => {
      hears = Number.POSITIVE_INFINITY;
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}
