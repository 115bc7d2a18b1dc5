/** Functions a search column may put its values through: `search.Column.function`. Source: section_453268676757. */
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { suiteError } from '../../strictness/suite-error.ts';

/** Ids as the help lists them. */
const NAMES = [
  'percentOfTotal',
  'absoluteValue',
  'ageInDays',
  'ageInHours',
  'ageInMonths',
  'ageInWeeks',
  'ageInYears',
  'calendarWeek',
  'day',
  'month',
  'negate',
  'numberAsTime',
  'quarter',
  'rank',
  'round',
  'roundToHundredths',
  'roundToTenths',
  'weekOfYear',
  'year',
];

/** The function a script names; one that NetSuite does not have is NetSuite's own error. */
export function readFunction(given: unknown): string | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  const name = String(given);
  if (NAMES.includes(name)) return name;
  throw suiteError('INVALID_SRCH_FUNCTN', `A search.Column contains an invalid function: ${name}.`);
}

/** The function a saved search's definition names, whatever its letter case: `ABSOLUTE_VALUE` also. */
export function functionNamed(text: string): string {
  const plain = (name: string) => name.replaceAll('_', '').toLowerCase();
  const found = NAMES.find((name) => plain(name) === plain(text));
  if (found !== undefined) return found;
  throw new NotEmulated(`the column function ${text} of a saved search`);
}
