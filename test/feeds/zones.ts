/** Time zones by name, for cases that need one: `feeds/` has no zone data of its own. */
import type { ZoneOffset } from '#feeds/format/dates.ts';

const fields = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
} as const;

export function zoneNamed(timeZone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-US', {
    ...fields,
    second: 'numeric',
    hourCycle: 'h23',
    timeZone,
  });
  return (instant) => {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const shown = Date.UTC(year, month - 1, day, hour, minute, second);
    return (shown - Math.floor(instant / 1000) * 1000) / 60_000;
  };
}
