/** Every shape in which allocations have been seen to arrive, from NiFi's files of 2023 to the connector's of 2025. */
import { describe, expect, test } from '@jest/globals';
import { shipOrder } from '../../../testbed/ship-order.ts';
import { FOLDER, runWith, SCRIPT, scenario } from '../allocation-scenario.ts';
import { ITEM, STORE, WAREHOUSE } from '../scenario.ts';

const locationOf = (order: number, line = 1) => scenario.line(order, line).location ?? null;

/** Sends a file and runs the script. */
function apply(text: string, name = 'a.csv') {
  scenario.put(`${FOLDER}/${name}`, text);
  scenario.run(SCRIPT);
}

describe('the header of', () => {
  test.each([
    ['NiFi in 2023', 'ExternalId,LineId,Item,ItemLocation,Closed,Quantity', `KR1,1,ITEM,${STORE},,`],
    ['the documentation', 'Line Id,External Id,Item,Closed,Quantity,Location', `1,KR1,${ITEM},,,${STORE}`],
    [
      'the published sample',
      'Line Id,External id,Item,Closed,Quantity,Location',
      `1,KR1,ITEM,FALSE,,${STORE}`,
    ],
    ['2024', 'ExternalId,LineId,Item,Location,Closed,Quantity,Rejected', `KR1,1,${ITEM},${STORE},,,`],
  ])('%s, which names orders by their external id, is read', (_source, header, row) => {
    const order = scenario.order([{}], { externalid: 'KR1' });

    apply(`${header}\r\n${row}\r\n`);

    expect(locationOf(order)).toBe(String(STORE));
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_status: 'Done' });
  });

  test('the connector, with address and shipping method, is read, and nothing else of the order changes', () => {
    const order = scenario.order([{ quantity: 2 }], { shipmethod: '2830' });

    apply(
      `lineId,internalId,item,closed,quantity,location,addressee,address1,address2,city,state,country,zip,shippingMethod\n` +
        `1,${order},${ITEM},,1,${STORE},"Ana ""Anna"" Lima","1, Main St",,"Sao\nPaulo",SP,BR,01000,STANDARD\n`,
    );

    expect(scenario.line(order, 1)).toMatchObject({ location: String(STORE), quantity: 2 });
    expect(scenario.account.getRecord('salesorder', order).fields.shipmethod).toBe('2830');
  });

  test('the connector for what HotWax fulfilled tags the lines', () => {
    const order = scenario.order([{ quantity: 2 }, {}]);

    apply(
      `lineId,internalId,item,quantity,location,tags\n1,${order},,2,${STORE},hotwax-fulfilled\n2,${order},,1,${STORE},hotwax-fulfilled\n`,
    );

    expect([1, 2].map((line) => scenario.line(order, line).custcol_hc_item_tag)).toEqual([
      'hotwax-fulfilled',
      'hotwax-fulfilled',
    ]);
    expect(scenario.line(order, 1).quantity).toBe(2);
  });

  test('a file with columns in any order, case and spelling is read', () => {
    const order = scenario.order([{}]);

    apply(`LOCATION , Internal_Id,LINE ID\n${STORE},${order},1\n`);

    expect(locationOf(order)).toBe(String(STORE));
  });

  test('another feed is refused as a whole, naming what is missing', () => {
    apply('sku,count\nA,1\n');
    apply('internalId,location\n1,2\n', 'b.csv');
    apply('[{"order_id": "1", "items": []}]', 'c.csv');

    expect(scenario.refusals(FOLDER, 'a.csv')).toMatchObject([
      { row: '0', code: 'UNREADABLE_FILE', message: expect.stringContaining('internalId') },
    ]);
    expect(scenario.refusals(FOLDER, 'b.csv')[0]?.message).toContain('lineId');
    expect(scenario.files(`${FOLDER}/failed`)).toEqual(['a.csv', 'b.csv', 'c.csv']);
  });
});

