/** Where `watch` answers an orchestrator, as it is said on the command line. */
import { InvalidArgumentError, Option } from 'commander';

export type ListenAddress = { host: string; port: number };

/** Nobody else is answered unless somebody says so: what is answered is no secret, but names the tenants. */
const LOOPBACK = '127.0.0.1';
const HIGHEST_PORT = 65_535;

/** `8481`, `0.0.0.0:8481` or `[::]:8481`. */
export function parseListenAddress(text: string): ListenAddress {
  const [, six, four, port = ''] = /^(?:\[([0-9a-fA-F:.]+)\]:|([\w.-]+):)?(\d{1,5})$/.exec(text) ?? [];
  if (port !== '' && Number(port) <= HIGHEST_PORT)
    return { host: six ?? four ?? LOOPBACK, port: Number(port) };
  throw new InvalidArgumentError(
    'Give a port, for this machine alone, or address and port, such as 8481, 0.0.0.0:8481 or [::]:8481.',
  );
}

export const healthOption = (): Option =>
  new Option(
    '--health <address>',
    'answer /healthz, /readyz and /metrics at this port of this machine, or address and port, such as 0.0.0.0:8481',
  ).argParser(parseListenAddress);
