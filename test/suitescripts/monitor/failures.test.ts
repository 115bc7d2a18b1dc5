/** docs/monitoring.md: whom NetSuite mails when runs fail, how often, and what is said when failures are over. */
import { expect, test } from '@jest/globals';
import { ServerDown } from '../../../emulator/account/faults.ts';
import { reopen, scenario } from '../each-scenario.ts';
import { WAREHOUSE } from '../scenario.ts';

const CLERK = 77;
const LEDGER = 'customrecord_hc_feed_file';

const FEEDS = [
  ['customdeploy_update_salesorder', 'customscript_update_salesorder'],
  ['customdeploy_create_itemfulfillment', 'customscript_create_itemfulfillment'],
  ['customdeploy_export_so_fulfillment', 'customscript_export_so_fulfillment'],
] as const;
const [[UPDATE, UPDATE_SCRIPT]] = FEEDS;
const UPDATE_ON_DEMAND = 'customdeploy_update_so_rest';

const RIGHT = 'sftp.example.com';
const breakServer = () => scenario.configure({ custrecord_ns_sftp_server: 'nobody.example.com' });
const mendServer = () => scenario.configure({ custrecord_ns_sftp_server: RIGHT });

function nameReaders(to = 'ops@example.com, erp@example.com') {
  scenario.account.addRecord('employee', { id: CLERK, entityid: 'Clerk', email: 'clerk@example.com' });
  scenario.configure({ custrecord_hc_sftp_mail_to: to, custrecord_hc_sftp_mail_from: String(CLERK) });
}

/** A quarter of an hour of one deployment. @returns whether NetSuite mails that it failed */
function quarter(deployment: string): boolean {
  const { error } = scenario.run(deployment);
  scenario.later(10);
  return error !== undefined && !error.notifyOff;
}

const quarters = (deployment: string, count: number): number =>
  Array.from({ length: count }, () => quarter(deployment)).filter(Boolean).length;

/** Three of four runs left out, which would be no different. */
const everyHour = (deployment: string, count: number): number =>
  Array.from({ length: count }, () => {
    scenario.later(45);
    return quarter(deployment);
  }).filter(Boolean).length;

const entry = (script: string) =>
  scenario.account
    .listRecords(LEDGER)
    .find(({ fields }) => fields.custrecord_hc_ff_file === `(failures)/${script}`)?.fields;

const told = () => scenario.account.emails.map(({ subject }) => subject);

