/**
 * The header of NetSuite's token-based authentication: OAuth 1.0 (RFC 5849), signed with HMAC-SHA256, the only method that NetSuite
 * takes (help section_1534941088, whose example is a test). Forty lines of node:crypto: what packages add is other methods of signing,
 * and bodies of forms, which nobody sends here.
 */
import { createHmac } from 'node:crypto';

/** @property account as NetSuite shows it, such as 1234567 or 1234567_SB1 */
export type TokenLogin = {
  account: string;
  consumerKey: string;
  consumerSecret: string;
  tokenId: string;
  tokenSecret: string;
};

/** @property at epoch ms @property nonce at least six characters, never used twice */
export type Moment = { at: number; nonce: string };

export function authorizationHeader(method: string, url: URL, login: TokenLogin, moment: Moment): string {
  const parameters: [string, string][] = [
    ['oauth_consumer_key', login.consumerKey],
    ['oauth_token', login.tokenId],
    ['oauth_nonce', moment.nonce],
    ['oauth_timestamp', String(Math.floor(moment.at / 1000))],
    ['oauth_signature_method', 'HMAC-SHA256'],
    ['oauth_version', '1.0'],
  ];
  const key = `${percentEncode(login.consumerSecret)}&${percentEncode(login.tokenSecret)}`;
  const signature = createHmac('sha256', key)
    .update(baseString(method, url, parameters))
    .digest('base64');
  const shown = [['realm', realmOf(login.account)], ...parameters, ['oauth_signature', signature]];
  return `OAuth ${shown.map(([name = '', value = '']) => `${name}="${percentEncode(value)}"`).join(', ')}`;
}

/** Of the account in capitals, with an underscore before SB1; in addresses it is in small letters, with a dash. */
export const realmOf = (account: string): string => account.toUpperCase().replaceAll('-', '_');

/** Section 3.4.1 of the RFC: the parameters of the address and of the header, encoded and then in order. */
export function baseString(method: string, url: URL, parameters: readonly [string, string][]): string {
  const pairs = [...url.searchParams, ...parameters].map(
    ([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`,
  );
  // The sign between name and value would come after a name that goes on: by name first, then by value.
  const sorted = pairs
    .map((pair) => pair.split('='))
    .sort(([name = '', value = ''], [otherName = '', otherValue = '']) =>
      name === otherName ? compare(value, otherValue) : compare(name, otherName),
    );
  const list = sorted.map((pair) => pair.join('=')).join('&');
  return [method, `${url.origin}${url.pathname}`, list].map(percentEncode).join('&');
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Section 3.6: only letters, digits and - . _ ~ stay as they are. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
