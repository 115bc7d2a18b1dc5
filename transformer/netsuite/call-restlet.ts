/** One call of a RESTlet: signed, soon over, and with a reason and advice for each way in which it can fail. No secret is in them. */
import { randomBytes } from 'node:crypto';
import { codeOf, TransformerError } from '../errors.ts';
import { authorizationHeader, type TokenLogin } from './oauth.ts';

/** @property url with the parameters script and deploy */
export type Restlet = { url: URL; login: TokenLogin; timeoutSeconds: number };

export type Answer = Readonly<Record<string, unknown>>;

/**
 * @param body of a POST; without one it is a GET
 * @param now epoch ms: NetSuite refuses a login that is more than five minutes off
 * @throws TransformerError START_FAILED
 */
export async function callRestlet(restlet: Restlet, now: number, body?: object): Promise<Answer> {
  const { url, login, timeoutSeconds } = restlet;
  const method = body ? 'POST' : 'GET';
  const nonce = randomBytes(16).toString('hex');
  try {
    const response = await fetch(url, {
      method,
      headers: {
        authorization: authorizationHeader(method, url, login, { at: now, nonce }),
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual', // the signature is for this address alone
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    return answerOf(response.status, await shortText(response));
  } catch (error) {
    if (error instanceof TransformerError) throw error;
    throw startFailed(
      `NetSuite was not reached${reasonOf(error, timeoutSeconds)}. Check netsuite.start.account, the network and the proxy.`,
    );
  }
}

/** All that the RESTlet says is much shorter; more is not from it. */
const MOST_BYTES = 64 * 1024;

async function shortText(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    size += piece.length;
    if (size > MOST_BYTES) break; // which lets go of the rest
  }
  return Buffer.concat(pieces).toString('utf8');
}

function answerOf(status: number, text: string): Answer {
  const answer = parsed(text);
  if (status === 200 && answer) return answer;
  const code = netsuiteCode(answer);
  const said = `NetSuite answered with HTTP status ${status}${code === '' ? '' : ` (${code})`}`;
  throw startFailed(`${said}. ${adviceFor(status, code)}`);
}

function parsed(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Answer)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Anything else in its place may be long, or quote what it was sent. */
function netsuiteCode(answer: Answer | undefined): string {
  const { code } = (answer?.error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : '';
}

function adviceFor(status: number, code: string): string {
  if (code === 'SSS_REQUEST_LIMIT_EXCEEDED' || status === 429)
    return 'The account has more requests at once than it allows; a later start may be let through.';
  if (status === 200) return 'What it said is not an answer of HC_RL_StartFeed. Check netsuite.start.';
  if (status < 400)
    return 'It leads to another address, which is not followed. Check netsuite.start.account.';
  if (status === 401)
    return "Check netsuite.start's account, keys and secrets and this machine's clock, and that the role of the token is not Web Services Only. Setup > Users/Roles > View Login Audit Trail in NetSuite names the reason.";
  if (status === 403)
    return 'Either the role of the token may not call it (it must be HC Integration, in the audience of HC_RL_StartFeed), or the address is not that of the account: check netsuite.start.account and netsuite.start.url.';
  if (status === 404)
    return 'Check that HC_RL_StartFeed is deployed, and script and deployment in netsuite.start.';
  if (status >= 500) return 'NetSuite has a problem of its own; nothing is to be done here unless it lasts.';
  return 'The execution log of HC_RL_StartFeed may say more.';
}

export const startFailed = (message: string): TransformerError =>
  new TransformerError('START_FAILED', message);

/** Errors are known by what they have, as they can be of another realm. */
function reasonOf(error: unknown, seconds: number): string {
  const { name, cause } = error as { name?: unknown; cause?: unknown };
  if (name === 'TimeoutError') return ` within ${seconds} s`;
  const code = codeOf(cause ?? error);
  return /^[A-Z0-9_]{3,60}$/.test(code) ? ` (${code})` : '';
}
