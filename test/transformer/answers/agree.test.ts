import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { noIds } from '#feeds/rows/row-ids.ts';
import { agreementOn, daysIn } from '../../../transformer/answers/by-day/agree.ts';
import { isEven } from '../../../transformer/answers/by-day/balance.ts';
import { dayOf, lastDays, spanOfDay } from '../../../transformer/answers/by-day/days.ts';
import { zoneOffset } from '../../../transformer/config/time-zone.ts';
import { type FileEntry, filesWhere } from '../../../transformer/row-index/files-table.ts';
import type { RowOutcome } from '../../../transformer/row-index/indexed-row.ts';
import { noteRows } from '../../../transformer/row-index/note-rows.ts';
import { IN_MEMORY, openRowIndex, type RowIndex } from '../../../transformer/row-index/open-index.ts';
import { firstOf, listRows, talliesOf } from '../../../transformer/row-index/period.ts';
import { openRefusals } from '../../../transformer/row-index/settle-refusals.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const utc = zoneOffset('UTC');

let index: RowIndex;
beforeEach(() => {
  index = openRowIndex(IN_MEMORY);
});
afterEach(() => index.close());

const applied: RowOutcome = { kind: 'applied', code: '' };
const refused: RowOutcome = { kind: 'refused', code: 'INVALID_ID' };
const skipped: RowOutcome = { kind: 'skipped', code: 'CANCELLED' };

type Row = [facility: string, location: string, outcome: RowOutcome];

function note(
  entry: Partial<FileEntry>,
  rows: readonly Row[],
  changes: readonly [number, RowOutcome][] = [],
): void {
  const file: FileEntry = {
    side: 'transformer',
    feed: 'brokered-order-items',
    folder: 'in',
    name: 'a.json',
    place: 'archive',
    at: NOW,
    made: NOW,
    applied: 0,
    rejected: 0,
    skipped: {},
    output: '',
    errors: '',
    code: '',
    message: '',
    basis: 'decided',
    ...entry,
  };
  const notes = noteRows(index, file);
  for (const [at, [facility, location, outcome]] of rows.entries())
    notes.add(
      {
        ...noIds,
        row: at + 1,
        facility,
        location,
        outcome,
        orderId: `HC${at}`,
        orderItemSeqId: '1',
        record: '',
      },
      outcome.kind === 'refused' ? { code: outcome.code, field: 'x', message: 'Bad.' } : undefined,
    );
  for (const [row, outcome] of changes)
    notes.change(row, outcome, { code: outcome.code, field: 'x', message: 'Late.' });
  notes.finish(file);
}

