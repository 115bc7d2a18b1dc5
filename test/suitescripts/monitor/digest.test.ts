/** docs/monitoring.md: the daily digest, which says what needs attention, once a day whatever happens. */
import { expect, test } from '@jest/globals';
import { ServerDown } from '../../../emulator/account/faults.ts';
import { reopen, scenario } from '../each-scenario.ts';
import {
  ALLOCATIONS,
  allocate,
  bodies,
  CLERK,
  CREATE,
  DIGEST,
  EXPORT,
  hours,
  mails,
  nameReaders,
  runFeeds,
  SHIPMENTS,
  UPDATE,
} from './digest-scenario.ts';

test('it says what needs attention and what was done, with refused rows by cause and never one by one', () => {
  nameReaders();
  const order = scenario.order([{}]);
  allocate('a.csv', order, ...Array.from({ length: 300 }, (_, index) => 900_000 + index));
  scenario.put(`${SHIPMENTS}/b.json`, '[{');
  runFeeds();
  hours(1);

  const [mail] = mails();
  expect(mail?.subject).toBe('HotWax feeds: 2 things need attention (NetSuite EMULATOR)');
  expect(mail?.to.map(({ email }) => email)).toEqual(['ops@example.com', 'erp@example.com']);
  expect(mail?.author).toBe(CLERK);
  expect(mail?.body).toContain('- Allocations from HotWax: 300 rows refused.');
  expect(mail?.body).toContain('- Shipments from HotWax: 1 file failed.');
  expect(mail?.body).toContain('- Allocations from HotWax: 300 ORDER_NOT_FOUND');
  expect(mail?.body).toMatch(/- Shipments from HotWax: b\.json: .*not JSON/);
  expect(mail?.body).toContain('- Allocations from HotWax: 1 file, 1 row applied, 300 refused, 0 skipped');
  expect(mail?.body).not.toContain('900001');
  expect(mail?.body.length).toBeLessThan(3_000);
});

test('statements lie on the server as long as they like: nothing waits there', () => {
  nameReaders();
  scenario.put('statement/request/a.json', '{}');
  scenario.run('customdeploy_hc_order_statement');
  expect(scenario.files('statement')).toHaveLength(1);
  scenario.later(180);
  hours(1);

  expect(mails()[0]?.subject).toBe('HotWax feeds: all is well (NetSuite EMULATOR)');
});

test('a feed that is paused is named, while the others go on', () => {
  nameReaders();
  runFeeds();
  hours(20, () => {
    scenario.run(CREATE);
    scenario.run(EXPORT);
  });
  expect(bodies().at(-1)).toMatch(/- Allocations from HotWax: It has not run for \d+ hours/);
  expect(bodies().at(-1)).not.toMatch(/- Shipments (from|to) HotWax: It has not run/);
});

test('files that wait on the server, and files that are not finished, are named', () => {
  let down = false;
  reopen({
    before: (call) => {
      if (down || call.name !== 'Connection.download') return;
      down = true;
      throw new ServerDown(call, 'before');
    },
  });
  nameReaders();
  runFeeds();
  allocate('stuck.csv', 999_999);
  expect(() => scenario.run(UPDATE)).toThrow(ServerDown);
  allocate('late.csv', 999_999);
  scenario.touch(`${ALLOCATIONS}/late.csv`);
  scenario.later(16 * 60);
  hours(1);
  const [body] = bodies();
  expect(body).toMatch(/- Allocations from HotWax: stuck\.csv not finished for 16 hours, after 1 attempt/);
  expect(body).toMatch(
    /- Allocations from HotWax: 1 file in salesorder\/update, the oldest for 16 hours; no run has taken them/,
  );
});

test('without the server it is sent all the same, and says so', () => {
  nameReaders();
  runFeeds();
  scenario.configure({ custrecord_ns_sftp_server: 'nobody.example.com' });
  hours(1);
  expect(bodies()).toEqual([expect.stringContaining('It was not looked at.')]);
});

test('an incomplete configuration is the first thing it says', () => {
  nameReaders();
  scenario.configure({ custrecord_ns_sftp_guid: '' });
  hours(1);
  expect(bodies()[0]).toContain('- All feeds: INCOMPLETE_SFTP_CONFIGURATION');
});

test('a sandbox that has got the record of production mails nobody', () => {
  nameReaders();
  allocate('a.csv', 999_999);
  runFeeds();
  scenario.configure({ custrecord_hc_sftp_account: 'PRODUCTION' });
  expect(scenario.run(DIGEST).error?.name).toBe('OTHER_ACCOUNT');
  hours(24);
  expect(mails()).toEqual([]);
});

