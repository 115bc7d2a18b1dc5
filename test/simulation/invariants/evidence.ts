/** What is left when all has settled, gathered once for every claim. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordView } from '../../../emulator/account.ts';
import { type RefusedRow, readRefusedRows } from '../../../testbed/error-files.ts';
import { LINE_UPDATES, LINES_TO_FULFILL } from '../../../testbed/feed-folders.ts';
import { placeFieldOf, type World } from '../world/world.ts';
import { isTriedAgain, withoutRetries } from './tried-again.ts';

type Line = Readonly<Record<string, unknown>>;

export type Evidence = {
  world: World;
  refused: readonly RefusedRow[];
  /** Those that no pass has sent again since. */
  standing: readonly RefusedRow[];
  fulfillments: readonly RecordView[];
  ledger: readonly RecordView[];
  /** The sales order's line of an order item. */
  lineOf(orderId: string, seqId: string): Line | undefined;
  /** Where the line ships from. */
  placeOf(line: Line | undefined): string;
  /** Whether the row is about this order item, in whichever side's ids. */
  isAbout(row: RefusedRow, orderId: string, seqId: string): boolean;
  /** The file the transformer made of a file, by its own record; undefined when it made none. */
  outputOf(folder: string, name: string): string | undefined;
};

export function gatherEvidence(world: World): Evidence {
  const { account, ids } = world.netsuite;
  const placeField = placeFieldOf(world);
  const refused = readRefusedRows(world.home);
  const orders = new Map(account.listRecords('salesorder').map((order) => [order.id, order]));
  return {
    world,
    refused,
    standing: refused.filter((row) => !isTriedAgain(world.home, row)),
    fulfillments: account.listRecords('itemfulfillment'),
    ledger: account.listRecords('customrecord_hc_feed_file'),
    lineOf: (orderId, seqId) => {
      const known = ids.get(orderId);
      const lines = orders.get(known?.salesOrderId ?? 0)?.sublists.item ?? [];
      return lines.find(({ line }) => String(line) === known?.lineIds.get(seqId));
    },
    placeOf: (line) => String(line?.[placeField] ?? ''),
    isAbout: (row, orderId, seqId) => {
      const known = ids.get(orderId);
      const named = withoutRetries(row.file).endsWith(HANDED_ON)
        ? lineOfRow(world.home, row)
        : row.orderItemSeqId;
      const ofOrder = row.orderId === orderId || row.orderId === String(known?.salesOrderId);
      return ofOrder && ['', seqId, known?.lineIds.get(seqId)].includes(named);
    },
    outputOf: (folder, name) => outputIn(join(world.home, folder, '.state', `${name}.json`)),
  };
}

const HANDED_ON = '.shipments.json';

type HandedOn = readonly { items: readonly { line_id: string }[] }[];

/** Rows that were handed on have no order items: only the file says of which line the row of a number is. */
function lineOfRow(home: string, { file, row }: RefusedRow): string {
  const path = ['archive', 'failed', 'processing', '']
    .map((place) => join(home, LINES_TO_FULFILL, place, file))
    .find(existsSync);
  const orders = path ? (JSON.parse(readFileSync(path, 'utf8')) as HandedOn) : [];
  return orders.flatMap(({ items }) => items)[Number(row) - 1]?.line_id ?? '';
}

function outputIn(recordPath: string): string | undefined {
  if (!existsSync(recordPath)) return undefined;
  const record = JSON.parse(readFileSync(recordPath, 'utf8')) as { output: { path: string } | null };
  return record.output?.path.split('/').at(-1);
}

export const isLineUpdate = ({ errorFile }: RefusedRow): boolean => errorFile.startsWith(LINE_UPDATES);
