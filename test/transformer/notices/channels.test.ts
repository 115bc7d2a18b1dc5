import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../transformer/config/load.ts';
import { messageOf } from '../../../transformer/notices/message.ts';
import { safeLine, safeText } from '../../../transformer/notices/safe-text.ts';
import { postToWebhook } from '../../../transformer/notices/webhook.ts';
import { command, type Said } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';
import { type Listener, listen } from './listener.ts';

let folder: TemporaryFolder;
let webhook: Listener;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  webhook = await listen();
  await command(['init', '--folder', join(folder.path, 'tree')]);
});
afterEach(async () => {
  await webhook.close();
  await folder.remove();
});

const NOW = Date.parse('2026-03-02T09:00:00Z');
const configured = (notify: string) =>
  `connection: { folder: tree }\nindex: { file: index.sqlite }\nnotify: ${notify}\n`;

async function trial(notify: string, environment: Record<string, string> = {}): Promise<Said> {
  await writeFile(join(folder.path, 't.yaml'), configured(notify));
  const words = ['notify', '--test', '--config', join(folder.path, 't.yaml')];
  return command(words, { environment, clock: () => NOW });
}

describe('a trial message', () => {
  test('goes to the webhook and to the command, and says that nothing has happened', async () => {
    const program = '[sh, -c, "cat > said.txt; printf %s \\"$NOTICE_TITLE\\" > title.txt"]';
    const { exitCode, out } = await trial(`{ webhook: ${webhook.url}, command: ${program} }`);
    expect([exitCode, out]).toEqual([
      0,
      'the webhook has taken a trial message.\nthe command has taken a trial message.\n',
    ]);
    const text =
      'HotWax and NetSuite: trial message\nNew: This is a trial message: nothing has happened. Do: nothing.';
    expect(webhook.posted).toMatchObject([
      {
        path: '/services/T0/SECRET',
        contentType: 'application/json; charset=utf-8',
        body: {
          text,
          mrkdwn: false,
          title: 'HotWax and NetSuite: trial message',
          tenant: null,
          at: '2026-03-02T09:00:00.000Z',
          notices: [{ what: 'opened', key: 'trial' }],
        },
      },
    ]);
    expect(await readFile(join(folder.path, 'said.txt'), 'utf8')).toBe(`${text}\n`);
    expect(await readFile(join(folder.path, 'title.txt'), 'utf8')).toBe('HotWax and NetSuite: trial message');
  });

  test('says which of the two has not taken it, and never the address', async () => {
    webhook.answer(404);
    const { exitCode, out, err } = await trial(`{ webhook: ${webhook.url}, command: ["true"] }`);
    expect([exitCode, out]).toEqual([1, 'the command has taken a trial message.\n']);
    expect(err).toBe(
      'NOTICE_FAILED: The webhook answered with HTTP status 404. Check that the address is still valid.\n',
    );
  });

  test('takes the address from a file or the environment, as passwords are', async () => {
    await writeFile(join(folder.path, 'url'), `${webhook.url}\n`);
    expect((await trial('{ webhookFile: url }')).exitCode).toBe(0);
    expect((await trial('{ webhookEnvironment: HOOK }', { HOOK: webhook.url })).exitCode).toBe(0);
    const variable = { TRANSFORMER_NOTIFY_WEBHOOK: webhook.url };
    expect((await trial('{ webhookFile: not-there }', variable)).exitCode).toBe(0);
    expect((await trial('{ command: ["true"] }', variable)).exitCode).toBe(0);
    expect(webhook.posted).toHaveLength(4);
    const { exitCode, err } = await trial('{ webhookFile: not-there }');
    expect([exitCode, err]).toEqual([
      1,
      expect.stringMatching(
        /^INVALID_CONFIGURATION: Cannot read the file .*, which notify.webhookFile names/,
      ),
    ]);
    const wrong = await trial('{ webhookEnvironment: HOOK }', { HOOK: 'http://example.com/services/SECRET' });
    expect(wrong.err).toMatch(/NOTICE_FAILED: The address of the webhook must begin with https/);
    expect(wrong.err).not.toContain('SECRET');
  });

  test('is no message without --test or without notify', async () => {
    await writeFile(join(folder.path, 't.yaml'), 'connection: { folder: tree }\n');
    const on = (...words: string[]) => command([...words, '--config', join(folder.path, 't.yaml')]);
    expect(await on('notify')).toMatchObject({ exitCode: 2, err: expect.stringContaining('--test') });
    expect(await on('notify', '--test')).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('no notify'),
    });
  });
});

