/** The newest allocation of a line wins field by field, wherever the newer file is by then and whoever applies the older one. */
import { expect } from '@jest/globals';
import { ServerDown } from '../../../emulator/account/faults.ts';
import {
  at,
  counts,
  drain,
  FOLDER,
  lineLocation,
  locationOf,
  ON_DEMAND,
  type Row,
  reopen,
  runWith,
  SCRIPT,
  savedOrders,
  scenario,
  send,
  sendText,
} from '../allocation-scenario.ts';
import { describe, onEveryAccountInTime, test } from '../every-account.ts';
import { OTHER_STORE, STORE, WAREHOUSE } from '../scenario.ts';

function apply(name: string, ...rows: readonly Row[]): void {
  send(name, ...rows);
  expect(scenario.run(SCRIPT).ended).toBe('normally');
}

/** A server that goes down under the script as it calls something, as long as it is told to. */
function goDownAt(name: string): { isDown: boolean } {
  const server = { isDown: true };
  let hasFile = false;
  reopen({
    before: (call) => {
      if (call.name === 'N/sftp.createConnection') hasFile = false;
      if (server.isDown && hasFile && call.name === name) throw new ServerDown(call, 'before');
      if (call.name === 'Connection.download') hasFile = true;
    },
  });
  return server;
}

const runAndGoDown = (): void => expect(() => scenario.run(SCRIPT)).toThrow(ServerDown);

onEveryAccountInTime('newest wins', () => {
  describe('a late file', () => {
    test('still sets the location of a line that the newer one only tags, and the tag of the newer one stays', () => {
      const order = scenario.order([{}]);
      sendText(at(2), `internalId,lineId,tags\n${order},1,newer\n`);
      scenario.run(SCRIPT);
      sendText(at(1), `internalId,lineId,location,tags\n${order},1,${STORE},older\n`);
      scenario.run(SCRIPT);

      expect(scenario.line(order, 1)).toMatchObject({
        location: String(STORE),
        custcol_hc_item_tag: 'newer',
      });
      expect(counts(at(1))).toEqual([1, 0, 0]);
    });

    test('is compared with every newer one, of which each has set something else of the line', () => {
      const order = scenario.order([{}]);
      sendText(at(2), `internalId,lineId,tags\n${order},1,newer\n`);
      sendText(at(3), `internalId,lineId,location\n${order},1,${STORE}\n`);
      scenario.run(SCRIPT);
      sendText(at(1), `internalId,lineId,location,tags\n${order},1,${WAREHOUSE},older\n`);
      scenario.run(SCRIPT);

      expect(scenario.line(order, 1)).toMatchObject({
        location: String(STORE),
        custcol_hc_item_tag: 'newer',
      });
      expect(counts(at(1))).toEqual([0, 0, 1]);
    });
  });

  describe('two files', () => {
    test('of one drain are applied in one save, and the newer one has the last word', () => {
      const order = scenario.order([{}, {}]);
      send(at(1), [order, 1, WAREHOUSE], [order, 2, WAREHOUSE]);
      send(at(2), [order, 1, STORE]);

      const saves = savedOrders(drain());

      expect(saves.filter((id) => id === order)).toHaveLength(1);
      expect([1, 2].map((line) => lineLocation(order, line))).toEqual([STORE, WAREHOUSE]);
      expect([counts(at(1)), counts(at(2))]).toEqual([
        [1, 0, 1],
        [1, 0, 0],
      ]);
      expect(scenario.files(`${FOLDER}/archive`)).toEqual([at(1), at(2)]);
    });

    test('of one drain that ask for different fields of a line are both applied', () => {
      const order = scenario.order([{}]);
      send(at(1), [order, 1, STORE]);
      sendText(at(2), `internalId,lineId,tags\n${order},1,newer\n`);

      drain();

      expect(scenario.line(order, 1)).toMatchObject({
        location: String(STORE),
        custcol_hc_item_tag: 'newer',
      });
      expect([counts(at(1)), counts(at(2))]).toEqual([
        [1, 0, 0],
        [1, 0, 0],
      ]);
    });
  });

  describe('files that name an order by its external id', () => {
    test('are compared with those that name it by its internal id, whatever the account’s own form of the id', () => {
      const order = scenario.order([{}, {}], { externalid: 'SO_17' });
      const run = (name: string, text: string) => {
        sendText(name, text);
        runWith({ custscript_hc_us_external_id: 'SO_{id}' });
      };
      run(at(2), `externalId,lineId,location\n17,1,${STORE}\n`);
      run(at(1), `internalId,lineId,location\n${order},1,${WAREHOUSE}\n${order},2,${WAREHOUSE}\n`);

      expect([1, 2].map((line) => lineLocation(order, line))).toEqual([STORE, WAREHOUSE]);
      expect([counts(at(2)), counts(at(1))]).toEqual([
        [1, 0, 0],
        [1, 0, 1],
      ]);
      run(at(3), 'externalId,lineId,location\nSO_17,1,15\n');
      expect(scenario.errors(FOLDER, at(3))).toEqual(['1 ORDER_NOT_FOUND']);
    });
  });
});

