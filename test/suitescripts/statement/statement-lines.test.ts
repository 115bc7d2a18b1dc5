/** What a statement says of each kind of line, on every account. */
import { expect } from '@jest/globals';
import type { StatementRow } from '#feeds/statement/rows.ts';
import { describe, onEveryAccount, test } from '../every-account.ts';
import { SCRIPT as EXPORT } from '../export-scenario.ts';
import { SCRIPT as CREATE, item as shipped, send } from '../fulfillment-scenario.ts';
import { GIFT_CARD, KIT, type Line, OTHER_STORE, SERVICE, STORE } from '../scenario.ts';
import { scenario, stated } from '../statement-scenario.ts';

const order = (lines: readonly Line[], fields: Record<string, unknown> = {}) =>
  scenario.order(
    lines.map((line, index) => ({ location: STORE, seqId: `0010${index + 1}`, ...line })),
    { custbody_hc_order_id: 'HC1', ...fields },
  );

/** Some accounts add a line of their own to each order. */
const linesOf = (rows: readonly StatementRow[], salesOrder: number, ...lines: number[]) =>
  rows.filter(
    ({ salesOrderId, lineId }) =>
      salesOrderId === String(salesOrder) && lines.some((line) => idOf(salesOrder, line) === lineId),
  );

const idOf = (salesOrder: number, line: number): string => String(scenario.line(salesOrder, line).line);

onEveryAccount('statement', () => {
  describe('a line', () => {
    test('says whether it is allocated, closed or fulfilled, with the ids of both sides', () => {
      const id = order([{ quantity: 3 }, { isclosed: true }, { quantity: 2 }], { externalid: 'EXT1' });
      scenario.ship(id, {}, { lines: [idOf(id, 3)] });

      const [allocated, closed, fulfilled] = linesOf(stated(), id, 1, 2, 3);

      expect(allocated).toMatchObject({
        orderId: 'HC1',
        externalId: 'EXT1',
        orderItemSeqId: '00101',
        state: 'allocated',
        quantity: '3',
        fulfilled: '0',
        locationId: String(STORE),
        fulfillmentId: '',
      });
      expect(closed).toMatchObject({ state: 'closed', closed: 'T' });
      expect(fulfilled).toMatchObject({
        state: 'fulfilled',
        fulfilled: '2',
        shippedQuantity: '2',
        fulfillmentStatus: 'shipped',
      });
    });

    test('of an order that is cancelled is closed, whether or not its box is ticked', () => {
      const id = order([{ quantity: 3 }], { orderstatus: 'C' });

      expect(linesOf(stated(), id, 1)).toMatchObject([
        { state: 'closed', orderStatus: 'cancelled', locationId: String(STORE) },
      ]);
    });

    test('that was fulfilled in two parts has a row for each', () => {
      const id = order([{ quantity: 5 }]);
      const line = idOf(id, 1);
      const parts = [2, 3].map((quantity) =>
        scenario.ship(id, {}, { lines: [line], quantities: { [line]: quantity } }),
      );

      const rows = linesOf(stated(), id, 1);

      expect(rows.map((row) => [row.fulfillmentId, row.shippedQuantity, row.fulfilled])).toEqual([
        [String(parts[0]), '2', '5'],
        [String(parts[1]), '3', '5'],
      ]);
    });

    test('that HotWax shipped has its shipment and its tracking number, and need not be exported', () => {
      const id = order([{ quantity: 2, location: STORE }]);
      send('s.json', {
        id,
        items: [
          shipped(Number(idOf(id, 1)), {
            quantity: 2,
            location_id: String(STORE),
            shipment_id: 'S1',
            tracking_number: '1Z1',
          }),
        ],
      });
      scenario.run(CREATE);

      expect(linesOf(stated(), id, 1)).toMatchObject([
        {
          shipmentId: 'S1',
          shippedQuantity: '2',
          trackingNumber: '1Z1',
          notExported: 'SHIPPED_BY_HOTWAX',
          exportFile: '',
        },
      ]);
    });

    test('that NetSuite shipped says which file told HotWax, or why none did', () => {
      const told = order([{}]);
      scenario.ship(told);
      scenario.run(EXPORT);
      const untold = order([{}], { custbody_hc_order_id: 'HC2' });
      scenario.ship(untold);
      const unknown = scenario.order([{ location: STORE }]);
      scenario.ship(unknown);

      const rows = stated();

      expect(linesOf(rows, told, 1)).toMatchObject([{ exported: 'T', notExported: '' }]);
      expect(linesOf(rows, told, 1)[0]?.exportFile).toMatch(/SalesOrderFulfillment\.csv$/);
      expect(linesOf(rows, untold, 1)).toMatchObject([
        { exported: 'F', exportFile: '', notExported: 'NOT_YET' },
      ]);
      expect(linesOf(rows, unknown, 1)).toMatchObject([{ notExported: 'NO_HOTWAX_ID' }]);
    });

    test('of a kit is fulfilled as one, and of what does not ship there is none', () => {
      const id = order([{ item: KIT, quantity: 2 }, { item: GIFT_CARD }, { item: SERVICE, seqId: '' }]);
      scenario.ship(id, {}, { lines: [idOf(id, 1)] });

      const rows = linesOf(stated(), id, 1, 2, 3);

      expect(rows.map(({ lineId, shippedQuantity }) => [lineId, shippedQuantity])).toEqual([
        [idOf(id, 1), '2'],
        [idOf(id, 2), ''],
      ]);
    });
  });

  describe('an order', () => {
    test('that ships from two stores has a fulfillment of each, with its own place', () => {
      const id = order([{ location: STORE }, { location: OTHER_STORE }]);
      for (const [index, place] of [STORE, OTHER_STORE].entries())
        send(`s${index}.json`, {
          id,
          items: [
            shipped(Number(idOf(id, index + 1)), { location_id: String(place), shipment_id: `S${index}` }),
          ],
        });
      scenario.run(CREATE);

      expect(linesOf(stated(), id, 1, 2).map((row) => [row.shipmentId, row.locationId])).toEqual([
        ['S0', String(STORE)],
        ['S1', String(OTHER_STORE)],
      ]);
    });
  });
});
