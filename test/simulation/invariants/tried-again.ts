/** Refused rows that a pass has sent again: what counts of them is what became of them then. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { feeds } from '#feeds/catalogue.ts';
import type { Feed } from '#feeds/feed.ts';
import { isTemporary } from '#feeds/rows/temporary.ts';
import type { RefusedRow } from '../../../testbed/error-files.ts';
import { attemptOf, retryName } from '../../../transformer/folders/resent-names.ts';
import { type RowKey, rowKeys } from '../../../transformer/retries/row-keys.ts';

/** Of a file that holds rows of another again, or of one that was handed on from it, the name without that. */
export const withoutRetries = (name: string): string => name.replace(/\.retry-\d(?=\.)/g, '');

export function isTriedAgain(home: string, refused: RefusedRow): boolean {
  const { file, row, code, errorFile } = refused;
  const feed = feeds.find(({ target }) => errorFile.startsWith(`${target.folder}/`));
  const next = retryName(file, attemptOf(file) + 1);
  if (!feed || !next || row === '0' || !isTemporary(code)) return false;
  const folder = join(home, dirname(dirname(errorFile)));
  const goods = keysOf(feed, folder, file)?.get(Number(row))?.goods;
  return [...(keysOf(feed, folder, next)?.values() ?? [])].some((key) => key.goods === goods);
}

function keysOf(feed: Feed, folder: string, name: string): Map<number, RowKey> | undefined {
  const path = ['archive', 'failed', 'processing', '']
    .map((place) => join(folder, place, name))
    .find(existsSync);
  return path === undefined ? undefined : rowKeys(feed, path, readFileSync(path));
}
