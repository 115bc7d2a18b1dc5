/** A folder on an SFTP server as a store, whose connection is in another thread: one for all stores of the process. */
import { Worker } from 'node:worker_threads';
import { describe, TransformerError } from '../errors.ts';
import type { Chunks } from '../store/byte-stream.ts';
import type { FileStore, WrittenFile } from '../store/file-store.ts';
import type { SftpSettings } from '../store/sftp-connection.ts';
import { type Call, errorFrom, type Message, ownCopy, type PlainCall } from './messages.ts';
import { type Inlet, makeInlet, makeOutlet, type Outlet } from './pieces.ts';

/** @throws TransformerError as `openSftp` does */
export async function openThreadedSftp(settings: SftpSettings, root: string): Promise<FileStore> {
  const thread = takeThread();
  try {
    const store = (await thread.ask({ call: 'open', settings, root })) as number;
    return storeOver(thread, store);
  } catch (error) {
    await thread.release();
    throw error;
  }
}

type Asked = {
  answer: (value: unknown) => void;
  fail: (error: unknown) => void;
  inlet?: Inlet | undefined;
  outlet?: Outlet | undefined;
};

type Thread = {
  ask(call: Call, content?: Pick<Asked, 'inlet' | 'outlet'>): Promise<unknown>;
  /** The next call will have this number. */
  nextId(): number;
  send(message: Message, transferred?: ArrayBuffer[]): void;
  /** Ends the thread when nobody uses it any more. */
  release(): Promise<void>;
};

let shared: { thread: Thread; users: number } | undefined;

function takeThread(): Thread {
  shared ??= { thread: startThread(), users: 0 };
  shared.users += 1;
  return shared.thread;
}

function startThread(): Thread {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), process.env.YG ? { resourceLimits: { maxYoungGenerationSizeMb: Number(process.env.YG) } } : {});
  const asked = new Map<number, Asked>();
  let last = 0;
  let over: TransformerError | undefined;
  const end = (cause: unknown): void => {
    over ??= threadLost(cause);
    if (shared?.thread === thread) shared = undefined;
    for (const each of asked.values()) each.fail(over);
    asked.clear();
  };
  worker.on('message', (message: Message) => receive(asked, message));
  worker.on('error', end);
  worker.on('exit', () => end('it has ended'));
  const send: Thread['send'] = (message, transferred = []) => worker.postMessage(message, transferred);
  const thread: Thread = {
    nextId: () => last + 1,
    send,
    ask: (call, content) =>
      new Promise((answer, fail) => {
        last += 1;
        if (over) return fail(over);
        asked.set(last, { answer, fail, ...content });
        send({ id: last, call });
      }),
    release: async () => {
      if (shared?.thread !== thread) return;
      shared.users -= 1;
      if (shared.users > 0) return;
      shared = undefined;
      await worker.terminate();
    },
  };
  return thread;
}

function receive(asked: Map<number, Asked>, message: Message): void {
  const one = asked.get(message.id);
  if (!one) return;
  if ('piece' in message) one.inlet?.push(message.piece);
  else if ('taken' in message) one.outlet?.taken(message.taken);
  else if ('value' in message || 'failure' in message) {
    asked.delete(message.id);
    if ('value' in message) one.answer(message.value);
    else one.fail(errorFrom(message.failure));
  }
}

const threadLost = (cause: unknown): TransformerError =>
  new TransformerError(
    'CONNECTION_LOST',
    `The part of the program that speaks to the SFTP server has stopped: ${describe(cause)}. No data is lost: run again, and the pass continues where it stopped.`,
    { cause },
  );

function storeOver(thread: Thread, store: number): FileStore {
  const plain =
    <Name extends PlainCall>(name: Name) =>
    (...given: Parameters<FileStore[Name]>) =>
      thread.ask({ call: 'plain', store, name, given }) as ReturnType<FileStore[Name]>;
  return {
    inOrder: true,
    hasOwnClock: true,
    list: plain('list'),
    read: plain('read'),
    readStream: (path, size) => readStream(thread, { call: 'readStream', store, path, size }),
    write: (path, bytes) => plain('write')(path, ownCopy(bytes)),
    createOnce: (path, bytes) => plain('createOnce')(path, ownCopy(bytes)),
    writeStream: (path, content) => writeStream(thread, { call: 'writeStream', store, path }, content),
    move: plain('move'),
    rename: plain('rename'),
    exists: plain('exists'),
    look: plain('look'),
    makeFolder: plain('makeFolder'),
    remove: plain('remove'),
    habits: (folder, name, now) =>
      thread.ask({ call: 'habits', store, folder, name, aheadMilliseconds: now() - Date.now() }) as ReturnType<
        FileStore['habits']
      >,
    close: async () => {
      await plain('close')().catch(() => {}); // a thread that has stopped has no connections
      await thread.release();
    },
  };
}

async function* readStream(thread: Thread, call: Call): Chunks {
  const inlet = makeInlet();
  const id = thread.nextId();
  const read = thread.ask(call, { inlet });
  read.then(inlet.end, inlet.fail);
  try {
    yield* inlet.chunks((taken) => thread.send({ id, taken }));
  } finally {
    thread.send({ id, end: 'broken' }); // for who wants no more of it
  }
}

async function writeStream(thread: Thread, call: Call, content: Chunks): Promise<WrittenFile> {
  const outlet = makeOutlet();
  const id = thread.nextId();
  const written = thread.ask(call, { outlet }) as Promise<WrittenFile>;
  written.then(outlet.stop, outlet.stop);
  try {
    for await (const chunk of content) {
      const piece = ownCopy(chunk);
      outlet.sent(piece.length);
      thread.send({ id, piece }, [piece.buffer]);
      if (!(await outlet.room())) break;
    }
  } catch (error) {
    thread.send({ id, end: 'broken' });
    await written.catch(() => {}); // what was written of it is removed first
    throw error;
  }
  thread.send({ id, end: 'whole' });
  return written;
}
