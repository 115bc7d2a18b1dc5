/** Countries as addresses choose them: the two letters scripts set, and a name. NetSuite's own names differ in places (a guess). */

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

const NAMES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

export const COUNTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`)
    .map((code) => [code, NAMES.of(code)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
);