describe('the rows of a day', () => {
  test('are counted by facility and outcome, also those that only the end of the file decides', () => {
    note(
      { applied: 1, rejected: 2, skipped: { CANCELLED: 1 } },
      [
        ['A', '1', applied],
        ['A', '1', applied],
        ['B', '2', refused],
        ['A', '1', skipped],
      ],
      [[2, refused]],
    );
    const day = agreementOn(index, '2026-03-01', utc);
    expect(day?.facilities).toMatchObject([
      { facility: 'A', location: '1', rows: 3, applied: 1, refused: 1, skipped: 1 },
      { facility: 'B', location: '2', rows: 1, applied: 0, refused: 1, skipped: 0 },
    ]);
    expect([day?.facilities.every(isEven), day?.uneven]).toEqual([true, []]);
    expect(openRefusals(index).map(({ row, message }) => [row, message])).toEqual([
      [2, 'Late.'],
      [3, 'Bad.'],
    ]);
  });

  test('that name the location alone belong to the facility that other rows name it by', () => {
    note({ applied: 1 }, [['A', '1', applied]]);
    note({ feed: 'item-fulfillments', name: 'b.csv', applied: 1 }, [['', '1', applied]]);
    expect(agreementOn(index, '2026-03-01', utc)?.facilities.map(({ facility }) => facility)).toEqual([
      'A',
      'A',
    ]);
  });

  test('do not add up where the record of their file says something else, and it is named', () => {
    note({ applied: 5 }, [['A', '1', applied]]);
    expect(agreementOn(index, '2026-03-01', utc)?.uneven).toMatchObject([
      { file: { name: 'a.json' }, counted: { rows: 5 }, noted: { rows: 1 } },
    ]);
  });

  test('are compared with what their receiver made of them', () => {
    const netsuite = { side: 'netsuite', folder: 'out', at: NOW + 60_000 } as const;
    note({ applied: 3, output: 'out/a.csv' }, [
      ['A', '1', applied],
      ['A', '1', applied],
      ['A', '1', applied],
    ]);
    note({ name: 'b.json', applied: 2, output: 'out/b.csv' }, [
      ['A', '1', applied],
      ['A', '1', applied],
    ]);
    note({ ...netsuite, name: 'a.csv', applied: 2, rejected: 1 }, []);
    expect(agreementOn(index, '2026-03-01', utc)?.receivers).toMatchObject([
      { to: 'NetSuite', delivered: 5, applied: 2, refused: 1, waiting: 0, other: 2 },
    ]);
    index.change((database) => database.exec("INSERT INTO places VALUES ('out', 'b.csv', 'waiting', 0)"));
    expect(agreementOn(index, '2026-03-01', utc)?.receivers).toMatchObject([{ waiting: 2, other: 0 }]);
  });

  test('count repeats as skipped, failed files as files, and nothing of another day', () => {
    note({ name: 'r.json', place: 'repeat', skipped: { REPEATED_FILE: 7 } }, []);
    note({ name: 'f.json', place: 'failed', code: 'NOT_JSON' }, []);
    note({ name: 'o.json', at: NOW - 86_400_000 * 3, applied: 1 }, [['A', '1', applied]]);
    const days = daysIn(index, NOW, 14, utc);
    expect(
      days.map(({ day, rows, skipped: left, files, failed }) => [day, rows, left, files, failed]),
    ).toEqual([
      ['2026-03-01', 7, 7, 2, 1],
      ['2026-02-28', 0, 0, 0, 0],
      ['2026-02-27', 0, 0, 0, 0],
      ['2026-02-26', 1, 0, 1, 0],
    ]);
  });

  test('can be listed from any place on, each once', () => {
    const rows = Array.from(
      { length: 1200 },
      (_, at): Row => [at % 2 ? 'A' : 'B', '1', at % 3 ? applied : refused],
    );
    note({ applied: 800, rejected: 400 }, rows);
    note({ name: 'b.json', applied: 1 }, [['A', '1', applied]]);
    const files = filesWhere(index, '1 = 1');
    const all = [...listRows(index, files, { kind: 'applied', isAt: ({ facility }) => facility === 'A' })];
    expect(all).toHaveLength(401);
    const first = firstOf(listRows(index, files, { kind: 'applied' }), 500);
    const last = first.at(-1);
    const rest = [
      ...listRows(index, files, { kind: 'applied' }, { file: last?.file.id ?? 0, row: last?.row ?? 0 }),
    ];
    expect(first.length + rest.length).toBe(801);
    expect(talliesOf(index, files[0] as (typeof files)[number])).toMatchObject([
      { count: 400 },
      { count: 400 },
      { count: 200 },
      { count: 200 },
    ]);
  });
});

describe('a day', () => {
  test('has 23 or 25 hours when the clocks are changed, and belongs to its zone', () => {
    const zone = zoneOffset('America/New_York');
    const hours = (day: string) => {
      const span = spanOfDay(day, zone);
      return span && (span.to - span.from) / 3_600_000;
    };
    expect(['2026-03-07', '2026-03-08', '2026-11-01'].map(hours)).toEqual([24, 23, 25]);
    expect(spanOfDay('2026-03-01', zone)?.from).toBe(Date.parse('2026-03-01T05:00:00Z'));
    expect(dayOf(Date.parse('2026-03-01T04:59:59Z'), zone)).toBe('2026-02-28');
    expect(lastDays(Date.parse('2026-03-01T04:00:00Z'), 2, zone)).toEqual(['2026-02-28', '2026-02-27']);
    for (const wrong of ['', '2026-13-01', 'today', '2026-3-1'])
      expect(spanOfDay(wrong, zone)).toBeUndefined();
  });
});
