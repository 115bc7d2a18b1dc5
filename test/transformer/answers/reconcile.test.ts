/** The command reconcile, from files in a store to its exit code. */
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseCsv } from '#feeds/format/csv.ts';
import { formatExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import { checksumOf, formatManifest, manifestName, partName } from '#feeds/statement/manifest.ts';
import { formatStatementRows, type StatementRow } from '#feeds/statement/rows.ts';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import {
  ALLOCATIONS,
  allocation,
  COMPLETED,
  EXPORT,
  FULFILLED,
  list,
  makeTree,
  SHIPMENTS,
  shipment,
  UPDATE,
} from '../catch-up/orders.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';
import { row as stated } from './worlds.ts';

let folder: TemporaryFolder;
let root: string;
let now: number;

const HOUR = 3_600_000;
const STATEMENTS = 'netsuite/statement';

beforeEach(async () => {
  await folder?.remove();
  folder = await makeTemporaryFolder();
  root = folder.path;
  now = Date.now();
  await makeTree(await openLocalFolder(root));
  await configure('index: { file: index.sqlite }');
});
afterAll(() => folder.remove());

const configure = (more: string) =>
  writeFile(join(root, 'transformer.yaml'), `connection: { folder: ${JSON.stringify(root)} }\n${more}\n`);

const run = (...words: string[]) =>
  command([...words, '--config', join(root, 'transformer.yaml')], { clock: () => now, columns: 100 });
const put = (path: string, content: string) => writeFile(join(root, path), content);
const filesIn = async (path: string) =>
  (await readdir(join(root, path), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();

async function pass(): Promise<void> {
  now += 10_000;
  expect([0, 3]).toContain((await run('run')).exitCode);
}

/** NetSuite takes what waits, and refuses the rows named. */
async function netsuiteTakes(path: string, refused: Record<number, string> = {}): Promise<void> {
  for (const name of await filesIn(path)) {
    await rename(join(root, path, name), join(root, path, 'archive', name));
    const lines = Object.entries(refused).map(([row, code]) => `${name},${row},line_id,${code},No.,,\n`);
    if (lines.length > 0)
      await put(
        `${path}/error/${name}.errors.csv`,
        `file,row,field,code,message,orderId,orderItemSeqId\n${lines.join('')}`,
      );
  }
}

/** As the script writes it. @returns the name of its last part */
async function state(
  rows: readonly StatementRow[],
  options: { since?: string | null } = {},
): Promise<string> {
  await mkdir(join(root, STATEMENTS), { recursive: true });
  const text = formatStatementRows(rows);
  const checksum = checksumOf(text);
  const parts =
    rows.length === 0 ? [] : [{ name: partName(now, '1-1', checksum), rows: rows.length, checksum }];
  for (const { name } of parts) await put(`${STATEMENTS}/${name}`, text);
  const at = new Date(now).toISOString();
  const since = options.since === undefined ? new Date(now - 720 * HOUR).toISOString() : options.since;
  const manifest = {
    version: 1,
    account: 'TSTDRV1',
    at,
    finishedAt: at,
    since,
    orders: 1,
    rows: rows.length,
    parts,
  } as const;
  await put(`${STATEMENTS}/${manifestName(now)}`, formatManifest(manifest));
  return manifestName(now);
}

async function answer(...options: string[]) {
  const { out, err, exitCode } = await run('reconcile', '--json', ...options);
  const { answer: found, problem } = JSON.parse(out).tenants[0];
  return { exitCode, err, problem, ...found };
}
const causesIn = (found: { groups: { cause: string; code: string; count: number }[] }) =>
  found.groups.map(({ cause, code, count }) => `${cause} ${code} ${count}`.replace('  ', ' '));

/** An allocation of two lines to location 114, applied hours ago. */
async function allocate(refused: Record<number, string> = {}): Promise<void> {
  await put(
    `${ALLOCATIONS}/a.json`,
    list(allocation('HC1', '71501', { seq: '00101', line: '1' }, { seq: '00102', line: '2' })),
  );
  await pass();
  await netsuiteTakes(UPDATE, refused);
  now += 5 * HOUR;
}

const line = (number: number, fields: Partial<StatementRow> = {}) =>
  stated(number, { quantity: '1', ...fields });

describe('reconcile', () => {
  test('ends with 0 when both sides agree, and says what was compared', async () => {
    await allocate();
    await state([line(1), line(2)]);

    expect(await answer()).toMatchObject({
      exitCode: 0,
      agrees: true,
      differences: 0,
      lines: { compared: 2, agreed: 2, tooNew: 0, notCovered: 0 },
      openInBoth: { lines: 2 },
    });
    const { out } = await run('reconcile');
    expect(out).toContain('Both sides agree on 2 sales order lines.');
    expect(out).toContain('2 lines are allocated and shipped by neither side, the oldest since');
  });

  test('ends with 3 and lists each difference by its cause, with what each side has and what to do', async () => {
    await allocate({ 2: 'LINE_CLOSED' });
    await state([line(1, { locationId: '115' }), line(2, { locationId: '', state: 'closed', closed: 'T' })]);

    const found = await answer();

    expect([found.exitCode, causesIn(found)]).toEqual([
      3,
      ['ALLOCATION_REFUSED LINE_CLOSED 1', 'ALLOCATION_CHANGED 1'],
    ]);
    const { out } = await run('reconcile');
    expect(out).toContain('The two sides differ on 2 sales order lines (2 differences), and agree on 0.');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'HotWax allocated to location 114; NetSuite: line 1 is allocated, at location 115',
    );
    expect(out).toContain('NetSuite refused it: No.');
    expect(out).toMatch(/Do: Reopen the line/);
  });

  test('counts a line once, however many differences it has', async () => {
    for (const [name, fulfillment] of [
      ['2026-01-01-00-00-00-000-aaaaaaaa-SalesOrderFulfillment.csv', '901'],
      ['2026-01-01-00-00-00-000-bbbbbbbb-SalesOrderFulfillment.csv', '902'],
    ] as const)
      await put(`${FULFILLED}/${name}`, exported(fulfillment, ''));
    await pass();
    now += 5 * HOUR;
    await state(['901', '902'].map((fulfillmentId) => ({ ...shippedByNetSuite(), fulfillmentId })));

    expect(await answer()).toMatchObject({
      exitCode: 3,
      groups: [{ cause: 'EXPORT_REFUSED', count: 2, lines: 1, orders: 1 }],
    });
    expect((await run('reconcile')).out).toContain(
      'EXPORT_REFUSED (MISSING_ORDER_ID): 1 line of 1 order, 2 differences\n',
    );
  });

  test('finds the same without an index of its own', async () => {
    await configure('');
    await allocate({ 2: 'LINE_CLOSED' });
    await state([line(1), line(2, { locationId: '' })]);

    expect(causesIn(await answer())).toEqual(['ALLOCATION_REFUSED LINE_CLOSED 1']);
  });

  test('knows what waits, in either direction', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101', line: '1' })));
    await put(`${FULFILLED}/2026-01-01-00-00-00-000-aaaaaaaa-SalesOrderFulfillment.csv`, exported());
    await pass();
    now += 5 * HOUR;
    await state([line(1, { locationId: '' }), shippedByNetSuite()]);

    expect(causesIn(await answer())).toEqual(['ALLOCATION_WAITS 1', 'EXPORT_NOT_TAKEN 1']);

    await netsuiteTakes(UPDATE);
    for (const name of await filesIn(COMPLETED)) await rm(join(root, COMPLETED, name));
    now += 5 * HOUR;
    await state([line(1), shippedByNetSuite()]);
    expect(await answer()).toMatchObject({ exitCode: 0, lines: { compared: 2, agreed: 2 } });
  });

  test('follows a shipment to its item fulfillment, and says when that is gone', async () => {
    await put(`${SHIPMENTS}/s.json`, list(shipment('HC1', '71501', 'S1', { seq: '00101', line: '1' })));
    await pass();
    await netsuiteTakes(EXPORT);
    now += 5 * HOUR;
    const fulfilled = line(1, {
      state: 'fulfilled',
      fulfillmentId: '900',
      fulfillmentStatus: 'shipped',
      fulfilledAt: new Date(now - 4 * HOUR).toISOString(),
      shipmentId: 'S1',
      shippedQuantity: '1',
      shippedFrom: '114',
      trackingNumber: '1Z-S1',
      notExported: 'SHIPPED_BY_HOTWAX',
    });
    await state([fulfilled]);
    expect((await answer()).exitCode).toBe(0);

    now += 1000;
    await state([line(1)]);
    expect(causesIn(await answer())).toEqual(['SHIPMENT_DELETED 1']);
  });

  test('does not judge what moved after the statement, or in the half hour before', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101', line: '1' })));
    await pass();
    now += 60_000;
    await state([line(1, { locationId: '' })]);

    expect(await answer()).toMatchObject({ exitCode: 0, lines: { compared: 0, tooNew: 1 } });
    expect((await run('reconcile')).out).toMatch(
      /^No sales order line could be compared by this statement\.\n/,
    );
    expect(causesIn(await answer('--grace', '0'))).toEqual(['ALLOCATION_WAITS 1']);
  });

  test('writes every difference to a file for a spreadsheet', async () => {
    await allocate();
    await state([line(1, { locationId: '115' }), line(2, { locationId: '=1+1' })]);

    await run('reconcile', '--csv', join(root, 'differences.csv'));

    const { header, rows } = parseCsv(readFileSync(join(root, 'differences.csv'), 'utf8'));
    expect(rows.map((cells) => [cells[header.indexOf('cause')], cells[header.indexOf('line')]])).toEqual([
      ['ALLOCATION_CHANGED', '1'],
      ['ALLOCATION_CHANGED', '2'],
    ]);
  });

  test('fails where the files cannot be asked, whatever the index knows', async () => {
    await allocate();
    await state([line(1), line(2)]);
    expect((await answer()).exitCode).toBe(0);
    await writeFile(
      join(root, 'transformer.yaml'),
      `connection: { folder: ${JSON.stringify(join(root, 'nowhere'))} }\nindex: { file: index.sqlite }\n`,
    );

    expect(await answer()).toMatchObject({ exitCode: 1, problem: { code: 'NOT_FOUND' } });
    expect((await run('reconcile')).out).toBe('Nothing could be compared.\n');
  });

  test('does not take an order for another whose external id is its internal id', async () => {
    await allocate();
    await state([line(1, { salesOrderId: '90000', externalId: '71501', orderId: 'HC777', locationId: '5' })]);

    expect(await answer()).toMatchObject({ differences: 0, lines: { compared: 0, notCovered: 2 } });
  });

  test('names lines that HotWax has allocated and NetSuite has closed, which files of HotWax do not explain', async () => {
    await allocate();
    await state([line(1, { state: 'closed', closed: 'T' }), line(2)]);

    expect(await answer()).toMatchObject({
      exitCode: 0,
      openInBoth: { lines: 1 },
      closedInNetSuite: {
        lines: 1,
        cases: [{ orderId: 'HC1', orderItemSeqId: '00101', salesOrder: '71501' }],
      },
    });
    expect((await run('reconcile')).out).toContain(
      '1 line that HotWax has allocated is closed or cancelled in NetSuite; see that HotWax has cancelled\nit, too:\n    HC1 item 00101, sales order 71501, line 1\n',
    );
  });

  test('says that a clock is wrong where the statement is later than now, and of how many minutes', async () => {
    await allocate();
    await state([line(1), line(2)]);
    expect((await answer()).err).toBe('');
    now -= HOUR;

    expect(await answer()).toMatchObject({
      exitCode: 0,
      err: expect.stringMatching(/^The statement is of 60 minutes from now: .* --grace 90\.\n$/),
    });
  });

  test('prints what it found although the file for a spreadsheet cannot be written', async () => {
    await allocate();
    await state([line(1), line(2, { locationId: '115' })]);

    const { exitCode, out, err } = await run('reconcile', '--csv', join(root, 'nowhere', 'd.csv'));

    expect([exitCode, out, err]).toEqual([
      1,
      expect.stringContaining('differ on 1'),
      expect.stringMatching(/^STORE_FAILED/),
    ]);
  });

  test.each(['', '-'])('takes "%s" for no file of differences', async (name) => {
    expect((await run('reconcile', '--csv', name)).exitCode).toBe(2);
    expect(existsSync('-')).toBe(false);
  });

  test('has the same in the pages of report, and a statement that is cut short keeps none of them away', async () => {
    await allocate();
    const name = await state([line(1, { state: 'closed', closed: 'T' }), line(2, { locationId: '115' })]);
    const pages = join(root, 'pages');
    const agreement = async () => {
      const { exitCode, err } = await run('report', '--html', pages);
      expect([exitCode, err]).toEqual([0, '']);
      const names = (await readdir(pages)).filter((one) => one.endsWith('.html'));
      return names
        .map((one) => readFileSync(join(pages, one), 'utf8'))
        .find((one) => one.includes('line by line'));
    };

    const whole = await agreement();
    expect(whole).toContain('1 line that HotWax has allocated is closed or cancelled in NetSuite.');
    expect(whole).toContain('NetSuite had applied the allocation, and has another location now');

    await put(`${STATEMENTS}/${name}`, '{');
    expect(await agreement()).toContain('They could not be compared:');
  });

  test('names orders by their external ids where files do', async () => {
    await configure('netsuite: { orderKey: externalId, externalIdTemplate: "SO_{orderId}" }');
    await allocate();
    await state([line(1, { orderId: '' }), line(2, { orderId: '', locationId: '115' })]);

    expect(causesIn(await answer())).toEqual(['ALLOCATION_CHANGED 1']);
  });
});

