/** A folder on an SFTP server as a store, whose connection is in another thread, so that conversions do not wait for ciphers. */
import type { Chunks } from '../store/byte-stream.ts';
import type { FileStore, StoreHabits, WrittenFile } from '../store/file-store.ts';
import type { SftpSettings } from '../store/sftp-connection.ts';
import { makeInlet, makeOutlet } from './blocks.ts';
import { type Call, ownCopy, type PlainCall } from './messages.ts';
import { type Thread, takeThread } from './start-thread.ts';

/**
 * @param giveUp once aborted, no connection is tried any more; one that was made stays
 * @throws TransformerError as `openSftp` does
 */
export async function openThreadedSftp(
  settings: Omit<SftpSettings, 'giveUp'>,
  root: string,
  giveUp?: AbortSignal,
): Promise<FileStore> {
  const thread = takeThread();
  let silence = 0;
  const { id, answer } = thread.call({ call: 'open', settings, root }, (message) => {
    if ('silence' in message) silence = message.silence;
  });
  const onGiveUp = (): void => thread.send({ id, end: 'broken' });
  giveUp?.addEventListener('abort', onGiveUp);
  if (giveUp?.aborted) onGiveUp();
  try {
    await answer;
    return storeOver(thread, id, () => silence);
  } catch (error) {
    await thread.release();
    throw error;
  } finally {
    giveUp?.removeEventListener('abort', onGiveUp);
  }
}

function storeOver(thread: Thread, store: number, silence: () => number): FileStore {
  const plain =
    <Name extends PlainCall>(name: Name) =>
    (...given: Parameters<FileStore[Name]>) =>
      thread.call({ call: 'plain', store, name, given }).answer as ReturnType<FileStore[Name]>;
  return {
    inOrder: true,
    hasOwnClock: true,
    silence,
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
    habits: (folder, name, now) => {
      const aheadMilliseconds = now() - Date.now();
      const { answer } = thread.call({ call: 'habits', store, folder, name, aheadMilliseconds });
      return answer as Promise<StoreHabits>;
    },
    close: async () => {
      await plain('close')().catch(() => {}); // a thread that has stopped has no connections
      thread.forget(store);
      await thread.release();
    },
  };
}

/** Asked for when the first piece is. */
async function* readStream(thread: Thread, call: Call): Chunks {
  const inlet = makeInlet((back) => thread.send({ id, back }, [back]));
  const { id, answer } = thread.call(call, (message) => {
    if ('block' in message) inlet.push(message.block);
  });
  let isWhole = false;
  answer.then(inlet.end, inlet.fail);
  try {
    yield* inlet.chunks();
    isWhole = true;
  } finally {
    if (!isWhole) thread.send({ id, end: 'broken' });
    thread.forget(id);
  }
}

async function writeStream(thread: Thread, call: Call, content: Chunks): Promise<WrittenFile> {
  const outlet = makeOutlet((block) => thread.send({ id, block }, [block.memory]));
  const { id, answer } = thread.call(call, (message) => {
    if ('back' in message) outlet.back(message.back);
  });
  answer.then(outlet.stop, outlet.stop);
  try {
    for await (const chunk of content) if (!(await outlet.write(chunk))) break;
    outlet.end();
    thread.send({ id, end: 'whole' });
    return (await answer) as WrittenFile;
  } catch (error) {
    thread.send({ id, end: 'broken' });
    await answer.catch(() => {}); // what was written of it is removed first
    throw error;
  } finally {
    thread.forget(id);
  }
}
