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

/**
 * The time that HotWax's connector puts behind the name of a feed, such as `brokeredOrderItemsFeed_2026-03-02-10-00-00_1.csv`, by
 * the clock of its server, whose zone is not known.
 * @property series what stands before it
 * @property time epoch ms as if that clock showed UTC
 */
export function timeBehindName(name: string): { series: string; time: number } | undefined {
  const match = /^(.*[^-_\d])[-_](\d{4}-\d\d-\d\d)[-_](\d\d)[-_](\d\d)[-_](\d\d)(?:[-_](\d{3}))?(?!\d)/.exec(
    name,
  );
  if (!match) return undefined;
  const [, series = '', date, hour, minute, second, millisecond = '000'] = match;
  const time = Date.parse(`${date}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(time) ? undefined : { series, time };
}

/** Whether the first name is surely of a later time than the other; names of different kinds cannot be compared. */
export function isNamedLater(name: string, other: string): boolean {
  const [inName, ofOther] = [timeInFileName(name), timeInFileName(other)];
  if (inName !== undefined || ofOther !== undefined) return (inName ?? 0) > (ofOther ?? Number.NaN);
  const [one, two] = [timeBehindName(name)?.time, timeBehindName(other)?.time];
  if (one === undefined || two === undefined) return false;
  return one - two > (mayBeSetBack(two) ? HOUR : 0);
}

const HOUR = 3_600_000;

/** Clocks are set back by an hour in the small hours of a Sunday, and then show the same times again. */
const mayBeSetBack = (time: number): boolean =>
  new Date(time).getUTCDay() === 0 && new Date(time).getUTCHours() < 4;

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
