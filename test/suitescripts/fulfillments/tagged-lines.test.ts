import { describe, expect, test } from '@jest/globals';
import { scenario } from '../each-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const HAND_OVER = 'customdeploy_hc_fulfill_tagged';
const CREATE = 'customdeploy_create_itemfulfillment';
const FOLDER = 'fulfilledsalesorder/export';
const TAGGED = { location: STORE, tag: 'hotwax-fulfilled' };

const fulfilled = (order: number, line: number): number =>
  Number(scenario.line(order, line).quantityfulfilled ?? 0);

describe('lines that HotWax’s own scripts have tagged and not fulfilled', () => {
  test('are handed over on purpose, and fulfilled once', () => {
    const order = scenario.order([{ ...TAGGED, quantity: 2 }, { location: WAREHOUSE }]);
    scenario.run(HAND_OVER);
    expect(scenario.files(FOLDER)).toHaveLength(1);
    scenario.run(CREATE);
    scenario.run(HAND_OVER);
    scenario.run(CREATE);
    expect([1, 2].map((line) => fulfilled(order, line))).toEqual([2, 0]);
    expect(scenario.files(FOLDER)).toEqual([]);
  });

  test('stand in an error file when they cannot be fulfilled', () => {
    const order = scenario.order([{ tag: 'hotwax-fulfilled' }, TAGGED]);
    scenario.run(HAND_OVER);
    const [name = ''] = scenario.files(FOLDER);
    scenario.run(CREATE);
    expect(scenario.errors(FOLDER, name)).toEqual(['1 MISSING_LOCATION']);
    expect(fulfilled(order, 2)).toBe(1);
  });

  test('are refused when a part of them is fulfilled: the tag does not say how much HotWax has shipped', () => {
    const order = scenario.order([{ ...TAGGED, quantity: 3 }]);
    scenario.ship(order, {}, { quantities: { 1: 1 } });
    scenario.run(HAND_OVER);
    scenario.run(CREATE);
    expect(scenario.files(FOLDER)).toEqual([]);
    expect(fulfilled(order, 1)).toBe(1);
    const [name = ''] = scenario.files(`${FOLDER}/error`);
    expect(name).toMatch(/tagged-lines-begun-1\.errors\.csv$/);
    expect(scenario.refusalsIn(`${FOLDER}/error/${name}`)).toMatchObject([
      { code: 'PARTLY_FULFILLED', orderId: String(order), orderItemSeqId: '1' },
    ]);
  });

  test('are left alone when they are closed, fulfilled, or of an order that is', () => {
    scenario.order([{ ...TAGGED, isclosed: true }, {}]);
    const shipped = scenario.order([TAGGED]);
    scenario.ship(shipped);
    scenario.run(HAND_OVER);
    expect(scenario.files(FOLDER)).toEqual([]);
  });

  test('wait until no file of shipments is left, which may have the same lines', () => {
    scenario.order([TAGGED]);
    scenario.put(`${FOLDER}/a.json`, '[]');
    expect(scenario.run(HAND_OVER)).toMatchObject({ error: { name: 'SHIPMENTS_WAITING' } });
    scenario.run(CREATE);
    expect(scenario.run(HAND_OVER)).toMatchObject({ ended: 'normally' });
    expect(scenario.files(FOLDER)).toHaveLength(1);
  });
});