describe('the command', () => {
  test.each([
    ['[sh, -c, "exit 3"]', 'The command "sh" of notify.command ended with exit code 3.'],
    ['[no-such-program]', 'The command "no-such-program" of notify.command could not be started (ENOENT).'],
    ['[sh, -c, "kill $$"]', 'The command "sh" of notify.command was ended by a signal.'],
  ])('that fails is reported: %s', async (program, says) => {
    const { exitCode, err } = await trial(`{ command: ${program} }`);
    expect([exitCode, err]).toEqual([1, expect.stringContaining(says)]);
  });

  test('that hangs is ended in time, with all that it has started', async () => {
    const started = performance.now();
    const { err } = await trial('{ command: [sh, -c, "sleep 120 & sleep 120"], timeoutSeconds: 1 }');
    expect(err).toContain('The command "sh" of notify.command was ended after 1 seconds.');
    expect(performance.now() - started).toBeLessThan(100_000);
  });

  test('need not read its input, and gets what others have written on that input alone, not in a shell', async () => {
    expect((await trial('{ command: ["true", "$(touch made)", "; touch made"] }')).exitCode).toBe(0);
    await expect(readFile(join(folder.path, 'made'))).rejects.toThrow('ENOENT');
  });

  test('does not learn the secrets of the transformer', async () => {
    const environment = { PATH: process.env.PATH ?? '', TRANSFORMER_ACME_SFTP_PASSWORD: 'p', OWN: 'mine' };
    await writeFile(
      join(folder.path, 't.yaml'),
      configured('{ command: [sh, -c, "env > env.txt"] }').replace(
        '{ folder: tree }',
        '{ sftp: { host: h, username: u, hostKey: SHA256:uNiVztksCsDhcc0u9e8BrYXm3AM3U9tHMIvKxTIvyxM, root: /, passwordEnvironment: MY_PASSWORD } }',
      ),
    );
    await command(['notify', '--test', '--config', join(folder.path, 't.yaml')], {
      environment: { ...environment, MY_PASSWORD: 'q' },
    });
    const seen = await readFile(join(folder.path, 'env.txt'), 'utf8');
    expect(seen).toContain('OWN=mine');
    expect(seen).not.toMatch(/PASSWORD/);
  });
});

describe('what others have written', () => {
  test('calls nobody, links nowhere and hides nothing in a message', () => {
    expect(safeText('<!channel> <@U1> @here <https://evil.example|click>')).toBe(
      '\u2039!channel\u203a \u2039\uff20U1\u203a \uff20here \u2039https: //evil.example|click\u203a',
    );
    expect(safeText('[click](https://evil.example) `code` **bold** &lt;')).toBe(
      "(click)(https: //evil.example) 'code' \u2217\u2217bold\u2217\u2217 \uff06lt;",
    );
    expect(safeText('a\r\nb\u2028c\td\u001b[2J\u202egpj.\u0000\ud800')).toBe('a  b c d?(2J?gpj.?\ufffd');
    expect(safeText('www.evil.example NOT_COMMITTED é 東')).toBe('www .evil.example NOT_COMMITTED é 東');
    expect([...safeLine('😀'.repeat(600))]).toHaveLength(500);
  });

  test('stays on its line in text, and is as harmless in the fields', () => {
    const condition = {
      key: 'p-1',
      kind: 'rows' as const,
      feed: 'item-fulfillments',
      code: '<!here>',
      count: 2,
      says: 'a\nClosed: <!channel>',
      whatToDo: 'Use <file>.',
      closed: '',
    };
    const piece = { what: 'opened' as const, since: NOW, before: 0, condition };
    const { text, fields } = messageOf([piece], 'acme', NOW);
    expect(text.split('\n')).toEqual([
      'HotWax and NetSuite, acme: 1 new',
      'New: a Closed: \u2039!channel\u203a Do: Use \u2039file\u203a.',
    ]);
    expect(JSON.stringify(fields)).not.toMatch(/[<>]/);
    expect(fields.notices).toEqual([
      expect.objectContaining({ code: '\u2039!here\u203a', count: 2, since: '2026-03-02T09:00:00.000Z' }),
    ]);
  });

  test('of very many causes is cut to a message that somebody reads', () => {
    const pieces = Array.from({ length: 400 }, (_, n) => ({
      what: n === 399 ? ('opened' as const) : ('closed' as const),
      since: NOW,
      before: 0,
      condition: {
        key: `${n}`,
        kind: 'rows' as const,
        feed: '',
        code: '',
        count: 1,
        says: `${n}`,
        whatToDo: '',
        closed: '',
      },
    }));
    const { text, fields } = messageOf(pieces, null, NOW);
    const lines = text.split('\n');
    expect([lines[0], lines[1], lines.length]).toEqual([
      'HotWax and NetSuite: 1 new, 399 closed',
      'New: 399',
      17,
    ]);
    expect(lines.at(-1)).toMatch(/^and 385 more: see/);
    expect(fields.notices).toHaveLength(100);
  });
});