test.each([
  ['addresses', { custrecord_hc_sftp_mail_to: '' }],
  ['a sender', { custrecord_hc_sftp_mail_from: '' }],
])('without %s nothing is sent, and the log says so', (_what, values) => {
  nameReaders();
  scenario.configure(values);
  allocate('a.csv', 999_999);
  runFeeds();
  const report = scenario.run(DIGEST);
  expect(report.logs.map(({ title }) => title)).toContain('No digest');
  expect([report.ended, mails()]).toEqual(['normally', []]);
});

test('names and messages are text in it, whatever they have in them', () => {
  nameReaders();
  scenario.put(`${SHIPMENTS}/<img src=x onerror=alert(1)>.json`, '[{');
  runFeeds();
  hours(1);
  expect(bodies()[0]).toContain('&lt;img src=x onerror=alert(1)&gt;.json');
  expect(bodies()[0]).not.toContain('<img');
});

test('a mail that NetSuite refuses is tried again until it is sent', () => {
  let refused = 3;
  reopen({
    before: ({ name }) => {
      if (name !== 'N/email.send' || refused === 0) return;
      refused -= 1;
      throw Object.assign(new Error('The author must be an employee.'), {
        name: 'SSS_AUTHOR_MUST_BE_EMPLOYEE',
      });
    },
  });
  nameReaders();
  allocate('a.csv', 999_999);
  runFeeds();
  expect(scenario.run(DIGEST).error?.name).toBe('DIGEST_NOT_SENT');
  hours(2);
  expect(mails()).toEqual([]);
  hours(3);
  expect(mails().map(({ subject }) => subject.split(':')[0])).toEqual([
    'HotWax feeds',
    'customscript_hc_feed_digest runs again (NetSuite EMULATOR)',
  ]);
  expect(bodies()[0]).toContain('1 row refused');
});

test('a run of an hour in which nothing is due costs 30 units', () => {
  nameReaders();
  hours(1);
  expect(scenario.run(DIGEST).units).toBeLessThanOrEqual(40);
});

test('several deployments at once send one', () => {
  let inside = 0;
  reopen({
    before: ({ name, deploymentId }) => {
      if (name !== 'Record.save' || deploymentId !== DIGEST) return;
      inside += 1;
      if (inside === 1) scenario.account.runDeployment(DIGEST);
    },
  });
  nameReaders();
  allocate('a.csv', 999_999);
  runFeeds();
  hours(2);
  expect(inside).toBeGreaterThan(1);
  expect(mails()).toHaveLength(1);
});

test('deployments that want it at other hours send one a day together', () => {
  nameReaders();
  for (let hour = 0; hour < 48; hour += 2) {
    allocate(`${hour}.csv`, 999_999);
    runFeeds();
    for (const at of [6, 20])
      scenario.account.runDeployment(DIGEST, { parameters: { custscript_hc_fd_hour: String(at) } });
    scenario.later(105);
  }
  const days = mails().map(({ time }) => new Date(time).toISOString().slice(0, 10));
  expect(days).toEqual(['2026-03-02', '2026-03-03', '2026-03-04']);
});

test('a second run of a day sends nothing, until somebody who tries it has deleted its record', () => {
  nameReaders();
  allocate('a.csv', 999_999);
  runFeeds();
  hours(2);
  expect(mails()).toHaveLength(1);
  const record = scenario.account
    .listRecords('customrecord_hc_feed_file')
    .find(({ fields }) => fields.custrecord_hc_ff_file === '(digest)');
  scenario.account.asUser(({ record: records }) =>
    records.delete({ type: 'customrecord_hc_feed_file', id: record?.id ?? 0 }),
  );
  hours(1);
  expect(bodies().map((body) => body.includes('1 row refused'))).toEqual([true, true]);
});

test('who is named twice, however it is written, gets one mail', () => {
  nameReaders();
  const often = Array.from({ length: 30 }, (_, index) =>
    index % 2 === 0 ? 'ops@example.com' : 'OPS@example.com',
  );
  scenario.configure({ custrecord_hc_sftp_mail_to: often.join(' ') });
  hours(1);
  expect(mails()[0]?.to).toHaveLength(1);
});

test('an error file that somebody has replaced makes it no longer than people read', () => {
  nameReaders();
  allocate('a.csv', 999_999);
  runFeeds();
  const rows = Array.from(
    { length: 5000 },
    (_, index) => `a.csv,${index + 1},x,${'C'.repeat(500)}${index},m`,
  );
  scenario.put(`${ALLOCATIONS}/error/a.csv.errors.csv`, ['file,row,field,code,message', ...rows].join('\n'));
  hours(1);
  expect(bodies()[0]?.length).toBeLessThan(5_000);
  expect(bodies()[0]).toContain(', 4980 others');
});
