import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import ssh2 from 'ssh2';
import {
  hostKeyAlgorithms,
  hostKeyMismatch,
  isTrusted,
  parseHostKey,
  parseKnownHosts,
} from '../../../transformer/store/host-key.ts';

function makeKey(type: 'ed25519' | 'ecdsa' | 'rsa') {
  const { generateKeyPairSync } = ssh2.utils;
  const pair =
    type === 'ed25519'
      ? generateKeyPairSync(type)
      : type === 'rsa'
        ? generateKeyPairSync(type, { bits: 2048 })
        : generateKeyPairSync(type, { bits: 256 });
  const line = pair.public.trim();
  const raw = Buffer.from(line.split(' ')[1] ?? '', 'base64');
  const fingerprint = `SHA256:${createHash('sha256').update(raw).digest('base64').replace(/=+$/, '')}`;
  return { line, raw, fingerprint };
}

const [first, second, rsa] = [makeKey('ed25519'), makeKey('ecdsa'), makeKey('rsa')];

function trusted(text: string, host: string, port = 22) {
  const keys = parseKnownHosts(text, host, port);
  return [first, second, rsa].map(({ raw }) => isTrusted(keys, raw));
}

describe('a pinned host key', () => {
  test('matches itself only, as a fingerprint and as a key', () => {
    for (const text of [first.fingerprint, first.line, ` ${first.line} comment`]) {
      const keys = [parseHostKey(text)].flatMap((key) => key ?? []);
      expect([first, second].map(({ raw }) => isTrusted(keys, raw))).toEqual([true, false]);
    }
  });

  test.each([
    '',
    'SHA256:short',
    'MD5:aa:bb',
    'ssh-ed25519',
    'ssh-ed25519 AAAA',
    `ssh-rsa ${first.line.split(' ')[1]}`,
  ])('%j is none', (text) => {
    expect(parseHostKey(text)).toBeUndefined();
  });

  test('asks the server for the kind that is known of it; a fingerprint does not tell', () => {
    const keys = [first.line, rsa.line].flatMap((line) => parseHostKey(line) ?? []);
    expect(hostKeyAlgorithms(keys)).toEqual(['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256']);
    expect(hostKeyAlgorithms([parseHostKey(first.fingerprint)].flatMap((key) => key ?? []))).toBeUndefined();
  });

  test('that does not match is reported with the fingerprint the server presented', () => {
    expect(hostKeyMismatch([first.raw], 'h:22').message).toContain(`ssh-ed25519 ${first.fingerprint}`);
  });
});

describe('a known_hosts file', () => {
  test('gives the keys of a host under its name, in lists, with patterns and with ports', () => {
    const text = `# comment\nSFTP.example.com,10.0.0.1 ${first.line}\r\n*.example.com ${second.line}\n[sftp.example.com]:2222 ${rsa.line}\n`;
    expect(trusted(text, 'sftp.example.com')).toEqual([true, true, false]);
    expect(trusted(text, '10.0.0.1')).toEqual([true, false, false]);
    expect(trusted(text, 'sftp.example.com', 2222)).toEqual([false, false, true]);
    expect(trusted(text, 'sftpXexample.com')).toEqual([false, false, false]);
  });

  test('can have its host names hashed', () => {
    const salt = Buffer.alloc(20, 7);
    const hash = createHmac('sha1', salt).update('sftp.example.com').digest('base64');
    const text = `|1|${salt.toString('base64')}|${hash} ${first.line}`;
    expect(trusted(text, 'sftp.example.com')).toEqual([true, false, false]);
    expect(trusted(text, 'other.example.com')).toEqual([false, false, false]);
  });

  test('takes back a key that is marked as revoked, or a host that a pattern excludes', () => {
    expect(trusted(`h ${first.line}\n@revoked * ${first.line}`, 'h')).toEqual([false, false, false]);
    expect(trusted(`*,!h ${first.line}`, 'h')).toEqual([false, false, false]);
  });

  test('trusts nobody through damaged lines or certificate authorities', () => {
    expect(trusted(`h\nh ssh-ed25519\nh ssh-ed25519 !!!\n@cert-authority * ${first.line}`, 'h')).toEqual([
      false,
      false,
      false,
    ]);
  });
});
