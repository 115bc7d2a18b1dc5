/** A network of one thread: what dials is connected to the server in memory, in the order in which things happen. */
import { syncBuiltinESMExports } from 'node:module';
import { Duplex } from 'node:stream';
import { currentLife, type Life, type VirtualTime } from './virtual-time.ts';

/** One end of a connection; what ssh2 and the transformer ask of a socket, it has. */
export class WireEnd extends Duplex {
  other: WireEnd | undefined;
  readonly connecting = false;
  readonly remoteAddress = '127.0.0.1';
  readonly remoteFamily = 'IPv4';
  readonly remotePort = 22;
  readonly time: VirtualTime;
  readonly life: Life | undefined;
  #waiting: (Buffer | null)[] = [];

  constructor(time: VirtualTime, life: Life | undefined) {
    super({ allowHalfOpen: false, decodeStrings: true });
    this.time = time;
    this.life = life;
  }

  setNoDelay = (): this => this;
  setKeepAlive = (): this => this;
  setTimeout = (): this => this;

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (!this.life?.killed) this.other?.receive(Buffer.from(chunk));
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    if (!this.life?.killed) this.other?.receive(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    done();
  }

  override _final(done: () => void): void {
    if (!this.life?.killed) this.other?.receive(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.life?.killed) this.other?.receive(null);
    done(error);
  }

  /** @param bytes null at the end */
  receive(bytes: Buffer | null): void {
    this.time.touch();
    if (this.#waiting.push(bytes) === 1) setImmediate(() => this.#deliver());
  }

  #deliver(): void {
    const { life } = this;
    if (life?.killed) return;
    if (life && life.frozenUntil > this.time.now()) {
      this.time.after(life.frozenUntil - this.time.now(), () => this.#deliver());
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    const push = (): void => {
      for (const bytes of waiting) if (!this.destroyed && !this.readableEnded) this.push(bytes);
    };
    this.time.touch();
    if (life) currentLife.run(life, push);
    else currentLife.exit(push);
  }

  /** As when the other side is reset. */
  break(): void {
    const { life } = this;
    if (life?.killed || this.destroyed) return;
    this.time.touch();
    const reset = (): void =>
      void this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    if (life) currentLife.run(life, reset);
    else reset();
  }
}

/** @property accepts undefined when nobody listens */
export type Network = { accepts: ((socket: WireEnd, life: Life | undefined) => void) | undefined };

/** Takes the place of `net.connect`, whatever host and port are dialled. */
export function installNetwork(time: VirtualTime): Network {
  const network: Network = { accepts: undefined };
  const connect = (): WireEnd => {
    const life = currentLife.getStore();
    const near = new WireEnd(time, life);
    time.touch();
    setImmediate(() => (life?.killed ? undefined : answer(network, near, life)));
    return near;
  };
  Object.assign(process.getBuiltinModule('node:net'), { connect, createConnection: connect });
  syncBuiltinESMExports();
  return network;
}

function answer({ accepts }: Network, near: WireEnd, life: Life | undefined): void {
  near.time.touch();
  if (!accepts) {
    near.destroy(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    return;
  }
  const far = new WireEnd(near.time, undefined);
  near.other = far;
  far.other = near;
  currentLife.exit(() => accepts(far, life));
  near.emit('connect');
}
