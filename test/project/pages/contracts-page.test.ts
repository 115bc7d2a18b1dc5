/** The examples of docs/contracts.md: what is read is accepted, and what is written is what becomes of it today. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseSalesOrderLineUpdates } from '#feeds/brokered-order-items/netsuite.ts';
import { feedNamed, feeds } from '#feeds/catalogue.ts';
import { type ConversionContext, defaultContext, type Feed } from '#feeds/feed.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { parseJsonList } from '#feeds/format/json.ts';
import { parseShippedSalesOrders } from '#feeds/fulfilled-order-items/netsuite.ts';
import { parseCompletedOrders } from '#feeds/item-fulfillments/hotwax.ts';
import { outcomeLines, parseOutcomeRows } from '#feeds/rows/outcome-file.ts';
import { formatRejects } from '#feeds/rows/reject.ts';
import {
  checksumOf,
  formatManifest,
  manifestName,
  parseManifest,
  partName,
} from '#feeds/statement/manifest.ts';
import { sinceInRequest } from '#feeds/statement/request.ts';
import { formatStatementRows, statementRowReader } from '#feeds/statement/rows.ts';
import { openMemoryStore } from '../../../testbed/memory-store.ts';
import { foldersOf, routeOf } from '../../../transformer/folders/folders.ts';
import { runPass } from '../../../transformer/pass/run-pass.ts';
import { type ConvertedFile, convertWhole } from '../../feeds/convert-whole.ts';
import { openScenario } from '../../suitescripts/scenario.ts';
import { projectRoot } from '../workspace.ts';

const page = readFileSync(join(projectRoot, 'docs/contracts.md'), 'utf8');
const NOW = Date.parse('2024-01-05T12:00:00Z');

/** The examples by the file name that stands behind the language of their fence. */
const examples = new Map(
  [...page.matchAll(/^```(?:json|csv) (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = '', text = '']) => [
    name,
    text,
  ]),
);
const looked = new Set<string>();

function example(name: string): string {
  looked.add(name);
  const text = examples.get(name);
  if (text === undefined) throw new Error(`docs/contracts.md has no example ${name}`);
  return text;
}

function feedOf(name: string): Feed {
  const feed = feedNamed(name);
  if (!feed) throw new Error(`no feed ${name}`);
  return feed;
}

function convert(feed: Feed, name: string, context: Partial<ConversionContext> = {}): ConvertedFile {
  const text = example(name);
  const { format } = feed.source;
  const records =
    format === 'json' ? { format, elements: parseJsonList(text) } : { format, table: parseCsv(text) };
  return convertWhole(feed, records, { ...defaultContext(NOW), ...context });
}

test('what HotWax allocates becomes the sales order lines that are shown', () => {
  const { text, counts } = convert(feedOf('brokered-order-items'), 'brokered-order-items.json');
  expect(text).toBe(example('sales-order-lines.csv'));
  expect(counts).toMatchObject({ rejected: 0, skipped: { KIT_COMPONENT: 1, OTHER_FACILITY: 1 } });
});

test('what HotWax allocates becomes the lines of orders by external id that are shown', () => {
  const feed = feedOf('brokered-order-items');
  const { text } = convert(feed, 'brokered-order-items.json', { externalIdTemplate: 'SO_{orderId}' });
  expect(text).toBe(example('sales-order-lines-external-id.csv'));
});

test('what HotWax ships becomes the shipped lines that are shown', () => {
  const { text, counts } = convert(feedOf('fulfilled-order-items'), 'fulfilled-order-items.json');
  expect(parseJsonList(text)).toEqual(parseJsonList(example('shipped-lines.json')));
  expect(counts).toMatchObject({ applied: 1, rejected: 0, skipped: {} });
  const template = { externalIdTemplate: 'SO_{orderId}' };
  const byExternalId = convert(feedOf('fulfilled-order-items'), 'fulfilled-order-items.json', template);
  expect(parseJsonList(byExternalId.text)).toMatchObject([{ external_id: 'SO_KR10190' }]);
  expect(page).toContain('`"external_id": "SO_KR10190"`');
});

test('the older shape of what HotWax ships is accepted with the facilities that are named beside it', () => {
  const facilities = { netsuite: [], oms: ['549'] };
  const feed = feedOf('fulfilled-order-items');
  const { counts } = convert(feed, 'fulfilled-order-items-older.json', { facilities });
  expect(counts).toMatchObject({ applied: 1, rejected: 0, skipped: {} });
  expect(page).toContain('facilities: { oms: ["549"] }');
});

test('what NetSuite exports becomes the completed order items and the error file that are shown', () => {
  const { text, rejects } = convert(feedOf('item-fulfillments'), 'item-fulfillments.csv');
  expect(parseJsonList(text)).toEqual(parseJsonList(example('completed-order-items.json')));
  expect(formatRejects('item-fulfillments.csv', rejects)).toBe(example('item-fulfillments.csv.errors.csv'));
  expect(parseCompletedOrders(text)).toEqual(parseJsonList(text));
});

test('every outcome file that is shown is written and read so', () => {
  const names = [...examples.keys()].filter((name) => name.endsWith('.outcome.csv'));
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) {
    const rows = parseOutcomeRows(example(name));
    expect([...outcomeLines(rows)].join('')).toBe(example(name));
  }
});

test('an export of the published script is accepted', () => {
  const { counts } = convert(feedOf('item-fulfillments'), 'item-fulfillments-2024-01.csv');
  expect(counts).toMatchObject({ applied: 1, rejected: 0, skipped: {} });
});

test('every header of sales order lines that is shown is read', () => {
  const names = [...examples.keys()].filter((name) => name.startsWith('sales-order-lines'));
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) {
    const { updates, tally } = parseSalesOrderLineUpdates(example(name));
    expect([name, updates.length, tally.rejects]).toEqual([name, 1, []]);
  }
});

test('every file of shipped lines that is shown is read', () => {
  const names = [...examples.keys()].filter((name) => name.startsWith('shipped-lines'));
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) {
    const { lines, tally } = parseShippedSalesOrders(example(name));
    expect([name, lines.map(({ line }) => line.tags), tally.rejects]).toEqual([
      name,
      ['hotwax-fulfilled'],
      [],
    ]);
  }
});

test('rows of allocations that are shipments go on as the file that is shown', () => {
  const scenario = openScenario();
  try {
    const items = [{ item: '28198', quantity: 1 }];
    scenario.account.addRecord('inventoryitem', { id: 28198, itemid: 'S00CG30' });
    scenario.account.addRecord('salesorder', { id: 71501, entity: '900', sublists: { item: items } });
    const name = 'fulfilledOrderItemsFeed_2025-07-12-10-00-00.csv';
    scenario.put(`salesorder/update/${name}`, example('sales-order-lines-tags.csv'));
    expect(scenario.run('customdeploy_update_salesorder').ended).toBe('normally');
    const handedOn = scenario.read(`fulfilledsalesorder/export/${name}.shipments.json`);
    expect(JSON.parse(handedOn)).toEqual(JSON.parse(example('shipped-lines-among-allocations.json')));
    expect(page).toContain(`\`${name}.shipments.json\``);
  } finally {
    scenario.end();
  }
});

