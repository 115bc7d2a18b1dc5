/** N/email: nothing leaves the machine; what was sent is kept for the account's owner. Sources: section_4358681681, section_4358667505. */

import type { World } from '../../account/account-context.ts';
import type { SentEmail } from '../../account/account-events.ts';
import { charge, type Execution } from '../../account/execution.ts';
import { MAX_FILE_CONTENT_BYTES } from '../../platform/governance.ts';
import { findReferenced } from '../../records/references.ts';
import { missingArgument, type Options, readArguments } from '../../strictness/arguments.ts';
import { tolerate } from '../../strictness/leniency.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { suiteError } from '../../strictness/suite-error.ts';
import { bytesOf } from '../file.ts';

/** Recipients, cc and bcc together. */
const MOST_RECIPIENTS = 10;
/** A message with its attachments. */
const MOST_BYTES = 15 * 1024 * 1024;

const SIGNATURE = {
  required: ['author', 'recipients', 'subject', 'body'],
  optional: ['cc', 'bcc', 'replyTo', 'attachments', 'relatedRecords', 'isInternalOnly'],
};

type Address = SentEmail['to'][number];

export function createEmailModule(world: World, execution: Execution): object {
  return strictProxy('N/email', {
    send: (...values: unknown[]) => {
      charge(execution, 'email.send');
      send(world, execution, 'N/email.send', values);
    },
    sendBulk: (...values: unknown[]) => {
      charge(execution, 'email.sendBulk');
      send(world, execution, 'N/email.sendBulk', values);
    },
  });
}

function send(world: World, execution: Execution, call: string, values: unknown[]): void {
  const options = readArguments({ call, ...SIGNATURE }, values);
  const { deployment } = execution.script ?? {};
  const email: SentEmail = {
    time: world.clock(),
    deploymentId: deployment?.id ?? null,
    isBulk: call === 'N/email.sendBulk',
    author: authorOf(world, call, options.author),
    to: addressesOf(world, options.recipients, 'SSS_INVALID_TO_EMAIL'),
    cc: addressesOf(world, options.cc, 'SSS_INVALID_CC_EMAIL'),
    bcc: addressesOf(world, options.bcc, 'SSS_INVALID_BCC_EMAIL'),
    replyTo: options.replyTo === undefined ? null : String(options.replyTo),
    subject: textOf(call, options, 'subject'),
    body: textOf(call, options, 'body'),
    attachments: attachmentsOf(call, options.attachments),
    relatedRecords: structuredClone((options.relatedRecords ?? null) as SentEmail['relatedRecords']),
  };
  if (email.to.length === 0) throw missingArgument(call, 'recipients');
  assertFew(email);
  assertSmall(email);
  world.emails.push(email);
  world.emit({ kind: 'email', email });
}

/** The help says 10 of `send`; of `sendBulk` only Oracle's stub does. */
function assertFew({ isBulk, to, cc, bcc }: SentEmail): void {
  const count = to.length + cc.length + bcc.length;
  if (count <= MOST_RECIPIENTS) return;
  if (isBulk) throw new NotEmulated(`N/email.sendBulk to ${count} recipients, more than ${MOST_RECIPIENTS},`);
  throw suiteError(
    'SSS_MAXIMUM_NUMBER_RECIPIENTS_EXCEEDED',
    `You may have a maximum number of ${MOST_RECIPIENTS} recipients: this message has ${count}.`,
  );
}

/** An employee. One the data leaves out may be there in NetSuite; somebody else with that id may not write. */
function authorOf(world: World, call: string, given: unknown): number {
  const id = Number(given);
  if (!Number.isInteger(id) || given === '') throw wrongType(call, 'author', 'number');
  if (world.store.look('employee', id)) return id;
  if (findReferenced(world, 'entity', String(id)))
    throw suiteError('SSS_AUTHOR_MUST_BE_EMPLOYEE', `The author must be an employee: ${id} is not.`);
  assumed(`${call} wrote as employee ${id}, who is not in the account's data`);
  return id;
}

/** Ids of entities and addresses, one or several; production scripts also give several addresses in one text. */
function addressesOf(world: World, given: unknown, code: string): Address[] {
  const list = (Array.isArray(given) ? given : [given]).flatMap((entry) =>
    typeof entry === 'string' ? entry.split(/[,;]/).map((part) => part.trim()) : [entry],
  );
  return list
    .filter((entry) => entry !== undefined && entry !== null && entry !== '')
    .map((entry) => addressOf(world, String(entry), code));
}

function addressOf(world: World, text: string, code: string): Address {
  if (!/^-?\d+$/.test(text)) {
    if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return { id: null, email: text };
    throw suiteError(code, `One or more recipient emails are not valid: ${text}.`);
  }
  const entity = findReferenced(world, 'entity', text);
  if (!entity) assumed(`an e-mail was sent to ${text}, who is not in the account's data`);
  const email = entity?.fields.email ?? null;
  if (entity && email === null)
    throw suiteError(code, `One or more recipient emails are not valid: ${entity.type} ${text} has none.`);
  return { id: Number(text), email: email === null ? null : String(email) };
}

/** Lets pass what the data does not say, where that is wanted, and refuses it by name elsewhere. */
function assumed(what: string): void {
  if (!tolerate(what)) throw new NotEmulated(`a person of whom the data says nothing (${what})`);
}

function textOf(call: string, options: Options, name: string): string {
  const value = options[name];
  if (typeof value === 'string') return value;
  throw wrongType(call, name, 'string');
}

function attachmentsOf(call: string, given: unknown): SentEmail['attachments'] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw wrongType(call, 'attachments', 'array');
  const files = given.map((file: { name?: unknown }) => {
    const bytes = bytesOf(file);
    if (!bytes) throw wrongType(call, 'attachments', 'file.File');
    if (bytes.length > MAX_FILE_CONTENT_BYTES)
      throw suiteError(
        'SSS_FILE_CONTENT_SIZE_EXCEEDED',
        `The attachment ${String(file.name)} exceeds the maximum allowed size of 10MB.`,
      );
    return { name: String(file.name), size: bytes.length };
  });
  return files;
}

/** Which code a text has that is too long without attachments is not documented. */
function assertSmall({ subject, body, attachments }: SentEmail): void {
  const texts = Buffer.byteLength(subject) + Buffer.byteLength(body);
  const total = attachments.reduce((sum, { size }) => sum + size, texts);
  if (total <= MOST_BYTES) return;
  throw suiteError('ATTACH_SIZE_EXCEEDED', `This message exceeds the limit of 15 MB: it has ${total} bytes.`);
}

const wrongType = (call: string, name: string, type: string): Error =>
  suiteError('WRONG_PARAMETER_TYPE', `${call}: Wrong parameter type: ${name} is expected as ${type}.`);
