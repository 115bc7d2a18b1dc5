/** File names that are never used twice: time to the millisecond and a short hash of what they hold. */

/** `2024-01-04-16-23-00-123-1f3a9c04-SalesOrderFulfillment.csv`; always UTC, so names sort as files were made. */
export const fileName = (parts: { at: number; content: string; name: string; extension: string }): string =>
  `${timeStamp(parts.at)}-${shortHash(parts.content)}-${parts.name}.${parts.extension}`;

/** `2024-01-04-16-23-00-123`, in UTC. */
export const timeStamp = (at: number): string =>
  new Date(at).toISOString().slice(0, 23).replace(/[T:.]/g, '-');

/** The time in a name that `fileName` made; undefined in any other name. */
export function timeInFileName(name: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d{3})-/.exec(name);
  if (!match) return undefined;
  const [, date, hour, minute, second, millisecond] = match;
  const time = Date.parse(`${date}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** FNV-1a over UTF-16 code units, 8 hexadecimal digits: distinguishes contents, but does not protect against forgery. */
export function shortHash(content: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < content.length; index += 1) {
    hash = Math.imul(hash ^ content.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** What both sides may have as a file name; the rest is refused, as it could leave its folder or a log line. */
export const isSafeFileName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && name.length <= 255 && /^[^/\\\p{Cc}]+$/u.test(name);