describe('text', () => {
  test.each([
    ['a byte order mark and line ends of Windows', '\uFEFF', '\r\n', '\r\n'],
    ['no end of its last line', '', '\n', ''],
    ['a blank first line and a blank last one', '\n', '\n', '\n\n'],
    ['line ends of old Macs', '', '\r', '\r'],
  ])('with %s is read', (_what, before, between, after) => {
    const order = scenario.order([{}]);

    apply(`${before}internalId,lineId,location${between}${order},1,${STORE}${after}`);

    expect(locationOf(order)).toBe(String(STORE));
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_rows: 1 });
  });

  test('in a file called .json is read for what it is', () => {
    const order = scenario.order([{}]);

    apply(
      `internalId,lineId,location\n${order},1,${STORE}\n`,
      'KREWE_BrokredOrderItemsFeed_2023-12-26-16_10_00_086.json',
    );

    expect(locationOf(order)).toBe(String(STORE));
  });

  test('that other scripts than the Latin one write reaches the line and the error file unharmed', () => {
    const order = scenario.order([{}]);

    apply(`internalId,lineId,tags\n${order},1,東京-ñ-é\n注文,1,x\n`);

    expect(scenario.line(order, 1).custcol_hc_item_tag).toBe('東京-ñ-é');
    expect(scenario.refusals(FOLDER, 'a.csv')).toMatchObject([{ row: '2', orderId: '注文' }]);
  });

  test('with a quote that is not closed in its line is refused as a whole, naming the line', () => {
    const order = scenario.order([{}]);

    apply(`internalId,lineId,location,tags\n${order},1,${STORE},"half\n${order},1,${STORE},\n`);

    expect(scenario.refusals(FOLDER, 'a.csv')).toMatchObject([
      {
        code: 'UNREADABLE_FILE',
        message: expect.stringContaining('Row 1, on line 2 of the file, opens a quote'),
      },
    ]);
    expect(locationOf(order)).toBeNull();
  });

  test('with a comma nobody quoted spoils its own row only', () => {
    const order = scenario.order([{}, {}]);

    apply(`internalId,lineId,tags,location\n${order},1,a,b,${STORE}\n${order},2,,${STORE}\n${order},1\n`);

    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 WRONG_COLUMN_COUNT', '3 WRONG_COLUMN_COUNT']);
    expect(locationOf(order, 1)).toBeNull();
    expect(locationOf(order, 2)).toBe(String(STORE));
  });
});

describe('a cell', () => {
  test.each([
    ['internalId', ['', '1', '', '', ''], 'MISSING_NETSUITE_ORDER_ID'],
    ['lineId', ['#', '', '', '', ''], 'MISSING_NETSUITE_LINE_ID'],
    ['location', ['#', '1', '', '', ''], 'NOTHING_TO_UPDATE'],
    ['quantity', ['#', '1', String(STORE), 'two', ''], 'INVALID_QUANTITY'],
    ['quantity', ['#', '1', String(STORE), '-1', ''], 'INVALID_QUANTITY'],
    ['quantity', ['#', '1', String(STORE), '1,500', ''], 'INVALID_QUANTITY'],
    ['closed', ['#', '1', String(STORE), '', 'perhaps'], 'INVALID_FLAG'],
  ])('%s that cannot be read (%j) refuses its row as %s', (field, cells, code) => {
    const order = scenario.order([{}]);
    const row = cells.map((cell) => `"${cell === '#' ? order : cell}"`).join(',');

    apply(`internalId,lineId,location,quantity,closed\n${row}\n`);

    expect(scenario.refusals(FOLDER, 'a.csv')).toMatchObject([{ file: 'a.csv', row: '1', field, code }]);
    expect(locationOf(order)).toBeNull();
  });

  test('closed that says false leaves an open line open and a closed one closed', () => {
    const order = scenario.order([{}, { isclosed: true }]);

    apply(`internalId,lineId,location,closed\n${order},1,${STORE},FALSE\n${order},2,,F\n`);

    expect([1, 2].map((line) => scenario.line(order, line).isclosed)).toEqual([false, true]);
  });
});

describe('quantities', () => {
  const applying = (quantity: string, order: number) => {
    scenario.put(
      `${FOLDER}/a.csv`,
      `internalId,lineId,location,quantity\n${order},1,${WAREHOUSE},${quantity}\n`,
    );
    runWith({ custscript_hc_us_map_quantity: 'T' });
  };

  test.each([
    ['5', 5],
    ['5.0', 5],
    ['"2,5"', 2.5],
  ])('are set when the deployment says so: %s becomes %d', (written, quantity) => {
    const order = scenario.order([{ quantity: 3 }]);

    applying(written, order);

    expect(scenario.line(order, 1)).toMatchObject({ quantity, location: String(WAREHOUSE) });
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_status: 'Done' });
  });

  test.each([2, 5])('are set when nothing else of the line differs: 3 becomes %d', (quantity) => {
    const order = scenario.order([{ quantity: 3, location: WAREHOUSE }]);

    applying(String(quantity), order);

    expect(scenario.line(order, 1).quantity).toBe(quantity);
    expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
  });

  test('that fall below what has shipped are refused by NetSuite and reported', () => {
    const order = scenario.order([{ quantity: 3, location: WAREHOUSE }]);
    shipOrder(scenario.account, order, { lines: ['1'], quantities: { 1: 2 } });

    applying('1', order);

    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 NOT_SAVED']);
    expect(scenario.line(order, 1).quantity).toBe(3);
  });
});
