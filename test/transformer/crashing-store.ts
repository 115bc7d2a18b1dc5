/** A store under a process that is killed: at one of its changes everything stops, before, after or in the middle of it. */
import { concat } from '../../transformer/store/byte-stream.ts';
import type { FileStore } from '../../transformer/store/file-store.ts';

export class Crash extends Error {}

export type CrashPoint = { change: number; when: 'before' | 'half-way' | 'after' };

/** @property changes how many changes were asked for so far */
export type CrashingStore = FileStore & { changes: () => number };

export function crashingStore(inner: FileStore, point: CrashPoint): CrashingStore {
  let changes = 0;
  let crashed = false;
  const guard = (): void => {
    if (crashed) throw new Crash('the process is gone');
  };
  const change = async <Result>(
    work: () => Promise<Result>,
    half: () => Promise<unknown>,
  ): Promise<Result> => {
    guard();
    changes += 1;
    if (changes !== point.change) return work();
    crashed = true;
    if (point.when === 'after') await work();
    if (point.when === 'half-way') await half();
    throw new Crash(`killed ${point.when} change ${changes}`);
  };
  const ask = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    guard();
    return work();
  };
  const nothing = async (): Promise<void> => {};
  return {
    changes: () => changes,
    list: (folder) => ask(() => inner.list(folder)),
    read: (path) => ask(() => inner.read(path)),
    exists: (path) => ask(() => inner.exists(path)),
    close: () => inner.close(),
    readStream: (path) => {
      guard();
      return inner.readStream(path);
    },
    writeStream: async (path, content) => {
      const bytes = await concat(content);
      return change(
        () => inner.write(path, bytes),
        () => inner.write(path, bytes.slice(0, bytes.length / 2)),
      );
    },
    look: (path) => ask(() => inner.look(path)),
    habits: inner.habits,
    createOnce: (path, bytes) =>
      change(
        () => inner.createOnce(path, bytes),
        () => inner.createOnce(path, bytes.slice(0, bytes.length / 2)),
      ),
    write: (path, bytes) =>
      change(
        () => inner.write(path, bytes),
        () => inner.write(path, bytes.slice(0, bytes.length / 2)),
      ),
    // A link was made and the old name not yet taken away.
    move: (from, to) =>
      change(
        () => inner.move(from, to),
        async () => {
          if (!(await inner.exists(to))) await inner.write(to, await inner.read(from));
        },
      ),
    rename: (from, to) => change(() => inner.rename(from, to), nothing),
    makeFolder: (path) => change(() => inner.makeFolder(path), nothing),
    remove: (path) => change(() => inner.remove(path), nothing),
  };
}
