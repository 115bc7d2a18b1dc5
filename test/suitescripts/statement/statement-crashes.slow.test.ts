/** Statements that servers go down on, and those that are larger than a file may be. */
import { describe, expect, test } from '@jest/globals';
import { type NCall, ServerDown } from '../../../emulator/account/faults.ts';
import { type Line, WAREHOUSE } from '../scenario.ts';
import {
  FOLDER,
  NOW,
  parts,
  REQUESTS,
  reopen,
  scenario,
  stated,
  statements,
  WHEN_ASKED,
} from '../statement-scenario.ts';

const enter = (orderId: string, lines: readonly Line[] = [{}]) =>
  scenario.order(
    lines.map((line) => ({ location: WAREHOUSE, seqId: '00101', ...line })),
    { custbody_hc_order_id: orderId },
  );

describe('what is larger than NetSuite reads', () => {
  test('goes into several parts', () => {
    const tag = 'x'.repeat(300);
    for (let number = 1; number <= 500; number += 1)
      enter(
        `HC${number}`,
        Array.from({ length: 45 }, () => ({ tag })),
      );

    expect(stated()).toHaveLength(22_500);
    expect(parts().length).toBeGreaterThan(1);
    for (const name of parts()) expect(scenario.read(`${FOLDER}/${name}`).length).toBeLessThan(10_000_000);
  });
});

describe('a run that ends too early', () => {
  /** The number of calls that a whole run makes. */
  const callsOfARun = (): number => {
    let calls = 0;
    prepare({
      before: () => {
        calls += 1;
      },
    });
    scenario.run(WHEN_ASKED);
    return calls;
  };

  function prepare(faults: Parameters<typeof reopen>[0]): void {
    reopen(faults);
    for (let number = 1; number <= 3; number += 1) {
      const id = enter(`HC${number}`, [{ quantity: 2 }, {}]);
      if (number === 2) scenario.ship(id);
    }
    scenario.put(`${REQUESTS}/a.json`, '{}');
  }

  test.each(['before', 'after'] as const)(
    'when the server goes down %s any call leaves a whole statement or none, and the request is answered in the end',
    (moment) => {
      const calls = callsOfARun();
      expect(calls).toBeGreaterThan(50);
      const [{ rows: whole = [] } = {}] = statements();
      for (let broken = 1; broken <= calls; broken += 1) {
        let seen = 0;
        const strike = (call: NCall): void => {
          seen += 1;
          if (seen === broken) throw new ServerDown(call, moment);
        };
        prepare({ [moment]: strike });
        try {
          scenario.run(WHEN_ASKED);
        } catch (thrown) {
          if (!(thrown instanceof ServerDown)) throw thrown;
        }
        for (const { rows } of statements()) expect(rows).toHaveLength(whole.length);
        scenario.later(80);
        scenario.run(WHEN_ASKED);
        scenario.later(80);
        scenario.run(WHEN_ASKED);

        expect(
          statements()
            .at(-1)
            ?.rows.map(({ lineId }) => lineId),
        ).toEqual(whole.map(({ lineId }) => lineId));
        expect(scenario.files(REQUESTS)).toEqual([]);
        expect(scenario.files(`${REQUESTS}/archive`)).toEqual(['a.json']);
        expect(scenario.files(`${FOLDER}/.tmp`)).toEqual([]);
      }
    },
  );

  test('by an error says so loudly, writes no last part, and what it left is cleared away by the next', () => {
    let isDown = true;
    reopen({
      before: ({ name, stage }) => {
        if (stage !== 'reduce' || name !== 'Connection.upload') return;
        if (!isDown) return;
        throw Object.assign(new Error('No.'), { name: 'FTP_PERMISSION_DENIED' });
      },
    });
    for (let number = 1; number <= 501; number += 1) enter(`HC${number}`);

    const { ended, error } = scenario.run(NOW);
    expect([ended, error?.message]).toEqual([
      'with an error',
      expect.stringContaining('FTP_PERMISSION_DENIED'),
    ]);
    expect(error?.name).toBe('STATEMENT_INCOMPLETE');
    expect(statements()).toEqual([]);
    isDown = false;
    expect(stated()).toHaveLength(501);
    expect(parts()).toHaveLength(2);
  });
});
