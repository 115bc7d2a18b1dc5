/** A folder on the SFTP server that is not the one it was stops its feed, and nothing is lost with it. */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { NCall } from '../../../emulator/account/faults.ts';
import { reopen, scenario } from '../each-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const LEDGER = 'customrecord_hc_feed_file';
const UPDATE = 'salesorder/update';
const CREATE = 'fulfilledsalesorder/export';
const EXPORT = 'salesorder/import/fulfillment-nifi';

/** Something for a script to do, and whether it was done, once. */
type Feed = { deployment: string; folder: string; prepare(): number; isDone(order: number): boolean };

const allocations: Feed = {
  deployment: 'customdeploy_update_salesorder',
  folder: UPDATE,
  prepare: () => {
    const order = scenario.order([{}]);
    scenario.put(
      `${UPDATE}/a-${order}.csv`,
      `internalId,lineId,location\n${order},1,${STORE}\n${order},9,${STORE}\n`,
    );
    return order;
  },
  isDone: (order) =>
    scenario.line(order, 1).location === String(STORE) &&
    scenario.errors(UPDATE, `a-${order}.csv`).join() === '2 LINE_NOT_FOUND' &&
    scenario.files(`${UPDATE}/archive`).includes(`a-${order}.csv`),
};

const shipments: Feed = {
  deployment: 'customdeploy_create_itemfulfillment',
  folder: CREATE,
  prepare: () => {
    const order = scenario.order([{ quantity: 3 }]);
    const item = { line_id: '1', location_id: String(STORE), quantity: '1', shipment_id: `S${order}` };
    const items = [item, { ...item, line_id: '9' }];
    scenario.put(`${CREATE}/a-${order}.json`, JSON.stringify([{ order_id: String(order), items }]));
    return order;
  },
  isDone: (order) =>
    scenario.line(order, 1).quantityfulfilled === 1 &&
    scenario.errors(CREATE, `a-${order}.json`).join() === '2 LINE_NOT_FULFILLABLE' &&
    scenario.files(`${CREATE}/archive`).includes(`a-${order}.json`),
};

const exports: Feed = {
  deployment: 'customdeploy_export_so_fulfillment',
  folder: EXPORT,
  prepare: () => {
    const order = scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' });
    return scenario.ship(order);
  },
  isDone: (fulfillment) => {
    const rows = scenario
      .files(EXPORT)
      .flatMap((name) => scenario.read(`${EXPORT}/${name}`).trimEnd().split('\n').slice(1));
    return rows.filter((row) => row.includes(`,${fulfillment},1`)).length === 1;
  },
};

const AWAY = 'away';

const putAway = (folder: string) => renameSync(scenario.path(folder), scenario.path(AWAY));
function bringBack(folder: string) {
  rmSync(scenario.path(folder), { recursive: true, force: true });
  renameSync(scenario.path(AWAY), scenario.path(folder));
}

function empty(folder: string) {
  putAway(folder);
  mkdirSync(scenario.path(folder));
}

/** A folder that looks like the feed's: another server's, or one made from a list. */
function swap(folder: string) {
  putAway(folder);
  for (const place of readdirSync(scenario.path(AWAY), { withFileTypes: true }))
    if (place.isDirectory()) mkdirSync(scenario.path(`${folder}/${place.name}`), { recursive: true });
}

function settle(deployment: string) {
  for (let run = 0; run < 4; run += 1) {
    scenario.later(75);
    scenario.runWithImports(deployment);
  }
}

/** The ledger without who has the turn. */
const ledger = () =>
  JSON.stringify(
    scenario.account.listRecords(LEDGER).filter(({ fields }) => fields.custrecord_hc_ff_file !== '(lock)'),
  );

