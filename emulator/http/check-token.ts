/** Whether a call may log in with a token: what NetSuite looks at, and the word for it that stands in its Login Audit Trail. */
import { isSignedBy } from './signature.ts';

/** Made on an account's pages for one integration, user and role. */
export type AccessToken = {
  consumerKey: string;
  consumerSecret: string;
  token: string;
  tokenSecret: string;
  /** Id of the role. */
  role: string;
};

export type Login = { role: string } | { problem: LoginProblem };

/** Of RESTlets (subsect_156935170194); the first is no login at all. */
export type LoginProblem =
  | 'no_login'
  | 'parameter_absent'
  | 'realm_unknown'
  | 'consumer_key_unknown'
  | 'token_rejected'
  | 'signature_method_rejected'
  | 'signature_invalid'
  | 'timestamp_refused'
  | 'nonce_rejected'
  | 'nonce_used'
  | 'permission_denied';

/** @property used nonces with their timestamps, of logins so far */
export type TokenDesk = {
  accountId: string;
  tokens: readonly AccessToken[];
  used: Set<string>;
  now: () => number;
};

export type LoginRequest = { method: string; url: URL; authorization: string | undefined };

/** The request must be within five minutes of the server's time (subsect_156934879823). */
const MOST_SKEW = 5 * 60;
const SHORTEST_NONCE = 6;

const NEEDED = ['consumer_key', 'token', 'signature_method', 'timestamp', 'nonce', 'signature'].map(
  (name) => `oauth_${name}`,
);

export function logIn(desk: TokenDesk, { method, url, authorization }: LoginRequest): Login {
  const header = parametersIn(authorization);
  if (!header) return { problem: 'no_login' };
  const parameters = new Map([...header].filter(([name]) => !['realm', 'oauth_signature'].includes(name)));
  const value = (name: string): string => header.get(`oauth_${name}`) ?? '';
  if (NEEDED.some((name) => !header.get(name))) return { problem: 'parameter_absent' };
  if (header.get('realm') !== desk.accountId) return { problem: 'realm_unknown' };
  const ofConsumer = desk.tokens.filter(({ consumerKey }) => consumerKey === value('consumer_key'));
  if (ofConsumer.length === 0) return { problem: 'consumer_key_unknown' };
  const token = ofConsumer.find((one) => one.token === value('token'));
  if (!token) return { problem: 'token_rejected' };
  if (value('signature_method') !== 'HMAC-SHA256') return { problem: 'signature_method_rejected' };
  const secrets = { consumer: token.consumerSecret, token: token.tokenSecret };
  if (!isSignedBy({ method, url, parameters }, value('signature'), secrets))
    return { problem: 'signature_invalid' };
  const skew = Math.abs(desk.now() / 1000 - Number(value('timestamp')));
  if (!(skew <= MOST_SKEW)) return { problem: 'timestamp_refused' };
  if (value('nonce').length < SHORTEST_NONCE) return { problem: 'nonce_rejected' };
  const once = `${value('timestamp')} ${value('nonce')}`;
  if (desk.used.has(once)) return { problem: 'nonce_used' };
  desk.used.add(once);
  return { role: token.role };
}

/** Of `OAuth realm="…", oauth_token="…"`; each value is percent-encoded (section_1534941295). */
function parametersIn(header: string | undefined): Map<string, string> | undefined {
  const [, list] = /^OAuth\s+(.+)$/.exec(header ?? '') ?? [];
  if (list === undefined) return undefined;
  return new Map(
    [...list.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decoded(value)]),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
