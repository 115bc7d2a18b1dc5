/** What lies in the folders of one feed of one tenant, read from disk by no code of the transformer. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { namesIn } from '../feed-folders.ts';
import type { KnownFeed } from './source-files.ts';
import { foldersOf } from './world.ts';

/** @property at when it got its name, in nanoseconds: a rename sets the time of the last change of a file's state */
export type Output = { name: string; at: bigint; rows: readonly string[] };

/**
 * @property refused rows of error files
 * @property archived contents by name
 * @property waiting what was sent and is not finished, with claims
 */
export type Found = {
  outputs: readonly Output[];
  refused: readonly string[];
  archived: ReadonlyMap<string, string>;
  failed: readonly string[];
  waiting: readonly string[];
};

export function readFound(home: string, feed: KnownFeed): Found {
  const { source, target } = foldersOf[feed];
  const archive = join(home, source, 'archive');
  const errors = join(home, source, 'error');
  return {
    outputs: visibleIn(join(home, target)).map((name) => readOutput(join(home, target, name), name, feed)),
    refused: visibleIn(errors).flatMap((name) => readRefused(join(errors, name))),
    archived: new Map(visibleIn(archive).map((name) => [name, readFileSync(join(archive, name), 'utf8')])),
    failed: visibleIn(join(home, source, 'failed')),
    waiting: waitingIn(home, feed),
  };
}

export function waitingIn(home: string, feed: KnownFeed): string[] {
  const { source } = foldersOf[feed];
  return [...visibleIn(join(home, source)), ...claimsIn(home, feed)];
}

/** Names in `processing/`. */
export const claimsIn = (home: string, feed: KnownFeed): string[] =>
  visibleIn(join(home, foldersOf[feed].source, 'processing'));

/** Names with a point before them are notes and markers. */
const visibleIn = (folder: string): string[] => namesIn(folder).filter((name) => !name.startsWith('.'));

/** When the last output of all came, in milliseconds. */
export const lastDeliveryIn = (homes: readonly string[]): number =>
  homes
    .flatMap((home) => Object.values(foldersOf).map(({ target }) => join(home, target)))
    .flatMap((folder) => visibleIn(folder).map((name) => statSync(join(folder, name)).ctimeMs))
    .reduce((last, at) => Math.max(last, at), 0);

function readOutput(path: string, name: string, feed: KnownFeed): Output {
  const { ctimeNs } = statSync(path, { bigint: true });
  return { name, at: ctimeNs, rows: readers[feed](readFileSync(path, 'utf8')) };
}

const table = (text: string): Record<string, string>[] => parse(text, { columns: true, bom: true });

const readRefused = (path: string): string[] =>
  table(readFileSync(path, 'utf8')).map(({ orderId, orderItemSeqId }) => `${orderId}/${orderItemSeqId}`);

type ShippedOrder = { order_id: string; items: { line_id: string }[] };
type CompletedOrder = { orderMap: { orderId: string; items: { orderItemSeqId: string }[] } };

const readers: Readonly<Record<KnownFeed, (text: string) => string[]>> = {
  'brokered-order-items': (text) => table(text).map(({ internalId, lineId }) => `${internalId}/${lineId}`),
  'fulfilled-order-items': (text) =>
    (JSON.parse(text) as ShippedOrder[]).flatMap(({ order_id, items }) =>
      items.map(({ line_id }) => `${order_id}/${line_id}`),
    ),
  'item-fulfillments': (text) =>
    (JSON.parse(text) as CompletedOrder[]).flatMap(({ orderMap: { orderId, items } }) =>
      items.map(({ orderItemSeqId }) => `${orderId}/${orderItemSeqId}`),
    ),
};
