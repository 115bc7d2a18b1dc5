/** The SFTP host both sides meet on: started for the demo, with a user, a password and a host key made for this run. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import ssh2 from 'ssh2';
import type { SftpServerOptions } from './sftp-server.ts';

export type HostAddress = {
  host: string;
  port: number;
  username: string;
  password: string;
  /** The public host key as known_hosts has it: type and base64. */
  hostKey: string;
  /** Home of the user on the server. */
  home: string;
};

/** @property folder the folder on this machine that is the user's home */
export type SftpHost = HostAddress & { folder: string; stop(): Promise<void> };

/** @param root folder on this machine that becomes the server's `/` */
export async function startSftpHost(root: string): Promise<SftpHost> {
  const username = 'hotwax';
  const home = `/home/${username}`;
  // NetSuite takes RSA, DSA and ECDSA host keys, but not ed25519 (help section_4784614151).
  const keys = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const options: SftpServerOptions = {
    folder: root,
    username,
    password: randomBytes(18).toString('base64url'),
    home,
    hostKey: keys.private,
  };
  const folder = join(root, home);
  mkdirSync(folder, { recursive: true });
  const worker = new Worker(new URL('./sftp-server-worker.ts', import.meta.url), { workerData: options });
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }];
  return {
    host: '127.0.0.1',
    port,
    username,
    password: options.password,
    hostKey: keys.public.split(' ').slice(0, 2).join(' '),
    home,
    folder,
    stop: async () => {
      await worker.terminate();
    },
  };
}