describe.each([
  ['allocations', allocations],
  ['fulfilled order items', shipments],
  ['item fulfillments', exports],
] as const)('the script for %s', (_what, { deployment, folder, prepare, isDone }) => {
  const begin = () => {
    const first = prepare();
    settle(deployment);
    expect(isDone(first)).toBe(true);
  };

  /** The error that ends a run, whichever stage it ends. */
  const errorOf = () => JSON.stringify(scenario.run(deployment));

  test.each<[string, () => void]>([
    ['away', () => putAway(folder)],
    ['away, with an empty one in its place', () => empty(folder)],
    ['away, with one in its place that has all its folders', () => swap(folder)],
  ])('stops while its folder is %s, makes nothing anew, and goes on when it is back', (_how, remove) => {
    begin();
    const next = prepare();
    remove();
    const before = existsSync(scenario.path(folder)) ? readdirSync(scenario.path(folder)) : undefined;
    const told = errorOf();

    expect(told).toContain('FOLDER_CHANGED');
    expect(told).toContain(`(folder)/${folder}`);
    expect(existsSync(scenario.path(folder)) ? readdirSync(scenario.path(folder)) : undefined).toEqual(
      before,
    );
    bringBack(folder);
    settle(deployment);
    expect(isDone(next)).toBe(true);
  });

  test.each(['processing', 'archive', 'failed', 'error'])(
    'stops when %s is gone from its folder',
    (place) => {
      begin();
      const next = prepare();
      rmSync(scenario.path(`${folder}/${place}`), { recursive: true });

      expect(errorOf()).toContain(`${folder}/${place} is missing`);
      expect(existsSync(scenario.path(`${folder}/${place}`))).toBe(false);
      mkdirSync(scenario.path(`${folder}/${place}`));
      settle(deployment);
      expect(isDone(next)).toBe(true);
    },
  );

  test('begins anew in another folder once its record in the ledger is deleted', () => {
    begin();
    putAway(folder);
    const entry = scenario.account
      .listRecords(LEDGER)
      .find(({ fields }) => fields.custrecord_hc_ff_file === `(folder)/${folder}`);
    scenario.account.asUser(({ record }) => record.delete({ type: LEDGER, id: entry?.id ?? 0 }));
    const next = prepare();

    settle(deployment);

    expect(isDone(next)).toBe(true);
  });

  test('takes a folder that was copied whole for the same one', () => {
    begin();
    const next = prepare();
    putAway(folder);
    cpSync(scenario.path(AWAY), scenario.path(folder), { recursive: true });

    settle(deployment);

    expect(isDone(next)).toBe(true);
  });

  test('changes nothing in a run that finds it changed', () => {
    begin();
    const before = ledger();
    swap(folder);
    scenario.run(deployment);

    expect(ledger()).toBe(before);
  });

  describe.each([
    ['away', putAway],
    ['swapped', swap],
  ] as const)('whose folder is %s', (_how, remove) => {
    /** @param lasting whether it stays so until the run has ended, or for this one call */
    const play = (at: number, lasting: boolean): boolean => {
      let calls = 0;
      let gone = false;
      let armed = false;
      const isCall = ({ name }: NCall) => armed && name.startsWith('Connection.');
      reopen({
        before: (call) => {
          if (!isCall(call)) return;
          calls += 1;
          if (calls !== at) return;
          remove(folder);
          gone = true;
        },
        after: (call) => {
          if (lasting || !isCall(call) || !gone) return;
          gone = false;
          bringBack(folder);
        },
      });
      begin();
      const next = prepare();
      armed = true;
      scenario.run(deployment);
      if (gone) bringBack(folder);
      gone = false;
      scenario.account.runQueue();
      scenario.run(deployment);
      if (gone) bringBack(folder);
      armed = false;
      settle(deployment);
      expect([at, isDone(next)]).toEqual([at, true]);
      expect(scenario.files(`${folder}/processing`)).toEqual([]);
      return calls >= at;
    };

    test.each([
      ['until the run ends', true],
      ['for one call', false],
    ])('in the middle of a run, %s, loses nothing at whichever call', (_howLong, lasting) => {
      let at = 1;
      while (play(at, lasting)) at += 1;

      expect(at).toBeGreaterThan(5);
    });
  });
});
