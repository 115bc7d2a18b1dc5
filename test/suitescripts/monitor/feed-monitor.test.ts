/** HC_SL_FeedMonitor: the ledger at a glance, and where an order is. */
import { describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../../emulator/account.ts';
import type { FormPage } from '../../../emulator/platform/pages/page.ts';
import { ACCOUNT_NAMES } from '../../../testbed/accounts/named-accounts.ts';
import { reopen, scenario } from '../each-scenario.ts';
import { OTHER_STORE, STORE, WAREHOUSE } from '../scenario.ts';

const PAGE = 'customdeploy_hc_feed_monitor';
const UPDATE = 'customdeploy_update_salesorder';
const CREATE = 'customdeploy_create_itemfulfillment';
const EXPORT = 'customdeploy_export_so_fulfillment';
const ALLOCATIONS = 'salesorder/update';
const SHIPMENTS = 'fulfilledsalesorder/export';
const LEDGER = 'customrecord_hc_feed_file';

function open(request: HttpRequest = { method: 'GET' }) {
  const before = JSON.stringify(scenario.account.dump());
  const report = scenario.account.runDeployment(PAGE, { request });
  expect(report.error).toBeUndefined();
  expect(JSON.stringify(scenario.account.dump())).toBe(before);
  expect(report.units).toBeLessThan(200);
  const form = report.page as FormPage;
  const result = form.fields.find(({ id }) => id === 'custpage_hc_result')?.value ?? '';
  return { report, form, result, text: textIn(result) };
}

/** As somebody reads it: cells with bars between, a line for each row. */
const textIn = (markup: string): string =>
  markup
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<\/t[dh]>/g, ' | ')
    .replace(/<\/(tr|p|h2|caption)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[ \t]+/g, ' ');

const lookUp = (id: string | number) => open({ method: 'GET', parameters: { custpage_hc_id: String(id) } });

const runFeeds = () => {
  for (const deployment of [UPDATE, CREATE, EXPORT]) scenario.run(deployment);
};

const allocate = (name: string, ...rows: string[]) =>
  scenario.put(`${ALLOCATIONS}/${name}`, `internalId,lineId,location\n${rows.join('\n')}\n`);

const shipment = (order: number, line: number, fields: Record<string, unknown> = {}) =>
  scenario.put(
    `${SHIPMENTS}/s.json`,
    JSON.stringify([
      {
        order_id: String(order),
        items: [
          {
            line_id: String(line),
            location_id: String(STORE),
            quantity: '1',
            shipment_id: 'SHIP-9',
            ...fields,
          },
        ],
      },
    ]),
  );

const sentence = (text: string): string => text.trim().split('\n')[0]?.trim() ?? '';

