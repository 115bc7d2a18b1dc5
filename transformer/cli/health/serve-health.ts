/** Answers the probes of an orchestrator and the questions of Prometheus over HTTP. Only `watch --health` loads it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, TransformerError } from '../../errors.ts';
import type { ListenAddress } from './listen-address.ts';
import type { Answer, Pulse } from './pulse.ts';

export type HealthServer = { address: string; close: () => Promise<void> };

/** Whoever connects and says nothing must not take the file descriptors that passes need: probes come one by one and are short. */
const MOST_CONNECTIONS = 64;
const LIMITS = { headersTimeout: 5000, requestTimeout: 5000, connectionsCheckingInterval: 1000 };

/** @throws TransformerError HEALTH_FAILED */
export async function serveHealth(pulse: Pulse, { host, port }: ListenAddress): Promise<HealthServer> {
  const server = createServer(LIMITS, (request, response) => respond(pulse, request, response));
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    // Not only once: that a connection could not be accepted, too, must not end the passes.
    server.on('error', (cause) => reject(notListening({ host, port }, cause)));
    server.listen(port, host, resolve);
  });
  return { address: addressOf(server), close: () => closed(server) };
}

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

async function closed(server: Server): Promise<void> {
  const ended = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await ended;
}

/** Of `/livez` and `/healthz` some expect the one, some the other. */
const LIVE = ['/healthz', '/livez'];

type Reply = { status: number; text: string; type?: string; allow?: string };

function respond(pulse: Pulse, request: IncomingMessage, response: ServerResponse): void {
  const { status, text, type = 'text/plain; charset=utf-8', allow } = replyTo(pulse, request);
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(allow !== undefined && { Allow: allow }), // RFC 9110, 15.5.6
  });
  response.end(text); // Node leaves it out of the answer to HEAD
}

/** The text format of Prometheus. */
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

function replyTo(pulse: Pulse, { method, url = '' }: IncomingMessage): Reply {
  // A proxy asks with the whole address (RFC 9112, 3.2.2).
  const [path = ''] = url.replace(/^https?:\/\/[^/?]*/i, '').split('?');
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, text: 'Only GET and HEAD are answered.\n', allow: 'GET, HEAD' };
  if (LIVE.includes(path)) return replyWith(pulse.live());
  if (path === '/readyz') return replyWith(pulse.ready());
  if (path === '/metrics') return { status: 200, text: pulse.metrics(), type: METRICS_TYPE };
  return { status: 404, text: 'Ask for /healthz, /livez, /readyz or /metrics.\n' };
}

const replyWith = ({ isWell, says }: Answer): Reply => ({ status: isWell ? 200 : 503, text: says });

const notListening = ({ host, port }: ListenAddress, cause: unknown): TransformerError =>
  new TransformerError(
    'HEALTH_FAILED',
    `Cannot listen on port ${port} of ${host}: ${describe(cause)}. Name another address with --health.`,
    { cause },
  );