test('the delivery record is the one that a pass leaves of the export that is shown', async () => {
  const route = routeOf(feedOf('item-fulfillments'));
  const store = openMemoryStore(() => NOW);
  for (const folder of [...foldersOf(route), route.sourceFolder, route.targetFolder])
    await store.makeFolder(folder);
  await store.write(
    `${route.sourceFolder}/item-fulfillments.csv`,
    Buffer.from(example('item-fulfillments.csv')),
  );
  const context = defaultContext(NOW);
  await runPass({ store, context, routes: [route], clock: () => NOW, passId: '4f1c9a02' });
  const record = await store.read(`${route.sourceFolder}/.state/item-fulfillments.csv.json`);
  expect(JSON.parse(Buffer.from(record).toString())).toEqual(
    JSON.parse(example('item-fulfillments.csv.json')),
  );
});

test('the statement that is shown is one, each part under its name and as the last part says', () => {
  const [last = '', part = ''] = ['.json', '-1-1.csv'].map(
    (ending) => [...examples.keys()].find((name) => name.endsWith(`SalesOrderStatement${ending}`)) ?? '',
  );
  const manifest = parseManifest(example(last));
  const at = Date.parse(manifest.at);
  const { header, rows } = parseCsv(example(part));

  expect(formatStatementRows(rows.map(statementRowReader(header)))).toBe(example(part));
  expect(manifest.parts).toEqual([{ name: part, rows: rows.length, checksum: checksumOf(example(part)) }]);
  expect(partName(at, '1-1', checksumOf(example(part)))).toBe(part);
  expect(manifestName(at)).toBe(last);
  expect(parseManifest(formatManifest(manifest))).toEqual(manifest);
});

test('the request for a statement that is shown asks for an earlier day', () => {
  expect(sinceInRequest(example('statement-request.json'))).toBe(Date.parse('2026-01-01T00:00:00Z'));
});

test('the request that starts a script is answered as shown', () => {
  const scenario = openScenario();
  const { body } = scenario.account.callRestlet({
    scriptId: 'customscript_hc_start_feed',
    deploymentId: 'customdeploy_hc_start_feed',
    role: 'customrole_hc_integration',
    request: {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: example('start-request.json'),
    },
  });
  expect(JSON.parse(body)).toEqual(JSON.parse(example('start-answer.json')));
  scenario.end();
});

test('every example is looked at, every feed has its folders on the page, and no fence is without a name', () => {
  expect([...looked].sort()).toEqual([...examples.keys()].sort());
  expect(page.match(/^```\w+/gm)).toHaveLength(examples.size);
  for (const { name, source, target } of feeds)
    for (const shown of [name, source.folder, target.folder]) expect(page).toContain(`\`${shown}\``);
});
