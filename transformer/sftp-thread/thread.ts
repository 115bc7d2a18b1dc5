/** The thread that speaks to SFTP servers for the whole process: ciphers take a processor, which conversions need. */
import { parentPort } from 'node:worker_threads';
import type { FileStore } from '../store/file-store.ts';
import { openSftp } from '../store/sftp.ts';
import { type Call, failureOf, type Message, ownCopy } from './messages.ts';
import { type Inlet, makeInlet, makeOutlet, type Outlet } from './pieces.ts';

const port = parentPort;
const stores = new Map<number, FileStore>();
const outlets = new Map<number, Outlet>();
const inlets = new Map<number, Inlet>();

port?.on('message', (message: Message) => {
  const { id } = message;
  if ('call' in message) void answer(id, message.call);
  else if ('piece' in message) inlets.get(id)?.push(message.piece);
  else if ('taken' in message) outlets.get(id)?.taken(message.taken);
  else if ('end' in message) endContent(id, message.end);
});

function endContent(id: number, how: 'whole' | 'broken'): void {
  outlets.get(id)?.stop();
  if (how === 'whole') inlets.get(id)?.end();
  else inlets.get(id)?.fail(new Error('Its content could not be made.')); // the other side knows why
}

async function answer(id: number, call: Call): Promise<void> {
  try {
    send({ id, value: await resultOf(id, call) });
  } catch (error) {
    send({ id, failure: failureOf(error) });
  }
}

const send = (message: Message, transferred: ArrayBuffer[] = []): void =>
  port?.postMessage(message, transferred);

/** Begun at once: the store takes what is asked of it in this order. */
function resultOf(id: number, call: Call): Promise<unknown> {
  if (call.call === 'open') return open(id, call);
  const store = storeOf(call.store);
  if (call.call === 'readStream') return sendContent(id, store, call);
  if (call.call === 'writeStream') return takeContent(id, store, call);
  if (call.call === 'habits')
    return store.habits(call.folder, call.name, () => Date.now() + call.aheadMilliseconds);
  const work = store[call.name] as (...given: readonly unknown[]) => Promise<unknown>;
  return work(...call.given).then((value) => (value instanceof Uint8Array ? ownCopy(value) : value));
}

async function open(id: number, { settings, root }: Extract<Call, { call: 'open' }>): Promise<number> {
  stores.set(id, await openSftp(settings, root));
  return id;
}

function storeOf(id: number): FileStore {
  const store = stores.get(id);
  if (!store) throw new Error(`No store ${id} is open.`);
  return store;
}

async function sendContent(
  id: number,
  store: FileStore,
  { path, size }: Extract<Call, { call: 'readStream' }>,
): Promise<void> {
  const outlet = makeOutlet();
  outlets.set(id, outlet);
  try {
    for await (const piece of store.readStream(path, size)) {
      outlet.sent(piece.length);
      send({ id, piece }, [piece.buffer as ArrayBuffer]); // each has memory of its own
      if (!(await outlet.room())) return;
    }
  } finally {
    outlets.delete(id);
  }
}

async function takeContent(
  id: number,
  store: FileStore,
  { path }: Extract<Call, { call: 'writeStream' }>,
): Promise<unknown> {
  const inlet = makeInlet();
  inlets.set(id, inlet);
  try {
    return await store.writeStream(
      path,
      inlet.chunks((taken) => send({ id, taken })),
    );
  } finally {
    inlets.delete(id);
  }
}
