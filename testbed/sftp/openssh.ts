/** A real OpenSSH server on this machine for tests and bench: its own keys, its own data folder, key login only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';

const SSHD = '/usr/sbin/sshd';

export const opensshAvailable = existsSync(SSHD);

/** For tests that need it: what to say where it is not installed. */
export const opensshMissing = opensshAvailable
  ? undefined
  : "OpenSSH's server is not installed (apt-get install openssh-server)";

export type OpenSsh = {
  port: number;
  /** Base64, as N/sftp takes it. */
  hostKey: string;
  /** `ecdsa-sha2-nistp256 AAAA...`, as known_hosts files hold it. */
  hostKeyLine: string;
  /** The other host key, if it has one. */
  rsaKeyLine: string | undefined;
  username: string;
  /** PEM text. */
  privateKey: string;
  /** The folder clients start in. */
  root: string;
  stop(): Promise<void>;
};

const ATTEMPTS = 5;

/** Starts a server; another program may take the port in between, so it is tried again. */
export async function startOpenSsh({ hasRsaKey = false } = {}): Promise<OpenSsh> {
  const folder = mkdtempSync(join(tmpdir(), 'openssh-'));
  const root = join(folder, 'data');
  mkdirSync(root);
  // NetSuite takes no ed25519 host key, so the server has an ecdsa one.
  const host = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const client = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  writeFileSync(join(folder, 'host'), host.private, { mode: 0o600 });
  writeFileSync(join(folder, 'authorized'), `${client.public}\n`, { mode: 0o600 });
  const rsa = hasRsaKey ? ssh2.utils.generateKeyPairSync('rsa', { bits: 3072 }) : undefined;
  if (rsa) writeFileSync(join(folder, 'host-rsa'), rsa.private, { mode: 0o600 });
  prepareRunFolder();
  const { server, port } = await listening(folder, root).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const [type = '', hostKey = ''] = host.public.split(' ');
  return {
    port,
    hostKey,
    hostKeyLine: `${type} ${hostKey}`,
    rsaKeyLine: rsa?.public,
    username: userInfo().username,
    privateKey: client.private,
    root,
    stop: () => stop(server, folder),
  };
}

/** As root, sshd wants this folder for its privilege separation. */
function prepareRunFolder(): void {
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
}

async function listening(folder: string, root: string): Promise<{ server: ChildProcess; port: number }> {
  let last = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await freePort();
    const config = join(folder, 'config');
    writeFileSync(config, configText(folder, root, port));
    const server = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    last = await firstWords(server);
    if (last.includes('Server listening')) return { server, port };
    server.kill();
  }
  throw new Error(`sshd did not start in ${ATTEMPTS} attempts. Its output: ${last}`);
}

function configText(folder: string, root: string, port: number): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host`,
    ...(existsSync(join(folder, 'host-rsa')) ? [`HostKey ${folder}/host-rsa`] : []),
    'PidFile none',
    `AuthorizedKeysFile ${folder}/authorized`,
    'AuthenticationMethods publickey',
    'UsePAM no',
    'StrictModes no',
    'AllowTcpForwarding no',
    'MaxStartups 100',
    `Subsystem sftp internal-sftp -d ${root} -u 0027`,
    'LogLevel VERBOSE',
    '',
  ].join('\n');
}

/** What the server says until it listens or ends. The stream is read on afterwards, or sshd would block. */
function firstWords(server: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Server listening')) resolve(said);
    });
    server.once('error', (error) => resolve(String(error)));
    server.once('exit', () => resolve(said));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  if (server.exitCode === null && server.signalCode === null) {
    server.kill();
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
