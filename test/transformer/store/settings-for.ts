/** How a store logs in to the OpenSSH server of a test. */
import type { OpenSsh } from '../../../testbed/sftp/openssh.ts';
import { parseHostKey } from '../../../transformer/store/host-key.ts';
import type { SftpSettings } from '../../../transformer/store/sftp-connection.ts';

/** @param changes what is otherwise than usual */
export function settingsFor(server: OpenSsh, changes: Partial<SftpSettings> = {}): SftpSettings {
  return {
    host: '127.0.0.1',
    port: server.port,
    username: server.username,
    login: { privateKey: server.privateKey },
    hostKeys: [parseHostKey(server.hostKeyLine)].filter((key) => key !== undefined),
    timeoutSeconds: 10,
    retryDelaysSeconds: [],
    ...changes,
  };
}
