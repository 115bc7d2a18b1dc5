/** Paths inside a store, joined only from names that cannot leave their folder. */
import { isSafeFileName } from '#feeds/format/file-name.ts';
import { TransformerError } from '../errors.ts';

/** Room for the prefix of a claim and the endings of error files, within the 255 bytes of common file systems. */
const LONGEST_NAME_BYTES = 190;

export const isSafeName = (name: string): boolean =>
  isSafeFileName(name) && Buffer.byteLength(name) <= LONGEST_NAME_BYTES && !name.includes('\uFFFD');

/** `a/b/c`, with every name checked. */
export function storePath(...parts: readonly string[]): string {
  const names = parts.flatMap((part) => part.split('/'));
  for (const name of names) if (!isSafeFileName(name)) throw unsafeName(name);
  return names.join('/');
}

/** Checks a path that comes from elsewhere: from the configuration or from a delivery record. */
export const isStorePath = (path: string): boolean => path.split('/').every(isSafeFileName);

export const unsafeName = (name: string): TransformerError =>
  new TransformerError(
    'UNSAFE_NAME',
    `${printable(name)} cannot be used as a file name: it is empty, too long, or has characters that could lead out of its folder. Rename the file on the server.`,
  );

/** A hostile name for a message or a log line: escaped and cut. */
export const printable = (name: string): string =>
  JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name);

export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut === -1 ? '' : path.slice(0, cut);
}

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `name`, a dot and `mark` before its extension: `a.csv` becomes `a.mark.csv`. */
export function withMark(name: string, mark: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? `${name}.${mark}` : `${name.slice(0, dot)}.${mark}${name.slice(dot)}`;
}
