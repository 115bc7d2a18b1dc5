/**
 * Real SFTP servers behind a synchronous face: SuiteScript cannot wait, so a worker thread talks to the server while this
 * one sleeps on shared memory, with a deadline on every call.
 */
import { createRequire } from 'node:module';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { NotEmulated } from '../strictness/not-emulated.ts';
import {
  type ConnectOptions,
  type RemoteEntry,
  RemoteFailure,
  type RemoteFailureKind,
  type RemoteFiles,
} from './port.ts';

export type Request =
  | { call: 'connect'; options: ConnectOptions }
  | {
      call: 'list' | 'isDirectory' | 'makeDirectory' | 'removeDirectory' | 'removeFile';
      connection: number;
      path: string;
    }
  | { call: 'read'; connection: number; path: string; maxBytes: number }
  | { call: 'write'; connection: number; path: string; bytes: Uint8Array; replace: boolean }
  | { call: 'move'; connection: number; from: string; to: string }
  | { call: 'close'; connection: number };

export type Envelope = { id: number; seconds: number; request: Request };
export type Reply = { id: number; value?: unknown; failure?: { kind: RemoteFailureKind; message: string } };

export type ServerBridge = { connect(options: ConnectOptions): RemoteFiles; dispose(): void };

type Line = { worker: Worker; port: MessagePort; bell: Int32Array; calls: number };

/** The worker answers at the deadline; this thread waits a little longer, in case the worker itself is stuck. */
const GRACE_SECONDS = 5;

export function createServerBridge(): ServerBridge {
  let line: Line | undefined;
  const ask = (request: Request, seconds: number): unknown => {
    line ??= openLine();
    return askWorker(line, request, seconds);
  };
  return {
    connect: (options) => filesOf(ask, ask({ call: 'connect', options }, options.timeout) as number),
    dispose: () => {
      line?.port.close();
      void line?.worker.terminate();
      line = undefined;
    },
  };
}

function filesOf(ask: (request: Request, seconds: number) => unknown, connection: number): RemoteFiles {
  return {
    list: (path, timeout) => ask({ call: 'list', connection, path }, timeout) as RemoteEntry[],
    isDirectory: (path, timeout) => ask({ call: 'isDirectory', connection, path }, timeout) as boolean,
    read: (path, { timeout, maxBytes }) =>
      ask({ call: 'read', connection, path, maxBytes }, timeout) as Uint8Array,
    write: (path, bytes, { timeout, replace }) => {
      ask({ call: 'write', connection, path, bytes, replace }, timeout);
    },
    move: (from, to, timeout) => {
      ask({ call: 'move', connection, from, to }, timeout);
    },
    makeDirectory: (path, timeout) => {
      ask({ call: 'makeDirectory', connection, path }, timeout);
    },
    removeDirectory: (path, timeout) => {
      ask({ call: 'removeDirectory', connection, path }, timeout);
    },
    removeFile: (path, timeout) => {
      ask({ call: 'removeFile', connection, path }, timeout);
    },
    close: () => {
      ask({ call: 'close', connection }, 1);
    },
  };
}

/** Nothing else needs ssh2, so the package of the emulator comes without it; a worker that cannot start answers nobody. */
function requireClient(): void {
  try {
    createRequire(import.meta.url).resolve('ssh2');
  } catch {
    throw new NotEmulated(
      'a connection to a real SFTP server, without the package ssh2 (npm install --save-dev ssh2),',
    );
  }
}

/** The worker does not keep the process alive: an account that is forgotten must not hang its program. */
function openLine(): Line {
  requireClient();
  const bell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./server-worker.ts', import.meta.url), {
    workerData: { port: port2, bell },
    transferList: [port2],
  });
  worker.unref();
  port1.unref();
  return { worker, port: port1, bell, calls: 0 };
}

function askWorker(line: Line, request: Request, seconds: number): unknown {
  const id = ++line.calls;
  const deadline = performance.now() + (seconds + GRACE_SECONDS) * 1000;
  line.port.postMessage({ id, seconds, request } satisfies Envelope);
  for (;;) {
    const rung = Atomics.load(line.bell, 0);
    const reply = nextReply(line.port, id);
    if (reply) return open(reply);
    const left = deadline - performance.now();
    if (left <= 0)
      throw new RemoteFailure(
        'timeout',
        `The SFTP worker did not answer ${request.call} within ${seconds} seconds.`,
      );
    Atomics.wait(line.bell, 0, rung, left);
  }
}

/** The reply to this call; replies to calls given up earlier are thrown away. */
function nextReply(port: MessagePort, id: number): Reply | undefined {
  for (;;) {
    const received = receiveMessageOnPort(port) as { message: Reply } | undefined;
    if (!received || received.message.id === id) return received?.message;
  }
}

function open({ value, failure }: Reply): unknown {
  if (failure) throw new RemoteFailure(failure.kind, failure.message);
  return value;
}
