/** Rows nobody thought of: whatever a file says, each row is applied once, skipped by rule, or refused with its reason. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CLOSED_STORE,
  GIFT_CARD,
  ITEM,
  KIT,
  OTHER_STORE,
  openScenario,
  type Scenario,
  SERIAL_ITEM,
  SERVICE,
  STORE,
  WAREHOUSE,
} from './scenario.ts';

const UPDATE = 'customdeploy_update_salesorder';
const CREATE = 'customdeploy_create_itemfulfillment';

const odd = fc.oneof(
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    '1.0',
    '1e3',
    'NaN',
    '"',
    ',',
    '\n',
    '=1+1',
    '__proto__',
    'x'.repeat(400),
  ),
);
/** Mostly right, at times anything. */
const mostly = <Value>(right: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: odd });

const line = fc.record({
  item: fc.constantFrom(ITEM, ITEM, ITEM, KIT, GIFT_CARD, SERVICE, SERIAL_ITEM),
  quantity: fc.integer({ min: 1, max: 4 }),
  isclosed: fc.constantFrom(false, false, false, true),
  location: fc.constantFrom(undefined, STORE, WAREHOUSE),
});
const orders = fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });

const locations = fc.constantFrom(STORE, STORE, WAREHOUSE, OTHER_STORE, CLOSED_STORE, 7).map(String);
const lineIds = fc.integer({ min: 1, max: 5 }).map(String);

const enter = (scenario: Scenario, lists: readonly (readonly object[])[]): number[] =>
  lists.map((lines) => {
    const given = lines.map(({ location, ...rest }: { location?: number | undefined }) =>
      location === undefined ? rest : { ...rest, location },
    );
    return scenario.order(given);
  });

const number = (entry: Readonly<Record<string, unknown>> | undefined, field: string): number =>
  Number(entry?.[`custrecord_hc_ff_${field}`]);

/** What the ledger, the error file and the folders say of a settled file agrees. */
function expectAccounted(scenario: Scenario, folder: string, name: string): void {
  const entry = scenario.ledger(name);
  const rejected = number(entry, 'rejected');
  expect(scenario.files(`${folder}/processing`)).toEqual([]);
  expect(scenario.files(folder)).toEqual([]);
  if (entry?.custrecord_hc_ff_status === 'Failed') {
    expect(scenario.refusals(folder, name)).toHaveLength(1);
    return;
  }
  expect(number(entry, 'applied') + rejected + number(entry, 'skipped')).toBe(number(entry, 'rows'));
  const refused = scenario.refusals(folder, name);
  expect(refused).toHaveLength(rejected);
  expect(new Set(refused.map(({ row }) => row)).size).toBe(rejected);
  for (const { file, row, code, message } of refused) {
    expect([file, Number(row) > 0, code !== '', message !== '']).toEqual([name, true, true, true]);
  }
}

test('allocations of any kind are accounted for, and add no line', () => {
  const row = fc.tuple(
    mostly(fc.integer({ min: 0, max: 3 })),
    mostly(lineIds),
    mostly(fc.oneof(locations, fc.constant(''))),
    mostly(fc.constantFrom('', '', 'T', 'F')),
    mostly(fc.constantFrom('', '', 'hotwax-fulfilled')),
  );
  fc.assert(
    fc.property(orders, fc.array(row, { maxLength: 12 }), (lists, rows) => {
      const scenario = openScenario();
      try {
        const ids = enter(scenario, lists);
        const cell = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
        const text = rows.map(([order, ...cells]) =>
          [typeof order === 'number' ? (ids[order] ?? 999999) : order, ...cells].map(cell).join(','),
        );
        scenario.put(
          'salesorder/update/a.csv',
          `${['internalId,lineId,location,closed,tags', ...text].join('\n')}\n`,
        );
        expect(scenario.run(UPDATE).ended).toBe('normally');
        expectAccounted(scenario, 'salesorder/update', 'a.csv');
        for (const [index, id] of ids.entries())
          expect(scenario.account.getRecord('salesorder', id).sublists.item).toHaveLength(
            lists[index]?.length ?? 0,
          );
      } finally {
        scenario.end();
      }
    }),
    { numRuns: 50 },
  );
});

test('shipments of any kind are accounted for, and fulfill exactly what was applied', () => {
  const item = fc.record(
    {
      line_id: mostly(lineIds),
      location_id: mostly(locations),
      quantity: mostly(fc.integer({ min: 1, max: 4 }).map(String)),
      order_item_seq_id: mostly(fc.integer({ min: 101, max: 106 }).map((id) => `00${id}`)),
      shipment_id: mostly(fc.constantFrom('S1', 'S2')),
      tracking_number: mostly(fc.constantFrom('1Z1', '1Z1 | 1Z2', '')),
      ship_method_id: fc.constantFrom('2830', '', '2830', '9999'),
      shipped_date: mostly(fc.constantFrom('2026-02-27T23:30:00Z', '')),
      tags: mostly(fc.constant('hotwax-fulfilled')),
    },
    { requiredKeys: ['line_id', 'location_id', 'quantity'] },
  );
  const file = fc.array(
    fc.record({ order_id: mostly(fc.integer({ min: 0, max: 3 })), items: fc.array(item, { maxLength: 5 }) }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(orders, file, (lists, elements) => {
      const scenario = openScenario();
      try {
        const ids = enter(scenario, lists);
        const named = elements.map(({ order_id, items }) => ({
          order_id: typeof order_id === 'number' ? String(ids[order_id] ?? 999999) : order_id,
          items,
        }));
        scenario.put('fulfilledsalesorder/export/a.json', JSON.stringify(named));
        expect(scenario.run(CREATE).ended).toBe('normally');
        expectAccounted(scenario, 'fulfilledsalesorder/export', 'a.json');

        const refused = new Set(
          scenario.refusals('fulfilledsalesorder/export', 'a.json').map(({ row }) => Number(row)),
        );
        const all = named.flatMap(({ items }) => items);
        const asked = all
          .filter((_, index) => !refused.has(index + 1))
          .reduce((sum, { quantity }) => sum + Number(quantity), 0);
        const shipped = scenario.account
          .listRecords('itemfulfillment')
          .flatMap(({ sublists }) => sublists.item ?? [])
          .filter(({ kitmemberof }) => (kitmemberof ?? null) === null)
          .reduce((sum, { quantity }) => sum + Number(quantity), 0);
        expect(shipped).toBeCloseTo(asked - number(scenario.ledger('a.json'), 'skipped'));
      } finally {
        scenario.end();
      }
    }),
    { numRuns: 50 },
  );
});
