/** The digest with a server of NetSuite that goes down before and after each of its calls. */
import { expect, test } from '@jest/globals';
import { ServerDown } from '../../../emulator/account/faults.ts';
import { reopen, scenario } from '../each-scenario.ts';

const DIGEST = 'customdeploy_hc_feed_digest';
const UPDATE = 'customdeploy_update_salesorder';
const DAY = 86_400_000;
const HOUR_OF_DIGEST = 6 * 3_600_000;

/** A file with a refused row, a digest that dies at a call, the next hours and the next day. @returns whether the call was made */
function playWithFall(when: 'before' | 'after', number: number): boolean {
  let down = false;
  reopen({
    [when]: (call: Parameters<NonNullable<Parameters<typeof reopen>[0]>['before'] & object>[0]) => {
      if (call.deploymentId !== DIGEST || call.number !== number || down) return;
      down = true;
      throw new ServerDown(call, when);
    },
  });
  scenario.account.addRecord('employee', { id: 77, entityid: 'Clerk', email: 'clerk@example.com' });
  scenario.configure({
    custrecord_hc_sftp_mail_to: 'ops@example.com',
    custrecord_hc_sftp_mail_from: '77',
  });
  scenario.put('salesorder/update/a.csv', 'internalId,lineId,location\n999999,1,15\n');
  scenario.run(UPDATE);
  for (const minutes of [0, 55, 55, 20 * 60, 55, 55]) {
    scenario.later(minutes);
    try {
      scenario.run(DIGEST);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(ServerDown);
    }
  }
  return down;
}

test.each(['before', 'after'] as const)(
  '%s each call: at most one mail for each day, and nothing is left unsaid',
  (when) => {
    let number = 1;
    for (; playWithFall(when, number); number += 1) {
      const { emails } = scenario.account;
      const days = emails.map(({ time }) => Math.floor((time - HOUR_OF_DIGEST) / DAY));
      expect([number, days]).toEqual([number, [...new Set(days)]]);
      expect([number, emails.map(({ body }) => body).join()]).toEqual([
        number,
        expect.stringContaining('1 row refused'),
      ]);
    }
    expect(number).toBeGreaterThan(20);
  },
);
