/** docs/monitoring.md: the daily digest over days and weeks, and of a large ledger. */
import { expect, test } from '@jest/globals';
import { ACCOUNT_NAMES } from '../../../testbed/accounts/named-accounts.ts';
import { reopen, scenario } from '../each-scenario.ts';
import { allocate, bodies, DIGEST, mails, nameReaders, runFeeds } from './digest-scenario.ts';

/** Its schedule, shortened: what it does in between is nothing. */
function everyFourHours(count: number, work: () => void) {
  for (let run = 0; run < count; run += 1) {
    work();
    scenario.run(DIGEST);
    // The three feeds and the digest have taken five minutes each.
    scenario.later(220);
  }
}

/** Those that mails were sent on: a day begins at six. */
const days = () => mails().map(({ time }) => Math.floor((time - 6 * 3_600_000) / 86_400_000));

test('one a day, of what was new since the last', () => {
  nameReaders();
  let day = 0;
  everyFourHours(18, () => {
    if (day % 6 === 0) allocate(`${day}.csv`, 999_999);
    runFeeds();
    day += 1;
  });
  expect(new Set(days()).size).toBe(mails().length);
  // Three files, each of which is in one digest.
  expect(bodies().map((body) => body.match(/(\d+) rows? refused/g))).toEqual(
    mails().map(() => ['1 row refused']),
  );
  expect(mails()).toHaveLength(3);
});

test('nothing to say is no mail, but for one a week that all is well', () => {
  nameReaders();
  everyFourHours(6 * 9, runFeeds);
  const subject = 'HotWax feeds: all is well (NetSuite EMULATOR)';
  expect(mails().map((mail) => mail.subject)).toEqual([subject, subject]);
});

test('that all is well is said daily or never, if somebody wants that', () => {
  nameReaders();
  const play = (allIsWell: string) => {
    for (let run = 0; run < 18; run += 1) {
      runFeeds();
      scenario.account.runDeployment(DIGEST, { parameters: { custscript_hc_fd_all_is_well: allIsWell } });
      scenario.later(225);
    }
  };
  play('never');
  expect(mails()).toEqual([]);
  play('daily');
  expect(days()).toEqual(days().map((_, index) => (days()[0] ?? 0) + index));
  expect(mails().length).toBeGreaterThanOrEqual(3);
});

test('a large ledger costs few units', () => {
  nameReaders();
  for (let file = 0; file < 1500; file += 1)
    scenario.account.addRecord('customrecord_hc_feed_file', {
      custrecord_hc_ff_feed: 'brokered-order-items',
      custrecord_hc_ff_file: `f${file}.csv`,
      custrecord_hc_ff_status: 'Done with errors',
      custrecord_hc_ff_rejected: 1,
      custrecord_hc_ff_finished: new Date('2026-03-02T14:00:00Z'),
    });
  const { ended, units } = scenario.run(DIGEST);
  expect(ended).toBe('normally');
  expect(units).toBeLessThan(10_000);
  expect(bodies()[0]).toContain('1500 rows refused');
});

test.each(ACCOUNT_NAMES)(
  'on the account "%s", whatever its dates and zone, it counts what was refused once',
  (named) => {
    reopen({}, { named });
    nameReaders();
    allocate('a.csv', 999_999);
    runFeeds();
    everyFourHours(9, runFeeds);
    expect(bodies().map((body) => /1 row refused/.test(body))).toEqual([true]);
  },
);

test('what is refused in the hour that clocks show twice, as they are set back, is told', () => {
  nameReaders();
  const begin = Date.parse('2026-11-01T08:40:00Z');
  scenario.later((begin - Date.parse('2026-03-02T15:00:00Z')) / 60_000);
  const refused = (body: string) => Number(/(\d+) rows? refused/.exec(body)?.[1] ?? 0);
  const digest = () => scenario.account.runDeployment(DIGEST, { parameters: { custscript_hc_fd_hour: '9' } });
  digest();
  for (let file = 0; file < 6; file += 1) {
    scenario.later(10);
    allocate(`${file}.csv`, 999_999);
    scenario.run('customdeploy_update_salesorder');
    digest();
  }
  scenario.later(24 * 60);
  digest();
  const told = bodies().reduce((sum, body) => sum + refused(body), 0);
  expect(mails()).toHaveLength(3);
  expect(told).toBeGreaterThanOrEqual(6);
});
