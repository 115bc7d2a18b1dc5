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
    `${quoteName(name)} cannot be used as a file name: it is empty, too long, or has characters that could lead out of its folder. Rename the file on the server.`,
  );

/** A name or path as a message shows it: as it is when it is plain, else in quotes, with what cannot be seen escaped. */
export function quoteName(name: string): string {
  if (/^[\p{L}\p{N}\p{M}._~+=@,#/-]+$/u.test(name) && name.length <= LONGEST_SHOWN) return name;
  const cut = name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}...` : name;
  return JSON.stringify(cut).replace(/\p{C}/gu, escaped);
}

const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** No file system has a longer name; a path can be longer. */
const LONGEST_SHOWN = 300;

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
