/** The signature of a request by RFC 5849, as token-based authentication wants it (section_1534941088): HMAC-SHA256 alone. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** @property parameters those of the header, without realm and signature */
export type SignedRequest = {
  method: string;
  url: URL;
  parameters: ReadonlyMap<string, string>;
};

export function isSignedBy(
  request: SignedRequest,
  signature: string,
  secrets: { consumer: string; token: string },
): boolean {
  const key = `${encoded(secrets.consumer)}&${encoded(secrets.token)}`;
  const wanted = createHmac('sha256', key).update(baseString(request)).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Section 3.4.1: method, address without query, and all parameters in the order of their bytes. */
export function baseString({ method, url, parameters }: SignedRequest): string {
  const all = [...url.searchParams, ...parameters]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort((one, other) => compare(one[0], other[0]) || compare(one[1], other[1]))
    .map((pair) => pair.join('='));
  return [method.toUpperCase(), `${url.origin}${url.pathname}`, all.join('&')].map(encoded).join('&');
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Section 3.6: all but letters, digits, - . _ and ~. */
const encoded = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(letter)
        ? letter
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