describe('on any account', () => {
  test('a late file is compared with a newer one that a run has left in processing, before that one is applied', () => {
    const server = goDownAt('N/record.load');
    const order = scenario.order([{}, {}]);
    send(at(2), [order, 1, STORE]);
    runAndGoDown();
    server.isDown = false;
    send(`processing/${at(1)}`, [order, 1, WAREHOUSE], [order, 2, WAREHOUSE]);

    scenario.run(SCRIPT);

    expect([1, 2].map((line) => lineLocation(order, line))).toEqual([STORE, WAREHOUSE]);
    expect([counts(at(1)), counts(at(2))]).toEqual([
      [1, 0, 1],
      [1, 0, 0],
    ]);
  });

  test('a late file is compared with a newer one that a run had entered when it died, and that still waits', () => {
    let isDown = true;
    reopen({
      before: (call) => {
        if (isDown && call.name === 'Connection.move') throw new ServerDown(call, 'before');
      },
    });
    const order = scenario.order([{}, {}]);
    send(at(2), [order, 1, STORE]);
    runAndGoDown();
    isDown = false;
    send(`processing/${at(1)}`, [order, 1, WAREHOUSE], [order, 2, WAREHOUSE]);

    scenario.run(SCRIPT);

    expect([1, 2].map((line) => lineLocation(order, line))).toEqual([STORE, WAREHOUSE]);
    expect([counts(at(1)), counts(at(2))]).toEqual([
      [1, 0, 1],
      [1, 0, 0],
    ]);
  });

  test('a late file is compared with a newer one that was given up after it had set some of its lines', () => {
    let saves = 0;
    let isBroken = true;
    let hasFile = false;
    reopen({
      before: (call) => {
        if (call.name === 'N/sftp.createConnection') hasFile = false;
        if (isBroken && hasFile && saves > 0 && call.name === 'N/record.load')
          throw new ServerDown(call, 'before');
        if (call.name === 'Connection.download') hasFile = true;
      },
      after: (call) => {
        if (hasFile && call.name === 'Record.save') saves += 1;
      },
    });
    const [one, other] = [scenario.order([{}]), scenario.order([{}])];
    send(at(2), [one, 1, STORE], [other, 1, STORE]);
    for (let run = 0; run < 5; run += 1) runAndGoDown();
    isBroken = false;
    scenario.run(SCRIPT);
    expect(scenario.files(`${FOLDER}/failed`)).toEqual([at(2)]);

    apply(at(1), [one, 1, WAREHOUSE]);

    expect(locationOf(one)).toBe(STORE);
    expect(counts(at(1))).toEqual([0, 0, 1]);
  });

  test('a late file is compared with a newer one that failed as unreadable after it had set some of its lines', () => {
    let saves = 0;
    let hasFile = false;
    let server: 'goes down' | 'denies reading' | 'is well' = 'goes down';
    reopen({
      before: (call) => {
        if (call.number === 1) hasFile = false;
        if (server === 'goes down' && saves > 0 && call.name === 'N/record.load')
          throw new ServerDown(call, 'before');
        if (call.name !== 'Connection.download') return;
        if (server === 'denies reading')
          throw Object.assign(new Error('Permission denied.'), { name: 'FTP_PERMISSION_DENIED' });
        hasFile = true;
      },
      after: (call) => {
        if (hasFile && call.name === 'Record.save') saves += 1;
      },
    });
    const [one, other] = [scenario.order([{}]), scenario.order([{}])];
    send(at(2), [one, 1, STORE], [other, 1, STORE]);
    runAndGoDown();
    server = 'denies reading';
    scenario.run(SCRIPT);
    expect(scenario.files(`${FOLDER}/failed`)).toEqual([at(2)]);
    server = 'is well';

    apply(at(1), [one, 1, WAREHOUSE]);

    expect(locationOf(one)).toBe(STORE);
    expect(counts(at(1))).toEqual([0, 0, 1]);
  });

  test('two deployments at once leave the order of the files as it is, whenever the second one begins', () => {
    let begun = 0;
    for (let begins = 1; begins <= begun + 1; begins += 1) {
      let calls = 0;
      let isNested = false;
      reopen({
        before: ({ deploymentId }) => {
          if (deploymentId !== SCRIPT || isNested) return;
          calls += 1;
          if (calls !== begins) return;
          isNested = true;
          begun = begins;
          scenario.account.runDeployment(ON_DEMAND);
        },
      });
      const order = scenario.order([{}, {}]);
      send(at(1), [order, 1, WAREHOUSE], [order, 2, STORE]);
      send(at(2), [order, 1, OTHER_STORE]);

      for (const _ of [1, 2]) scenario.run(SCRIPT);

      expect({ begins, lines: [1, 2].map((line) => lineLocation(order, line)) }).toEqual({
        begins,
        lines: [OTHER_STORE, STORE],
      });
      expect(scenario.files(`${FOLDER}/archive`)).toEqual([at(1), at(2)]);
      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
    }
    expect(begun).toBeGreaterThan(20);
  });
});
