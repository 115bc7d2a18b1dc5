/** The lease of a feed: who has it, since when, and who may release it. */
import { describe, expect, test } from '@jest/globals';
import type { NCall } from '../../../emulator/account/faults.ts';
import {
  allocation,
  locationOf,
  ON_DEMAND,
  reopen,
  SCRIPT,
  scenario,
  sendText,
} from '../allocation-scenario.ts';
import { STORE } from '../scenario.ts';

const LEDGER = 'customrecord_hc_feed_file';

const lease = () =>
  scenario.account.listRecords(LEDGER).find(({ fields }) => fields.custrecord_hc_ff_file === '(lock)');

function setLease(values: Record<string, unknown>): void {
  scenario.account.asUser(({ record }) => {
    const entry = record.load({ type: LEDGER, id: lease()?.id ?? 0 });
    for (const [fieldId, value] of Object.entries(values)) entry.setValue({ fieldId, value });
    entry.save();
  });
}

/** Has somebody else do something at one call of a run. */
function meet(at: (call: NCall) => boolean, what: () => void): void {
  let met = false;
  reopen({
    before: (call) => {
      if (met || call.deploymentId !== SCRIPT || !at(call)) return;
      met = true;
      what();
    },
  });
}

describe('the lease of a feed', () => {
  test('is not released by a run that was taken for dead, as another has it by then', () => {
    meet(
      ({ name }) => name === 'Connection.move',
      () => setLease({ custrecord_hc_ff_deployment: ON_DEMAND }),
    );
    sendText('a.csv', allocation(scenario.order([{}])));
    scenario.run(SCRIPT);
    expect(lease()?.fields).toMatchObject({
      custrecord_hc_ff_deployment: ON_DEMAND,
      custrecord_hc_ff_status: 'Running',
    });
  });

  test('is released by the run that has it', () => {
    scenario.run(SCRIPT);
    expect(lease()?.fields).toMatchObject({ custrecord_hc_ff_status: 'Idle' });
    expect(lease()?.fields.custrecord_hc_ff_deployment ?? '').toBe('');
  });

  test('keeps its time so that no format and no zone can change it', () => {
    scenario.run(SCRIPT);
    const heard = lease()?.fields.custrecord_hc_ff_heard;
    expect(new Date(Number(heard)).toISOString()).toBe('2026-03-02T15:05:00.000Z');
  });

  test.each([
    ['69 minutes ago keeps others away', 69, null],
    ['71 minutes ago is taken over', 71, STORE],
  ])('that was heard of %s', (_what, minutes, location) => {
    scenario.run(SCRIPT);
    setLease({ custrecord_hc_ff_deployment: ON_DEMAND, custrecord_hc_ff_status: 'Running' });
    const order = scenario.order([{}]);
    sendText('a.csv', allocation(order));
    scenario.later(minutes - 5);
    scenario.run(SCRIPT);
    expect(locationOf(order) || null).toBe(location);
  });

  test('that a version without the field has just taken keeps others away', () => {
    scenario.run(SCRIPT);
    const taken = { custrecord_hc_ff_deployment: ON_DEMAND, custrecord_hc_ff_heard: '' };
    setLease({ ...taken, custrecord_hc_ff_started: new Date('2026-03-02T15:06:00Z') });
    const order = scenario.order([{}]);
    sendText('a.csv', allocation(order));
    scenario.run(SCRIPT);
    expect(locationOf(order)).toBe(0);
  });
});

describe('a file', () => {
  test.each([
    ['waits a minute where nobody has said how long', '', 0],
    ['is taken at once where somebody has said so', '0', STORE],
  ])('%s', (_what, age, location) => {
    const order = scenario.order([{}]);
    sendText('a.csv', allocation(order));
    scenario.touch('salesorder/update/a.csv');
    const parameters = { custscript_hc_us_minimum_age: age };
    scenario.account.runDeployment(SCRIPT, { parameters });
    expect(locationOf(order)).toBe(location);
  });
});