describe('at a glance', () => {
  test('all is well when the three feeds run', () => {
    allocate('a.csv', `${scenario.order([{}])},1,${STORE}`);
    runFeeds();
    const { text, form } = open();
    expect(form.title).toBe('HotWax feeds');
    expect(sentence(text)).toBe('All three feeds run, and nothing needs attention.');
    expect(text).toMatch(/Allocations from HotWax \| runs \| .* ago \| 0 \| \|/);
    expect(text).toContain('Allocations from HotWax | today | 1 | 0 | 0 | 1 | 0 |');
    expect(text).toContain('Allocations from HotWax | 7 days ago | 1 | 0 | 0 | 1 | 0 |');
  });

  test('an account in which nothing has run yet says so', () => {
    expect(sentence(open().text)).toBe('No feed is in use.');
    scenario.run(UPDATE);
    expect(sentence(open().text)).toBe(
      'Nothing needs attention. Not in use: Shipments from HotWax, Shipments to HotWax.',
    );
  });

  test('the worst comes first: a feed whose runs fail, one with refused rows, one that runs', () => {
    runFeeds();
    allocate('a.csv', `999999,1,${STORE}`, `${scenario.order([{}])},1,${STORE}`);
    scenario.run(UPDATE);
    scenario.configure({ custrecord_ns_sftp_server: 'nobody.example.com' });
    scenario.run(CREATE);
    scenario.configure({ custrecord_ns_sftp_server: 'sftp.example.com' });
    const { text } = open();
    expect(sentence(text)).toMatch(
      /^Shipments from HotWax: 1 run of customscript_create_itemfulfillment failed since .* 1 more thing needs attention\.$/,
    );
    const feeds = text
      .slice(text.indexOf('The feeds'))
      .split('\n')
      .filter((line) => /HotWax \|/.test(line));
    expect(
      feeds.slice(0, 3).map((line) =>
        line
          .split(' | ')
          .slice(0, 2)
          .map((cell) => cell.trim()),
      ),
    ).toEqual([
      ['Shipments from HotWax', 'stopped'],
      ['Allocations from HotWax', 'runs; something is to be corrected'],
      ['Shipments to HotWax', 'runs'],
    ]);
    expect(text).toMatch(
      /a\.csv \| Allocations from HotWax \| Done with errors \| .* \| 2 \| 1 \| 1 \| 0 \| 1 \| See error\/a\.csv\.errors\.csv/,
    );
  });

  test('a feed that has not run for two hours, and a file that is not finished', () => {
    runFeeds();
    scenario.account.addRecord(LEDGER, {
      custrecord_hc_ff_feed: 'fulfilled-order-items',
      custrecord_hc_ff_file: 'stuck.json',
      custrecord_hc_ff_status: 'Taken',
      custrecord_hc_ff_attempts: 4,
      custrecord_hc_ff_stops: 4,
      custrecord_hc_ff_message: 'A run stopped at this file: SSS_X: No.',
      custrecord_hc_ff_started: new Date('2026-03-02T15:00:00Z'),
    });
    scenario.later(4 * 60);
    scenario.run(CREATE);
    scenario.run(EXPORT);
    const { text } = open();
    expect(sentence(text)).toMatch(/^Allocations from HotWax: It has not run for 4 hours, since/);
    expect(text).toMatch(
      /Shipments from HotWax \| stuck\.json not finished for 4 hours, after 4 attempts\. A run stopped at this file: SSS_X: No\. \| Each run stops at it/,
    );
  });

  test('a record of another account, and one that lacks something', () => {
    runFeeds();
    scenario.configure({ custrecord_hc_sftp_account: 'PRODUCTION' });
    expect(sentence(open().text)).toMatch(
      /^All feeds: OTHER_ACCOUNT: HC SFTP Configuration record 1 belongs to the account PRODUCTION/,
    );
    scenario.configure({ custrecord_hc_sftp_account: 'EMULATOR', custrecord_ns_sftp_guid: '' });
    expect(sentence(open().text)).toMatch(/^All feeds: INCOMPLETE_SFTP_CONFIGURATION/);
  });

  test('exports that are not done', () => {
    const id = scenario.ship(
      scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' }),
    );
    runFeeds();
    scenario.account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id }));
    scenario.later(25 * 60);
    runFeeds();
    expect(open().text).toContain('1 item fulfillment deleted after its export.');
  });

  test('a ledger with more files that are not finished than one search gives: all are counted', () => {
    runFeeds();
    for (let file = 0; file < 1_500; file += 1)
      scenario.account.addRecord(LEDGER, {
        custrecord_hc_ff_feed: 'brokered-order-items',
        custrecord_hc_ff_file: `f${file}.csv`,
        custrecord_hc_ff_status: 'Taken',
        custrecord_hc_ff_started: new Date('2026-03-02T10:00:00Z'),
      });
    expect(open().text).toContain('f0.csv and 1499 files more not finished for 5 hours');
  });

  test('a large ledger: 120 files with problems in pages of 50, for the same units', () => {
    runFeeds();
    const few = open().report.units;
    for (let file = 0; file < 120; file += 1)
      scenario.account.addRecord(LEDGER, {
        custrecord_hc_ff_feed: 'brokered-order-items',
        custrecord_hc_ff_file: `f${file}.csv`,
        custrecord_hc_ff_status: 'Done with errors',
        custrecord_hc_ff_rejected: 1,
        custrecord_hc_ff_finished: new Date('2026-03-02T15:00:00Z'),
      });
    const first = open();
    expect(first.report.units).toBe(few);
    expect(first.text).toContain('120 rows refused.');
    expect(first.text.match(/f\d+\.csv/g)).toHaveLength(50);
    expect(first.result).toContain('custpage_hc_page=1">Older files');
    const last = open({ method: 'GET', parameters: { custpage_hc_page: '2' } });
    expect(last.text.match(/f\d+\.csv/g)).toHaveLength(20);
    expect(last.text).not.toContain('Older files');
    expect(open({ method: 'GET', parameters: { custpage_hc_page: '99999; drop' } }).text).toContain(
      '120 rows refused.',
    );
    const beyond = open({ method: 'GET', parameters: { custpage_hc_page: '9999' } });
    expect(beyond.text).toContain('There are no such files on this page. The newest files');
    expect(beyond.text).not.toContain('Newer files');
  });
});

