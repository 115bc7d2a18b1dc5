/** The newest allocation of a line wins, by the times in the names of the files, whichever of them comes last. */
import { expect } from '@jest/globals';
import {
  at,
  counts,
  FOLDER,
  lineLocation,
  locationOf,
  type Row,
  SCRIPT,
  scenario,
  send,
} from '../allocation-scenario.ts';
import { describe, onEveryAccountInTime, test } from '../every-account.ts';
import { OTHER_STORE, STORE, WAREHOUSE } from '../scenario.ts';

function apply(name: string, ...rows: readonly Row[]) {
  send(name, ...rows);
  expect(scenario.run(SCRIPT).ended).toBe('normally');
}

onEveryAccountInTime('late allocations', () => {
  describe('a file that comes after a newer one', () => {
    test('changes the lines that the newer one does not name, and skips the others with the reason', () => {
      const order = scenario.order([{}, {}]);
      apply(at(2), [order, 1, STORE]);

      apply(at(1), [order, 1, WAREHOUSE], [order, 2, WAREHOUSE]);

      expect([lineLocation(order, 1), lineLocation(order, 2)]).toEqual([STORE, WAREHOUSE]);
      expect(counts(at(1))).toEqual([1, 0, 1]);
      expect(scenario.ledger(at(1))?.custrecord_hc_ff_message).toContain('1 of its rows');
      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
    });

    test('is compared with every newer one, however the rows name the order', () => {
      const order = scenario.order([{}, {}], { externalid: 'SO-1' });
      scenario.put(`${FOLDER}/${at(2)}`, `External id,lineId,location\nSO-1,1,${STORE}\n`);
      scenario.run(SCRIPT);
      apply(at(3), [order, 2, STORE]);

      apply(at(1), [order, 1, WAREHOUSE], [order, 2, WAREHOUSE]);

      expect([lineLocation(order, 1), lineLocation(order, 2)]).toEqual([STORE, STORE]);
      expect(counts(at(1))).toEqual([0, 0, 2]);
    });

    test('is outdated too by a newer row that was refused, which is in its error file', () => {
      const order = scenario.order([{}]);
      apply(at(2), [order, 1, 999]);

      apply(at(1), [order, 1, WAREHOUSE]);

      expect(locationOf(order)).toBe(0);
      expect(scenario.errors(FOLDER, at(2))).toEqual(['1 LOCATION_NOT_FOUND']);
      expect(counts(at(1))).toEqual([0, 0, 1]);
    });

    test('is applied all the same when nothing of the newer one was: it failed', () => {
      const order = scenario.order([{}]);
      scenario.put(`${FOLDER}/${at(2)}`, 'sku\n1\n');
      scenario.run(SCRIPT);

      apply(at(1), [order, 1, WAREHOUSE]);

      expect(locationOf(order)).toBe(WAREHOUSE);
      expect(counts(at(1))).toEqual([1, 0, 0]);
    });

    test('is applied when its own name has no time, as a person who means it can name it', () => {
      const order = scenario.order([{}]);
      apply(at(2), [order, 1, STORE]);

      apply('again.csv', [order, 1, WAREHOUSE]);

      expect(locationOf(order)).toBe(WAREHOUSE);
    });

    test('is refused with the names of the files when these are not in archive any more', () => {
      const order = scenario.order([{}, {}]);
      apply(at(2), [order, 1, STORE]);
      apply(at(3), [order, 2, STORE]);
      scenario.take(`${FOLDER}/archive/${at(2)}`);

      apply(at(1), [order, 1, WAREHOUSE], [order, 2, WAREHOUSE]);

      expect([lineLocation(order, 1), lineLocation(order, 2)]).toEqual([STORE, STORE]);
      expect(scenario.errors(FOLDER, at(1))).toEqual(['1 OUT_OF_ORDER']);
      expect(scenario.refusals(FOLDER, at(1))[0]?.message).toContain(at(2));
      expect(counts(at(1))).toEqual([0, 1, 1]);
    });

    test('is refused when too many newer ones would have to be read', () => {
      const order = scenario.order([{}, {}]);
      for (let minute = 11; minute <= 50; minute += 1) send(at(minute), [order, 1, STORE]);
      while (scenario.files(FOLDER).length > 0) scenario.run(SCRIPT);

      apply(at(1), [order, 1, OTHER_STORE], [order, 2, WAREHOUSE]);

      expect([lineLocation(order, 1), lineLocation(order, 2)]).toEqual([STORE, 0]);
      expect(scenario.errors(FOLDER, at(1))).toEqual(['2 OUT_OF_ORDER']);
    });
  });

  test('a late file does not stop its feed when all newer ones are gone from archive', () => {
    const order = scenario.order([{}, {}]);
    for (let minute = 11; minute <= 45; minute += 1) send(at(minute), [order, 1, STORE]);
    while (scenario.files(FOLDER).length > 0) scenario.run(SCRIPT);
    for (const file of scenario.files(`${FOLDER}/archive`)) scenario.take(`${FOLDER}/archive/${file}`);

    send('z.csv', [order, 1, OTHER_STORE]);
    apply(at(1), [order, 2, WAREHOUSE]);

    expect(scenario.errors(FOLDER, at(1))).toEqual(['1 OUT_OF_ORDER']);
    expect(counts('z.csv')).toEqual([1, 0, 0]);
  });

  test('a late row of an order that NetSuite does not have is refused, whatever newer ones say of another such order', () => {
    scenario.put(`${FOLDER}/${at(2)}`, `externalId,lineId,location\nX,1,${STORE}\n`);
    scenario.run(SCRIPT);
    scenario.put(`${FOLDER}/${at(1)}`, `externalId,lineId,location\nY,1,${STORE}\n`);
    scenario.run(SCRIPT);

    expect(scenario.errors(FOLDER, at(1))).toEqual(['1 ORDER_NOT_FOUND']);
    expect(counts(at(1))).toEqual([0, 1, 0]);
  });

  test('a file that comes in its turn costs 10 units for looking', () => {
    const [one, other] = [scenario.order([{}]), scenario.order([{}])];
    const units = (name: string, ...rows: readonly Row[]) => {
      send(name, ...rows);
      return scenario.run(SCRIPT).units;
    };
    apply(at(1), [one, 1, STORE]);

    const [withTime, without] = [units(at(2), [one, 1, WAREHOUSE]), units('a.csv', [other, 1, STORE])];

    expect(withTime - without).toBe(10);
  });
});
