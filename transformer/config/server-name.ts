/** One name for one server, by which the connections to it are counted. */
import { isIPv6 } from 'node:net';
import type { SftpConfiguration } from './schema.ts';

/**
 * However it is written: in capitals, with the dot of a full name, or as one of the ways to write an address. That two names are of one
 * machine is not known without asking, nor that two ports of it are one service.
 */
export function serverOf({ host, port }: Pick<SftpConfiguration, 'host' | 'port'>): string {
  const written = host.replace(/\.$/, '');
  const parsed = URL.parse(`ftp://${isIPv6(written) ? `[${written}]` : written}`);
  return `${parsed?.hostname || written.toLowerCase()}:${port}`;
}
