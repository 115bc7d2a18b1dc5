/** A webhook on loopback that keeps what is posted to it and answers as it is told. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Posted = { path: string; contentType: string; body: Record<string, unknown> & { text: string } };

export type Listener = {
  url: string;
  posted: Posted[];
  /** The status of the answers from now on; 0 for none at all. */
  answer: (status: number, headers?: Record<string, string>) => void;
  close: () => Promise<void>;
};

export async function listen(): Promise<Listener> {
  const posted: Posted[] = [];
  let answer: { status: number; headers: Record<string, string> } = { status: 200, headers: {} };
  const server = createServer((request, response) => {
    void keep(request, posted).then(() => {
      if (answer.status !== 0)
        response.writeHead(answer.status, answer.headers).end(`Cannot POST ${request.url}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/T0/SECRET`,
    posted,
    answer: (status, headers = {}) => {
      answer = { status, headers };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function keep(request: IncomingMessage, posted: Posted[]): Promise<void> {
  const body = JSON.parse(await text(request));
  posted.push({ path: request.url ?? '', contentType: request.headers['content-type'] ?? '', body });
}
