/** The thread that speaks to SFTP servers for the whole process: ciphers take a processor, which conversions need. */
import { parentPort } from 'node:worker_threads';
import { TransformerError } from '../errors.ts';
import type { FileStore } from '../store/file-store.ts';
import { openSftp } from '../store/sftp.ts';
import { type Inlet, makeInlet, makeOutlet, type Outlet } from './blocks.ts';
import { type Call, failureOf, type Message, ownCopy } from './messages.ts';

const port = parentPort;
const stores = new Map<number, FileStore>();
const outlets = new Map<number, Outlet>();
const inlets = new Map<number, Inlet>();
const openings = new Map<number, AbortController>();

port?.on('message', (message: Message) => {
  const { id } = message;
  if ('call' in message) void answer(id, message.call);
  else if ('block' in message) inlets.get(id)?.push(message.block);
  else if ('back' in message) outlets.get(id)?.back(message.back);
  else if ('end' in message) endContent(id, message.end);
});

function endContent(id: number, how: 'whole' | 'broken'): void {
  openings.get(id)?.abort();
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
  if (call.name === 'close') stores.delete(call.store);
  const work = store[call.name] as (...given: readonly unknown[]) => Promise<unknown>;
  return work(...call.given).then((value) => (value instanceof Uint8Array ? ownCopy(value) : value));
}

async function open(id: number, { settings, root }: Extract<Call, { call: 'open' }>): Promise<number> {
  const giveUp = new AbortController();
  openings.set(id, giveUp);
  try {
    stores.set(id, await openSftp({ ...settings, giveUp: giveUp.signal }, root));
  } finally {
    openings.delete(id);
  }
  return id;
}

const REPORT_MILLISECONDS = 250;
const silences = new Map<number, number>();

/** Whoever asks for it cannot wait for an answer. */
setInterval(() => {
  for (const [id, store] of stores) {
    const silence = store.silence?.() ?? 0;
    if (silence !== silences.get(id)) send({ id, silence });
    silences.set(id, silence);
  }
}, REPORT_MILLISECONDS);

function storeOf(id: number): FileStore {
  const store = stores.get(id);
  if (!store) throw new TransformerError('CONNECTION_LOST', 'The connection to the SFTP server was closed.');
  return store;
}

async function sendContent(
  id: number,
  store: FileStore,
  { path, size }: Extract<Call, { call: 'readStream' }>,
): Promise<void> {
  const outlet = makeOutlet((block) => send({ id, block }, [block.memory]));
  outlets.set(id, outlet);
  try {
    for await (const piece of store.readStream(path, size)) {
      if (!(await outlet.write(piece))) return;
    }
    outlet.end();
  } finally {
    outlets.delete(id);
  }
}

async function takeContent(
  id: number,
  store: FileStore,
  { path }: Extract<Call, { call: 'writeStream' }>,
): Promise<unknown> {
  const inlet = makeInlet((back) => send({ id, back }, [back]));
  inlets.set(id, inlet);
  try {
    return await store.writeStream(path, inlet.chunks());
  } finally {
    inlets.delete(id);
  }
}
