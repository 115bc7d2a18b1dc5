/**
 * What a column's function makes of a value. The help names functions and the type of what they give (section_453268676757);
 * how a month or an age is written is a guess.
 */

import type { World } from '../../account/account-context.ts';
import type { FieldType } from '../../account/schema.ts';
import type { Value } from '../../account/store.ts';
import { dayOf, instantOf, wallDay, wallTime } from '../../platform/dates.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import type { Cell, CellReader } from '../rows.ts';

type Numeric = (value: number) => number;
type Dated = { type: FieldType; of: (world: World, day: string, instant: number) => Value };

/** Halves go away from zero, as Oracle rounds; 15 digits are what a decimal number keeps here. */
const rounded =
  (places: number): Numeric =>
  (value) => {
    const steps = Math.round(Number((Math.abs(value) * 10 ** places).toPrecision(15)));
    return (Math.sign(value) * steps) / 10 ** places;
  };

const NUMERIC: Readonly<Record<string, Numeric>> = {
  absoluteValue: Math.abs,
  negate: (value) => 0 - value,
  round: rounded(0),
  roundToTenths: rounded(1),
  roundToHundredths: rounded(2),
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const age = (unit: number): Dated => ({
  type: 'integer',
  of: ({ clock }, _, instant) => Math.floor((clock() - instant) / unit),
});

const DATED: Readonly<Record<string, Dated>> = {
  day: { type: 'date', of: (_, day) => day },
  month: { type: 'text', of: (_, day) => day.slice(0, 7) },
  year: { type: 'text', of: (_, day) => day.slice(0, 4) },
  ageInHours: age(HOUR),
  ageInDays: age(DAY),
  ageInWeeks: age(7 * DAY),
};

/** @param name one that readFunction let through */
export function applyFunction(world: World, name: string, reader: CellReader): CellReader {
  const numeric = NUMERIC[name];
  const dated = DATED[name];
  if (!numeric && !dated) throw new NotEmulated(`the column function ${name}`);
  return (row) => {
    const cell = reader(row);
    return numeric ? ofNumber(cell, name, numeric) : ofDate(world, cell, name, dated as Dated);
  };
}

function ofNumber({ field, value }: Cell, name: string, work: Numeric): Cell {
  if (!['integer', 'float', 'currency'].includes(field.type)) throw unsuitable(field.id, name);
  return { field, value: value === null ? null : work(Number(value)) };
}

function ofDate(world: World, { field, value }: Cell, name: string, { type, of }: Dated): Cell {
  if (field.type !== 'date' && field.type !== 'datetime') throw unsuitable(field.id, name);
  const { timeZone } = world.preferences;
  const changed = { ...field, type };
  if (value === null) return { field: changed, value: null };
  const instant = field.type === 'date' ? instantOf(wallDay(String(value)), timeZone) : Number(value);
  return { field: changed, value: of(world, dayOf(wallTime(instant, timeZone)), instant) };
}

const unsuitable = (field: string, name: string): Error =>
  new NotEmulated(`the column function ${name} on ${field}`);
