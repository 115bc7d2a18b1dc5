/** A certificate for one host name, valid for a day and trusted by whom it is shown to (RFC 5280); OpenSSL is not needed. */
import { generateKeyPairSync, sign } from 'node:crypto';

/** Both as PEM. */
export type SelfSigned = { key: string; cert: string };

export function makeSelfSigned(host: string, now: number): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const content = certificateContent(host, spki, now);
  const signature = sign('sha256', content, privateKey);
  const der = sequence(content, ECDSA_WITH_SHA256, bitString(signature));
  const base64 = der.toString('base64').replace(/(.{64})/g, '$1\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function certificateContent(host: string, spki: Buffer, now: number): Buffer {
  const name = sequence(der(0x31, sequence(oid(2, 5, 4, 3), der(0x0c, Buffer.from(host)))));
  const version3 = der(0xa0, integer(2));
  const validity = sequence(time(now - DAY), time(now + DAY));
  const hostNames = sequence(der(0x82, Buffer.from(host)));
  const extension = sequence(oid(2, 5, 29, 17), der(0x04, hostNames));
  const extensions = der(0xa3, sequence(extension));
  return sequence(version3, integer(1), ECDSA_WITH_SHA256, name, validity, name, spki, extensions);
}

const DAY = 86_400_000;

/** Tag, length and contents, as the Distinguished Encoding Rules have it (X.690). */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);

const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));

const bitString = (content: Buffer): Buffer => der(0x03, Buffer.from([0]), content);

const time = (at: number): Buffer =>
  der(0x17, Buffer.from(new Date(at).toISOString().replace(/^20|[-:T]|\.\d+/g, '')));

const oid = (first: number, second: number, ...rest: readonly number[]): Buffer =>
  der(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

const ECDSA_WITH_SHA256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
