/** N/email: what is sent is kept and goes nowhere; what NetSuite refuses is refused. */
import { expect, test } from '@jest/globals';
import type { Account } from '../../../emulator/account.ts';
import { withLeniency } from '../../../emulator/strictness/leniency.ts';
import { runOnce } from '../tiny-project.ts';

const seed = (account: Account) => {
  account.addRecord('employee', { id: 31, entityid: 'Grace', email: 'grace@example.com' });
  account.addRecord('customer', { id: 21, entityid: 'Ada', email: 'ada@example.com' });
  account.addRecord('customer', { id: 22, entityid: 'Bob' });
};

const run = (script: string) => runOnce(script, { seed, uses: ['N/email', 'N/file'] });

/** A message that is sent as it is, unless something in it is replaced. */
const message = (changes = '') =>
  `email.send({ author: 31, recipients: 21, subject: 'Shipped', body: 'It is on its way', ${changes} });`;

test('a message is kept with the addresses of the people it names, for 20 units', () => {
  const { account, report } = run(
    message(
      `cc: ['bob@example.com; eve@example.com'], attachments: [file.create({ name: 'a.csv', fileType: 'CSV', contents: 'abc' })],
       relatedRecords: { transactionId: 7 }`,
    ),
  );
  expect(report).toMatchObject({ ended: 'normally', units: 20 });
  expect(account.emails).toMatchObject([
    {
      deploymentId: 'customdeploy_probe',
      author: 31,
      to: [{ id: 21, email: 'ada@example.com' }],
      cc: [{ email: 'bob@example.com' }, { email: 'eve@example.com' }],
      bcc: [],
      subject: 'Shipped',
      body: 'It is on its way',
      attachments: [{ name: 'a.csv', size: 3 }],
      relatedRecords: { transactionId: 7 },
    },
  ]);
});

test.each([
  ['without recipients', 'recipients: []', 'SSS_MISSING_REQD_ARGUMENT'],
  ['to nobody at all', "recipients: ''", 'SSS_MISSING_REQD_ARGUMENT'],
  ['without a subject', 'subject: undefined', 'SSS_MISSING_REQD_ARGUMENT'],
  ['of a customer', 'author: 21', 'SSS_AUTHOR_MUST_BE_EMPLOYEE'],
  ['of nobody', "author: 'Grace'", 'WRONG_PARAMETER_TYPE'],
  ['whose text is no text', 'body: 5', 'WRONG_PARAMETER_TYPE'],
  ['to what is no address', "recipients: ['ada']", 'SSS_INVALID_TO_EMAIL'],
  ['to a customer without an address', 'recipients: 22', 'SSS_INVALID_TO_EMAIL'],
  ['with a copy to what is no address', "cc: 'ada'", 'SSS_INVALID_CC_EMAIL'],
  [
    'to 11 people',
    'bcc: Array.from({ length: 10 }, (_, n) => n + "@example.com")',
    'SSS_MAXIMUM_NUMBER_RECIPIENTS_EXCEEDED',
  ],
  ['with something else than a file', "attachments: ['a.csv']", 'WRONG_PARAMETER_TYPE'],
  [
    'of more than 15 MB',
    "attachments: [1, 2].map((n) => file.create({ name: n + '.txt', fileType: 'PLAINTEXT', contents: 'x'.repeat(8e6) }))",
    'ATTACH_SIZE_EXCEEDED',
  ],
  ['whose text alone has more than 15 MB', "body: 'x'.repeat(16e6)", 'ATTACH_SIZE_EXCEEDED'],
])('a message %s is refused', (_, changes, code) => {
  const { account, report } = run(message(changes));
  expect(report.error?.name).toBe(code);
  expect(account.emails).toEqual([]);
});

test('people the data does not know are refused by name, or taken for granted with a note', () => {
  const script = message('author: 5, recipients: [99]');
  expect(run(script).report.error?.message).toContain('a person of whom the data says nothing');
  const notes: string[] = [];
  const { account } = withLeniency(
    (note) => notes.push(note),
    () => run(script),
  );
  expect(account.emails).toMatchObject([{ author: 5, to: [{ id: 99, email: null }] }]);
  expect(notes).toHaveLength(2);
});

test('a campaign is refused by name', () => {
  expect(
    run('email.sendCampaignEvent({ campaignEventId: 1, recipientId: 21 });').report.error?.message,
  ).toContain('N/email.sendCampaignEvent is not emulated');
});
