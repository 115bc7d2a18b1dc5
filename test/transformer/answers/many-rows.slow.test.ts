import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noIds } from '#feeds/rows/row-ids.ts';
import { find } from '../../../transformer/answers/find.ts';
import { problemsIn } from '../../../transformer/answers/problems.ts';
import { defaultRoutes } from '../../../transformer/folders/folders.ts';
import type { RowOutcome } from '../../../transformer/row-index/indexed-row.ts';
import { noteRows } from '../../../transformer/row-index/note-rows.ts';
import { openRowIndex, type RowIndex } from '../../../transformer/row-index/open-index.ts';
import { extentOf } from '../../../transformer/row-index/read-index.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const FILES = 1000;
const ROWS = 1000;
const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;

const applied: RowOutcome = { kind: 'applied', code: '' };
const refused: RowOutcome = { kind: 'refused', code: 'MISSING_NETSUITE_LINE_ID' };

let folder: TemporaryFolder;
let index: RowIndex;

beforeAll(async () => {
  folder = await makeTemporaryFolder();
  index = openRowIndex(join(folder.path, 'index.sqlite'));
  for (let file = 0; file < FILES; file += 1) writeFile(file);
}, 120_000);
afterAll(async () => {
  index.close();
  await folder.remove();
});

/** Every thousandth row is refused. */
function writeFile(file: number): void {
  const at = NOW - (FILES - file) * HOUR;
  const notes = noteRows(index);
  for (let row = 1; row <= ROWS; row += 1) {
    const number = file * ROWS + row;
    const isRefused = row === 500;
    const ids = {
      ...noIds,
      names: [`#${number}`],
      salesOrder: String(7_000_000 + number),
      line: '1',
      shipment: `S${number}`,
    };
    const outcome = isRefused ? refused : applied;
    const known = { ...ids, row, outcome, orderId: `HC${number}`, orderItemSeqId: '00101', record: '' };
    const refusal = isRefused ? { code: refused.code, field: 'line', message: 'None.' } : undefined;
    notes.add({ ...known, tracking: `1Z${number}` }, refusal);
  }
  const nothing = { output: '', errors: '', code: '', message: '', basis: 'decided' as const };
  const counts = { applied: ROWS - 1, rejected: 1, skipped: {} };
  const place = {
    side: 'transformer' as const,
    feed: 'fulfilled-order-items' as const,
    folder: 'in',
    place: 'archive' as const,
  };
  notes.finish({ ...place, ...counts, ...nothing, name: `f${file}.json`, at, made: at });
}

const timed = <Result>(work: () => Result): [Result, number] => {
  const begun = performance.now();
  return [work(), performance.now() - begun];
};

describe('with 1,000,000 rows', () => {
  test('an order is found by any id within a second, and so is that there is none', () => {
    expect(extentOf(index).rows).toBe(1_000_000);
    for (const id of ['HC700001', '#700001', '7700001', 'S700001', '1z700001']) {
      const [{ items }, took] = timed(() => find(index, defaultRoutes(), id, { pauses: [], now: NOW }));
      expect(items).toMatchObject([{ orderId: 'HC700001' }]);
      expect(took).toBeLessThan(1000);
    }
    const [{ items, searched }, took] = timed(() =>
      find(index, defaultRoutes(), 'HC0', { pauses: [], now: NOW }),
    );
    expect([items, searched.rows]).toEqual([[], 1_000_000]);
    expect(took).toBeLessThan(1000);
  });

  test('what is wrong is known within a second, once it was looked for before', () => {
    expect(problemsIn(index, [], { pauses: [], now: NOW })).toMatchObject([{ count: 1000 }]);
    const [problems, took] = timed(() => problemsIn(index, [], { pauses: [], now: NOW }));
    expect(problems).toMatchObject([{ count: 1000 }]);
    expect(took).toBeLessThan(1000);
    expect(existsSync(index.path)).toBe(true);
  });
});
