/** How N modules read what they are given: an options object or positional values, checked by name. */
import { isDate } from 'node:util/types';
import { tolerate } from './leniency.ts';
import { NotEmulated } from './not-emulated.ts';
import { suiteError } from './suite-error.ts';

export type Options = Record<string, unknown>;

export type Signature = {
  /** Module and member, for messages: `N/record.load`. */
  call: string;
  required?: readonly string[];
  /** Known and allowed to be absent; anything in neither list is refused by name. */
  optional?: readonly string[];
};

/**
 * The arguments of a call by name. Positional values are taken in the order required, optional. NetSuite ignores option
 * names it does not know; here a misspelt one is an error, since it would be lost in silence.
 */
export function readArguments(signature: Signature, values: readonly unknown[]): Options {
  const required = signature.required ?? [];
  const names = [...required, ...(signature.optional ?? [])];
  const options = isOptions(values) ? (values[0] as Options) : positional(signature, names, values);
  const unknown = Object.keys(options).filter((name) => !names.includes(name));
  for (const name of unknown) {
    if (!tolerate(`option ${name} of ${signature.call} is not known and was ignored`))
      throw new NotEmulated(`option ${name} of ${signature.call}`);
  }
  for (const name of required) {
    if (options[name] === undefined || options[name] === null) throw missingArgument(signature.call, name);
  }
  return options;
}

export const missingArgument = (call: string, name: string): Error =>
  suiteError('SSS_MISSING_REQD_ARGUMENT', `${call}: Missing a required argument: ${name}`);

/** The option as text; a value of another type is NetSuite's own type error. */
export function textOption(call: string, options: Options, name: string): string {
  const value = options[name];
  if (typeof value === 'string') return value;
  throw wrongArgument(call, name, 'text', value);
}

/** The option as a whole number; digits as text are accepted, as NetSuite does for ids. */
export function idOption(call: string, options: Options, name: string): number {
  const value = options[name];
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number)) return number;
  throw wrongArgument(call, name, 'an internal id', value);
}

/** True for a number: which object of the project has it is known to the account only. */
export const isInternalId = (id: unknown): boolean => /^\d+$/.test(String(id));

export function wrongArgument(call: string, name: string, wanted: string, value: unknown): Error {
  return suiteError(
    'SSS_INVALID_TYPE_ARG',
    `${call}: argument ${name} must be ${wanted}, not ${typeof value} ${JSON.stringify(value)}.`,
  );
}

/** True for a single argument that is a bag of names and not a value in itself. */
function isOptions(values: readonly unknown[]): boolean {
  const [first] = values;
  return (
    values.length === 1 &&
    typeof first === 'object' &&
    first !== null &&
    !Array.isArray(first) &&
    !isDate(first)
  );
}

function positional(signature: Signature, names: readonly string[], values: readonly unknown[]): Options {
  if (values.length > names.length)
    throw new NotEmulated(`argument ${names.length + 1} of ${signature.call}`);
  return Object.fromEntries(values.map((value, index) => [names[index] as string, value]));
}
