/** Files on the SFTP server of a site, by their path below the default file directory. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Site } from './site.ts';

export function put(site: Site, name: string, text: string): void {
  const path = site.path(name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, site.now / 1000, site.now / 1000);
}

export const read = (site: Site, name: string): string => readFileSync(site.path(name), 'utf8');

export const move = (site: Site, from: string, to: string): void =>
  renameSync(site.path(from), site.path(to));

/** Names of the files in a folder. */
export const files = (site: Site, folder: string): string[] =>
  existsSync(site.path(folder))
    ? readdirSync(site.path(folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort()
    : [];
