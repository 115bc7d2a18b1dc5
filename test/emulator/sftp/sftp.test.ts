/** N/sftp on a folder of this disk: what connections take, what each method refuses, and with which code. */
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import ssh2 from 'ssh2';
import { runOnce, temporaryFolder } from '../tiny-project.ts';

const HOST_KEY = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).public.split(' ')[1] ?? '';
const OTHER_KEY = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).public.split(' ')[1] ?? '';
const SHORT_KEY = ssh2.utils.generateKeyPairSync('ed25519').public.split(' ')[1] ?? '';

const CONNECT = `const connect = (more = {}) => sftp.createConnection({ url: 'sftp.example.com', username: 'shop', secret: 'custsecret_sftp', hostKey: '${HOST_KEY}', directory: '/home/shop', ...more });`;

let outside: string;
let folder: string;

beforeEach(() => {
  outside = temporaryFolder('emulator-sftp-');
  folder = join(outside, 'root');
  mkdirSync(join(folder, 'home/shop/in/archive'), { recursive: true });
  writeFileSync(join(folder, 'home/shop/in/a.csv'), 'id\n1\n');
});

const run = (execute: string) =>
  runOnce(`${CONNECT}\n${execute}`, {
    options: {
      secrets: {
        custsecret_sftp: 'secret',
        custsecret_old: 'old secret',
        custsecret_user: 'shop',
        custkey_sftp: 'key',
      },
      sftpHosts: { 'sftp.example.com': { folder, hostKey: HOST_KEY, password: 'secret' } },
    },
  });

const path = (...parts: string[]) => join(folder, 'home/shop', ...parts);

test('files are listed, downloaded, uploaded and moved, relative to the directory of the connection', () => {
  const { told, report } = run(`
    const connection = connect();
    const [first, second] = connection.list({ path: 'in', sort: sftp.Sort.NAME });
    const file_ = connection.download({ directory: '/in/', filename: first.name });
    connection.upload({ directory: 'in/archive', filename: 'b.csv', file: file.create({ name: 'x.csv', fileType: file.Type.CSV, contents: file_.getContents() + '2\\n' }) });
    connection.move({ from: '/in/a.csv', to: '/in/archive/a.csv' });
    tell([first.name, first.directory, first.size, second.name, second.directory, file_.name, file_.size, file_.id]);`);
  expect(report).toMatchObject({ ended: 'normally', units: 10 + 100 + 100 + 10 });
  expect(told[0]).toEqual(['a.csv', false, 5, 'archive', true, 'a.csv', 5, null]);
  expect(readFileSync(path('in/archive/b.csv'), 'utf8')).toBe('id\n1\n2\n');
  expect(readdirSync(path('in/archive')).sort()).toEqual(['a.csv', 'b.csv']);
});

test('the owner of the account hears of every file that moves', () => {
  const events: unknown[] = [];
  runOnce(`${CONNECT} connect().move({ from: 'in/a.csv', to: 'in/archive/a.csv' });`, {
    options: {
      secrets: { custsecret_sftp: 'x' },
      sftpHosts: { 'sftp.example.com': { folder } },
      onEvent: (event) => event.kind === 'sftp' && events.push(event),
    },
  });
  expect(events).toEqual([
    {
      kind: 'sftp',
      host: 'sftp.example.com',
      action: 'move',
      path: '/home/shop/in/a.csv',
      target: '/home/shop/in/archive/a.csv',
    },
  ]);
});

test.each([
  ['an unknown host', "{ url: 'elsewhere.example.com' }", 'FTP_UNKNOWN_HOST'],
  ['a directory that is not there', "{ directory: '/nowhere' }", 'FTP_INVALID_DIRECTORY'],
  ['a password the server does not know', "{ secret: 'custsecret_old' }", 'FTP_CANNOT_ESTABLISH_CONNECTION'],
  ['the key of another host', `{ hostKey: '${OTHER_KEY}' }`, 'FTP_INCORRECT_HOST_KEY'],
  ['an ed25519 host key', `{ hostKey: '${SHORT_KEY}' }`, 'FTP_MALFORMED_HOST_KEY'],
  [
    'a whole known_hosts line as host key',
    `{ hostKey: 'sftp.example.com ecdsa-sha2-nistp256 ${HOST_KEY}' }`,
    'FTP_MALFORMED_HOST_KEY',
  ],
  ['another type of host key than said', "{ hostKeyType: 'rsa' }", 'FTP_INCORRECT_HOST_KEY_TYPE'],
  ['a secret and a password GUID', "{ passwordGuid: 'custsecret_sftp' }", 'MUTUALLY_EXCLUSIVE_ARGUMENTS'],
  ['no credential', '{ secret: undefined }', 'SSS_MISSING_REQD_ARGUMENT'],
  ['a secret nobody stored', "{ secret: 'custsecret_typo' }", 'FTP_CANNOT_ESTABLISH_CONNECTION'],
  ['port 70000', '{ port: 70000 }', 'FTP_INVALID_PORT_NUMBER'],
  ['a timeout of 21 seconds', '{ timeout: 21 }', 'FTP_INVALID_CONNECTION_TIMEOUT'],
  ['a key and a secret together', "{ keyId: 'custkey_sftp' }", 'no error'],
  ['the user name as a secret', "{ username: 'custsecret_user' }", 'no error'],
])('connecting with %s gives %s', (_, options, code) => {
  expect(run(`tell(codeOf(() => connect(${options})));`).told).toEqual([code]);
});

