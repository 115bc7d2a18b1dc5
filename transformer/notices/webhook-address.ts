/** Which addresses notices may be posted to; what is said of one never quotes it, as whoever knows it can write there. */

/** @returns what is wrong with it, to be said after the name of the setting; undefined when nothing is */
export function webhookProblem(address: string): string | undefined {
  const url = URL.parse(address.trim());
  if (!url) return 'must be an address such as https://hooks.example.com/…';
  if (url.username !== '' || url.password !== '')
    return 'must not contain a user name or a password: put a secret into its path or its query';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return undefined;
  return 'must begin with https://; http is for programs on this machine alone (localhost)';
}

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);