describe('an order', () => {
  /** One line allocated and shipped by HotWax, one shipped by the warehouse and exported, one without anything. */
  function playOrder() {
    const order = scenario.order(
      [{ seqId: '00101' }, { seqId: '00102', location: WAREHOUSE }, { seqId: '00103' }],
      { custbody_hc_order_id: 'M1001', externalid: 'SHOP-1' },
    );
    allocate('a.csv', `${order},1,${STORE}`);
    shipment(order, 1, {
      tracking_number: '1Z999AA10123456784',
      shipment_item_seq_id: '1',
      order_item_seq_id: '00101',
      tags: 'hotwax-fulfilled',
    });
    const made = scenario.ship(order, { shipstatus: 'C' }, { lines: ['2'] });
    runFeeds();
    return { order, made };
  }

  const numberOf = (type: string, id: number) => String(scenario.account.getRecord(type, id).fields.tranid);

  test('is found by each of its ids, and shown with lines, fulfillments and exports', () => {
    const { order, made } = playOrder();
    const [byHotwax] = scenario.account
      .listRecords('itemfulfillment')
      .filter(({ fields }) => fields.custbody_hc_shipment_id === 'SHIP-9');
    const ids = [
      order,
      numberOf('salesorder', order),
      'SHOP-1',
      'M1001',
      'SHIP-9',
      '1Z999AA10123456784',
      made,
      numberOf('itemfulfillment', made),
      byHotwax?.id ?? 0,
    ];
    const texts = ids.map((id) => lookUp(id).text.replace(/^.*\n/, ''));
    for (const text of texts) expect(text).toBe(texts[0]);
    const [text = ''] = texts;
    expect(text).toContain(`Order ${numberOf('salesorder', order)}`);
    expect(text).toContain(
      '1 of 3 lines to be fulfilled, 0 of them with a location; 2 item fulfillments, and HotWax was told of 1; 1 thing stands out.',
    );
    expect(text).toMatch(/1 \| 00101 \| ITEM \| Store \| hotwax-fulfilled \| 1 \| 1 \|/);
    expect(text).toMatch(/3 \| 00103 \| ITEM \| none \| \| 1 \| 0 \|/);
    expect(text).toMatch(
      /Line 3 \| It has no location: no allocation has been applied\. \| Ask the transformer/,
    );
    expect(text).toMatch(
      /Shipped \| .* \| SHIP-9 \| 1Z999AA10123456784 \| 1 ITEM \(00101\) from Store \| ticked \| HotWax shipped it/,
    );
    expect(text).toMatch(
      /none: made in NetSuite \| \| 1 ITEM \(00102\) from Warehouse \| ticked \| Exported \| .*SalesOrderFulfillment\.csv/,
    );
  });

  test('brings the export file of its shipment from the ledger, which is found by its name too', () => {
    const { order } = playOrder();
    const [file = ''] = /\S+SalesOrderFulfillment\.csv/.exec(lookUp(order).text) ?? [];
    expect(
      lookUp(order).text.match(new RegExp(`${file} \\| Shipments to HotWax \\| Done`, 'g')),
    ).toHaveLength(1);
    expect(lookUp('a.csv').text).toMatch(/a\.csv \| Allocations from HotWax \| Done \|/);
  });

  test('posting the form is the same as the address', () => {
    const { order } = playOrder();
    const posted = open({
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `custpage_hc_id=${order}&submitter=Look+up`,
    });
    expect(posted.text).toBe(lookUp(order).text);
    expect(posted.form.fields[0]?.value).toBe(String(order));
  });

  test('says what to do about what HotWax shipped and was not fulfilled', () => {
    const order = scenario.order([{ tag: 'hotwax-fulfilled', location: STORE }]);
    expect(lookUp(order).text).toMatch(
      /Line 1 \| It is tagged as shipped by HotWax, and 1 of 1 are not fulfilled\. \| Look into the error files/,
    );
  });

  test('says that a shipment of the warehouse waits for the export, and that what is picked is not exported', () => {
    const order = scenario.order(
      [
        { seqId: '1', location: WAREHOUSE },
        { seqId: '2', location: WAREHOUSE },
      ],
      { custbody_hc_order_id: 'M2' },
    );
    scenario.ship(order, {}, { lines: ['1'] });
    expect(lookUp(order).text).toContain(
      'HotWax has not been told of it. | Wait for the next run of the export.',
    );
  });

  test('of another location after its export stands out as changed', () => {
    const { order, made } = playOrder();
    scenario.account.asUser(({ record }) => {
      const loaded = record.load({ type: 'itemfulfillment', id: made });
      loaded.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value: String(OTHER_STORE) });
      loaded.save();
    });
    scenario.later(25 * 60);
    scenario.run(EXPORT);
    expect(lookUp(order).text).toMatch(/Item fulfillment .* \| Changed: .* \| HotWax does not hear of it/);
  });

  test('of more lines than one search gives is counted as a whole, and shown as far as people read', () => {
    const lines = Array.from({ length: 1200 }, (_, line) => ({
      location: STORE,
      seqId: String(line),
      isclosed: line < 1000,
    }));
    scenario.order(lines, { custbody_hc_order_id: 'LARGE' });
    const { text, result } = lookUp('LARGE');
    expect(text).toContain('200 of 1200 lines to be fulfilled, 200 of them with a location;');
    expect(text).toContain('And 1000 more.');
    expect(result.length).toBeLessThan(50_000);
  });

  test.each(['@NONE@', '@none@', '@ALL@'])(
    'is not found by %s, which searches read as something else',
    (id) => {
      scenario.order([{ location: STORE }]);
      expect(lookUp(id).text).toContain(`NetSuite has nothing under ${id}.`);
    },
  );

  test('that is not there says what was looked for', () => {
    const { text } = lookUp('M404');
    expect(text).toContain('NetSuite has nothing under M404.');
    expect(text).toContain('transformer find');
  });
});

