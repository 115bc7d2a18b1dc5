/** The simulation has teeth: without any one of the safeguards it finds the promise broken. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { simulate } from './simulation.ts';

const built = join(import.meta.dirname, '../../dist/netsuite');
const scripts = 'FileCabinet/SuiteScripts/SalesOrder';
const temporary = mkdtempSync(join(tmpdir(), 'mutations-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const CREATE = 'HC_SC_CreateItemFulfillment.js';
const EXPORT = 'HC_MR_ExportedSalesOrderFulfillmentCSV.js';
const UPDATE = 'HC_SC_UpdateSalesOrders.js';

/** A safeguard, where it stands in the built script, and what is put in its place. */
const mutations = [
  {
    safeguard: 'the idempotency key of an item fulfillment',
    file: CREATE,
    from: `set('externalid', part === 1 ? shipment.key : \`\${shipment.key}#\${part}\`);`,
    to: '',
  },
  {
    safeguard: 'looking for what an earlier run has fulfilled',
    file: CREATE,
    from: 'return shipment.rows.filter((row) => held.has(rowKey(row)));',
    to: 'return [];',
  },
  {
    safeguard: 'unmarking the lines HotWax has not shipped',
    file: CREATE,
    from: "if (wanted.length === 0 || objection) setLine(fulfillment, line, 'itemreceive', false);",
    to: 'if (wanted.length === 0 || objection) continue;',
  },
  {
    safeguard: 'flagging what HotWax caused as exported',
    file: CREATE,
    from: 'set(bodyField.exported, true);',
    to: '',
  },
  {
    safeguard: 'resuming what an earlier run has left in processing',
    file: UPDATE,
    from: "for (const found of files.folder.list('processing')) {",
    to: 'for (const found of []) {',
  },
  {
    safeguard: 'the ledger, which knows names that were applied',
    file: CREATE,
    from: "if (known && isFinal(known) && known.status !== 'Failed') return setRepeatAside(files, found);",
    to: '',
  },
  {
    safeguard: 'the stamp, which keeps a fulfillment in one file',
    file: EXPORT,
    from: 'record.submitFields({ type: record.Type.ITEM_FULFILLMENT, id, values });\n    return true;',
    to: 'return true;',
  },
  {
    safeguard: 'flagging only after the file is published',
    file: EXPORT,
    from: "if (entry.status !== 'Published' && lines.length > 0)",
    to: 'for (const id of unflagged) flagExported(id);\n    if (entry.attempts === 1)',
  },
];

const MOST_SEEDS = 60;

test.each(mutations)(
  'without $safeguard the promise is broken',
  async ({ safeguard, file, from, to }) => {
    const project = join(temporary, safeguard.replace(/\W+/g, '-'));
    cpSync(built, project, { recursive: true });
    const path = join(project, scripts, file);
    writeFileSync(path, replaced(readFileSync(path, 'utf8'), from, to));

    expect(await firstBroken(project)).toBeDefined();
  },
  180_000,
);

/** Exactly one place, so that a script that has moved on is noticed. */
function replaced(text: string, from: string, to: string): string {
  expect(text.split(from)).toHaveLength(2);
  return text.replace(from, () => to);
}

async function firstBroken(project: string): Promise<string | undefined> {
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
    const { differences } = await simulate(seed, { project });
    if (differences.length > 0) return `seed ${seed}: ${differences[0]}`;
  }
  return undefined;
}