describe('a statement', () => {
  test('that is not there is asked for, with an advice and exit code 1', async () => {
    const { exitCode, problem, err } = await answer();

    expect([exitCode, problem.code]).toEqual([1, 'NO_STATEMENT']);
    expect(err).toContain('reconcile --request');
  });

  test('of which the last part is missing is not compared: the one before it is', async () => {
    await allocate();
    await state([line(1), line(2)]);
    now += HOUR;
    const half = await state([line(1, { locationId: '' })]);
    await rm(join(root, STATEMENTS, half));

    expect(await answer()).toMatchObject({ exitCode: 0, agrees: true });
  });

  test.each([
    ['that is missing', (path: string) => rm(path)],
    ['that is cut short', (path: string) => writeFile(path, readFileSync(path, 'utf8').slice(0, -20))],
    [
      'that somebody has changed',
      (path: string) => appendFile(path, `${readFileSync(path, 'utf8').split('\n')[1]}\n`),
    ],
  ])('with a part %s is refused as a whole', async (_what, damage) => {
    await allocate();
    await state([line(1), line(2)]);
    const part = (await filesIn(STATEMENTS)).find((name) => name.endsWith('.csv')) ?? '';
    await damage(join(root, STATEMENTS, part));

    expect(await answer()).toMatchObject({ exitCode: 1, problem: { code: 'INCOMPLETE_STATEMENT' } });
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, 200)],
    ['empty', () => ''],
    ['without its parts', (text: string) => JSON.stringify({ ...JSON.parse(text), parts: [] })],
    [
      'with a part named twice',
      (text: string) => {
        const manifest = JSON.parse(text);
        return JSON.stringify({ ...manifest, rows: 4, parts: [...manifest.parts, ...manifest.parts] });
      },
    ],
  ])('of which the last part is %s is refused, and the one before it can be named', async (_what, damage) => {
    await allocate();
    const first = await state([line(1), line(2)]);
    now += HOUR;
    const name = await state([line(1), line(2)]);
    await put(`${STATEMENTS}/${name}`, damage(readFileSync(join(root, STATEMENTS, name), 'utf8')));

    const { exitCode, problem, err } = await answer();

    expect([exitCode, problem.code]).toEqual([1, 'INCOMPLETE_STATEMENT']);
    expect(err).toContain('reconcile --request');
    expect((await answer('--statement', first)).exitCode).toBe(0);
  });

  test('of before can be named', async () => {
    await allocate();
    const first = await state([line(1, { locationId: '' }), line(2)]);
    now += HOUR;
    await state([line(1), line(2)]);

    expect((await answer()).exitCode).toBe(0);
    expect((await answer('--statement', first)).exitCode).toBe(3);
    expect(await answer('--statement', 'nonsense.json')).toMatchObject({
      exitCode: 1,
      problem: { code: 'NO_STATEMENT' },
    });
  });

  test('is asked for by a file where the script looks, which appears whole', async () => {
    const { exitCode, out } = await run('reconcile', '--request', '--since', '2026-01-01T00:00:00Z');

    const [name = ''] = await filesIn(`${STATEMENTS}/request`);
    expect([exitCode, out]).toEqual([0, expect.stringContaining(name)]);
    expect(JSON.parse(readFileSync(join(root, STATEMENTS, 'request', name), 'utf8'))).toEqual({
      requestedAt: new Date(now).toISOString(),
      since: '2026-01-01T00:00:00.000Z',
    });
    expect(await filesIn(`${STATEMENTS}/request/.tmp`)).toEqual([]);
    expect((await run('reconcile', '--since', '2026-01-01T00:00:00Z')).exitCode).toBe(2);
  });

  test('that was asked for and not written is named, and the older one compared', async () => {
    await allocate();
    await state([line(1), line(2)]);
    expect((await answer()).err).toBe('');
    now += HOUR;
    await run('reconcile', '--request');
    now += HOUR;

    for (const place of ['', 'processing/']) {
      const { exitCode, err } = await answer();
      expect([exitCode, err]).toEqual([
        0,
        expect.stringMatching(/^A statement was asked for \(netsuite\/statement/),
      ]);
      const [name = ''] = await filesIn(`${STATEMENTS}/request`).catch(() => []);
      await mkdir(join(root, STATEMENTS, 'request/processing'), { recursive: true });
      if (place === '')
        await rename(
          join(root, STATEMENTS, 'request', name),
          join(root, STATEMENTS, 'request/processing', name),
        );
    }
    const [taken = ''] = await filesIn(`${STATEMENTS}/request/processing`);
    await rm(join(root, STATEMENTS, 'request/processing', taken));
    expect((await answer()).err).toBe('');
  });

  test.each([['--json'], ['--csv', 'x.csv'], ['--statement', 'x.json']])(
    'is not asked for together with %s, which is for an answer',
    async (...words) => {
      expect((await run('reconcile', '--request', ...words)).exitCode).toBe(2);
      expect(existsSync(join(root, STATEMENTS))).toBe(false);
    },
  );

  test('lies in another folder where the configuration says so', async () => {
    await configure('netsuite: { statementFolder: elsewhere/statement }');

    await run('reconcile', '--request');

    expect(existsSync(join(root, 'elsewhere/statement/request'))).toBe(true);
  });
});

const exported = (itemFulfillmentId = '901', orderId = 'HC9'): string =>
  formatExportedLines([
    {
      orderId,
      orderItemSeqId: '00101',
      externalFacilityId: '114',
      shippedDate: '2026-01-01T00:00:00Z',
      quantity: '1',
      trackingNumber: '1Z9',
      carrier: '',
      shippingMethod: '',
      shippingMethodId: '',
      itemFulfillmentId,
      itemFulfillmentLineId: '1',
    },
  ]);

const shippedByNetSuite = (): StatementRow =>
  line(1, {
    salesOrderId: '71509',
    orderId: 'HC9',
    externalId: '',
    state: 'fulfilled',
    fulfillmentId: '901',
    fulfillmentLineId: '1',
    fulfillmentStatus: 'shipped',
    fulfilledAt: '2026-01-01T00:00:00Z',
    shippedQuantity: '1',
    shippedFrom: '114',
    trackingNumber: '1Z9',
    exported: 'T',
    exportFile: '2026-01-01-00-00-00-000-aaaaaaaa-SalesOrderFulfillment.csv',
  });
