/** A folder on the SFTP server that is not the one it was stops its feed, and nothing is lost with it. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { scenario } from '../each-scenario.ts';
import { AWAY, bringBack, empty, FEEDS, LEDGER, putAway, settle, swap } from './changed-folders.ts';

/** The ledger without who has the lease. */
/** What it says of the feed's files and folder, not who runs or how the last run went. */
const ledger = () =>
  JSON.stringify(
    scenario.account
      .listRecords(LEDGER)
      .filter(({ fields }) => !/^\((lock|failures)\)/.test(String(fields.custrecord_hc_ff_file))),
  );

describe.each(FEEDS)('the script for %s', (_what, { deployment, folder, prepare, isDone }) => {
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
});
