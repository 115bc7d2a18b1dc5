/** Which SSH host keys are trusted: pinned in the configuration or listed in a known_hosts file. Nothing else ever is. */
import { createHash, createHmac } from 'node:crypto';
import { TransformerError } from '../errors.ts';

/**
 * Data alone, which another thread can be given.
 * @property type the key's SSH type, undefined when only its fingerprint is known
 * @property fingerprint the SHA-256 of the key, in base64
 */
export type TrustedKey = { type: string | undefined; fingerprint: string };

export const isTrusted = (keys: readonly TrustedKey[], presented: Buffer): boolean =>
  keys.some(({ fingerprint }) => fingerprint === sha256(presented));

const KEY_TYPE = /^(ssh|ecdsa|sk)-[a-z0-9@.-]+$/;

/**
 * `SHA256:...` as `ssh-keygen -l` prints it, or `ssh-ed25519 AAAA...` as `ssh-keyscan` does without its first word.
 * @returns undefined when the text is neither
 */
export function parseHostKey(text: string): TrustedKey | undefined {
  const fingerprint = /^SHA256:([A-Za-z0-9+/]{43})=?$/.exec(text.trim())?.[1];
  if (fingerprint) return { type: undefined, fingerprint };
  const [type = '', base64 = ''] = text.trim().split(/\s+/);
  return plainKey(type, base64);
}

/** The keys that a known_hosts file gives for a host, without those it revokes. */
export function parseKnownHosts(text: string, host: string, port: number): TrustedKey[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim().split(/\s+/));
  const revoked = new Set(lines.filter(([marker]) => marker === '@revoked').map((words) => words[3]));
  const address = port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
  return lines.flatMap(([hosts = '', type = '', base64 = '']) => {
    if (/^[#@]/.test(hosts) || revoked.has(base64) || !namesHost(hosts, address)) return [];
    const key = plainKey(type, base64);
    return key ? [key] : [];
  });
}

/** Makes the server show the kind of key that is known of it, as it may have several. */
export function hostKeyAlgorithms(keys: readonly TrustedKey[]): string[] | undefined {
  const types = keys.map(({ type }) => type);
  if (types.includes(undefined)) return undefined;
  const algorithms = types.flatMap((type) =>
    type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type ?? ''],
  );
  return [...new Set(algorithms)];
}

/** Kinds of host keys, of each of which a server has one at most. */
const KINDS: readonly (readonly string[])[] = [
  ['ssh-ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ['rsa-sha2-512', 'rsa-sha2-256'],
];

/** A fingerprint does not say of what kind its key is, so a server has to be asked for its others, too. */
export function otherKinds(keys: readonly TrustedKey[], presented: Buffer): readonly (readonly string[])[] {
  if (!keys.some(({ type }) => type === undefined)) return [];
  const type = keyType(presented);
  const own = type === 'ssh-rsa' ? 'rsa-sha2-512' : type;
  return KINDS.filter((kind) => !kind.includes(own));
}

/** @param presented all that the server has shown */
export function hostKeyMismatch(presented: readonly Buffer[], address: string): TransformerError {
  const shown = presented.map((key) => `${keyType(key)} SHA256:${sha256(key)}`);
  const keys = shown.length === 1 ? `the host key ${shown[0]}` : `the host keys ${shown.join(' and ')}`;
  const none = shown.length === 1 ? 'which is not a configured one' : 'of which none is configured';
  return new TransformerError(
    'HOST_KEY_MISMATCH',
    `The server at ${address} presents ${keys}, ${none}. If its operator confirms that the key has changed, add the new one to the configuration; until then nothing is sent.`,
  );
}

function plainKey(type: string, base64: string): TrustedKey | undefined {
  const key = Buffer.from(base64, 'base64');
  if (!KEY_TYPE.test(type) || key.length < 32 || keyType(key) !== type) return undefined;
  return { type, fingerprint: sha256(key) };
}

const keyType = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');

const sha256 = (key: Buffer): string => createHash('sha256').update(key).digest('base64').replace(/=+$/, '');

function namesHost(hosts: string, address: string): boolean {
  if (hosts.startsWith('|1|')) return hashedHostMatches(hosts, address);
  const patterns = hosts.toLowerCase().split(',');
  if (patterns.some((pattern) => pattern.startsWith('!') && patternMatches(pattern.slice(1), address)))
    return false;
  return patterns.some((pattern) => patternMatches(pattern, address));
}

function hashedHostMatches(hashed: string, address: string): boolean {
  const [, , salt = '', hash = ''] = hashed.split('|');
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(address).digest('base64') === hash;
}

function patternMatches(pattern: string, address: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`).test(address);
}
