/** What the names of an input and of results mean: `-`, the streams of this process, pipes and devices, or plain files. */
import { type BigIntStats, fstatSync, type Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { TransformerError } from '../errors.ts';
import { requireOwn, unlessAbsent } from './own-file.ts';
import type { OutputStream } from './standard-streams.ts';

/** Where a result goes. @property path as it was named */
export type Target =
  | { kind: 'standard'; path: string; stream: OutputStream }
  | { kind: 'through' | 'file'; path: string };

/**
 * A pipe or device is one through links too, as nothing is replaced there: `>(gzip)` of a shell is such a link.
 * @throws TransformerError as `requireOwn`, and WRONG_USAGE for the name of a folder
 */
export async function targetOf(path: string): Promise<Target> {
  const descriptor = path === '-' ? 1 : descriptorNamed(path);
  if (descriptor === 1 || descriptor === 2)
    return { kind: 'standard', path, stream: descriptor === 1 ? 'output' : 'error' };
  const found = await stat(path).catch(() => undefined); // what is wrong with it is reported by those who look again
  if (found?.isFIFO()) refuseOwnPipe(path, found);
  if (found?.isFIFO() || found?.isCharacterDevice()) return { kind: 'through', path };
  if (/(^|\/)$/.test(path) && !found) throw namesNoFile(path);
  await requireOwn(path);
  return { kind: 'file', path };
}

export const isStandardInput = (path: string): boolean => path === '-' || descriptorNamed(path) === 0;

/** For people. */
export const calledFor = ({ kind, ...target }: Target): string =>
  'stream' in target ? `standard ${target.stream}` : target.path;

type Names = { input: string; output: string; rejects: string };

/** @throws TransformerError WRONG_USAGE when two of them are one file, however they are spelt */
export async function refuseSamePlace({ input, output, rejects }: Names): Promise<void> {
  const said = ['the input file', '--output', '--rejects'];
  const places = [await placeOf(input, 0), await placeOf(output, 1), await placeOf(rejects, 1)];
  places.forEach((place, index) => {
    const first = places.indexOf(place);
    if (first === index || place === undefined) return;
    const kind = place.startsWith(STREAM) ? 'stream' : 'file';
    throw new TransformerError(
      'WRONG_USAGE',
      `${said[first]} and ${said[index]} are the same ${kind}. Name different ones.`,
    );
  });
}

const STREAM = 'stream';

/** Numbers of the streams of this process under all their names, which lead to no file that could be looked at. */
const STREAMS = ['/dev/stdin', '/dev/stdout', '/dev/stderr'];

function descriptorNamed(path: string): number | undefined {
  const absolute = resolve(path);
  const [, digit] = /^(?:\/dev|\/proc\/self)\/fd\/([012])$/.exec(absolute) ?? [];
  const named = digit === undefined ? STREAMS.indexOf(absolute) : Number(digit);
  return named === -1 ? undefined : named;
}

/** @returns the same for the same place; undefined for a device, which holds nothing that could be overwritten */
async function placeOf(path: string, dash: 0 | 1): Promise<string | undefined> {
  const descriptor = path === '-' ? dash : descriptorNamed(path);
  if (descriptor !== undefined) {
    const found = fstatSync(descriptor, { bigint: true });
    return found.isFile() ? identityOf(found) : `${STREAM} ${descriptor}`;
  }
  const found = await unlessAbsent(stat(path, { bigint: true })).catch(() => undefined); // reported when it is used
  if (!found)
    return join(await realpath(dirname(resolve(path))).catch(() => dirname(resolve(path))), basename(path));
  return found.isCharacterDevice() ? undefined : identityOf(found);
}

const HIGHEST_DESCRIPTOR = 255;

/** Node wakes itself through pipes, which have names under /dev/fd too: what else is written there makes it crash. */
function refuseOwnPipe(path: string, { dev, ino }: Stats): void {
  let ends = 0;
  for (let descriptor = 3; descriptor <= HIGHEST_DESCRIPTOR; descriptor += 1) {
    try {
      const found = fstatSync(descriptor);
      if (found.dev === dev && found.ino === ino) ends += 1;
    } catch {} // it is not open
  }
  if (ends < 2) return;
  throw new TransformerError(
    'WRONG_USAGE',
    `${path} is a pipe that this program uses itself. Name another one.`,
  );
}

const identityOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

const namesNoFile = (path: string): TransformerError =>
  new TransformerError(
    'WRONG_USAGE',
    path === ''
      ? 'A file name is empty. Name a file to write.'
      : `${path} names a folder. Name a file to write.`,
  );
