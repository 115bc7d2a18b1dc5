import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDisplay } from '../../demo/display.ts';
import { formatUnsaved } from '../../demo/feed-report.ts';
import { command } from '../transformer/command.ts';
import { type RoundTripOptions, type RoundTripResult, runRoundTrip } from '../../demo/round-trip.ts';

const out = mkdtempSync(join(tmpdir(), 'round-trip-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const roundTrip = (
  orders: number,
  seed: number,
  write: (text: string) => void = () => undefined,
  meddle: RoundTripOptions['meddle'] = () => undefined,
) =>
  runRoundTrip({
    meddle,
    project: join(import.meta.dirname, '../../dist/netsuite'),
    out: join(out, String(seed)),
    orders,
    seed,
    display: createDisplay({ write }, Date.now),
  });

test('the folder for its files is emptied only if it is a folder: a link and what it leads to stay', async () => {
  const theirs = join(out, 'theirs');
  mkdirSync(theirs);
  writeFileSync(join(theirs, 'precious'), '');
  symlinkSync(theirs, join(out, '4242'));
  await expect(roundTrip(1, 4242)).rejects.toThrow(/4242 is not a folder.*Move it away/);
  expect([lstatSync(join(out, '4242')).isSymbolicLink(), readdirSync(theirs)]).toEqual([true, ['precious']]);
});

describe('the round trip over a real SFTP connection', () => {
  let result: RoundTripResult;
  const lines: string[] = [];
  beforeAll(async () => {
    result = await roundTrip(80, 1, (text) => lines.push(text));
  });

  test('leaves both sides in agreement line by line, by the statement that NetSuite writes', () => {
    expect(result.reconciliation.differences).toEqual([]);
    expect(result.reconciled).toBe(true);
  });

  test('leaves a configuration and an index, on which the commands of the transformer answer', async () => {
    const configuration = join(out, '1/transformer.yaml');
    const { exitCode, out: answer } = await command(['problems', '--json', '--config', configuration]);
    const [{ problems }] = JSON.parse(answer).tenants;
    expect([exitCode, problems.some(({ code }: { code: string }) => code === 'NOT_SAVED')]).toEqual([
      0,
      true,
    ]);
    expect((await command(['index', '--config', configuration])).out).toMatch(/ 0 files read now\.$/m);
  });

  test('ends at about now, so that nothing of it is later, and what both sides have can be compared', async () => {
    const place = ['--json', '--config', join(out, '1/transformer.yaml')];
    const { exitCode, err, out: answer } = await command(['reconcile', ...place]);
    const [{ answer: compared }] = JSON.parse(answer).tenants;
    expect([exitCode, err]).toEqual([3, '']);
    expect(compared.lines).toMatchObject({ tooNew: 0, notCovered: 0 });
    expect(Date.now() - Date.parse(compared.statement.at)).toBeLessThan(60 * 60_000);
    const state = JSON.parse((await command(['status', ...place])).out);
    expect(Date.parse(state.tenants[0].done.last.endedAt)).toBeLessThan(Date.now());
  });

  test('applies, rejects or skips every row of every feed', () => {
    expect(result.feeds.map(({ feed }) => feed)).toEqual([
      'brokered-order-items',
      'item-fulfillments',
      'fulfilled-order-items',
    ]);
    for (const { rows, applied, rejected, skipped } of result.feeds) {
      expect(applied + rejected + skipped).toBe(rows);
      expect(applied).toBeGreaterThan(0);
      expect(rejected).toBeGreaterThan(0);
    }
  });

  test('names file, row, field and reason of everything that is wrong on purpose', () => {
    const codes = new Set(result.refused.map(({ code }) => code));
    for (const code of [
      'MISSING_NETSUITE_ORDER_ID',
      'MISSING_NETSUITE_LINE_ID',
      'MISSING_NETSUITE_PRODUCT_ID',
      'MISSING_FACILITY_GROUPS',
      'LINE_NOT_FOUND',
      'ORDER_NOT_OPEN',
      'LOCATION_INACTIVE',
      'ITEM_DIFFERS',
      'MISSING_ORDER_ID',
      'MORE_THAN_REMAINS',
      'NOT_JSON',
    ]) {
      expect(codes).toContain(code);
    }
    for (const { file, row, message } of result.refused) {
      expect([file, row, message]).not.toContain('');
    }
  });

  test('reports what a script of the account said of an order that it did not let through', () => {
    const unsaved = result.refused.filter(({ code }) => code === 'NOT_SAVED');
    expect(unsaved.length).toBeGreaterThan(1);
    for (const { message } of unsaved) expect(message).toContain('held for a fraud check');
    expect(formatUnsaved(result.refused, 80).replaceAll('\n', ' ')).toContain('held for a fraud check');
  });

  test('recognises the file that is sent twice', () => {
    const [, , fulfilled] = result.feeds;
    expect(fulfilled?.skippedBy.ALREADY_APPLIED).toBeGreaterThan(0);
  });

  test('reports each step as it comes', () => {
    const told = lines.join('');
    const steps = ['Transformer: one pass', 'customdeploy_update_salesorder', 'Order Item Fulfillment'];
    const places = steps.map((step) => told.indexOf(step));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  test('leaves the files of the run to look at', () => {
    expect(readdirSync(join(out, '1/sftp/home/hotwax')).sort()).toEqual(['hotwax', 'netsuite']);
  });
});

test.each([7, 8, 9])('other orders agree just as well: seed %d', async (seed) => {
  const result = await roundTrip(60, seed);

  expect(result.reconciliation.differences).toEqual([]);
});

describe('a disagreement is found when', () => {
  const differences = async (meddle: RoundTripOptions['meddle']): Promise<string> => {
    const result = await roundTrip(50, 4, () => undefined, meddle);
    expect(result.reconciled).toBe(false);
    return result.reconciliation.differences.join('\n');
  };

  test('HotWax has not taken what NetSuite shipped', async () => {
    const found = await differences(({ host }) => {
      const completed = join(host.folder, 'netsuite/salesorder/import/fulfillment');
      const [name = ''] = readdirSync(join(completed, 'archive')).slice(-1);
      renameSync(join(completed, 'archive', name), join(completed, name));
    });
    expect(found).toMatch(
      /^EXPORT_NOT_TAKEN: HotWax has not been told, order \S+ item \d{5}; NetSuite: item fulfillment \d+ has shipped/m,
    );
  });

  test('a shipment of a store is missing in NetSuite', async () => {
    const found = await differences(({ netsuite }) => {
      const [fulfillment] = netsuite.account
        .listRecords('itemfulfillment')
        .filter(({ fields }) => fields.custbody_hc_shipment_id);
      netsuite.account.asUser(({ record }) =>
        record.delete({ type: 'itemfulfillment', id: fulfillment?.id ?? 0 }),
      );
    });
    expect(found).toMatch(/^SHIPMENT_DELETED: HotWax shipped \d in shipment \S+, order \S+ item \d{5};/m);
  });

  test('a file is still waiting', async () => {
    const found = await differences(({ host }) => {
      writeFileSync(join(host.folder, 'netsuite/salesorder/update/late.csv'), 'internalId,lineId\n');
    });
    expect(found).toBe('netsuite/salesorder/update/late.csv is still waiting.');
  });
});
