/**
 * The last file of a statement, without which it is not complete: of which moment it is, what it covers, and which files belong to it.
 * Source: docs/contracts.md#statements-of-sales-order-lines.
 */
import { FeedError } from '../errors.ts';
import { shortHash, timeStamp } from '../format/file-name.ts';
import { isObject, type JsonObject } from '../format/values.ts';

/** @property checksum of its text, as `checksumOf` has it */
export type StatementPart = { name: string; rows: number; checksum: string };

/**
 * @property at ISO 8601: what happened later may be in it or not
 * @property finishedAt when the last line was read
 * @property since ISO 8601: sales orders that have not changed since are left out; null when none are
 * @property orders how many were looked at
 */
export type StatementManifest = {
  version: 1;
  account: string;
  at: string;
  finishedAt: string;
  since: string | null;
  orders: number;
  rows: number;
  parts: StatementPart[];
};

const NAME = 'SalesOrderStatement';

export const checksumOf = shortHash;

/** The checksum is in the name, so that what a call that was tried again has written otherwise is another file. */
export const partName = (at: number, number: string, checksum: string): string =>
  `${timeStamp(at)}-${checksum}-${NAME}-${number}.csv`;

export const manifestName = (at: number): string => `${timeStamp(at)}-${NAME}.json`;

/** Names begin with the time, so the last one in the alphabet is the newest. */
export const isManifestName = (name: string): boolean =>
  /^\d{4}(-\d\d){5}-\d{3}-SalesOrderStatement\.json$/.test(name);

export const isPartName = (name: string): boolean =>
  /^\d{4}(-\d\d){5}-\d{3}-[0-9a-f]{8}-SalesOrderStatement-[\d-]+\.csv$/.test(name);

export const formatManifest = (manifest: StatementManifest): string =>
  `${JSON.stringify(manifest, null, 2)}\n`;

/** @throws FeedError NOT_THIS_FEED */
export function parseManifest(text: string): StatementManifest {
  const found = objectIn(text);
  const { version, account, at, finishedAt, since, orders, rows, parts } = found;
  const isWhole =
    version === 1 &&
    typeof account === 'string' &&
    isInstant(at) &&
    isInstant(finishedAt) &&
    (since === null || isInstant(since)) &&
    isCount(orders) &&
    isCount(rows) &&
    Array.isArray(parts) &&
    parts.every(isPart) &&
    areAll(parts, rows);
  if (isWhole) return found as StatementManifest;
  throw new FeedError('NOT_THIS_FEED', 'The file is not the last one of a statement, or of a later version.');
}

function objectIn(text: string): JsonObject {
  try {
    const found: unknown = JSON.parse(text);
    return isObject(found) ? found : {};
  } catch {
    return {};
  }
}

const isInstant = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

/** What is left out or named twice would be taken for lines that are not there, or for goods that were shipped twice. */
const areAll = (parts: readonly StatementPart[], rows: unknown): boolean =>
  new Set(parts.map(({ name }) => name)).size === parts.length &&
  parts.reduce((sum, part) => sum + part.rows, 0) === rows;

const isPart = (part: unknown): part is StatementPart =>
  isObject(part) && isPartName(String(part.name)) && isCount(part.rows) && typeof part.checksum === 'string';