describe('hostile texts', () => {
  const EVIL = '<script>alert("1")</script>\'&';

  test('what is asked for is text, and does not come back into the field', () => {
    const { result, form } = lookUp(EVIL);
    expect(result).not.toContain('<script');
    expect(result).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;');
    expect(form.fields[0]?.value).toBe('');
  });

  test('names, messages, tags, tracking numbers and ids are text', () => {
    const order = scenario.order([{ tag: EVIL, seqId: '"><b>', location: STORE }], {
      custbody_hc_order_id: EVIL,
    });
    scenario.account.addRecord(LEDGER, {
      custrecord_hc_ff_feed: EVIL,
      custrecord_hc_ff_file: EVIL,
      custrecord_hc_ff_status: 'Failed',
      custrecord_hc_ff_message: EVIL,
      custrecord_hc_ff_finished: new Date('2026-03-02T15:00:00Z'),
    });
    for (const { result } of [open(), lookUp(order), lookUp(EVIL)]) {
      expect(result.replace(/<style>[\s\S]*?<\/style>/, '')).not.toMatch(/<script|<b>|"><b/);
      const tags = new Set([...result.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
      expect(
        [...tags].filter(
          (tag) => !'a caption code div h2 p style table tbody td th thead tr'.split(' ').includes(tag ?? ''),
        ),
      ).toEqual([]);
    }
  });
});

test('it reads as HC Integration, which may read all it shows, and as nobody more', () => {
  const { report } = open();
  const changes = report.calls.filter(
    ({ call }) => /save|submit|delete|create|send/.test(call) && call !== 'search.create',
  );
  expect(changes).toEqual([]);
});

test('what it cannot read it says, and the page is there all the same', () => {
  reopen({
    before: ({ name, deploymentId }) => {
      if (deploymentId === PAGE && /getRange/.test(name))
        throw Object.assign(new Error('Permission Violation: <b>'), { name: 'INSUFFICIENT_PERMISSION' });
    },
  });
  const { text, result } = open();
  expect(text).toContain('This page could not be shown: INSUFFICIENT_PERMISSION: Permission Violation: <b>');
  expect(result).not.toContain('<b>');
});

test.each(ACCOUNT_NAMES)(
  'on the account "%s" both views are there, with the place that a line ships from',
  (named) => {
    reopen({}, { named });
    const order = scenario.order([{ location: STORE, seqId: '00101' }], { custbody_hc_order_id: 'M1' });
    runFeeds();
    expect(open().text).toContain('The feeds');
    expect(lookUp('M1').text).toMatch(/1 \| 00101 \| ITEM \| Store/);
    expect(lookUp(order).text).toContain('HotWax order id: M1.');
  },
);

test('the features of an account that ships across subsidiaries or counts in units change nothing', () => {
  reopen({}, { features: ['UNITSOFMEASURE'] });
  const order = scenario.order([{ location: STORE }]);
  expect(lookUp(order).text).toMatch(/1 \| \| ITEM \| Store \|/);
});
