/**
 * A process of its own for `reconcile-many.slow.test.ts`: `make <folder>` writes a statement and an index of 1,000,000 lines, which differ
 * on every ten thousandth; `compare <folder>` compares them, and says what it found and how much memory it took.
 */
import '../../../transformer/v8-flags.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noIds } from '#feeds/rows/row-ids.ts';
import {
  checksumOf,
  formatManifest,
  manifestName,
  partName,
  type StatementPart,
} from '#feeds/statement/manifest.ts';
import { formatStatementRows } from '#feeds/statement/rows.ts';
import { newestStatement, readRows } from '../../../transformer/answers/agreement/statement-files.ts';
import { reconcile } from '../../../transformer/answers/reconcile.ts';
import { defaultRoutes } from '../../../transformer/folders/folders.ts';
import { noteRows } from '../../../transformer/row-index/note-rows.ts';
import { openRowIndex } from '../../../transformer/row-index/open-index.ts';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import { AT, row as stated } from './worlds.ts';

const [FILES, ROWS] = [500, 2000];
const HOUR = 3_600_000;
const FOLDER = 'netsuite/statement';

const [what, folder = ''] = process.argv.slice(2);
function make(): void {
  mkdirSync(join(folder, FOLDER), { recursive: true });
  const index = openRowIndex(join(folder, 'index.sqlite'));
  const parts: StatementPart[] = [];
  for (let file = 0; file < FILES; file += 1) {
    parts.push(writePart(file));
    for (const side of ['transformer', 'netsuite'] as const) writeFile(index, file, side);
  }
  index.close();
  const at = new Date(AT).toISOString();
  const counts = { orders: (FILES * ROWS) / 4, rows: FILES * ROWS };
  const manifest = {
    version: 1,
    account: 'TSTDRV1',
    at,
    finishedAt: at,
    since: null,
    ...counts,
    parts,
  } as const;
  writeFileSync(join(folder, FOLDER, manifestName(AT)), formatManifest(manifest));
}

/** Orders of four lines. */
const idsOf = (file: number, row: number) => {
  const order = 7_000_000 + Math.floor((file * ROWS + row - 1) / 4);
  return { salesOrder: String(order), orderId: `HC${order}`, line: String(((row - 1) % 4) + 1) };
};

function writePart(file: number): StatementPart {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const { salesOrder, orderId, line } = idsOf(file, index + 1);
    const isMoved = (file * ROWS + index) % 10_000 === 0;
    return stated(Number(line), {
      salesOrderId: salesOrder,
      orderId,
      externalId: `SO_${orderId}`,
      locationId: isMoved ? '115' : '114',
    });
  });
  const text = formatStatementRows(rows);
  const checksum = checksumOf(text);
  const name = partName(AT, `${file + 1}-1`, checksum);
  writeFileSync(join(folder, FOLDER, name), text);
  return { name, rows: ROWS, checksum };
}

/** Allocations, as sent and as applied. */
function writeFile(
  index: ReturnType<typeof openRowIndex>,
  file: number,
  side: 'transformer' | 'netsuite',
): void {
  const at = AT - (FILES - file) * HOUR - 5 * HOUR;
  const notes = noteRows(index);
  for (let row = 1; row <= ROWS; row += 1) {
    const { salesOrder, orderId, line } = idsOf(file, row);
    const outcome = { kind: 'applied', code: '' } as const;
    const owner =
      side === 'netsuite' ? { orderId: '', orderItemSeqId: '' } : { orderId, orderItemSeqId: `0010${line}` };
    const ids = { ...noIds, salesOrder, line, location: '114', quantity: '1' };
    notes.add({ ...ids, ...owner, row, outcome, record: '' }, undefined);
  }
  const isSource = side === 'transformer';
  notes.finish({
    side,
    feed: 'brokered-order-items',
    folder: isSource ? 'hotwax/BrokeredOrderItems' : 'netsuite/salesorder/update',
    name: isSource ? `f${file}.json` : `o${file}.csv`,
    place: 'archive',
    at,
    made: at,
    applied: ROWS,
    rejected: 0,
    skipped: {},
    output: isSource ? `netsuite/salesorder/update/o${file}.csv` : '',
    errors: '',
    code: '',
    message: '',
    basis: isSource ? 'decided' : 'error file',
  });
}

async function compare(): Promise<void> {
  const begun = performance.now();
  const store = await openLocalFolder(folder);
  const index = openRowIndex(join(folder, 'index.sqlite'));
  const statement = await newestStatement(store, FOLDER);
  const { lines, differences, groups } = await reconcile({
    index,
    routes: defaultRoutes(),
    statement,
    readRows: (onRow) => readRows(store, statement, onRow),
  });
  index.close();
  await store.close();
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const cases = groups.map(({ cases: listed }) => listed.length);
  process.stdout.write(JSON.stringify({ lines, differences, cases, megabytes, seconds }));
}

if (what === 'make') make();
else await compare();
