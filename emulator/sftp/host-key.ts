/** What a host key text says about itself. */

/** NetSuite refuses anything shorter as malformed (section_4617005472). */
const LEAST_BYTES = 96;

const TYPES: Readonly<Record<string, 'rsa' | 'dsa' | 'ecdsa'>> = {
  'ssh-rsa': 'rsa',
  'ssh-dss': 'dsa',
  'ecdsa-sha2-nistp256': 'ecdsa',
  'ecdsa-sha2-nistp384': 'ecdsa',
  'ecdsa-sha2-nistp521': 'ecdsa',
};

/** The kind of key, undefined for text that is no host key NetSuite takes. */
export function hostKeyType(base64: string): 'rsa' | 'dsa' | 'ecdsa' | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < LEAST_BYTES) return undefined;
  const length = bytes.readUInt32BE(0);
  return TYPES[bytes.subarray(4, 4 + length).toString('latin1')];
}
