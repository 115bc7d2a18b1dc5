/** Sends what is asked for in one turn of the event loop together: of a small request, packet and encryption cost most. */
import type { Socket } from 'node:net';
import type { SFTPWrapper } from 'ssh2';

/** What ssh2 1.17 has of a channel and does not tell of: where another version has it otherwise, requests go out one by one. */
type Channel = {
  outgoing: { packetSize: number };
  _protocol: { channelData(channel: number, data: Buffer): void };
};

function isKnown(sftp: unknown): sftp is Channel {
  const { outgoing, _protocol } = sftp as Partial<Channel>;
  return typeof outgoing?.packetSize === 'number' && typeof _protocol?.channelData === 'function';
}

/** SFTP is a stream of bytes, so where one packet of SSH ends and the next one begins is the sender's own affair. */
export function joinRequests(sftp: SFTPWrapper, socket: Socket): void {
  if (!isKnown(sftp)) return;
  const { outgoing, _protocol: protocol }: Channel = sftp;
  const sendPacket = protocol.channelData.bind(protocol);
  let waiting: Buffer[] = [];
  let bytes = 0;
  let channel = 0;
  const sendWaiting = (): void => {
    const [first] = waiting;
    if (!first) return;
    const data = waiting.length === 1 ? first : Buffer.concat(waiting, bytes);
    waiting = [];
    bytes = 0;
    withoutTraces(() => sendPacket(channel, data));
  };
  const endTurn = (): void => {
    sendWaiting();
    socket.uncork();
  };
  // The one channel of the connection. It counts what it may send before it comes here.
  protocol.channelData = (id, data) => {
    if (bytes + data.length > outgoing.packetSize) sendWaiting();
    if (waiting.length === 0 && socket.writableCorked === 0) {
      socket.cork(); // ssh2 would hand each part of a packet to the system by itself
      setImmediate(endTurn);
    }
    channel = id;
    waiting.push(data);
    bytes += data.length;
  };
}

/**
 * Node throws and catches two errors of its own for each cipher that it is to make from the bytes of a key, and ssh2 makes
 * one for each packet: to trace them took longer than to encrypt.
 */
function withoutTraces(work: () => void): void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Likewise what comes in; to be called when ssh2 listens already. */
export function receiveWithoutTraces(socket: Socket): void {
  let limit = Error.stackTraceLimit;
  socket.prependListener('data', () => {
    limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
  });
  socket.on('data', () => {
    Error.stackTraceLimit = limit;
  });
}
