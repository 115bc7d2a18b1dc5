/** A real OpenSSH server on a free port of this machine, with its own keys and a data folder, for the time of a test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';

/**
 * @property hostKey the server's key in base64, as an SSH client compares it
 * @property hostKeyLine the same with its type before it, as in a known_hosts file after the host
 * @property privateKey PEM text of the key that may log in
 * @property root absolute path of the data folder, which is where a session starts
 */
export type OpenSsh = {
  port: number;
  hostKey: string;
  hostKeyLine: string;
  username: string;
  privateKey: string;
  root: string;
  stop(): Promise<void>;
};

const SSHD = '/usr/sbin/sshd';

/** Whether this machine has an OpenSSH server to start; tests that need one are skipped, and say so, where it has not. */
export const opensshAvailable: boolean = isExecutable(SSHD);

const ATTEMPTS = 5;

export async function startOpenSsh(): Promise<OpenSsh> {
  const folder = await mkdtemp(join(tmpdir(), 'openssh-'));
  const keys = await writeKeys(folder);
  await mkdir(join(folder, 'data'));
  if (userInfo().uid === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd', { mode: 0o755 });
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      const server = await startServer(folder, port);
      const stop = () => stopServer(server, folder);
      return { ...keys, port, username: userInfo().username, root: join(folder, 'data'), stop };
    } catch (error) {
      // Another process can take the free port before the server does.
      if (attempt < ATTEMPTS) continue;
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    process.stderr.write(`${path} is not there: tests against a real OpenSSH server are skipped.\n`);
    return false;
  }
}

async function writeKeys(folder: string): Promise<Pick<OpenSsh, 'hostKey' | 'hostKeyLine' | 'privateKey'>> {
  const [host, client] = [
    ssh2.utils.generateKeyPairSync('ed25519'),
    ssh2.utils.generateKeyPairSync('ed25519'),
  ];
  await writeFile(join(folder, 'host'), host.private, { mode: 0o600 });
  await writeFile(join(folder, 'authorized'), `${client.public}\n`, { mode: 0o644 });
  const [type = '', base64 = ''] = host.public.split(' ');
  return { hostKey: base64, hostKeyLine: `${type} ${base64}`, privateKey: client.private };
}

function freePort(): Promise<number> {
  return new Promise((resolve, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function startServer(folder: string, port: number): Promise<ChildProcess> {
  const file = join(folder, 'sshd_config');
  await writeFile(file, configOf(folder, port));
  // The server refuses to start itself again by anything but an absolute path.
  const server = spawn(SSHD, ['-D', '-e', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  await listening(server);
  return server;
}

const configOf = (folder: string, port: number): string => `
Port ${port}
ListenAddress 127.0.0.1
HostKey ${join(folder, 'host')}
PidFile none
AuthorizedKeysFile ${join(folder, 'authorized')}
AuthenticationMethods publickey
PermitRootLogin prohibit-password
UsePAM no
StrictModes no
AllowTcpForwarding no
MaxStartups 100
Subsystem sftp internal-sftp -d ${join(folder, 'data')} -u 0027
LogLevel VERBOSE
`;

function listening(server: ChildProcess): Promise<void> {
  return new Promise((resolve, fail) => {
    let said = '';
    const late = setTimeout(
      () => end(new Error(`${SSHD} did not start to listen within 10 seconds: ${said}`)),
      10_000,
    );
    const end = (error?: Error): void => {
      clearTimeout(late);
      if (error) server.kill('SIGKILL');
      if (error) fail(error);
      else resolve();
    };
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4_000);
      if (said.includes('Server listening on 127.0.0.1')) end();
    });
    server.once('error', end);
    server.once('exit', () => end(new Error(`${SSHD} ended instead of listening: ${said}`)));
  });
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) resolve();
    else server.once('exit', () => resolve());
  });
  server.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
}
