import { expect } from '@jest/globals';
import { FOLDER, SCRIPT, savedOrders, scenario, sendWide } from '../allocation-scenario.ts';
import { describe, onEveryAccount, test } from '../every-account.ts';
import { CLOSED_STORE, ITEM, OTHER_ITEM, STORE, WAREHOUSE } from '../scenario.ts';

onEveryAccount('HC_SC_UpdateSalesOrders', () => {
  describe('a file of allocations', () => {
    test('sets the locations of its lines, touches nothing else and ends in the archive', () => {
      const order = scenario.order([{ quantity: 3 }, { item: OTHER_ITEM }]);
      sendWide('a.csv', [order, 1, ITEM, WAREHOUSE, 7, '', '']);

      scenario.run(SCRIPT);

      expect(scenario.line(order, 1)).toMatchObject({ location: String(WAREHOUSE), quantity: 3 });
      expect(scenario.line(order, 2).location ?? null).toBeNull();
      expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.csv']);
      expect(scenario.files(FOLDER)).toEqual([]);
      expect(scenario.files(`${FOLDER}/processing`)).toEqual([]);
      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
      expect(scenario.ledger('a.csv')).toMatchObject({
        custrecord_hc_ff_status: 'Done',
        custrecord_hc_ff_rows: 1,
        custrecord_hc_ff_applied: 1,
        custrecord_hc_ff_rejected: 0,
      });
    });

    test('is settled by the run that takes it, and nothing is left to a later one', () => {
      const order = scenario.order([{}]);
      sendWide('a.csv', [order, 1, '', WAREHOUSE, '', '', '']);

      scenario.run(SCRIPT);

      expect(scenario.ledger('a.csv')).toMatchObject({
        custrecord_hc_ff_status: 'Done',
        custrecord_hc_ff_attempts: 1,
      });
      expect(scenario.account.runQueue()).toEqual([]);
    });

    const HEADERS = [
      ['2023', 'External Id,Line Id,Item,ItemLocation,Closed,Quantity'],
      ['2024', 'Line Id,External id,Item,Closed,Quantity,Location'],
    ] as const;
    for (const [year, header] of HEADERS)
      test(`is read with the header of ${year}, whose key is the external id`, () => {
        const order = scenario.order([{}], { externalid: 'KR16360' });
        const cells: Record<string, string | number> = {
          'Line Id': 1,
          Item: ITEM,
          Location: STORE,
          ItemLocation: STORE,
        };
        const row = header
          .split(',')
          .map((name) => (/^external id$/i.test(name) ? 'KR16360' : (cells[name] ?? '')));
        scenario.put(`${FOLDER}/a.csv`, `\uFEFF${header}\r\n${row.join(',')}\r\n`);

        scenario.run(SCRIPT);

        expect(scenario.line(order, 1).location).toBe(String(STORE));
      });

    test('can tag, reject and close lines', () => {
      const order = scenario.order([{}, {}, {}]);
      scenario.put(
        `${FOLDER}/a.csv`,
        `lineId,internalId,tags,closed,rejected\n1,${order},gift wrapped,,\n2,${order},,T,\n3,${order},,,true\n`,
      );

      scenario.run(SCRIPT);

      expect(scenario.line(order, 1).custcol_hc_item_tag).toBe('gift wrapped');
      expect(scenario.line(order, 2).isclosed).toBe(true);
      expect(scenario.line(order, 3).custcol_hc_order_item_rejected).toBe(true);
    });

    test('has the last word when an older one about the same order waits too', () => {
      const order = scenario.order([{ location: STORE }]);
      sendWide('2026-03-02-14-00-00-000-aaaaaaaa-older.csv', [order, 1, '', WAREHOUSE, '', '', '']);
      sendWide('2026-03-02-14-00-01-000-00000000-newer.csv', [order, 1, '', STORE, '', '', '']);

      scenario.run(SCRIPT);

      expect(scenario.line(order, 1).location).toBe(String(STORE));
      expect(scenario.files(`${FOLDER}/archive`)).toHaveLength(2);
      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
    });

    test('that is empty, or a header alone, is archived, and no order is touched', () => {
      scenario.put(`${FOLDER}/empty.csv`, '');
      scenario.put(`${FOLDER}/header.csv`, 'internalId,lineId,location\n');

      const report = scenario.run(SCRIPT);

      expect(scenario.files(`${FOLDER}/archive`)).toEqual(['empty.csv', 'header.csv']);
      expect(savedOrders(report)).toEqual([]);
      expect(scenario.ledger('header.csv')).toMatchObject({
        custrecord_hc_ff_status: 'Done',
        custrecord_hc_ff_rows: 0,
      });
    });

    test('that is no file of allocations ends in failed, with the reason in an error file', () => {
      scenario.put(`${FOLDER}/other.csv`, 'sku,count\nA,1\n');

      scenario.run(SCRIPT);

      expect(scenario.files(`${FOLDER}/failed`)).toEqual(['other.csv']);
      expect(scenario.errors(FOLDER, 'other.csv')).toEqual(['0 UNREADABLE_FILE']);
      expect(scenario.ledger('other.csv')).toMatchObject({ custrecord_hc_ff_status: 'Failed' });
    });

    test('under a name that was applied before goes to failed/, whatever it contains', () => {
      const order = scenario.order([{}]);
      sendWide('a.csv', [order, 1, '', WAREHOUSE, '', '', '']);
      scenario.run(SCRIPT);
      sendWide('a.csv', [order, 1, '', STORE, '', '', '']);

      scenario.run(SCRIPT);

      expect(scenario.line(order, 1).location).toBe(String(WAREHOUSE));
      const [aside = ''] = scenario.files(`${FOLDER}/failed`);
      expect(scenario.errors(FOLDER, aside)).toEqual(['0 REPEATED_FILE_NAME']);
    });

    test('that failed may come again under its name once it is corrected', () => {
      const order = scenario.order([{}]);
      scenario.put(`${FOLDER}/a.csv`, 'sku,count\nA,1\n');
      scenario.run(SCRIPT);
      sendWide('a.csv', [order, 1, '', STORE, '', '', '']);

      scenario.run(SCRIPT);

      expect(scenario.line(order, 1).location).toBe(String(STORE));
      expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_status: 'Done' });
    });
  });

  describe('a row', () => {
    const rejected = (row: (string | number)[]): string[] => {
      sendWide('a.csv', row);
      scenario.run(SCRIPT);
      return scenario.errors(FOLDER, 'a.csv');
    };

    test('for a line the order does not have is refused, and no line is added', () => {
      const order = scenario.order([{}]);

      expect(rejected([order, 9, ITEM, WAREHOUSE, '', '', ''])).toEqual(['1 LINE_NOT_FOUND']);
      expect(scenario.lines(order)).toHaveLength(1);
    });

    test('for an order NetSuite does not have is refused', () => {
      expect(rejected([999999, 1, '', WAREHOUSE, '', '', ''])).toEqual(['1 ORDER_NOT_FOUND']);
      expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_status: 'Done with errors' });
    });

    test('whose order id is no internal id is refused without asking NetSuite', () => {
      expect(rejected(['SO-17', 1, '', WAREHOUSE, '', '', ''])).toEqual(['1 INVALID_ID']);
    });

    test('for a closed line is refused', () => {
      const order = scenario.order([{ isclosed: true }, {}]);

      expect(rejected([order, 1, '', WAREHOUSE, '', '', ''])).toEqual(['1 LINE_CLOSED']);
    });

    test('for an order that is closed or shipped is refused', () => {
      const closed = scenario.order([{ isclosed: true }]);
      const shipped = scenario.order([{ location: STORE }]);
      scenario.ship(shipped);
      sendWide('a.csv', [closed, 1, '', WAREHOUSE, '', '', ''], [shipped, 1, '', WAREHOUSE, '', '', '']);

      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 ORDER_NOT_OPEN', '2 ORDER_NOT_OPEN']);
    });

    test('that names another item than the line has is refused', () => {
      const order = scenario.order([{}]);

      expect(rejected([order, 1, OTHER_ITEM, WAREHOUSE, '', '', ''])).toEqual(['1 ITEM_DIFFERS']);
    });

    test('for a location that does not exist or is inactive is refused', () => {
      const order = scenario.order([{}, {}]);
      sendWide('a.csv', [order, 1, '', 7, '', '', ''], [order, 2, '', CLOSED_STORE, '', '', '']);

      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 LOCATION_NOT_FOUND', '2 LOCATION_INACTIVE']);
    });

    test('that is refused does not keep the others from being applied', () => {
      const order = scenario.order([{}, {}]);
      sendWide('a.csv', [order, 9, '', STORE, '', '', ''], [order, 1, '', STORE, '', '', '']);

      scenario.run(SCRIPT);

      expect(scenario.line(order, 1).location).toBe(String(STORE));
      expect(scenario.ledger('a.csv')).toMatchObject({
        custrecord_hc_ff_applied: 1,
        custrecord_hc_ff_rejected: 1,
      });
    });

    test('whose line is as it asks already is applied, and its order is not saved', () => {
      const order = scenario.order([{ location: STORE }]);
      sendWide('a.csv', [order, 1, '', STORE, '', '', '']);

      const report = scenario.run(SCRIPT);

      expect(savedOrders(report)).toEqual([]);
      expect(scenario.ledger('a.csv')).toMatchObject({
        custrecord_hc_ff_status: 'Done',
        custrecord_hc_ff_applied: 1,
      });
    });

    test('that contradicts another row for its line is refused together with it', () => {
      const order = scenario.order([{}]);
      sendWide('a.csv', [order, 1, '', STORE, '', '', ''], [order, 1, '', WAREHOUSE, '', '', '']);

      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 CONFLICTING_ROWS', '2 CONFLICTING_ROWS']);
      expect(scenario.line(order, 1).location ?? null).toBeNull();
    });
  });

  describe('the account', () => {
    test('without an SFTP configuration record makes the script fail with what to do', () => {
      const [configuration] = scenario.account.listRecords('customrecord_ns_sftp_configuration');
      scenario.account.asUser(({ record }) =>
        record.delete({ type: 'customrecord_ns_sftp_configuration', id: configuration?.id ?? 0 }),
      );

      expect(scenario.run(SCRIPT)).toMatchObject({
        ended: 'with an error',
        error: { name: 'NO_SFTP_CONFIGURATION' },
      });
    });

    test('is charged 30 units for each order that is set, however many rows it has, and none for those in place', () => {
      const sets = (names: readonly number[], name: string) => {
        sendWide(
          name,
          ...names.flatMap((order) => [1, 2].map((line) => [order, line, '', STORE, '', '', ''])),
        );
        return scenario.run(SCRIPT).units;
      };
      const orders = Array.from({ length: 21 }, () => scenario.order([{}, {}]));
      sets(orders.slice(0, 1), 'first.csv');

      const forNone = sets(orders.slice(0, 1), 'same.csv');
      const forMany = sets(orders, 'many.csv');
      const again = sets(orders, 'again.csv');

      expect(forMany - forNone).toBeLessThanOrEqual(20 * 30 + 20);
      expect(again).toBe(forNone);
    });
  });
});
