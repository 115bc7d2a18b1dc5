/** Paths as N/sftp takes them: relative to the connection's directory, with `?` and `*` escaped unless meant as wildcards. */
import { NotEmulated } from '../strictness/not-emulated.ts';

/** Joins what is not empty; the result is relative to the login folder unless the first part is absolute. */
export function joinPath(directory: string, ...parts: string[]): string {
  const trimmed = parts.map((part) => part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '');
  const base = directory.replace(/\/+$/, '');
  if (base === '' && directory.startsWith('/')) return `/${trimmed.join('/')}`;
  return [...(base === '' ? [] : [base]), ...trimmed].join('/') || '.';
}

/** A path of one file or folder: escapes removed, wildcards refused (section_4617004932). */
export function insidePath(path: string): string {
  if (/(?<!\\)[?*]/.test(path)) throw new NotEmulated(`an unescaped ? or * in the SFTP path ${path}`);
  return path.replace(/\\([?*])/g, '$1');
}

/** The folder to list and which of its names are wanted; wildcards are allowed in the last part (section_1557235176). */
export function wildcardTest(path: string): { folder: string; test: (name: string) => boolean } {
  const parts = path.replace(/\/+$/, '').split('/');
  const last = parts.at(-1) ?? '';
  if (!/(?<!\\)[?*]/.test(last)) return { folder: insidePath(path), test: () => true };
  const pattern = last
    .replace(/[.+^${}()|[\]]/g, '\\$&')
    .replace(/(?<!\\)\*/g, '.*')
    .replace(/(?<!\\)\?/g, '.');
  const whole = new RegExp(`^${pattern}$`);
  return { folder: insidePath(parts.slice(0, -1).join('/')), test: (name) => whole.test(name) };
}
