/**
 * The address at which programs outside call the RESTlets of an account: on this machine alone, without TLS. Who calls logs in with a
 * token (TBA) as at NetSuite; what is answered to a login that fails is what published programs have seen.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Account } from '../account.ts';
import { HTTP_METHODS, type HttpRequest } from '../platform/http.ts';
import { type AccessToken, type Login, type LoginProblem, logIn, type TokenDesk } from './check-token.ts';

export type { AccessToken } from './check-token.ts';

export type RestletOptions = {
  /** As realm of the header, such as 1234567_SB1. */
  accountId: string;
  tokens: readonly AccessToken[];
  /** Epoch milliseconds of the account. */
  clock?: () => number;
};

export type Restlets = {
  /** Such as http://127.0.0.1:40123. */
  url: string;
  /** The Login Audit Trail: what became of each call, oldest first. */
  logins: readonly ('ok' | LoginProblem)[];
  close(): Promise<void>;
};

const PATH = '/app/site/hosting/restlet.nl';

export async function listenForRestlets(account: Account, options: RestletOptions): Promise<Restlets> {
  const { accountId, tokens, clock = Date.now } = options;
  const desk: TokenDesk = { accountId, tokens, used: new Set(), now: clock };
  const logins: ('ok' | LoginProblem)[] = [];
  const server = createServer((request, response) => {
    answer(account, desk, logins, request, response).catch((error: unknown) => {
      response.writeHead(500, JSON_TYPE).end(errorBody('UNEXPECTED_ERROR', String(error)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    logins,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const JSON_TYPE = { 'Content-Type': 'application/json;charset=utf-8' };

const errorBody = (code: string, message: string): string => JSON.stringify({ error: { code, message } });

async function answer(
  account: Account,
  desk: TokenDesk,
  logins: ('ok' | LoginProblem)[],
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(incoming);
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
  const method = HTTP_METHODS.find((one) => one === incoming.method);
  if (url.pathname !== PATH || !method) {
    response.writeHead(404).end();
    return;
  }
  const { authorization } = incoming.headers;
  const login = withPermission(account, logIn(desk, { method, url, authorization }));
  logins.push('problem' in login ? login.problem : 'ok');
  if ('problem' in login) {
    const told = `OAuth realm="${desk.accountId}", error="token_rejected", error_description="Invalid login attempt."`;
    response.writeHead(401, { ...JSON_TYPE, 'WWW-Authenticate': told });
    response.end(errorBody('INVALID_LOGIN_ATTEMPT', 'Invalid login attempt.'));
    return;
  }
  const {
    script: scriptId = '',
    deploy: deploymentId = '',
    ...parameters
  } = Object.fromEntries(url.searchParams);
  const request: HttpRequest = { method, parameters, headers: headersOf(incoming), ...(body && { body }) };
  const {
    status,
    headers,
    body: said,
  } = account.callRestlet({ scriptId, deploymentId, role: login.role, request });
  response.writeHead(status, headers).end(said);
}

/** Log in using Access Tokens, with a role that is not for web services alone. */
function withPermission(account: Account, login: Login): Login {
  if (!('role' in login)) return login;
  const { role } = login;
  const isPermitted = account.mayUse(role, 'ADMI_LOGIN_OAUTH') && account.mayCallRestlets(role);
  return isPermitted ? login : { problem: 'permission_denied' };
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