test.each([
  ['listing a folder that is not there', "list({ path: 'nope' })", 'FTP_INVALID_DIRECTORY'],
  [
    'downloading a file that is not there',
    "download({ directory: 'in', filename: 'nope.csv' })",
    'FTP_NO_SUCH_FILE_OR_DIRECTORY',
  ],
  ['uploading over a file', "upload({ directory: 'in', file: make('a.csv') })", 'FTP_FILE_ALREADY_EXISTS'],
  [
    'uploading over a file on purpose',
    "upload({ directory: 'in', file: make('a.csv'), replaceExisting: true })",
    'no error',
  ],
  [
    'uploading into a folder that is not there',
    "upload({ directory: 'nope', file: make('a.csv') })",
    'FTP_NO_SUCH_FILE_OR_DIRECTORY',
  ],
  ['moving a file that is not there', "move({ from: 'in/nope.csv', to: 'in/x.csv' })", 'FTP_INVALID_MOVE'],
  [
    'moving into a folder that is not there',
    "move({ from: 'in/a.csv', to: 'nope/a.csv' })",
    'FTP_INVALID_MOVE',
  ],
  ['moving over a file', "move({ from: 'in/a.csv', to: 'in/archive/old.csv' })", 'FTP_INVALID_MOVE'],
  ['making a folder without its parent', "makeDirectory({ path: 'x/y' })", 'FTP_DIRECTORY_NOT_FOUND'],
  ['making a folder', "makeDirectory({ path: 'in/failed' })", 'no error'],
  ['removing a folder with files', "removeDirectory({ path: 'in' })", 'FTP_DIRECTORY_NOT_EMPTY'],
  ['removing a file that is not there', "removeFile({ path: 'in/nope' })", 'FTP_NO_SUCH_FILE_OR_DIRECTORY'],
  [
    'a transfer timeout of 301 seconds',
    "download({ directory: 'in', filename: 'a.csv', timeout: 301 })",
    'FTP_INVALID_TRANSFER_TIMEOUT',
  ],
  [
    'uploading something that is no file',
    "upload({ directory: 'in', file: 'text' })",
    'SSS_INVALID_TYPE_ARG',
  ],
])('%s gives %s', (_, call, code) => {
  writeFileSync(path('in/archive/old.csv'), 'old');
  const make = "const make = (name) => file.create({ name, fileType: 'CSV', contents: 'new' });";
  expect(run(`${make} const connection = connect(); tell(codeOf(() => connection.${call}));`).told).toEqual([
    code,
  ]);
  expect(readFileSync(path('in/archive/old.csv'), 'utf8')).toBe('old');
});

test('nothing outside the folder can be reached', () => {
  writeFileSync(join(outside, 'outside.txt'), 'secret');
  const { told } = run(
    "tell(codeOf(() => connect({ directory: '/' }).download({ directory: '../..', filename: '../outside.txt' })));",
  );
  expect(told).toEqual(['FTP_NO_SUCH_FILE_OR_DIRECTORY']);
});

test('wildcards choose entries of a listing, and must be escaped elsewhere', () => {
  writeFileSync(path('in/b.json'), '{}');
  const { told } = run("tell(connect().list({ path: 'in/*.csv' }).map(({ name }) => name));");
  expect(told[0]).toEqual(['a.csv']);
  expect(run("connect().move({ from: 'in/*.csv', to: 'x' });").report.error?.name).toBe('NOT_EMULATED');
});

test('a listing is sorted as asked', () => {
  writeFileSync(path('in/0-newest.csv'), 'xxxxxxxxxx');
  utimesSync(path('in/a.csv'), 1_000_000, 1_000_000);
  const { told } = run(
    "const names = (sort) => connect().list({ path: 'in', sort }).filter((entry) => !entry.directory).map(({ name }) => name); tell([names('DATE'), names('DATE_DESC'), names('SIZE_DESC'), names('NAME_DESC')]);",
  );
  expect(told[0]).toEqual([
    ['a.csv', '0-newest.csv'],
    ['0-newest.csv', 'a.csv'],
    ['0-newest.csv', 'a.csv'],
    ['a.csv', '0-newest.csv'],
  ]);
});

test('a listing never has more than 5,000 entries', () => {
  mkdirSync(path('many'));
  for (let index = 0; index < 5_003; index++) writeFileSync(path('many', `${index}`), '');
  expect(run("tell(connect().list({ path: 'many' }).length);").told).toEqual([5_000]);
});

test('a connection says what it can take at most', () => {
  expect(
    run('const c = connect(); tell([c.MAX_FILE_SIZE, c.MAX_TRANSFER_TIMEOUT, sftp.MAX_CONNECT_TIMEOUT]);')
      .told[0],
  ).toEqual([100_000_000, 300, 20]);
});

test('text in a file survives the way through it', () => {
  run(
    "connect().upload({ directory: 'in', file: file.create({ name: 'ü.csv', fileType: 'CSV', contents: 'name\\nZoë \\u{1F600}\\n' }) });",
  );
  expect(existsSync(path('in/ü.csv'))).toBe(true);
  expect(readFileSync(path('in/ü.csv'), 'utf8')).toBe('name\nZoë \u{1F600}\n');
});
