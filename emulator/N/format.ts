/** N/format: dates between text in the account's format and Date. Source: help pages of format.parse and format.format. */
import { isDate } from 'node:util/types';
import type { World } from '../account/account-context.ts';
import { allow, type Execution } from '../account/execution.ts';
import {
  dayOf,
  formatDateTime,
  formatDay,
  instantOf,
  isTimeZone,
  parseDateTime,
  parseDay,
  SERVER_TIME_ZONE,
  wallDay,
  wallTime,
} from '../platform/dates.ts';
import { readArguments, textOption } from '../strictness/arguments.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';

const TYPES = { DATE: 'date', DATETIME: 'datetime', DATETIMETZ: 'datetimetz' };

const TIME_ZONES = {
  AMERICA_LOS_ANGELES: 'America/Los_Angeles',
  AMERICA_DENVER: 'America/Denver',
  AMERICA_CHICAGO: 'America/Chicago',
  AMERICA_NEW_YORK: 'America/New_York',
  EUROPE_LONDON: 'Europe/London',
  GMT: 'GMT',
};

export function createFormatModule(world: World, execution: Execution): object {
  return strictProxy('N/format', {
    Type: strictProxy('N/format.Type', TYPES),
    Timezone: strictProxy('N/format.Timezone', TIME_ZONES),
    parse: (...values: unknown[]) => parse(world, execution, values),
    format: (...values: unknown[]) => format(world, execution, values),
  });
}

function parse(world: World, execution: Execution, values: unknown[]): Date {
  const call = 'N/format.parse';
  allow(execution, call);
  const options = readArguments({ call, required: ['value', 'type'], optional: ['timezone'] }, values);
  const text = textOption(call, options, 'value');
  const instant = isDay(call, options.type)
    ? dayInstant(parseDay(text, world.preferences.dateFormat))
    : parseDateTime(text, world.preferences, zoneOf(options.timezone, world));
  if (instant !== undefined) return execution.realm.date(instant);
  const { dateFormat, timeFormat } = world.preferences;
  throw suiteError(
    'INVALID_DATE',
    `${call}: ${JSON.stringify(text)} is not a ${String(options.type)} in this account's format, ${dateFormat} ${timeFormat}.`,
  );
}

/** Date-times come with seconds, unlike those of search results: a production script strips them again. */
function format(world: World, execution: Execution, values: unknown[]): string {
  const call = 'N/format.format';
  allow(execution, call);
  const options = readArguments({ call, required: ['value', 'type'], optional: ['timezone'] }, values);
  const { value } = options;
  if (!isDate(value) || Number.isNaN(value.getTime())) {
    throw suiteError('INVALID_DATE', `${call}: the value must be a valid Date, not ${String(value)}.`);
  }
  const instant = value.getTime();
  if (isDay(call, options.type)) {
    return formatDay(dayOf(wallTime(instant, SERVER_TIME_ZONE)), world.preferences.dateFormat);
  }
  return formatDateTime(instant, world.preferences, { seconds: true, zone: zoneOf(options.timezone, world) });
}

function isDay(call: string, type: unknown): boolean {
  if (type === TYPES.DATE) return true;
  if (type === TYPES.DATETIME || type === TYPES.DATETIMETZ) return false;
  throw new NotEmulated(`type ${String(type)} of ${call}`);
}

const dayInstant = (day: string | undefined): number | undefined =>
  day === undefined ? undefined : instantOf(wallDay(day), SERVER_TIME_ZONE);

/** An unknown zone counts as GMT (help page of format.format). */
function zoneOf(timezone: unknown, world: World): string {
  if (timezone === undefined || timezone === null) return world.preferences.timeZone;
  return typeof timezone === 'string' && isTimeZone(timezone) ? timezone : 'GMT';
}
