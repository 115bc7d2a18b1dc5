/** Standard input, output and error as bytes, for which `-` stands instead of a file. */
import { fstatSync, writeSync } from 'node:fs';
import type { Chunks } from '../store/byte-stream.ts';

export type StandardStreams = {
  input(): Chunks;
  /** Resolves when the bytes have been taken, so that a slow reader is waited for. */
  write(stream: OutputStream, bytes: Uint8Array): Promise<void>;
};

export type OutputStream = 'output' | 'error';

export const processStreams: StandardStreams = {
  input: () => {
    // Node takes a folder for a stream without content.
    if (fstatSync(0).isDirectory()) throw Object.assign(new Error('Standard input'), { code: 'EISDIR' });
    return process.stdin;
  },
  write: async (stream, bytes) => {
    const { fd } = stream === 'output' ? process.stdout : process.stderr;
    if (fstatSync(fd).isFile()) writeAll(fd, bytes);
    else await written(stream === 'output' ? process.stdout : process.stderr, bytes);
  },
};

/** Node's stream for a file takes a short write, as on a disk that is just full, for a whole one. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

const written = (stream: NodeJS.WriteStream, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
