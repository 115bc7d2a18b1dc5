/** Safeguards of the transformer taken away, by a store between it and the real one, so that it does not matter how it is written. */
import { cpSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claim } from '../judge/claims.ts';

/**
 * @property claims of which one breaks without it
 * @property methods of the store that stand in the place of the real ones, which are in `real`; both as JavaScript
 */
/** @property first the seed to begin with, where few of them show what is missing */
export type Mutation = { without: string; claims: readonly Claim[]; methods: string; first?: number };

export const mutations: readonly Mutation[] = [
  {
    without: 'looking whether what is gone from .tmp/ was delivered',
    claims: ['lost'],
    methods: `
      rename: (from, to, target) => real.rename(from, to, target).catch(believe(from)),
      move: (from, to, target) => real.move(from, to, target).catch(believe(from)),`,
  },
  {
    without: 'one decision about a file: a record takes the place of the one that stands',
    claims: ['twice', 'lost', 'both'],
    first: 721, // two of 1,500 seeds have two passes meet between their looks at the record
    methods: `
      write: (path, bytes) => real.write(path, bytes).catch(writeOver('write', path, bytes)),
      createOnce: (path, bytes) => real.createOnce(path, bytes).catch(writeOver('createOnce', path, bytes)),
      move: (from, to, target) => real.move(from, to, target).catch(moveOver(from, to, target)),`,
  },
  {
    without: 'taking up what an earlier pass has left in processing/',
    claims: ['silent', 'delayed', 'waits'],
    methods: `
      list: async (folder) => (folder.endsWith('/processing') ? (await real.list(folder)).filter(isNoClaim) : real.list(folder)),`,
  },
  {
    without: 'looking how much of a file the server has',
    claims: ['changed', 'lost', 'lateUpload'],
    methods: `
      writeStream: (path, content) => real.writeStream(path, firstHalf(content)),`,
  },
  {
    without: 'the order of the files: the oldest is seen last',
    claims: ['stale', 'overtaken'],
    methods: `
      list: async (folder) => (/BrokeredOrderItems$/.test(folder) ? withoutOldest(await real.list(folder)) : real.list(folder)),`,
  },
  {
    without: 'error files',
    claims: ['lost', 'told'],
    methods: `
      rename: async (from, to, target) => (isErrorFile(to) ? real.remove(from) : real.rename(from, to, target)),
      move: async (from, to, target) => (isErrorFile(to) ? real.remove(from) : real.move(from, to, target)),`,
  },
];

const wrapper = ({ methods }: Mutation): string => `
import { openSftp as openReal } from './sftp-as-it-is.ts';
export * from './sftp-as-it-is.ts';

const is = (error, code) => error?.code === code;
const believe = (from) => (error) => {
  if (!is(error, 'NOT_FOUND') || !/\\/\\.tmp\\//.test(from)) throw error;
};
const isRecord = (path) => /\\/\\.state\\/[^.][^/]*$/.test(path) && !path.endsWith('.void');
const isErrorFile = (path) => /\\/error\\/[^.][^/]*$/.test(path);
const isNoClaim = ({ name, kind }) => kind !== 'file' || !name.includes('~');
async function* firstHalf(content) {
  let whole = true;
  for await (const chunk of content) {
    if (whole) yield chunk.subarray(0, Math.ceil(chunk.length / 2));
    whole = false;
  }
}
function withoutOldest(entries) {
  const files = entries.filter(({ kind, name }) => kind === 'file' && !name.startsWith('.'));
  const oldest = files.reduce((one, other) => (one && one.name < other.name ? one : other), undefined);
  return files.length > 1 ? entries.filter((entry) => entry !== oldest) : entries;
}

export async function openSftp(...given) {
  const real = await openReal(...given);
  const writeOver = (call, path, bytes) => async (error) => {
    if (!is(error, 'ALREADY_EXISTS') || !isRecord(path)) throw error;
    await real.remove(path);
    await real[call](path, bytes);
  };
  const moveOver = (from, to, target) => async (error) => {
    if (!is(error, 'ALREADY_EXISTS') || !isRecord(to)) throw error;
    await real.remove(to);
    await real.move(from, to, target);
  };
  return { ...real, ${mutationMark}${methods}
  };
}
`;

const mutationMark = '// what is taken away:';

const repository = join(import.meta.dirname, '../../../..');

/** A copy of the transformer without the safeguard. @param folder an empty one @returns where its code is */
export function mutate(folder: string, mutation: Mutation): string {
  for (const name of ['node_modules', 'feeds', 'package.json'])
    symlinkSync(join(repository, name), join(folder, name));
  const copy = join(folder, 'transformer');
  cpSync(join(repository, 'transformer'), copy, { recursive: true });
  const stores = join(copy, 'store');
  renameSync(join(stores, 'sftp.ts'), join(stores, 'sftp-as-it-is.ts'));
  writeFileSync(join(stores, 'sftp.ts'), wrapper(mutation));
  return copy;
}