test.each(FEEDS)(
  '%s: 25 hours without a server are two mails, and one that they are over',
  (deployment, script) => {
    nameReaders();
    expect(quarter(deployment)).toBe(false);
    breakServer();
    // The export connects when it has something to export.
    scenario.ship(scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' }));
    expect(quarter(deployment)).toBe(true);
    expect(everyHour(deployment, 25)).toBe(1);
    expect(entry(script)).toMatchObject({
      custrecord_hc_ff_status: 'Failing',
      custrecord_hc_ff_attempts: 26,
    });

    mendServer();
    expect(quarters(deployment, 3)).toBe(0);
    expect(told()).toEqual([]);
    expect(quarters(deployment, 6)).toBe(0);
    expect(told()).toEqual([`${script} runs again (NetSuite EMULATOR)`]);
    const [mail] = scenario.account.emails;
    expect(mail?.to.map(({ email }) => email)).toEqual(['ops@example.com', 'erp@example.com']);
    expect(mail?.body).toMatch(
      />26 runs of \w+ failed between .+ and .+\. Since then its runs have gone well\./,
    );
    expect(entry(script)?.custrecord_hc_ff_status).toBe('Over');
  },
);

test('a single run that failed is told of as one', () => {
  nameReaders();
  breakServer();
  quarter(UPDATE);
  mendServer();
  quarters(UPDATE, 9);
  expect(scenario.account.emails[0]?.body).toMatch(/>1 run of \w+ failed at [^.]+\. Since then its runs/);
});

test('of a script that nobody runs any more, the digest says how to end it, and that does', () => {
  nameReaders();
  scenario.run('customdeploy_hc_create_backlog');
  scenario.run('customdeploy_hc_feed_digest');
  const record = '(failures)/customscript_hc_create_backlog';
  expect(scenario.account.emails[0]?.body).toContain(`delete the record ${record} of HC Feed File.`);
  const entries = scenario.account.listRecords(LEDGER);
  const { id = 0 } = entries.find(({ fields }) => fields.custrecord_hc_ff_file === record) ?? {};
  scenario.account.asUser((N) => N.record.delete({ type: LEDGER, id }));
  scenario.later(24 * 60);
  scenario.run('customdeploy_hc_feed_digest');
  expect(told()).toEqual(['HotWax feeds: 1 thing needs attention (NetSuite EMULATOR)']);
});

test('failures that begin anew are mailed anew', () => {
  breakServer();
  expect(quarter(UPDATE)).toBe(true);
  mendServer();
  quarters(UPDATE, 6);
  breakServer();
  expect(quarter(UPDATE)).toBe(true);
  expect(quarter(UPDATE)).toBe(false);
});

test('a server that comes and goes every quarter of an hour is one thing', () => {
  nameReaders();
  let mails = 0;
  for (let run = 0; run < 48; run += 1) {
    if (run % 2 === 0) breakServer();
    else mendServer();
    if (quarter(UPDATE)) mails += 1;
  }
  expect(mails).toBe(1);
  expect(told()).toEqual([]);
});

test('statements are told of like the feeds', () => {
  breakServer();
  scenario.run('customdeploy_hc_statement_now');
  expect(entry('customscript_hc_order_statement')?.custrecord_hc_ff_status).toBe('Failing');
  expect(quarter('customdeploy_hc_statement_now')).toBe(false);
});

test('both deployments of a script fail as one, and scripts each for themselves', () => {
  breakServer();
  expect(quarter(UPDATE)).toBe(true);
  expect(quarter(UPDATE_ON_DEMAND)).toBe(false);
  expect(quarter('customdeploy_create_itemfulfillment')).toBe(true);
});

test('the error that ends a run keeps its name and its words', () => {
  breakServer();
  const [first, second] = [scenario.run(UPDATE).error, scenario.run(UPDATE).error];
  expect(second).toEqual({ ...first, notifyOff: true });
  expect(entry(UPDATE_SCRIPT)?.custrecord_hc_ff_message).toBe(`${first?.name}: ${first?.message}`);
});

test('without addresses the end of failures is logged, and nothing is sent', () => {
  breakServer();
  quarter(UPDATE);
  mendServer();
  quarters(UPDATE, 3);
  const reports = Array.from({ length: 3 }, () => scenario.run(UPDATE));
  expect(reports.flatMap(({ logs }) => logs).map(({ title }) => title)).toContain(
    `${UPDATE_SCRIPT} runs again`,
  );
  expect(told()).toEqual([]);
});

test.each([
  ['an address that is none', 'ops'],
  ['too many addresses', Array.from({ length: 11 }, (_, index) => `a${index}@example.com`).join()],
])('%s ends no run, and is logged', (_what, to) => {
  nameReaders(to);
  breakServer();
  quarter(UPDATE);
  mendServer();
  quarters(UPDATE, 3);
  const reports = Array.from({ length: 3 }, () => scenario.run(UPDATE));
  expect(reports.map(({ ended }) => ended)).toEqual(['normally', 'normally', 'normally']);
  expect(JSON.stringify(reports)).toContain('MAIL_SETTINGS');
});

test('a failure that cannot be noted is mailed', () => {
  reopen({
    before: ({ name }) => {
      if (name === 'N/record.create') throw Object.assign(new Error('No.'), { name: 'UNEXPECTED_ERROR' });
    },
  });
  breakServer();
  expect([quarter(UPDATE), quarter(UPDATE)]).toEqual([true, true]);
});

test('a server of NetSuite that goes down while a failure is noted costs no mail later', () => {
  let down = true;
  reopen({
    after: (call) => {
      if (!down || call.name !== 'Record.save') return;
      down = false;
      throw new ServerDown(call, 'after');
    },
  });
  breakServer();
  expect(() => scenario.run(UPDATE)).toThrow(ServerDown);
  scenario.later(24 * 60);
  expect(quarter(UPDATE)).toBe(true);
});

test('a dry run notes nothing', () => {
  breakServer();
  const dry = (parameters: Record<string, string>) => scenario.account.runDeployment(UPDATE, { parameters });
  expect(dry({ custscript_hc_us_dry_run: 'T' }).ended).toBe('with an error');
  expect(entry(UPDATE_SCRIPT)).toBeUndefined();
});
