/** What goes wrong while scripts and passes run: decided by the seed, told in the story. */
import { type Faults, type NCall, ServerDown } from '../../emulator/faults.ts';
import type { Chunks } from '../../transformer/chunks.ts';
import type { FileStore } from '../../transformer/file-store.ts';

/** @property at number of the call in its invocation at which it happens */
export type Mishap =
  | { kind: 'crash'; when: 'before' | 'after'; at: number }
  | { kind: 'sftp fails'; at: number }
  | { kind: 'meanwhile'; at: number; what: () => void };

export type Chaos = {
  faults: Faults;
  /** The next script run meets this mishap, if it gets that far. */
  arm(mishap: Mishap | undefined): void;
  /** Whether the armed mishap has happened. */
  happened(): boolean;
};

export function createChaos(): Chaos {
  let armed: Mishap | undefined;
  const strike = (call: NCall, when: 'before' | 'after') => {
    const mishap = armed;
    if (!mishap || call.number < mishap.at) return;
    if (mishap.kind === 'crash' && mishap.when === when) {
      armed = undefined;
      throw new ServerDown(call, when);
    }
    if (mishap.kind === 'sftp fails' && when === 'before' && call.name.startsWith('Connection.')) {
      armed = undefined;
      throw Object.assign(new Error('The server did not answer in time.'), {
        name: 'FTP_TRANSFER_TIMEOUT_EXCEEDED',
      });
    }
    if (mishap.kind === 'meanwhile' && when === 'before') {
      armed = undefined;
      mishap.what();
    }
  };
  return {
    faults: { before: (call) => strike(call, 'before'), after: (call) => strike(call, 'after') },
    arm: (mishap) => {
      armed = mishap;
    },
    happened: () => armed === undefined,
  };
}

/** The transformer's process dies before or after the nth thing it asks of its store; nothing of it runs on. */
export function dyingStore(store: FileStore, at: number, when: 'before' | 'after'): FileStore {
  let asked = 0;
  const ask = (): void => {
    asked += 1;
    if (asked > at || (asked === at && when === 'before')) throw new ProcessDied();
  };
  const answered = (): void => {
    if (asked === at) throw new ProcessDied();
  };
  return new Proxy(store, {
    get: (target, key, receiver) => {
      const member: unknown = Reflect.get(target, key, receiver);
      if (typeof member !== 'function') return member;
      const call = (values: unknown[]): unknown => Reflect.apply(member, target, values);
      if (key === 'readStream')
        return (...values: unknown[]) => dyingStream(() => call(values) as Chunks, ask, answered);
      return async (...values: unknown[]) => {
        ask();
        const result = await call(values);
        answered();
        return result;
      };
    },
  });
}

async function* dyingStream(open: () => Chunks, ask: () => void, answered: () => void): Chunks {
  ask();
  yield* open();
  answered();
}

export class ProcessDied extends Error {
  constructor() {
    super('The transformer died.');
    this.name = 'ProcessDied';
  }
}
