/** N/sftp against a real OpenSSH server on this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ssh2 from 'ssh2';
import { runCommand } from '../../../emulator/command-line/command.ts';
import { type OpenSsh, opensshMissing, startOpenSsh } from '../../../testbed/sftp/openssh.ts';
import { describeNeeding } from '../../needs.ts';
import { runOnce, temporaryFolder } from '../tiny-project.ts';

describeNeeding(opensshMissing)('on OpenSSH', () => {
  let ssh: OpenSsh;
  let silent: Server;

  beforeAll(async () => {
    ssh = await startOpenSsh();
    mkdirSync(join(ssh.root, 'in/archive'), { recursive: true });
    writeFileSync(join(ssh.root, 'in/a.csv'), 'id\n1\n');
    silent = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });

  afterAll(async () => {
    silent?.close();
    await ssh?.stop();
  });

  const run = (execute: string) => {
    const connect = `const connect = (more = {}) => sftp.createConnection({ url: '127.0.0.1', port: ${ssh.port}, username: '${ssh.username}', keyId: 'custkey_shop', hostKey: '${ssh.hostKey}', directory: 'in', ...more });`;
    const result = runOnce(`${connect}\n${execute}`, {
      options: { secrets: { custkey_shop: ssh.privateKey, custsecret_wrong: 'wrong' } },
    });
    result.account.dispose();
    return result;
  };

  test('the command line takes a real server for any host a script names, with the credentials of the account', () => {
    const folder = temporaryFolder('emulator-server-');
    const secrets = { custkey_shop: ssh.privateKey };
    writeFileSync(join(folder, 'account.json'), JSON.stringify({ secrets }));
    writeFileSync(
      join(folder, 'script.js'),
      `/**\n * @NApiVersion 2.1\n * @NScriptType ScheduledScript\n */\ndefine(['N/sftp'], (sftp) => ({ execute() {
        const connection = sftp.createConnection({ url: 'sftp.example.com', port: 22, username: '${ssh.username}', keyId: 'custkey_shop', hostKey: 'of another server', directory: 'in' });
        log.audit('got', connection.download({ filename: 'a.csv' }).getContents());
      } }));`,
    );
    let output = '';
    const words = ['run', 'script.js', '--account', 'account.json', '--sftp', `sftp://127.0.0.1:${ssh.port}`];
    const code = runCommand(words, {
      folder,
      clock: Date.now,
      write: (text) => {
        output += text;
      },
      complain: () => undefined,
    });
    expect(output).toContain('got: id\n1\n');
    expect(code).toBe(0);
  });

  test('files go there and back, byte for byte', () => {
    const { told, report } = run(`
      const connection = connect({ hostKeyType: 'ecdsa' });
      const contents = 'Zoë,' + 'x'.repeat(300000) + '\\n';
      connection.upload({ file: file.create({ name: 'big.csv', fileType: 'CSV', contents }) });
      const back = connection.download({ filename: 'big.csv' });
      connection.makeDirectory({ path: 'failed' });
      connection.move({ from: 'big.csv', to: 'failed/big.csv' });
      tell([back.getContents() === contents, back.size, connection.list({ path: '/' }).map(({ name, directory }) => [name, directory]), connection.list({ path: 'failed' })[0].size]);
      connection.removeFile({ path: 'failed/big.csv' }); connection.removeDirectory({ path: 'failed' });`);
    expect(report.error).toBeUndefined();
    expect(told[0]).toEqual([
      true,
      300_006,
      [
        ['a.csv', false],
        ['archive', true],
        ['failed', true],
      ],
      300_006,
    ]);
  });

  test.each([
    [
      'another host key',
      `{ hostKey: '${ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).public.split(' ')[1]}' }`,
      'FTP_INCORRECT_HOST_KEY',
    ],
    [
      'a key of a type the server has not',
      `{ hostKey: '${ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).public.split(' ')[1]}' }`,
      'FTP_UNSUPPORTED_ENCRYPTION_ALGORITHM',
    ],
    [
      'a wrong password',
      "{ keyId: undefined, secret: 'custsecret_wrong' }",
      'FTP_CANNOT_ESTABLISH_CONNECTION',
    ],
    ['a directory that is not there', "{ directory: 'nowhere' }", 'FTP_INVALID_DIRECTORY'],
    ['a port nobody listens on', '{ port: 1 }', 'FTP_CANNOT_ESTABLISH_CONNECTION'],
  ])('connecting with %s gives %s', (_, options, code) => {
    expect(run(`tell(codeOf(() => connect(${options})));`).told).toEqual([code]);
  });

  test('a server that never speaks is given up at the timeout', () => {
    const { port } = silent.address() as { port: number };
    const before = Date.now();
    expect(run(`tell(codeOf(() => connect({ port: ${port}, timeout: 1 })));`).told).toEqual([
      'FTP_CONNECT_TIMEOUT_EXCEEDED',
    ]);
    expect(Date.now() - before).toBeLessThan(15_000); // without it, it would be 20 seconds
  });

  test.each([
    ['listing a folder that is not there', "list({ path: 'nope' })", 'FTP_INVALID_DIRECTORY'],
    [
      'downloading a file that is not there',
      "download({ filename: 'nope' })",
      'FTP_NO_SUCH_FILE_OR_DIRECTORY',
    ],
    [
      'uploading over a file',
      "upload({ file: file.create({ name: 'a.csv', fileType: 'CSV', contents: 'x' }) })",
      'FTP_FILE_ALREADY_EXISTS',
    ],
    [
      'uploading into a folder that is not there',
      "upload({ directory: 'nope', file: file.create({ name: 'a.csv', fileType: 'CSV' }) })",
      'FTP_NO_SUCH_FILE_OR_DIRECTORY',
    ],
    ['moving a file that is not there', "move({ from: 'nope', to: 'x' })", 'FTP_INVALID_MOVE'],
    ['moving over a file', "move({ from: 'a.csv', to: 'archive/old.csv' })", 'FTP_INVALID_MOVE'],
    ['removing a file that is not there', "removeFile({ path: 'nope' })", 'FTP_NO_SUCH_FILE_OR_DIRECTORY'],
    ['making a folder without its parent', "makeDirectory({ path: 'x/y' })", 'FTP_DIRECTORY_NOT_FOUND'],
    ['removing a folder with files', "removeDirectory({ path: 'archive' })", 'FTP_DIRECTORY_NOT_EMPTY'],
  ])('%s gives %s', (_, call, code) => {
    writeFileSync(join(ssh.root, 'in/archive/old.csv'), 'old');
    expect(run(`const connection = connect(); tell(codeOf(() => connection.${call}));`).told).toEqual([code]);
    expect(readFileSync(join(ssh.root, 'in/archive/old.csv'), 'utf8')).toBe('old');
  });

  test.each([
    ['is cut', 'socket.destroy(); upstream.destroy();', ['CONNECTION_CLOSED_BY_HOST', 'CONNECTION_RESET']],
    [
      'goes silent',
      'socket.unpipe(); upstream.unpipe(); socket.pause(); upstream.pause();',
      ['FTP_TRANSFER_TIMEOUT_EXCEEDED'],
    ],
  ])('when the line %s, a call fails instead of waiting forever', async (_, trouble, codes) => {
    const proxy = await startProxy(ssh, trouble);
    const { told, report } = run(`
      const connection = connect({ url: 'localhost', port: ${proxy.port}, timeout: 20 });
      // The line may break before the answer to this very call is through.
      let code = codeOf(() => connection.makeDirectory({ path: 'trouble' }));
      for (let call = 0; call < 900 && code === 'no error'; call++) code = codeOf(() => connection.list({ path: '' }));
      tell(code);`);
    proxy.stop();
    rmdirSync(join(ssh.root, 'in/trouble'));
    expect(report.error).toBeUndefined();
    expect(codes).toContain(told[0]);
  });
});

/**
 * A process between script and server that makes trouble once the folder `trouble` exists: the script itself says when, so
 * that a slow login is never what fails.
 */
async function startProxy(ssh: OpenSsh, trouble: string): Promise<{ port: number; stop(): void }> {
  const program = `
    const net = require('node:net');
    const { existsSync } = require('node:fs');
    const server = net.createServer((socket) => {
      const upstream = net.connect(${ssh.port}, '127.0.0.1');
      for (const end of [socket, upstream]) end.on('error', () => undefined);
      socket.pipe(upstream); upstream.pipe(socket);
      const watch = setInterval(() => {
        if (!existsSync(${JSON.stringify(join(ssh.root, 'in/trouble'))})) return;
        clearInterval(watch);
        ${trouble}
      }, 5);
    });
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(Number(text))),
  );
  return { port, stop: () => child.kill() };
}
