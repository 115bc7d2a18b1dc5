/** Which SFTP hosts an account reaches: folders, named servers, and this machine itself. Never the network. */
import { openFolder } from './folder-files.ts';
import { type ConnectOptions, RemoteFailure, type RemoteFiles } from './port.ts';
import { createServerBridge } from './server-files.ts';

export type SftpHost =
  /** A folder on this disk; `hostKey` and `password`, when given, must be those the script presents. */
  | FolderHost
  /** A real server under another name. */
  | { server: { host: string; port?: number; username?: string; password?: string; hostKey?: '' } };

type FolderHost = { folder: string; hostKey?: string; password?: string };

/** The name under which any host is served that has no entry of its own. */
export const ANY_HOST = '*';

export type SftpHosts = {
  connect(options: ConnectOptions): RemoteFiles;
  /** Whether the caller vouches for the server that replaces a host, or for the login also. */
  vouchedFor(host: string): 'nothing' | 'server' | 'login';
  /** Ends the worker that holds connections to real servers. */
  dispose(): void;
};

const THIS_MACHINE = ['localhost', '127.0.0.1', '::1'];

export function createSftpHosts(named: Readonly<Record<string, SftpHost>>): SftpHosts {
  const bridge = createServerBridge();
  return {
    connect: (options) => {
      const host = named[options.host] ?? named[ANY_HOST];
      if (host && 'folder' in host) return connectFolder(host, options);
      if (host) return bridge.connect({ ...options, ...host.server });
      if (THIS_MACHINE.includes(options.host)) return bridge.connect(options);
      throw new RemoteFailure(
        'unknown-host',
        `${options.host} is neither this machine nor one of the account's sftpHosts.`,
      );
    },
    vouchedFor: (name) => {
      const host = named[name] ? undefined : named[ANY_HOST];
      if (!host) return 'nothing';
      return 'folder' in host || host.server.username !== undefined ? 'login' : 'server';
    },
    dispose: bridge.dispose,
  };
}

function connectFolder(host: FolderHost, options: ConnectOptions): RemoteFiles {
  if (host.hostKey !== undefined && host.hostKey !== options.hostKey)
    throw new RemoteFailure('wrong-host-key', `The host key given for ${options.host} is not its own.`);
  if (host.password !== undefined && host.password !== options.password)
    throw new RemoteFailure('refused-login', `${options.host} refuses the login.`);
  return openFolder(host.folder);
}
