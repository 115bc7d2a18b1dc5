/** Mails of the scripts, to the addresses of the configuration record. */
import * as email from 'N/email';
import * as log from 'N/log';
import * as runtime from 'N/runtime';
import * as search from 'N/search';
import { failure } from '../netsuite/failure.ts';
import { mailField, sftpConfiguration } from '../netsuite/ids.ts';
import { textOf } from '../netsuite/searches.ts';

/** @property from internal id of an employee: NetSuite lets nobody else be the author of a mail (help section_4358681681) */
export type MailSettings = { to: string[]; from: number };

/** Recipients of one mail (help section_4358681681). */
const MOST_RECIPIENTS = 10;

/** Undefined where the record does not name both. 10 units. @throws MAIL_SETTINGS when what it names cannot be used */
export function readMailSettings(): MailSettings | undefined {
  const [found] = search
    .create({
      type: sftpConfiguration.type,
      filters: [['isinactive', 'is', 'F']],
      columns: [mailField.to, mailField.from],
    })
    .run()
    .getRange({ start: 0, end: 1 });
  const to = distinct(textOf(found?.getValue(mailField.to)).split(/[\s,;]+/));
  const from = Number(found?.getValue(mailField.from) || 0);
  if (to.length === 0 || from === 0) return undefined;
  refuseUnusable(to);
  return { to, from };
}

/** Who is named twice gets one mail. */
const distinct = (addresses: readonly string[]): string[] => [
  ...new Map(
    addresses.filter((address) => address !== '').map((address) => [address.toLowerCase(), address]),
  ).values(),
];

function refuseUnusable(to: readonly string[]): void {
  const bad = to.find((address) => !/^[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"']+$/.test(address));
  const problem =
    bad === undefined
      ? `${to.length} addresses, and NetSuite mails to ${MOST_RECIPIENTS} at the most`
      : `"${bad}"`;
  if (bad === undefined && to.length <= MOST_RECIPIENTS) return;
  throw failure(
    'MAIL_SETTINGS',
    `Mail Reports To of the HC SFTP Configuration record has ${problem}. Write mail addresses with commas between; for more people name a mailing list.`,
  );
}

/** 20 units. */
export function sendMail({ to, from }: MailSettings, subject: string, text: string): void {
  email.send({
    author: from,
    recipients: to,
    subject: `${subject} (NetSuite ${runtime.accountId})`.slice(0, 200),
    body: `<pre style="font-family: inherit; white-space: pre-wrap">${escapeHtml(text)}</pre>`,
  });
  log.audit({ title: 'Mail sent', details: { subject, to } });
}

/** Whatever a name or a message has in it is text. A mail with tags in it is HTML (help section_4358667505). */
const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