test('the workflows of Teams get a card in place of text', async () => {
  const condition = {
    key: 'k',
    kind: 'pass' as const,
    feed: '',
    code: '',
    count: 1,
    says: 'S.',
    whatToDo: '',
    closed: '',
  };
  const message = messageOf([{ what: 'opened', since: NOW, before: 0, condition }], null, NOW);
  await postToWebhook(webhook.url, message, { format: 'adaptive-card', timeoutSeconds: 30 });
  expect(webhook.posted[0]?.body).toMatchObject({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          body: [
            { type: 'TextBlock', text: 'HotWax and NetSuite: 1 new', weight: 'Bolder' },
            { type: 'TextBlock', text: 'New: S.' },
          ],
        },
      },
    ],
  });
});

describe('check', () => {
  const check = async (notify: string, environment: Record<string, string> = {}) => {
    await writeFile(join(folder.path, 't.yaml'), configured(notify));
    return command(['check', '--config', join(folder.path, 't.yaml')], { environment });
  };

  test('says who is told, and whether the address can be read and what was told be written', async () => {
    const fine = await check(`{ webhook: ${webhook.url}, command: ["true"] }`);
    expect(fine.out).toMatch(/^ok {4}notify: webhook and command; "transformer notify --test" sends/m);
    expect(fine.out).not.toContain('SECRET');
    expect(webhook.posted).toEqual([]);
    expect((await check('{ webhookFile: nowhere }')).out).toMatch(
      /^FAIL {2}notify: INVALID_CONFIGURATION: /m,
    );
    expect((await check('{ command: ["true"], toldFile: no/where }')).out).toMatch(
      /^FAIL {2}notify: NOTICE_FAILED: the folder \S+no does not exist/m,
    );
    expect((await check('{ webhookEnvironment: H }', { H: 'http://example.com/SECRET' })).out).toMatch(
      /^FAIL {2}notify: INVALID_CONFIGURATION: The address of the webhook must begin with https/m,
    );
  });

  test('says that without an index nobody is told of refused rows', async () => {
    await writeFile(
      join(folder.path, 't.yaml'),
      'connection: { folder: tree }\nnotify: { command: ["true"], toldFile: told }\n',
    );
    const { out } = await command(['check', '--config', join(folder.path, 't.yaml')]);
    expect(out).toMatch(/^look {2}notify: command; without index.file nobody is told of refused rows/m);
    await rm(join(folder.path, 't.yaml'));
  });
});

describe('the configuration', () => {
  const errors = (text: string): string => {
    try {
      parseConfiguration(`connection: { folder: tree }\n${text}`, 't.yaml');
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each([
    ['notify: {}', 'must set who is told'],
    ['notify: { webhook: "http://example.com/SECRET" }', 'notify.webhook must begin with https://'],
    ['notify: { webhook: "https://user:SECRET@example.com/" }', 'must not contain a user name or a password'],
    ['notify: { webhook: "SECRET" }', 'must be an address such as'],
    ['notify: { webhookFile: a, webhookEnvironment: b }', 'has several of webhook, webhookFile'],
    ['notify: { command: [] }', 'must name at least a program'],
    ['notify: { command: [a], escalateAfter: [soon] }', 'must be a time such as 15m, 4h or 1d'],
    ['notify: { command: [a], format: html }', 'must be text or adaptive-card'],
    ['notify: { command: [a] }', 'without a file that remembers what was told'],
  ])('%s is refused, and no secret is repeated', (text, says) => {
    const index = text.includes('command: [a] }') ? '' : '\nindex: { file: i }';
    expect(errors(`${text}${index}`)).toContain(says);
    expect(errors(`${text}${index}`)).not.toContain('SECRET');
  });

  test('gives each tenant a file of its own for what was told', () => {
    const tenants = 'tenants: { one: { connection: { folder: a } }, two: { connection: { folder: b } } }';
    const parse = (toldFile: string) =>
      parseConfiguration(`notify: { command: [a], toldFile: "${toldFile}" }\n${tenants}`, 't.yaml');
    expect(parse('{tenant}.told')).toHaveLength(2);
    expect(() => parse('told')).toThrow(
      'tenants.two uses the notify.toldFile told, which the tenant one already uses: write {tenant} into its name',
    );
  });
});
