/** NetSuite's end of project:validate and project:deploy on this machine: a TLS server behind a CONNECT proxy. */
import { createServer as createProxy, type IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { unzip } from '../../../scripts/suitecloud/zip-listing.ts';
import { makeSelfSigned } from './self-signed.ts';

/** What arrived, as the CLI sends it; other forms are answered with 400 and not recorded. */
export type SdfRequest = {
  action: string;
  token: string;
  query: Readonly<Record<string, string>>;
  archive: ReadonlyMap<string, Buffer>;
};

export type SdfAnswer = { status: number; body: unknown };

export type SdfServer = {
  host: string;
  /** For SUITECLOUD_PROXY. */
  proxy: string;
  /** PEM, for NODE_EXTRA_CA_CERTS. */
  certificate: string;
  requests: SdfRequest[];
  /** Reasons why requests were no such requests. */
  refused: string[];
  answerWith(answer: (request: SdfRequest) => SdfAnswer): void;
  close(): Promise<void>;
};

/** The CLI uses a proxy for hosts of NetSuite only, so the host has such a name; it is never looked up. */
const HOST = '9999999.app.netsuite.com';

export async function startSdfServer(): Promise<SdfServer> {
  const requests: SdfRequest[] = [];
  const refused: string[] = [];
  const { key, cert } = makeSelfSigned(HOST, Date.now());
  let answer = (_request: SdfRequest): SdfAnswer => ({ status: 500, body: 'no answer was set' });
  const server = createServer({ key, cert }, async (incoming, response) => {
    const { status, body } = await receive(incoming, requests, refused, (request) => answer(request));
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, {
      'content-type': typeof body === 'string' ? 'text/html' : 'application/json',
    });
    response.end(text);
  });
  await listen(server);
  const tunnels = new Set<Duplex>();
  const proxy = startProxy((server.address() as AddressInfo).port, refused, tunnels);
  await listen(proxy);
  return {
    host: HOST,
    proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    certificate: cert,
    requests,
    refused,
    answerWith: (next) => {
      answer = next;
    },
    close: async () => {
      for (const tunnel of tunnels) tunnel.destroy();
      for (const one of [server, proxy]) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

/** Only this one host is reached through the proxy, whatever its name means elsewhere. */
const startProxy = (port: number, refused: string[], tunnels: Set<Duplex>) =>
  createProxy().on('connect', (request, socket, head) => {
    tunnels.add(socket);
    if (request.url !== `${HOST}:443`) {
      refused.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    for (const one of [socket, upstream]) {
      one.on('error', () => one.destroy());
      one.on('close', () => upstream.destroy());
    }
  });

async function receive(
  incoming: IncomingMessage,
  requests: SdfRequest[],
  refused: string[],
  answer: (request: SdfRequest) => SdfAnswer,
): Promise<SdfAnswer> {
  try {
    const request = readRequest(incoming, await readBody(incoming));
    requests.push(request);
    return answer(request);
  } catch (error) {
    refused.push(String(error));
    return { status: 400, body: { errorMessage: String(error) } };
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function readRequest({ method, url = '', headers }: IncomingMessage, body: Buffer): SdfRequest {
  const { pathname, searchParams } = new URL(url, `https://${HOST}`);
  if (method !== 'POST' || pathname !== '/api/internal/sdf/v1/projects')
    throw new Error(`It was ${method} ${url}`);
  if (headers.host !== HOST && headers.host !== `${HOST}:443`) throw new Error(`It was for ${headers.host}`);
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Error('It had no bearer token');
  const parts = readParts(headers['content-type'] ?? '', body);
  const action = parts.get('action')?.toString() ?? '';
  const zip = parts.get('sdfProjectZip');
  if (zip === undefined) throw new Error('It had no sdfProjectZip');
  if (headers['sdf-action'] !== action)
    throw new Error(`Its header said ${headers['sdf-action']}, its form ${action}`);
  return { action, token, query: Object.fromEntries(searchParams), archive: unzip(zip) };
}

/** Parts of a form by name (RFC 7578). */
function readParts(contentType: string, body: Buffer): Map<string, Buffer> {
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error(`It was ${contentType}`);
  const parts = new Map<string, Buffer>();
  let start = body.indexOf(`--${boundary}\r\n`);
  while (start >= 0) {
    const headEnd = body.indexOf('\r\n\r\n', start) + 4;
    const end = body.indexOf(`\r\n--${boundary}`, headEnd);
    if (headEnd < 4 || end < 0) throw new Error('Its form was cut off');
    const name = / name="([^"]*)"/.exec(body.toString('latin1', start, headEnd))?.[1] ?? '';
    parts.set(name, body.subarray(headEnd, end));
    start = body.indexOf(`--${boundary}\r\n`, end);
  }
  return parts;
}
